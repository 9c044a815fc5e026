"""A contradiction is signed away by name or not at all: who may, what it stops, and that it is kept for ever."""

import pytest
from django.db import Error, transaction
from django.urls import reverse

from taizhang.county.audit import changes
from taizhang.county.bulletin import compose, content, explaining, flow, items, release, signing
from taizhang.county.bulletin.explained import Explanation
from taizhang.county.bulletin.models import Issue, Item
from taizhang.county.bulletin.refusal import Refused
from tests.bulletin import press

# The children of the founding bulletin, with village doctors in their place: 1050 × (31 + 164) × 8 is 163.8万.
PAID = "按照每人每月1050元的标准向特岗村医和驻村药师发放补贴。截至目前，在岗特岗村医31人、驻村药师164人，1—8月份累计发放补贴170余万元。"
BODY = press.FILLER + PAID
WORDS = "含补发上年度10月至12月新到岗人员的补贴7.1万元。"


@pytest.fixture
def issue(office):
    """In the check of figures, with one item whose amount does not follow from its own numbers."""
    one = press.item(office, body=BODY, source_note="乡卫生院发放表")
    return flow.move(press.in_editing(office, one), "to_figures", by=office.editor)


def stored():
    return Item.objects.get()


def failing(item=None):
    (finding,) = explaining.of_item(item or stored())
    return finding


def explain(by, words=WORDS, **more):
    return explaining.explain(stored(), failing().digest, by=by, words=words, **more)


def blocked(issue):
    return [f for f in release.checklist(issue, content.of_issue(issue)) if f.code == "arithmetic"]


def signed(office, issue):
    flow.move(issue, "to_units", by=office.editor)
    press.confirm_all(office, issue)
    flow.move(issue, "to_review", by=office.editor)
    flow.move(issue, "approve", by=office.checker)
    return signing.sign(Issue.objects.get(), by=office.signer)


def test_the_amount_that_does_not_follow_stops_the_issue_with_its_residual(office, issue):
    with pytest.raises(Refused, match=r"163\.8万元.*6\.2万元.*签署说明"):
        flow.move(issue, "to_units", by=office.editor)


def test_once_explained_the_issue_is_signed_and_the_explanation_is_still_there(office, issue):
    explain(office.head)

    printed = signed(office, issue)

    assert printed.no == 1
    (kept,) = explaining.signed(printed)
    assert (kept.words, kept.signed_by, kept.post) == (WORDS, office.head, office.head.title)


def test_another_number_makes_it_block_again(office, issue):
    explain(office.head)
    assert blocked(issue) == []

    items.edit(stored(), by=office.editor, body=BODY.replace("170余万元", "180余万元"))

    (finding,) = blocked(issue)
    assert "180余万元" in finding.sentence
    assert [one.stands for one in explaining.told(content.of_issue(issue))] == [False]


def test_the_old_number_brings_the_old_explanation_back(office, issue):
    explain(office.head)
    items.edit(stored(), by=office.editor, body=BODY.replace("31人", "32人"))
    items.edit(stored(), by=office.editor, body=BODY)

    assert blocked(issue) == []


def test_a_copy_in_another_item_is_not_explained(office, issue):
    explain(office.head)
    compose.take(issue, press.item(office, headline="另一稿", body=BODY, source_note="同上"), by=office.editor)

    assert [finding.item.headline for finding in blocked(issue)] == ["另一稿"]


@pytest.mark.parametrize("who", ["clerk", "editor", "editor2", "yulin_head", "leader", "stranger"])
def test_who_has_no_part_in_answering_for_the_numbers_cannot_sign(office, issue, who):
    with pytest.raises(Refused, match=r"您的岗位是|您编辑过本期"):
        explain(getattr(office, who))


@pytest.mark.parametrize("who", ["head", "checker", "signer"])
def test_the_units_head_the_checker_and_the_signer_may_sign(office, issue, who):
    assert explain(getattr(office, who)).signed_by == getattr(office, who)


def test_whoever_wrote_the_text_cannot_sign_whatever_post_they_hold(office, issue):
    office.post("clerk", "zuocheng", "unit_head")

    with pytest.raises(Refused, match="由您起草或修改过"):
        explain(office.clerk)


def test_whoever_edited_the_issue_cannot_sign_whatever_post_they_hold(office, issue):
    office.post("editor", "government-office", "checker")

    with pytest.raises(Refused, match="您编辑过本期的内容"):
        explain(office.editor)


@pytest.mark.parametrize("words", ["", "口径不同", "说明" * 151])
def test_an_explanation_is_neither_a_word_nor_an_essay(office, issue, words):
    with pytest.raises(Refused, match="说明要写 10 至 300 字"):
        explain(office.head, words)


def test_a_cause_is_one_of_the_listed(office, issue):
    with pytest.raises(Refused, match="选择一项"):
        explain(office.head, cause="weather")
    assert explain(office.head, cause="arrears").get_cause_display() == "含补发、补缴或预付"


def test_nothing_is_signed_for_a_text_that_moved_on(office, issue):
    seen = failing().digest
    items.edit(stored(), by=office.editor, body=BODY.replace("31人", "32人"))

    with pytest.raises(Refused, match="已有变动"):
        explaining.explain(stored(), seen, by=office.head, words=WORDS)
    assert not Explanation.objects.exists()


def test_a_second_click_signs_nothing_more(office, issue):
    assert explain(office.head) == explain(office.head, "另一种说法，同一处矛盾。")
    assert stored().steps.filter(move="explain").count() == 1


def test_the_explanation_is_in_the_items_history_and_makes_nobody_an_editor(office, issue):
    explain(office.checker)

    assert stored().steps.get(move="explain").opinion == WORDS
    assert office.checker.pk not in flow.edited_by(issue)


