"""taizhang children: what it prints, that it shows no name, and how it refuses."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from taizhang.lines.children.models import PaymentBatch
from taizhang.lines.children.tests import bureau as small
from tests.county import on


@pytest.fixture
def bureau(county):
    with on(small.TODAY):
        small.staff(county)
        small.paid(county, small.child(county), date(2023, 8, 1))
        yield county


def run(*words):
    out, err = StringIO(), StringIO()
    try:
        call_command("children", *words, stdout=out, stderr=err)
        code = 0
    except SystemExit as ended:
        code = ended.code
    return code, out.getvalue(), err.getvalue()


def test_a_plan_writes_nothing_and_names_nobody(bureau):
    code, out, _ = run("plan", "--month", "2023-09", "--list", "regular")

    assert code == 0
    assert "2023年9月：1人，1笔，1,050元" in out
    assert "ET20230710-0001\t当月\t2023年9月\t1050.00" in out
    assert "王小雨" not in out
    assert not PaymentBatch.objects.exists()


def test_a_batch_is_drafted_checked_compared_and_laid_out(bureau):
    assert "FP202309-01：1笔" in run("draft", "--month", "2023-09", "--by", "maker")[1]

    assert run("check", "--batch", "FP202309-01")[:2] == (0, "可以放行\n")
    assert "与所选批次的差别（against）：0笔" in run("plan", "--month", "2023-09", "--against", "FP202309-01")[1]
    assert run("file", "--batch", "FP202309-01")[1].count("可以写出") == 3


def test_the_total_is_explained(bureau):
    code, out, _ = run("explain", "--from", "2023-08", "--to", "2023-08")

    assert code == 0
    assert "累计为1名儿童发放基本生活费1050元" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("plan", "--month", "九月"), "请写成 2023-09"),
        (("check", "--batch", "FP1"), "没有批次“FP1”"),
        (("draft", "--by", "nobody"), "没有用户“nobody”"),
        (("draft", "--by", "treasurer"), "由民政局经办制单"),
    ],
)
def test_a_refusal_says_what_to_do(bureau, words, told):
    code, _, err = run(*words)

    assert code == 1
    assert told in err
