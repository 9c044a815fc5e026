"""What every ledger must do, whatever it registers: run once for each, with nothing written for any of them."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from taizhang.county.audit.models import Reading
from taizhang.county.ledger import forms, listing, registry, services
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from tests.county import on
from tests.every_ledger import rows

# Of minors the look is noted; the bureau's menu counts what waits on three pages of its own.
QUERIES_MAX = 13
PAGE_MAX_BYTES = 30_000


@pytest.fixture(params=registry.written(), ids=lambda ledger: ledger.slug)
def ledger(request):
    return request.param


@pytest.fixture(autouse=True)
def _september(settings, tmp_path):
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    with on("2023-09-01"):
        yield


@pytest.fixture
def county(county, ledger):
    return rows.kept(ledger, county)


@pytest.fixture
def record(ledger, county):
    return rows.add(ledger, county)


@pytest.fixture
def clerk(county, signed_in):
    return signed_in(county.clerk)


def page(ledger, name, record=None):
    return reverse(name, args=[ledger.slug, *([record.pk] if record else [])])


def text(response):
    return unescape(response.content.decode())


def shown(ledger, record, *, but=()):
    """The texts of the columns anybody in reach may read, longest first: short ones stand on every page."""
    texts = [c.text(c.value(record)) for c in ledger.all_columns if not c.private and c.name not in but]
    return sorted((one for one in texts if len(one) > 3), key=len, reverse=True)


def secrets(ledger, record):
    return [one for c in ledger.private_columns if len(one := c.text(c.value(record))) > 1]


def differing(ledger, *records):
    """The first column anybody may read in which all these states of a record differ."""
    for column in ledger.editable:
        texts = {column.text(column.value(record)) for record in records}
        if len(texts) == len(records) and "" not in texts and not column.private:
            return column
    raise AssertionError(f"{ledger.slug}: examples 0, 1 and 2 agree in every open column")


# Pages and reach


@pytest.mark.parametrize("name", ["ledger_list", "ledger_new"])
def test_pages_of_the_ledger_open(ledger, clerk, record, name):
    response = clerk.get(page(ledger, name))

    assert response.status_code == 200
    assert ledger.label in text(response)


@pytest.mark.parametrize("name", ["ledger_detail", "ledger_edit", "ledger_void"])
def test_pages_of_a_record_open(ledger, clerk, record, name):
    response = clerk.get(page(ledger, name, record))

    assert response.status_code == 200
    assert ledger.title(record) in text(response)


def test_the_list_shows_the_row_and_its_count(ledger, clerk, record):
    html = text(clerk.get(page(ledger, "ledger_list")))

    assert f"共 1 {ledger.unit}" in html
    assert ledger.title(record) in html


def test_the_menu_leads_to_the_ledger_under_its_line(ledger, clerk, record):
    html = text(clerk.get(page(ledger, "ledger_detail", record)))

    in_menu = re.search(f"<h2>{ledger.line}</h2>.*?</nav>", html, re.DOTALL)
    assert in_menu
    assert (f'href="{page(ledger, "ledger_list")}"' in in_menu[0]) is not bool(ledger.aside)


def test_a_ledger_beside_the_menu_is_reached_from_its_page(ledger, clerk, record):
    if ledger.aside:
        assert f'href="{page(ledger, "ledger_list")}"' in text(clerk.get(reverse(ledger.aside)))


def test_another_township_sees_nothing(ledger, county, signed_in, record):
    stranger = signed_in(county.stranger)

    assert f"共 0 {ledger.unit}" in text(stranger.get(page(ledger, "ledger_list")))
    for name in ("ledger_detail", "ledger_edit", "ledger_void"):
        assert stranger.get(page(ledger, name, record)).status_code == 404


def test_another_township_changes_nothing(ledger, county, signed_in, record):
    stranger = signed_in(county.stranger)

    for name in ("ledger_edit", "ledger_void", "ledger_unmask", "ledger_attach"):
        assert stranger.post(page(ledger, name, record), {"reason": "不相干的人"}).status_code == 404
    assert ledger.model.objects.get(pk=record.pk).edition == 1


def test_nobody_registers_in_another_township(ledger, county, signed_in):
    client = signed_in(county.stranger)

    response = client.post(page(ledger, "ledger_new"), rows.typed(ledger, county, 0))
    why = f"不能登记{ledger.label}" if ledger.writers == "lead" else "不在您的管辖范围"
    with pytest.raises(services.Refused, match=f"{why}.*{county.clerk.name}"):
        services.save(rows.filled(ledger, county, 0), by=county.stranger)

    assert response.status_code == (403 if ledger.writers == "lead" else 422)
    assert access.rows(county.stranger, Action.VIEW, ledger).count() == 0


def test_a_clerk_moves_no_record_to_another_township(ledger, county, clerk, record):
    if ledger.writers == "lead":
        pytest.skip("its lead keeps it for the whole county")
    moved = {"edition": "1", "place": "榆林乡", "unit": "榆林乡"}

    response = clerk.post(page(ledger, "ledger_edit", record), moved)

    assert response.status_code == 422
    assert "榆林乡" in text(response)
    assert ledger.model.objects.get(pk=record.pk).place_id == "410726206"


def test_anonymous_visitors_are_sent_to_sign_in(ledger, client, record):
    for url in (page(ledger, "ledger_list"), page(ledger, "ledger_detail", record), page(ledger, "ledger_new")):
        response = client.get(url)

        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))


def test_whoever_may_look_but_not_register_is_told_who_may(ledger, county, signed_in, record):
    head = signed_in(county.head)

    response = head.get(page(ledger, "ledger_new"))

    assert response.status_code == 403
    assert f"不能登记{ledger.label}" in text(response)
    assert county.clerk.name in text(response)
    assert page(ledger, "ledger_new") not in text(head.get(page(ledger, "ledger_list")))


def test_a_ledger_closed_to_a_person_is_not_there(ledger, county, signed_in, record):
    administrator = signed_in(county.post("admin", "government-office", "administrator"))

    assert administrator.get(page(ledger, "ledger_list")).status_code == 404
    assert administrator.get(page(ledger, "ledger_detail", record)).status_code == 404


# Private columns


@pytest.mark.parametrize("who", ["clerk", "leader"])
def test_private_columns_are_masked_for_everybody(ledger, county, signed_in, record, who):
    person = county.people[who]
    client = signed_in(person)

    for url, row in ((page(ledger, "ledger_list"), None), (page(ledger, "ledger_detail", record), record)):
        response = client.get(url)
        assert response.status_code == (200 if access.can(person, Action.VIEW, ledger, row) else 404)
        assert [secret for secret in secrets(ledger, record) if secret in text(response)] == []


def test_the_form_shows_no_private_value_and_keeps_it(ledger, county, clerk, record):
    before = secrets(ledger, record)

    html = text(clerk.get(page(ledger, "ledger_edit", record)))
    clerk.post(page(ledger, "ledger_edit", record), {"edition": "1"} | dict.fromkeys(names(ledger.private_columns), ""))

    assert [secret for secret in before if secret in html] == []
    assert secrets(ledger, ledger.model.objects.get(pk=record.pk)) == before


def names(columns):
    return [column.name for column in columns]


def test_a_look_at_private_columns_needs_a_reason_and_is_on_record(ledger, county, clerk, record):
    if not ledger.private_columns:
        assert "显示一次" not in text(clerk.get(page(ledger, "ledger_detail", record)))
        return

    refused = clerk.post(page(ledger, "ledger_unmask", record), {"reason": "看看"})
    clear = clerk.post(page(ledger, "ledger_unmask", record), {"reason": "核对来访人身份"})

    assert refused.status_code == 422
    assert [secret for secret in secrets(ledger, record) if secret not in text(clear)] == []
    assert Reading.objects.get().reason == "核对来访人身份"


# The list


def test_a_list_costs_the_same_whatever_its_length(ledger, county, clerk, record, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as short:
        clerk.get(page(ledger, "ledger_list"))
    for n in range(1, 60):
        rows.add(ledger, county, n)

    with django_assert_max_num_queries(QUERIES_MAX) as long:
        response = clerk.get(page(ledger, "ledger_list"))

    assert len(long) <= len(short)
    assert text(response).count("<tr") == listing.PER_PAGE + 1
    assert len(response.content) < PAGE_MAX_BYTES


def test_conditions_and_order_survive_in_every_link(ledger, county, clerk):
    for n in range(51):
        rows.add(ledger, county, n)
    asked = {"q": "", "place": "410726206", "sort": f"-{ledger.key[0]}"}

    html = text(clerk.get(page(ledger, "ledger_list"), asked))

    following = re.search(r'rel="next" href="([^"]+)"', html)[1]
    assert "place=410726206" in following
    assert f"sort=-{ledger.key[0]}" in following
    assert text(clerk.get(page(ledger, "ledger_list") + following)).count("<tr") == 2
    assert "page=" not in re.search(r'aria-sort="descending"><a href="([^"]+)"', html)[1]


def test_order_by_every_column_keeps_every_row(ledger, county, clerk):
    everything = {rows.add(ledger, county, n).pk for n in range(3)} | set(listed(ledger, county))

    for name in listing.sortable(ledger):
        up, down = (listed(ledger, county, sort=sign + name) for sign in ("", "-"))
        assert set(up) == set(down) == everything
        assert clerk.get(page(ledger, "ledger_list"), {"sort": name}).status_code == 200


def listed(ledger, county, **asked):
    return [row.pk for row in listing.select(ledger, county.clerk, query(**asked)).rows]


def query(**asked):
    made = QueryDict(mutable=True)
    made.update(asked)
    return made


def test_a_record_is_found_by_its_key_and_by_nothing_else(ledger, county, clerk, record):
    other = rows.add(ledger, county, 1)

    html = text(clerk.get(page(ledger, "ledger_list"), {"q": ledger.title(record).lower()}))

    assert f'href="{record.pk}/"' in html
    assert f'href="{other.pk}/"' not in html


def test_a_condition_that_cannot_be_understood_says_so(ledger, county, clerk, record):
    dates = [column for column in listing.filtered(ledger) if column.kind == "date"]
    asked = {f"{column.name}_from": "八月" for column in dates} | {"page": "x", "sort": "nothing"}

    response = clerk.get(page(ledger, "ledger_list"), asked)

    assert response.status_code == 200
    assert text(response).count("没有起作用") == len(dates)
    assert ledger.title(record) in text(response)


# Writing


def test_a_missing_column_is_named_and_nothing_typed_is_lost(ledger, county, clerk):
    values = rows.typed(ledger, county, 0)
    required = [c.name for c in ledger.editable if c.required and c.name in values and c.name not in ("place", "unit")]
    left_out = values.pop(required[0])

    response = clerk.post(page(ledger, "ledger_new"), values)

    assert response.status_code == 422
    assert f"{ledger.column(required[0]).label}：必须填写" in text(response)
    assert [value for value in values.values() if value not in text(response)] == []
    assert left_out


def test_a_link_fills_in_the_form_but_nothing_private(ledger, county, clerk):
    values = rows.typed(ledger, county, 0)

    html = text(clerk.get(page(ledger, "ledger_new"), values | {"nothing": "没有这一栏"}))

    asked = rows.filled(ledger, county, 0)
    typed = {c.name: forms.written(c, asked) for c in ledger.editable if len(str(values.get(c.name, ""))) > 3}
    private = {column.name for column in ledger.private_columns}
    assert [name for name, value in typed.items() if name in private and f'value="{value}"' in html] == []
    assert [name for name, value in typed.items() if name not in private and value not in html] == []


def test_a_form_sent_twice_adds_one_record(ledger, county, clerk):
    sent = rows.typed(ledger, county, 0) | {"token": str(uuid4())}
    before = ledger.model.objects.count()

    first, second = (clerk.post(page(ledger, "ledger_new"), sent) for _ in range(2))

    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert ledger.model.objects.count() == before + 1


def test_a_change_and_its_reason_stand_in_the_history(ledger, county, clerk, record):
    was = ledger.model.objects.get(pk=record.pk)
    values = {name: value for name, value in rows.typed(ledger, county, 1).items() if name not in ledger.key}

    response = clerk.post(page(ledger, "ledger_edit", record), values | {"edition": "1", "reason": "现场核对更正"})

    html = text(clerk.get(response.url))
    column = differing(ledger, was, ledger.model.objects.get(pk=record.pk))
    assert f"<del>{column.text(column.value(was))}</del>" in html
    assert "现场核对更正" in html
    assert county.clerk.name in html


def test_a_conflict_shows_both_versions_and_loses_nothing(ledger, county, clerk, record):
    was = ledger.model.objects.get(pk=record.pk)
    rows.change(ledger, county, record, 1, reason="他人先改")
    mine = rows.filled(ledger, county, 2, ledger.model.objects.get(pk=record.pk))
    values = {name: value for name, value in rows.typed(ledger, county, 2).items() if name not in ledger.key}

    response = clerk.post(page(ledger, "ledger_edit", record), values | {"edition": "1"})

    theirs = ledger.model.objects.get(pk=record.pk)
    column = differing(ledger, was, theirs, mine)
    assert response.status_code == 409
    for state in (was, theirs, mine):
        assert column.text(column.value(state)) in text(response)
    assert f'name="{column.name}" value="{values[column.name]}"' in text(response)
    assert theirs.edition == 2


@pytest.mark.parametrize("pick", ["mine", "theirs"])
def test_after_a_conflict_the_chosen_value_stands(ledger, county, clerk, record, pick):
    rows.change(ledger, county, record, 1)
    theirs = ledger.model.objects.get(pk=record.pk)
    mine = rows.filled(ledger, county, 2, ledger.model.objects.get(pk=record.pk))
    column = differing(ledger, record, theirs, mine)
    values = {name: value for name, value in rows.typed(ledger, county, 2).items() if name not in ledger.key}
    choice = {f"pick-{name}": pick for name in values}

    response = clerk.post(page(ledger, "ledger_edit", record), values | choice | {"edition": "2"})

    stands = {"mine": mine, "theirs": theirs}[pick]
    assert response.status_code == 302
    assert column.value(ledger.model.objects.get(pk=record.pk)) == column.value(stands)


def test_voiding_needs_a_reason_and_keeps_the_record(ledger, county, clerk, record):
    refused = clerk.post(page(ledger, "ledger_void", record), {"reason": " "})
    clerk.post(page(ledger, "ledger_void", record), {"reason": "重复登记"})

    assert refused.status_code == 422
    assert "请写明作废理由" in text(refused)
    assert "重复登记" in text(clerk.get(page(ledger, "ledger_detail", record)))
    assert f"共 0 {ledger.unit}" in text(clerk.get(page(ledger, "ledger_list")))
    assert ledger.title(record) in text(clerk.get(page(ledger, "ledger_list"), {"voided": "1"}))


def test_a_voided_record_is_not_changed_any_more(ledger, county, clerk, record):
    clerk.post(page(ledger, "ledger_void", record), {"reason": "重复登记"})
    values = {name: value for name, value in rows.typed(ledger, county, 1).items() if name not in ledger.key}

    response = clerk.post(page(ledger, "ledger_edit", record), values | {"edition": "2"})

    assert response.status_code == 422
    assert "已作废" in text(response)


def test_a_paper_is_kept_with_the_record_and_handed_out_within_reach(ledger, county, clerk, signed_in, record):
    clerk.post(page(ledger, "ledger_attach", record), {"file": SimpleUploadedFile("协议.pdf", b"%PDF-1.7 test")})
    url = re.search(
        rf'href="({page(ledger, "ledger_list")}attachments/\d+)"',
        text(clerk.get(page(ledger, "ledger_detail", record))),
    )[1]

    response = clerk.get(url)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 test"
    assert response["Content-Disposition"].startswith("attachment")
    assert signed_in(county.stranger).get(url).status_code == 404
