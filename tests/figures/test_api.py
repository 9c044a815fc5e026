"""Figures over the API: each with its definition, and with sentences for what is refused."""

import pytest

from tests.county import on
from tests.figures.rows import YULIN, ZUOCHENG, enter

FIGURES = "/api/v1/figures"


@pytest.fixture
def ask(signed_in):
    def answer(person, address):
        with on("2023-09-01"):
            response = signed_in(person).get(address)
        return response.status_code, response.json()

    return answer


def test_all_figures_with_their_definitions(county, ask):
    status, told = ask(county.clerk, FIGURES)

    assert status == 200
    found = next(one for one in told if one["key"] == "disputes.found")
    assert (found["version"], found["owner"], found["unit"]) == (1, "political-legal", "起")


def test_a_figure_with_period_place_and_townships(county, ask):
    enter(county)

    status, told = ask(county.clerk, f"{FIGURES}/disputes.found?from=2023-01-01&to=2023-08-31&by=township")

    assert status == 200
    assert (told["value"], told["rows"], told["period"]["to"]) == ("1", 1, "2023-08-31")
    assert told["parts"][0]["place"] == ZUOCHENG
    assert told["definition"]["rule"]


def test_a_figure_by_unit_and_of_one_unit(county, ask):
    enter(county)
    enter(county, place=YULIN)

    _, told = ask(county.clerk, f"{FIGURES}/disputes.found?by=unit")
    assert [(part["organisation"], part["value"]) for part in told["parts"]] == [("zuocheng", "1"), ("yulin", "1")]
    _, told = ask(county.clerk, f"{FIGURES}/disputes.found?unit=榆林乡")
    assert (told["value"], told["organisation"]["slug"]) == ("1", "yulin")


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("disputes.fund", 404, "没有“disputes.fund”"),
        ("disputes.found?place=410726999", 422, "没有“410726999”"),
        ("disputes.found?to=x", 422, "截止日期"),
        (f"children.orphans?place={ZUOCHENG}", 403, "涉及未成年人"),
        ("children.orphans?unit=zuocheng", 403, "涉及未成年人"),
        ("children.orphans?by=unit", 403, "分单位的数只对主管单位开放"),
        ("disputes.found?unit=nobody", 422, "没有“nobody”这个单位"),
    ],
)
def test_refusals_are_sentences(county, ask, address, status, said):
    told = ask(county.leader, f"{FIGURES}/{address}")

    assert told[0] == status
    assert said in told[1]["detail"]


def test_whoever_has_no_post_is_refused(county, ask):
    nobody = county.post("nobody", "zuocheng", "clerk", until="2020-01-01")

    assert ask(nobody, f"{FIGURES}/disputes.found")[0] == 403
