"""Sees from outside whether a process has come to where something is held."""

from django.db import connection

_WAITING = """
SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()
"""


def somebody_waits() -> bool:
    """In this database alone: other tests run beside in theirs."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        return bool(cursor.fetchone()[0])
