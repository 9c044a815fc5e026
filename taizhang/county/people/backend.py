"""Finds who is signed in, with the posts they hold today, in one statement: every request asks for both."""

from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db import connection

from taizhang.county.audit import clock
from taizhang.county.people.models import Organisation, Person, Post

_JOINED = ((Person, "n"), (Post, "p"), (Organisation, "o"))


class Backend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: Any) -> Person | None:
        person = with_posts(user_id)
        return person if person and self.user_can_authenticate(person) else None


def with_posts(pk: Any) -> Person | None:
    """None for nobody. The same as asking the models, without compiling two wide queries for each request."""
    today = clock.today()
    with connection.cursor() as cursor:
        cursor.execute(_query(), [today, today, pk])
        rows = [_parts(row) for row in cursor.fetchall()]
    if not rows:
        return None
    person: Person = _made(Person, rows[0][0])
    person.__dict__["posts_now"] = [_post(person, post, unit) for _, post, unit in rows if post[0] is not None]
    return person


@cache
def _query() -> str:
    columns = ", ".join(f'{short}."{f.column}"' for model, short in _JOINED for f in model._meta.concrete_fields)
    return (
        f"SELECT {columns} FROM {Person._meta.db_table} n LEFT JOIN {Post._meta.db_table} p ON p.person_id = n.id "
        "AND p.since <= %s AND (p.until IS NULL OR p.until >= %s) "
        f"LEFT JOIN {Organisation._meta.db_table} o ON o.id = p.organisation_id WHERE n.id = %s ORDER BY p.id"
    )


def _parts(row: Any) -> list[Any]:
    parts, start = [], 0
    for model, _ in _JOINED:
        width = len(model._meta.concrete_fields)
        parts.append(row[start : start + width])
        start += width
    return parts


def _post(person: Person, values: Any, unit: Any) -> Post:
    post: Post = _made(Post, values)
    post.person, post.organisation = person, _made(Organisation, unit)
    return post


def _made(model: Any, values: Any) -> Any:
    return model.from_db("default", [f.attname for f in model._meta.concrete_fields], values)
