"""Sixteen clients over real connections: each opens a case, moves it and asks for a list, as fast as it is answered."""

import http.client
import json
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

CLIENTS = 16


@dataclass
class Session:
    """One kept connection with its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    kept: Any = None

    def ask(self, method: str, path: str, body: Any = None, *, form: bool = False) -> Any:
        """The answer's JSON, or its text; raises on anything but success."""
        self.kept = self.kept or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = None if body is None else (urlencode(body) if form else json.dumps(body))
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        headers = {"Content-Type": kind, "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if "csrftoken" in self.cookies:
            headers["X-CSRFToken"] = self.cookies["csrftoken"]
        answer = self._sent(method, path, sent, headers)
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]}")
        return json.loads(text) if "json" in answer.headers.get("Content-Type", "") else text

    def _sent(self, method: str, path: str, sent: str | None, headers: dict[str, str]) -> Any:
        """Once more where the server has let an idle connection go."""
        try:
            self.kept.request(method, path, sent, headers)
            return self.kept.getresponse()
        except ConnectionError:
            self.kept.close()
            self.kept.request(method, path, sent, headers)
            return self.kept.getresponse()


@dataclass(frozen=True)
class Way:
    """How one system is asked for the three things; `create` answers with what `move` is given."""

    name: str
    sign_in: Callable[[], Session]
    create: Callable[[Session, int], Any]
    move: Callable[[Session, Any], Any]
    listing: Callable[[Session], Any]


@dataclass(frozen=True)
class Measured:
    """Milliseconds of each request for one client, and cases a second (opened and moved) for sixteen."""

    name: str
    create: float
    move: float
    listing: float
    cases: float


def measure(way: Way, *, runs: int = 60, seconds: float = 8) -> Measured:
    alone = way.sign_in()
    made = [_timed(lambda n=n: way.create(alone, n)) for n in range(runs)]
    moved = [_timed(lambda one=one: way.move(alone, one)) for _, one in made]
    listed = [_timed(lambda: way.listing(alone)) for _ in range(runs)]
    times = [statistics.median(took for took, _ in one[5:]) * 1000 for one in (made, moved, listed)]
    return Measured(way.name, *times, _together(way, seconds))


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    answer = act()
    return time.perf_counter() - start, answer


def _together(way: Way, seconds: float) -> float:
    sessions = [way.sign_in() for _ in range(CLIENTS)]
    until = time.perf_counter() + seconds
    done = [0] * CLIENTS
    faults: list[BaseException] = []

    def work(n: int) -> None:
        try:
            while time.perf_counter() < until:
                way.move(sessions[n], way.create(sessions[n], done[n]))
                done[n] += 1
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return sum(done) / seconds
