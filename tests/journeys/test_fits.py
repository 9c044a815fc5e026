"""The pages each role opens first, on a desk and on a phone: they open, fit, speak Chinese and stay light."""

import re

import pytest

from tests.journeys.conftest import PHONE, WIDE, Visit, fits

pytestmark = pytest.mark.journey

LIGHT = 30_000
CLERK = (
    "/", "/l/disputes/", "/l/disputes/new", "/l/disputes/import", "/l/disputes/export", "/bulletin/items/",
    "/bulletin/items/new",
)  # fmt: skip
PATHS = {
    "shenxiaojun": (
        *CLERK,
        "/children/cases/",
        "/children/cases/new",
        "/children/reviews/",
        "/figures/",
        "/figures/disputes.found/",
        "/figures/disputes.found/rows",
    ),
    "fanli": ("/search?q=JF2023", "/search?q=没有这样的词"),
    "mali": (
        "/",
        "/children/cases/?tab=open",
        "/children/reviews/",
        "/l/child-parents/new",
        "/l/children/",
        "/l/payments/",
        "/l/children/new",
        "/figures/children.paid/",
        "/search",
    ),
    "houjianshe": ("/", "/bulletin/items/", "/l/disputes/"),
    "zhouwenjing": ("/", "/bulletin/", "/bulletin/issues/", "/bulletin/2023/39/", "/bulletin/2023/39/receipts"),
    "tianhaibo": ("/", "/bulletin/2023/39/", "/bulletin/2023/39/fig/1", "/figures/", "/l/disputes/"),
    "caojing": ("/", "/audit/", "/audit/readings"),
    "xinglei": ("/", "/people/", "/people/new", "/people/roles"),
}
# Words that no page of ours may show: what a framework says when nobody translated it.
ENGLISH = re.compile(r"\b(This field|Required|Submit|Error|None|True|False|undefined|Traceback|Page not found)\b")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "390"])
@pytest.mark.parametrize("username", PATHS)
def test_first_pages_open_fit_and_stay_light(visit: Visit, username: str, size: dict[str, int]):
    page = visit(username, size=size)
    for path in PATHS[username]:
        response = page.goto(path)
        assert response is not None and response.status == 200, path
        assert len(response.body()) < LIGHT, path
        assert fits(page), path
        assert not ENGLISH.search(page.inner_text("body")), path
