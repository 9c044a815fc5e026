"""A real demo county, served as it is in use, and people with a browser in front of it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

from taizhang.config.demo import people

WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
_CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
Visit = Callable[..., Page]


class Site:
    """The demo county in its own folder and database, with the commands a person would type."""

    def __init__(self, folder: Path) -> None:
        self.var, self.port = folder, _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._server: subprocess.Popen[str] | None = None

    def command(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "taizhang", *words], env=self._environment(), check=check, text=True,
            capture_output=True, timeout=300,
        )  # fmt: skip

    def popen(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "taizhang", *words], env=self._environment(), text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )  # fmt: skip

    def serve(self) -> None:
        self._server = self.popen("serve", "--port", str(self.port), "--workers", "1")
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{self.address}/account/login/", timeout=2).close()
                return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("the site does not answer")

    def close(self) -> None:
        if self._server:
            self._server.terminate()
            self._server.communicate(timeout=30)
        self.command("stop")

    def _environment(self) -> dict[str, str]:
        return os.environ | {"TAIZHANG_VAR": str(self.var), "DJANGO_SETTINGS_MODULE": "taizhang.config.settings"}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Built once for all journeys by the command everybody starts with."""
    site = Site(tmp_path_factory.mktemp("county"))
    try:
        site.command("demo", "--no-serve")
        site.serve()
        yield site
    finally:
        site.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(_CHROMIUM))


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Visit]:
    """`visit("username")` is a page with that person signed in; what the browser complains of fails the test."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def sign_in(username: str, *, size: Any = None, script: bool = True) -> Page:
        context = browser.new_context(
            viewport=size or WIDE, locale="zh-CN", base_url=site.address, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/account/login/")
        enter(page, username)
        return page

    yield sign_in
    for context in contexts:
        context.close()
    unexpected = [text for text in complaints if "Failed to load resource" not in text]
    assert unexpected == []


def enter(page: Page, username: str) -> None:
    """Signs in on the page of signing in; a refusal fails with the words it was given in."""
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", people.PASSWORD)
    page.press("input[name=password]", "Enter")
    try:
        page.wait_for_url(lambda url: "/login" not in url)
    except TimeoutError as late:
        raise AssertionError(page.locator("body").inner_text()) from late


def fits(page: Page) -> bool:
    """Nothing is cut off or scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