def test_an_explanation_is_never_changed_nor_deleted(office, issue):
    explain(office.head)

    for write in (lambda: Explanation.objects.update(words="改了又改改了又改改了"), Explanation.objects.all().delete):
        with pytest.raises(Error, match="不得"), transaction.atomic(), changes.change(by=office.head):
            write()


def test_none_is_added_once_the_issue_is_signed(office, issue):
    finding = failing()
    explain(office.head)
    signed(office, issue)

    with pytest.raises(Refused, match="本期已经签发"):
        explaining.explain(stored(), finding.digest, by=office.checker, words=WORDS)
    with pytest.raises(Error, match="已经签发"), transaction.atomic(), changes.change(by=office.head):
        Explanation.objects.create(
            item=stored(), kind="arithmetic", sentence="x", claims=[], claims_digest="y", words=WORDS,
            signed_by=office.checker, post="", signed_at="2023-09-01T00:00Z",
        )  # fmt: skip


def page(client, name, *args, **typed):
    address = reverse(name, args=args)
    return client.post(address, typed, follow=True) if typed else client.get(address)


def test_the_units_head_signs_on_the_page_of_the_numbers(office, issue, signed_in):
    client, item = signed_in(office.head), stored()
    assert "数字确实无误，签署说明" in page(client, "item_confirm", item.pk).content.decode()

    after = page(client, "item_explain", item.pk, what=failing().digest, words=WORDS, cause="arrears").content.decode()

    assert f"含补发、补缴或预付：{WORDS}" in after
    assert f"{office.head.name}（{office.head.title}）2023-09-01" in after
    assert "数字确实无误，签署说明" not in after


def test_a_refused_explanation_comes_back_as_it_was_typed(office, issue, signed_in):
    answer = page(
        signed_in(office.head), "item_explain", stored().pk, what=failing().digest, words="口径不同", cause="scope"
    )

    assert answer.status_code == 409
    assert "说明要写 10 至 300 字" in answer.content.decode()
    assert ">口径不同</textarea>" in answer.content.decode()
    assert '<option value="scope" selected>' in answer.content.decode()


def test_what_was_typed_for_a_text_that_moved_on_is_shown(office, issue, signed_in):
    answer = page(signed_in(office.head), "item_explain", stored().pk, what="0" * 64, words=WORDS)

    assert answer.status_code == 409
    assert explaining.GONE in answer.content.decode()
    assert f"readonly>{WORDS}</textarea>" in answer.content.decode()


def test_what_the_writer_typed_is_kept_in_the_refusal(office, issue, signed_in):
    office.post("clerk", "zuocheng", "unit_head")

    answer = page(signed_in(office.clerk), "item_explain", stored().pk, what=failing().digest, words=WORDS)

    assert "由您起草或修改过" in answer.content.decode()
    assert f"readonly>{WORDS}</textarea>" in answer.content.decode()


def test_the_checker_signs_on_the_checklist_and_the_editor_only_reads(office, issue, signed_in):
    assert "签署说明</button>" not in page(signed_in(office.editor), "issue_check", issue.pk).content.decode()
    client = signed_in(office.checker)
    assert "签署说明</button>" in page(client, "issue_check", issue.pk).content.decode()

    after = page(client, "item_explain", stored().pk, what=failing().digest, words=WORDS)

    assert after.redirect_chain[-1][0] == reverse("issue_check", args=[issue.pk])
    assert WORDS in page(signed_in(office.editor), "issue_check", issue.pk).content.decode()


def test_the_signer_sees_the_explanation_before_signing(office, issue, signed_in):
    explain(office.head)
    flow.move(issue, "to_units", by=office.editor)
    press.confirm_all(office, issue)
    for name, by in (("to_review", office.editor), ("approve", office.checker)):
        flow.move(issue, name, by=by)

    assert WORDS in page(signed_in(office.signer), "issue_step", issue.pk).content.decode()


def test_makers_of_the_bulletin_see_it_beside_the_printed_issue_and_readers_do_not(office, issue, signed_in):
    explain(office.head)
    signed(office, issue)

    assert WORDS in page(signed_in(office.editor), "bulletin_read", 2023, 1).content.decode()
    assert WORDS not in page(signed_in(office.leader), "bulletin_read", 2023, 1).content.decode()


def test_an_explanation_of_words_that_were_changed_before_signing_is_not_printed_with_the_issue(office, issue):
    explain(office.head)
    items.edit(stored(), by=office.editor, body=BODY.replace("170余万元", "163.8万元"))

    assert explaining.signed(signed(office, issue)) == []


@pytest.fixture
def against_the_ledger(office):
    """The item says 9 of 胙城乡 where the ledger counts 5."""
    body = press.FILLER + "截至目前，胙城乡排查矛盾纠纷9起。"
    one = press.item(office, body=body, source_note="乡综治中心登记")
    return flow.move(press.in_editing(office, one), "to_figures", by=office.editor)


def test_a_number_against_the_ledger_stops_the_issue_until_it_is_explained(office, against_the_ledger):
    with pytest.raises(Refused, match=r"台账为 5起.*签署说明"):
        flow.move(against_the_ledger, "to_units", by=office.editor)

    explain(office.head, words="含上年结转的4起，口径为在办总数。")

    printed = signed(office, against_the_ledger)
    (kept,) = explaining.signed(printed)
    assert (kept.kind, kept.claims, kept.signed_by) == ("contradiction", ["胙城乡排查矛盾纠纷9起"], office.head)


def test_the_explanation_falls_when_the_ledger_moves(office, against_the_ledger):
    explain(office.head, words="含上年结转的4起，口径为在办总数。")

    press.dispute(office)

    assert "台账为 6起" in failing().sentence
    assert explaining.unexplained(explaining.of_item(stored())) == [failing()]
