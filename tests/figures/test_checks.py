"""A figure that could not be counted stops the start with a sentence that names the fix."""

from dataclasses import replace

import pytest
from django.db.models import Exists, F, OuterRef, Q

from taizhang.county.figures import registry
from taizhang.county.figures.checks import figures_can_be_counted
from taizhang.county.figures.definition import Distinct, Ratio, Standing, Total
from taizhang.lines.disputes.figures import FOUND, HANDLED, PETITIONS_RESOLVED
from taizhang.lines.disputes.models import Dispute


def faults(*figures):
    return [(error.msg, error.hint) for error in figures_can_be_counted(figures=figures)]


def test_the_registered_figures_are_sound():
    assert figures_can_be_counted() == []


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (Q(unit__name="政法委"), "经过了别的表"),
        (Q(place__parent="410726"), "经过了别的表"),
        (Q(colour="red"), "没有“colour”这个栏目"),
        (Q(merged__code="x"), "“merged”在别的表里"),
        (Q(pk=1), "条件用了 pk"),
        (Q(handled_on=F("unit__valid_from")), "经过了别的表"),
        (Q(Exists(Dispute.objects.filter(merged_into=OuterRef("id")))), "条件里有 Exists"),
        (Q(merged_into__in=Dispute.objects.values("id")), "与子查询比较"),
    ],
    ids=lambda shown: shown if isinstance(shown, str) else "",
)
def test_conditions_speak_of_own_columns_only(where, said):
    ((message, hint),) = faults(replace(FOUND, where=where))

    assert said in message
    assert hint


@pytest.mark.parametrize(
    "where",
    [Q(unit=3), Q(unit_id__in=[1, 2]), Q(merged_into__isnull=True), Q(resolved_on__gte=F("handled_on")), ~Q(level="x")],
)
def test_own_columns_and_keys_of_links_are_fine(where):
    assert faults(replace(FOUND, where=where)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"label": " "}, "没有写名称"),
        ({"rule": ""}, "没有写口径"),
        ({"unit": ""}, "没有写单位"),
        ({"owner": "政法委"}, "不是单位标识"),
        ({"version": 0}, "版本应从 1 起"),
        ({"key": "found"}, "键名不合格式"),
        ({"when": Standing("found_on", "gone_on")}, "没有“gone_on”"),
        ({"total": Total("summary")}, "不能对“summary”合计"),
        ({"total": Distinct("unit__name")}, "经过了别的表"),
    ],
)
def test_each_part_of_a_definition_is_looked_at(change, said):
    assert any(said in message for message, _ in faults(replace(FOUND, **change)))


def test_a_rate_needs_registered_parts_of_one_ledger():
    rate = Ratio("disputes.t_rate", "比率", HANDLED, PETITIONS_RESOLVED, rule="口径。", since=FOUND.since)

    said = [message for message, _ in faults(rate, PETITIONS_RESOLVED)]

    assert any("disputes.handled 没有登记" in message for message in said)
    assert any("不同台账" in message for message in said)


def test_two_figures_cannot_have_one_key():
    with pytest.raises(ValueError, match="two figures"):
        registry.register(replace(FOUND, label="另一个"))


def test_an_unknown_key_is_told_with_its_neighbours():
    with pytest.raises(registry.UnknownFigure, match=r"disputes\.found"):
        registry.get("disputes.fund")
