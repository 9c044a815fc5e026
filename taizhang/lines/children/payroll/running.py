"""Says that the monthly run itself is writing: its items are closed to every other hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

running: ContextVar[bool] = ContextVar("children_run_writes", default=False)


@contextmanager
def by_the_run() -> Iterator[None]:
    token = running.set(True)
    try:
        yield
    finally:
        running.reset(token)
