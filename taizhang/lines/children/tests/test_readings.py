"""Whatever address answers with a child's name or number in clear: the same request left a reading with its reason."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, get_resolver, reverse

from taizhang.county.audit.models import Reading
from taizhang.county.ledger import registry
from taizhang.county.ledger.models import SheetExport
from taizhang.lines.children.models import Child, PayAccount, PaymentBatch
from taizhang.lines.children.roll.models import RollCheck, SchoolResult
from taizhang.lines.children.tests import bureau as small
from taizhang.lines.children.tests import roll
from tests.county import on

REASON = "核对银行退票账号"
SECRETS = ("王小雨", "李晓明", "张桂兰", "孙浩然", *small.CARDS[:2])
ANSWERS = {"reason": REASON, "scope": "whole", "which": "all", "form": "csv", "clear": "1", "act": "release",
           "rows": "2", "asked_by": "祖母申请查阅", "month": "2023-09", "layout": "rcb"}  # fmt: skip
NARROW = [ledger for ledger in registry.every() if ledger.narrow]


@pytest.fixture
def office(county, settings, tmp_path):
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    with on(small.TODAY):
        small.staff(county)
        county.people["bureau"] = county.maker
        for n in range(2):
            child = small.child(county, n)
        small.kept(county, PayAccount(
            unit=child.unit, place_id=child.place_id, code="ZH20230710-0001", child=child, holder="GUARDIAN",
            name="张桂兰", account=small.CARDS[1], sort="CARD", since="2023-07-10",
        ))  # fmt: skip
        roll.check(county, roll.pupil("孙浩然", child.id_no), roll.pupil("王小雨", roll.number(996)))
        small.sent(county)
        yield county


def every_address() -> Iterator[tuple[str, str]]:
    """Name and parameters, joined, of every page of the site but those of sign-in and of the API."""
    for pattern in _patterns(get_resolver(configured.ROOT_URLCONF).url_patterns):
        names = pattern.pattern.converters
        if pattern.name and set(names) <= {"slug", "pk", "act"}:
            yield pattern.name, ",".join(sorted(names))


def _patterns(found) -> Iterator[URLPattern]:
    for one in found:
        if isinstance(one, URLPattern):
            yield one
        elif not getattr(one, "namespace", None) and not str(one.pattern).startswith("account"):
            yield from _patterns(one.url_patterns)


def addresses() -> Iterator[str]:
    """Of each kind of record the first: pages differ by kind, not by number."""
    kinds = (PaymentBatch, SchoolResult, RollCheck, SheetExport)
    others = {kind.objects.order_by("pk").values_list("pk", flat=True).first() for kind in kinds} - {None}
    for name, parameters in every_address():
        for slug in [ledger.slug for ledger in NARROW] if "slug" in parameters else [None]:
            own = registry.get(slug).model.objects.order_by("pk").values_list("pk", flat=True).first() if slug else None
            for pk in others | ({own} - {None}) if "pk" in parameters else [None]:
                for act in ("check", "send") if "act" in parameters else (None,):
                    given = {"slug": slug, "pk": pk, "act": act}
                    yield reverse(name, kwargs={key: value for key, value in given.items() if value is not None})


def said(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(map(book.read, book.namelist()))
    return content.decode("utf-8", "ignore") + content.decode("gbk", "ignore")


def clear(response) -> bool:
    text = said(response)
    return any(secret in text for secret in SECRETS)


@pytest.mark.parametrize("who", ["maker", "checker", "clerk", "leader"])
def test_what_shows_clear_text_left_a_reading_with_a_reason(office, signed_in, who):
    client, shown = signed_in(office.people[who]), set()
    for url in [one for one in addresses() if "/void" not in one and "logout" not in one]:
        for response in (client.get(url), client.post(url, ANSWERS)):
            if clear(response):
                kept = Reading.objects.filter(request=response["X-Request-Id"])
                assert kept.exists(), url
                assert all(len(one.reason) >= 4 and one.actor == office.people[who].name for one in kept), url
                shown.add(url.split("/")[-1] or url)

    # Who has the right sees it on some page, and the others on none.
    assert bool(shown) == (who != "leader"), shown
    assert ("file" in shown) == (who == "maker"), shown


def test_an_upload_shows_what_it_found_masked(office, signed_in):
    """The preview of an import and its file of refused rows: the file to who uploaded it, to no colleague."""
    child = Child.objects.get(code="ET20230710-0001")
    sheet = f"编号,姓名,公民身份号码,所属乡镇\n{child.code},李晓明,{child.id_no},没有的乡\n"
    client = signed_in(office.maker)
    sent = client.post("/l/children/import", {"file": SimpleUploadedFile("改.csv", sheet.encode())}, follow=True)
    preview = sent.redirect_chain[-1][0]

    assert not clear(client.get(preview))
    assert clear(client.get(f"{preview.rstrip('/')}/refused"))
    colleague = office.post("colleague", "civil-affairs", "clerk")
    assert signed_in(colleague).get(f"{preview.rstrip('/')}/refused").status_code == 403
