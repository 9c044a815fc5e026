"""Opening, moving and listing matters over HTTP: ours, a peer made of packages, and the bare SQL, in one run.

Open Zaak is no package of a registry; what was measured of it on a machine like this one stands here as a number.
"""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from bench.loop import crowd
from bench.loop.clients import Measured, Session, Way, measure
from bench.measure import verdict
from bench.peers import database, environment, reachable

# Milliseconds of create, status and list, and cases a second with sixteen clients: Open Zaak 90dd5eb0 under uWSGI with
# four processes of four threads, PostgreSQL 15, 2,000 cases, no notifications; 2 cores, 23 GiB, 2026-11-26.
OPEN_ZAAK = Measured("Open Zaak (measured apart)", 45.2, 81.9, 97.0, 8.5)
TIMES = 10
_HERE = Path(__file__).parent
_PLACE = "410726206"


def run() -> bool:
    python = environment("loop", _HERE / "requirements.lock")
    found = [_ours()]
    if python:
        database("bench_peer")
        subprocess.run([python, "-m", "bench.loop.peer.app"], check=True, env=reachable())
        found += [_measured(python, "peer: DRF, FSM, history", "bench.loop.peer.app", csrf=True)]
        found += [_measured(python, "floor: SQL behind WSGI", "bench.loop.floor", csrf=False)]
    _print([*found, OPEN_ZAAK])
    return _verdicts(found[0])


def _verdicts(ours: Measured) -> bool:
    return all([
        verdict("times faster than Open Zaak: create", OPEN_ZAAK.create / ours.create, TIMES, at_least=True),
        verdict("times faster than Open Zaak: move", OPEN_ZAAK.move / ours.move, TIMES, at_least=True),
        verdict("times faster than Open Zaak: list", OPEN_ZAAK.listing / ours.listing, TIMES, at_least=True),
        verdict("times the cases a second of Open Zaak", ours.cases / OPEN_ZAAK.cases, TIMES, at_least=True),
    ])  # fmt: skip


def _print(found: list[Measured]) -> None:
    print("\nA matter over HTTP: one client, then sixteen")
    print(f"  {'':<34}{'create':>10}{'move':>10}{'list':>10}{'cases/s':>10}")
    for one in found:
        print(f"  {one.name:<34}{one.create:>7.1f} ms{one.move:>7.1f} ms{one.listing:>7.1f} ms{one.cases:>10.1f}")


def _ours() -> Measured:
    words = [sys.executable, "-m", "taizhang", "serve", "--no-worker", "--workers", "2", "--port"]
    with _served(words, os.environ | {"TAIZHANG_VAR": str(settings.VAR)}, "/account/login/") as port:

        def sign_in() -> Session:
            session = Session(port)
            session.ask("GET", "/account/login/")
            who = {"login": "supervisor-government-office", "password": crowd.PASSWORD}
            session.ask(
                "POST", "/account/login/", who | {"csrfmiddlewaretoken": session.cookies["csrftoken"]}, form=True
            )
            return session

        return measure(
            Way(
                "ours", sign_in,
                lambda s, n: s.ask("POST", "/api/v1/matters", {
                    "title": f"第{n}件", "place": _PLACE, "unit": "t410726206"})["code"],
                lambda s, code: s.ask("POST", f"/api/v1/matters/{code}/moves/recall", {"note": "收回"}),
                lambda s: s.ask("GET", f"/api/v1/ledgers/matters?place={_PLACE}&stage=assigned&sort=due_on"),
            )
        )  # fmt: skip


def _measured(python: Path, name: str, module: str, *, csrf: bool) -> Measured:
    words = [python, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4",
             "--log-level", "warning", f"{module}:application", "--port"]  # fmt: skip
    with _served(list(map(str, words)), reachable(), "/cases/?unit=1") as port:

        def sign_in() -> Session:
            session = Session(port)
            if csrf:
                session.cookies["csrftoken"] = session.ask("GET", "/sign-in")["csrf"]
            return session

        return measure(
            Way(
                name, sign_in,
                lambda s, n: _key(s.ask("POST", "/cases/", {"title": f"第{n}件", "unit": 1, "due_on": "2023-09-15"})),
                lambda s, pk: s.ask("POST", f"/cases/{pk}/claim/", {}),
                lambda s: s.ask("GET", "/cases/?unit=1"),
            )
        )  # fmt: skip


def _key(made: object) -> object:
    return made["id"] if isinstance(made, dict) else made[0]  # type: ignore[index]


@contextmanager
def _served(words: list[str], environment: dict[str, str], address: str) -> Iterator[int]:
    """A server on a free port of the loopback, ended when the block ends."""
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    server = subprocess.Popen([*words, str(port)], env=environment, stdout=subprocess.DEVNULL, cwd=_HERE.parents[1])
    try:
        _wait(port, address)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=120)


def _wait(port: int, address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{address}", timeout=2).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server does not answer")
