"""Environments of their own for the peers, so that nothing of theirs is ever a dependency of the product."""

import os
import subprocess
import venv
from pathlib import Path

import psycopg
import psycopg.sql

_READY = "installed.lock"


def environment(name: str, lock: Path) -> Path | None:
    """The interpreter of an environment with the pinned packages, made anew when the pins change.

    None, with a line that says why, where they cannot be installed.
    """
    folder = Path(os.environ.get("TAIZHANG_VAR", "var/bench")) / "peers" / name
    python, ready = folder / "bin" / "python", folder / _READY
    if ready.exists() and ready.read_bytes() == lock.read_bytes():
        return python
    try:
        venv.create(folder, clear=True, with_pip=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*install, "-r", lock], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as fault:
        said = (getattr(fault, "stderr", "") or str(fault)).strip().splitlines()
        print(f"  the peers cannot be installed here and are not measured: {said[-1] if said else fault}")
        return None
    ready.write_bytes(lock.read_bytes())
    return python


def database(name: str) -> None:
    """One in the same PostgreSQL as ours, made where it is missing."""
    own = _own()
    with psycopg.connect(
        host=own["HOST"], port=own.get("PORT") or None, user=own["USER"], dbname="postgres", autocommit=True
    ) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))


def reachable() -> dict[str, str]:
    """The environment by which a peer finds that PostgreSQL."""
    own = _own()
    return {**os.environ, "PEER_HOST": own["HOST"], "PEER_PORT": str(own.get("PORT") or ""), "PEER_USER": own["USER"]}


def _own() -> dict[str, str]:
    # The schoolcheck part needs no settings.
    from django.conf import settings

    return dict(settings.DATABASES["default"])
