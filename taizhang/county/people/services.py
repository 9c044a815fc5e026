"""The door for people and posts: only an administrator passes, and nobody administers and audits at once."""

import secrets
from datetime import date

from django.core.exceptions import ValidationError

from taizhang.county.audit import changes, clock
from taizhang.county.people import access
from taizhang.county.people.models import Organisation, Person, Post, held_on
from taizhang.county.people.roles import ROLES, Action

# GB/T 22239—2019 8.1.5: administration and audit in different hands. Keeping records as well would let an
# administrator or auditor change what they watch over.
_ALONE = {"administrator", "auditor"}


def add_person(username: str, name: str, *, by: Person) -> tuple[Person, str]:
    """A new person and the first password, to be told once and changed at first sign-in. Raises ValidationError."""
    access.require(by, Action.ADMINISTER)
    password = secrets.token_urlsafe(9)
    person = Person(username=username.strip(), name=name.strip())
    person.set_password(password)
    person.full_clean()
    with changes.change(by=by, reason=f"新增人员 {name}", action="新增人员", kept=True):
        person.save()
    return person, password


def new_password(person: Person, *, by: Person) -> str:
    """Replaces a forgotten password; whoever knew the old one is signed out."""
    access.require(by, Action.ADMINISTER)
    password = secrets.token_urlsafe(9)
    person.set_password(password)
    with changes.change(by=by, reason=f"重置 {person.name} 的密码", action="重置密码", kept=True):
        person.save(update_fields=["password"])
    return password


def appoint(person: Person, organisation: Organisation, role: str, *, since: date, by: Person, reason: str) -> Post:
    """Gives a post from a day on. Raises ValidationError where the post may not be held with the others."""
    access.require(by, Action.ADMINISTER)
    if role not in ROLES:
        raise ValidationError({"role": f"没有“{role}”这个岗位，请在列表中选择"})
    if person.pk == by.pk:
        raise ValidationError({"person": "不能给自己设岗，请由另一名管理员办理"})
    held = set(Post.objects.filter(held_on(max(since, clock.today())), person=person).values_list("role", flat=True))
    _check_together(held | {role})
    post = Post(person=person, organisation=organisation, role=role, since=since)
    post.full_clean()
    with changes.change(by=by, reason=reason, action="设岗"):
        post.save()
    return post


def _check_together(roles: set[str]) -> None:
    for role in roles & _ALONE:
        if len(roles) > 1:
            others = "、".join(ROLES[other].label for other in roles - {role})
            raise ValidationError({"role": f"“{ROLES[role].label}”不得与“{others}”由一人兼任（三员分立）"})


def leave(post: Post, *, until: date, by: Person, reason: str) -> None:
    """Ends a post; the day `until` is the last one in it. What was done in the post stays under its name."""
    access.require(by, Action.ADMINISTER)
    if not reason.strip():
        raise ValidationError({"reason": "请写明离任原因，例如文件号或“调离”"})
    if until < post.since:
        raise ValidationError({"until": f"离任日期不得早于任职日期 {post.since}"})
    post.until = until
    with changes.change(by=by, reason=reason, action="离任"):
        post.save()
