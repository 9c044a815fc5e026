"""taizhang figure prints one figure as JSON and refuses with a sentence."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from tests.county import on
from tests.figures.rows import YULIN, ZUOCHENG, change, enter


@pytest.fixture
def ask(county, capsys):
    def answer(*arguments):
        with on("2023-09-01"):
            call_command("figure", *arguments)
        return json.loads(capsys.readouterr().out)

    return answer


def test_a_figure_comes_with_its_definition_period_and_moment(county, ask):
    enter(county)

    told = ask("disputes.found", "--to", "2023-08-31")

    assert (told["value"], told["unit"], told["text"], told["rows"]) == ("1", "起", "1起", 1)
    assert told["definition"]["version"] == 1
    assert "排查日期" in told["definition"]["rule"]
    assert told["period"] == {"from": "2023-01-01", "to": "2023-08-31", "words": "今年以来"}
    assert told["known_at"].startswith("2023-09-01T12:00:00")
    assert told["place"] is None


def test_place_and_known_at(county, ask):
    row = enter(county)
    change(row, by=county.clerk, recorded="2023-06-01", place_id=YULIN)

    assert ask("disputes.found", "--place", "410726206000")["value"] == "0"
    assert ask("disputes.found", "--place", "榆林乡")["value"] == "1"
    assert ask("disputes.found", "--place", ZUOCHENG, "--known-at", "2023-05-01")["value"] == "1"


def test_by_township_and_by_month(county, ask):
    enter(county, found_on=date(2023, 3, 1), handled_on=date(2023, 4, 1))

    places = ask("disputes.handled_rate", "--by", "township")["parts"]
    months = ask("disputes.found", "--by", "month", "--months", "2-3")["parts"]

    units = ask("disputes.found", "--by", "unit", "--unit", "zuocheng")["parts"]

    assert [(part["organisation"], part["value"]) for part in units] == [("zuocheng", "1")]
    assert [(part["place"], part["value"]) for part in places] == [(ZUOCHENG, "100"), (YULIN, None)]
    assert [(part["month"], part["value"]) for part in months] == [("2023-02", "0"), ("2023-03", "1")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("disputes.fund",), "没有“disputes.fund”这个指标"),
        (("disputes.found", "--from", "2023-13-01"), "起始日期“2023-13-01”写法不对"),
        (("disputes.found", "--from", "2023-09-01", "--to", "2023-01-01"), "请调换"),
        (("disputes.found", "--place", "410726999"), "没有“410726999”这个区划"),
        (("disputes.found", "--place", "4107"), "区划代码应为"),
        (("disputes.found", "--known-at", "昨天"), "已知时点“昨天”写法不对"),
        (("disputes.found", "--months", "9-3"), "月份“9-3”写法不对"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(county, capsys, arguments, said):
    with on("2023-09-01"), pytest.raises(SystemExit) as left:
        call_command("figure", *arguments)

    assert left.value.code == 1
    assert said in capsys.readouterr().err
