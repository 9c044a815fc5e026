"""Each typed number is told by its words, its place and its time, and the verdict says how sure it is."""

from dataclasses import replace

import pytest
from django.urls import reverse

from taizhang.county.bulletin import binding, content, marking, release
from taizhang.county.bulletin.binding import Evidence, Verdict
from taizhang.county.bulletin.models import Item, ItemUnit
from tests.bulletin import press


def read(body, **texts):
    texts = {"section": "governance", "headline": "胙城乡把矛盾化解在基层", "cutoff": press.CUTOFF} | texts
    return content.of_item(Item(body=body, **texts))


def bound(body):
    return binding.of_item(read(body))


def told(body):
    return " ".join(str(finding) for finding in release.of_item(read(body, source_note="乡综治中心登记")))


@pytest.fixture
def counted(office):
    """胙城乡 found 15, three of them in August, and resolved 13; 榆林乡 found 12 and resolved all."""
    for _ in range(7):
        press.dispute(office)
    for resolved in ("2023-08-20", None, None):
        press.dispute(office, found="2023-08-02", resolved=resolved)
    for _ in range(12):
        press.dispute(office, "yulin", found="2023-04-01")
    return office


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("截至目前，胙城乡排查矛盾纠纷15起。", Verdict.AGREES),
        ("截至目前，胙城乡排查矛盾纠纷10余起。", Verdict.AGREES),
        ("截至目前，榆林乡排查矛盾纠纷15起。", Verdict.PLACE),
        ("1—7月份，胙城乡排查矛盾纠纷15起。", Verdict.PERIOD),
        ("截至目前，胙城乡化解矛盾纠纷15起。", Verdict.FIGURE),
        ("截至目前，胙城乡排查矛盾纠纷51起。", Verdict.DIFFERS),
        ("截至目前，胙城乡调处矛盾纠纷51起。", Verdict.AMBIGUOUS),
        ("截至目前，胙城乡化解率100%。", Verdict.DIFFERS),
        ("截至目前，榆林乡化解率100%。", Verdict.AGREES),
        ("截至目前，胙城乡走访群众15户。", Verdict.NONE),
    ],
)
def test_the_verdict_on_a_number(counted, body, verdict):
    assert bound(body)[0].verdict is verdict


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("去年全县排查矛盾纠纷97起。", "早于台账"),
        ("专项行动期间，胙城乡排查矛盾纠纷12起。", "定不下起止日期"),
        ("全县计划排查矛盾纠纷500起。", "目标或计划"),
        ("全县月均排查矛盾纠纷30起。", "平均数"),
        ("每月排查矛盾纠纷30起。", "平均数"),
        ("全市排查矛盾纠纷3000起。", "本县台账中没有"),
        ("四个乡镇共排查矛盾纠纷27起。", "没有逐一写明"),
        ("胙城乡、榆林乡共排查矛盾纠纷90起。", "没有相加"),
    ],
)
def test_what_no_ledger_can_hold_is_not_compared(counted, body, why):
    (one,) = [one for one in bound(body) if one.number.text.endswith("起")]

    assert (one.verdict, one.want) == (Verdict.NONE, None)
    assert why in one.why


def test_all_townships_together_are_the_county(counted):
    assert bound("两个乡镇共排查矛盾纠纷27起。")[-1].verdict is Verdict.AGREES


def test_a_failing_number_is_told_with_the_ledgers_and_where_it_belongs(counted):
    assert "今年以来榆林乡排查矛盾纠纷，台账为 12起；胙城乡的数正好是 15起。" in told(
        "截至目前，榆林乡排查矛盾纠纷15起。"
    )
    assert "1—7月份胙城乡排查矛盾纠纷，台账为 12起；今年以来的数正好是 15起。" in told(
        "1—7月份，胙城乡排查矛盾纠纷15起。"
    )


def test_a_number_right_of_many_things_is_said_to_be_so_by_chance(counted):
    for _ in range(3):
        press.dispute(counted, "yulin", found="2023-08-05", resolved="2023-08-09")

    assert "可能只是凑巧" in told("截至目前，胙城乡化解矛盾纠纷15起。")


def test_a_number_no_words_claim_a_figure_for_agrees_by_chance(counted):
    for _ in range(100):
        press.dispute(counted)

    (one,) = bound("截至目前，胙城乡登门劝和邻里115起。")

    assert (one.verdict, one.evidence, one.holds) == (Verdict.AGREES, Evidence.CHANCE, False)
    assert "文字对不上，可能只是凑巧" in told("截至目前，胙城乡登门劝和邻里115起。")


def test_a_compound_of_two_verbs_is_either_of_the_two(counted):
    (one,) = bound("截至目前，胙城乡排查化解矛盾纠纷15起。")

    assert (one.verdict, one.evidence, one.value.figure.key) == (Verdict.AGREES, Evidence.LIKELY, "disputes.found")
    assert one.holds


def test_a_townships_own_item_speaks_of_the_township(counted):
    own = ItemUnit(organisation=counted.organisations["zuocheng"])
    (one,) = binding.of_item(replace(read("截至目前，排查矛盾纠纷15起。"), units=(own,)))

    assert (one.verdict, one.want.place) == (Verdict.AGREES, "410726206")


def test_a_sure_failure_stops_an_issue_and_a_doubt_does_not(counted):
    def stops(body):
        return any(one.blocking for one in release.of_item(read(body, source_note="登记")) if one.code != "source")

    assert stops("截至目前，胙城乡排查矛盾纠纷51起。")
    assert not stops("截至目前，胙城乡调处成功率70%。")


def test_the_look_around_asks_the_tables_once_for_a_whole_draft(counted, django_assert_max_num_queries):
    wrong = "截至目前，胙城乡排查矛盾纠纷{}起；榆林乡排查矛盾纠纷{}起。"
    binding.of_item(read(wrong.format(51, 52)))

    with django_assert_max_num_queries(12):
        binding.of_item(read("".join(wrong.format(n, n + 1) for n in range(50, 70, 2))))


def test_the_draft_is_marked_beside_the_pins_it_holds(counted):
    draft = read("截至目前，排查{disputes.found}，胙城乡化解矛盾纠纷13起，榆林乡化解矛盾纠纷99起，走访群众35户。")
    (known,) = [f"n-body-{number.source_start}" for number in draft.numbers if number.text == "13起"]
    marks = marking.marked(draft, binding.of_item(draft), {known})

    assert [(mark.text, mark.sign) for mark in marks.body if mark.tone] == [
        ("27起", ""), ("13起", "✓"), ("99起", "✗"), ("35户", "○"),
    ]  # fmt: skip
    assert [mark.text for mark in marks.body if mark.anchor] == ["13起"]
    assert [(sign, count) for _, sign, _, count in marks.counts] == [("✓", 1), ("✗", 1), ("○", 1)]


def test_the_head_sees_the_marks_before_answering_for_the_numbers(counted, signed_in):
    one = press.item(counted, body=press.FILLER + "截至目前，胙城乡排查矛盾纠纷51起。", source_note="乡综治中心登记")

    page = signed_in(counted.head).get(reverse("item_confirm", args=[one.pk])).content.decode()

    assert "51起<sup>✗</sup>" in page
    assert "台账为 15起" in page
