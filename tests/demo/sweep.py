"""Walks the pages a person can reach by links, a few of each kind, as somebody who looks into everything would."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.test import Client

# Pages that differ by their number alone are of one kind.
EACH_KIND = 2
PAGES = 130
_HREF = re.compile(r'href="([^"#]+)')
_LEFT_OUT = re.compile(r"/(static|account|read|logout|l/disputes|l/petitions)(/|$)|\.(svg|pdf|docx)|[?&](sort|page)=")


def walk(client: Client, seeds: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Address and text of each page; what is refused or leads elsewhere is passed over."""
    waiting, seen, kinds = list(seeds), set(seeds), Counter[str]()
    walked = 0
    while waiting and walked < PAGES:
        url = waiting.pop(0)
        kind = re.sub(r"\d+", "N", urlsplit(url).path)
        if kinds[kind] >= EACH_KIND:
            continue
        kinds[kind] += 1
        response = client.get(url, follow=True)
        if response.status_code != 200 or response.streaming:
            continue
        walked += 1
        text = unescape(response.content.decode())
        yield url, text
        for href in map(unescape, _HREF.findall(response.content.decode())):
            found = urljoin(url, href)
            if found.startswith("/") and found not in seen and not _LEFT_OUT.search(found):
                seen.add(found)
                waiting.append(found)
