"""Opens a change: one transaction with who, why and which request, that the triggers write into the log."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, transaction

from taizhang.county.audit import clock


class Actor(Protocol):
    """Whoever answers for a change: a person, or a named part of the system."""

    @property
    def pk(self) -> int | None: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Part:
    """A part of the system that acts by itself, such as set-up or a nightly job."""

    name: str
    pk: int | None = None


SYSTEM = Part("系统")


@dataclass(frozen=True)
class Act:
    """An open change: its row in the log and the moment everything in it is recorded at."""

    id: int
    at: datetime


request_id: ContextVar[UUID | None] = ContextVar("request_id", default=None)
_open: ContextVar[Act | None] = ContextVar("open_change", default=None)


@contextmanager
def change(*, by: Actor, reason: str = "", action: str = "", kept: bool = False, apart: bool = False) -> Iterator[Act]:
    """Writes inside this block form one act; a block inside another joins it, and its reason is the outer one's.

    An act that wrote no version leaves no trace, unless it is to be `kept` for what it did elsewhere. What is raised
    inside undoes the whole act; with `apart`, where it joins another, only what this block did.
    """
    joined = _open.get()
    if joined is not None and connection.in_atomic_block:
        with transaction.atomic() if apart else nullcontext():
            yield joined
        return
    longer = connection.in_atomic_block
    with transaction.atomic():
        act = _begin(by, reason, action)
        token = _open.set(act)
        try:
            yield act
        finally:
            _open.reset(token)
        _leave(act, kept=kept, longer=longer)


def _begin(by: Actor, reason: str, action: str) -> Act:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT change_id, moment FROM audit_begin(%s, %s, %s, %s, %s, %s, %s)",
            [by.pk, by.name, action, reason, request_id.get(), *_time()],
        )
        return Act(*cursor.fetchone())


def _time() -> list[Any]:
    return [clock.fixed(), clock.offset()]


def _leave(act: Act, *, kept: bool, longer: bool) -> None:
    with connection.cursor() as cursor:
        if longer:
            # What follows in the transaction is no part of this act.
            cursor.execute("SELECT set_config('taizhang.change', '', true)")
        if not kept:
            cursor.execute(
                "DELETE FROM audit_change c WHERE id = %s AND NOT EXISTS "
                "(SELECT FROM audit_entry WHERE change_id = c.id)",
                [act.id],
            )


def settle() -> datetime:
    """Waits until every open change is committed, keeps new ones waiting until this transaction ends, and returns now.

    What is known at the returned moment can never be added to later; signing rests on this.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("settle() belongs inside a transaction: its lock ends with it")
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_settle(%s, %s)", _time())
        (moment,) = cursor.fetchone()
    return moment  # type: ignore[no-any-return]
