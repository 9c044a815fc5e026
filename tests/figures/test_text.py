"""The reader of figures: values in base units, qualifiers, ranges; what is no figure is left alone."""

from itertools import pairwise

import pytest

from taizhang.county.figures.text import Kind, numbers, spans


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("在册 31 人", ("31 人", "31", "人", "exact", "quantity")),
        ("发放 170 余万元", ("170 余万元", "1700000", "元", "over", "money")),
        ("发放170万余元", ("170万余元", "1700000", "元", "over", "money")),
        ("出动240多人次", ("240多人次", "240", "人次", "over", "quantity")),
        ("约 220 人次", ("约 220 人次", "220", "人次", "about", "quantity")),
        ("近180万元", ("近180万元", "1800000", "元", "near", "money")),
        ("超过90%", ("超过90%", "90", "%", "over", "percent")),
        ("15万元左右", ("15万元左右", "150000", "元", "about", "money")),
        ("不足5起", ("不足5起", "5", "起", "under", "quantity")),
        ("３.４７ 亿元", ("３.４７ 亿元", "347000000", "元", "exact", "money")),
        ("共1,234,567.89元", ("1,234,567.89元", "1234567.89", "元", "exact", "money")),
        ("1·5万元", ("1·5万元", "15000", "元", "exact", "money")),
        ("占56.4％", ("56.4％", "56.4", "%", "exact", "percent")),
        ("提高2.5个百分点", ("2.5个百分点", "2.5", "个百分点", "exact", "percent")),
        ("12人（次）", ("12人（次）", "12", "人次", "exact", "quantity")),
        ("440.55 吨", ("440.55 吨", "440.55", "吨", "exact", "quantity")),
        ("3至5万元", ("3至5万元", "30000~50000", "元", "exact", "range")),
        ("10%—15%", ("10%—15%", "10~15", "%", "exact", "range")),
        ("35㎡", ("35㎡", "35", "平方米", "exact", "quantity")),
    ],
)
def test_a_figure_is_read_with_its_unit_and_qualifier(text, found):
    (span,) = numbers(text)

    assert (span.text, span.value, span.unit, span.qualifier, span.kind) == found
    assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2023 年 9 月 1 日", Kind.DATE),
        ("1—8 月份", Kind.DATE),
        ("2021年至2023年", Kind.DATE),
        ("8月29日", Kind.DATE),
        ("2023-08-31", Kind.DATE),
        ("9:30", Kind.DATE),
        ("第 39 期", Kind.ORDINAL),
        ("第2位", Kind.ORDINAL),
        ("（3）", Kind.ORDINAL),
        ("〔2023〕12号", Kind.IDENTIFIER),
        ("JF20230829-0112", Kind.IDENTIFIER),
        ("G107", Kind.IDENTIFIER),
        ("PM2.5", Kind.IDENTIFIER),
        ("13800001234", Kind.IDENTIFIER),
        ("0373-7690000", Kind.IDENTIFIER),
        ("12345", Kind.IDENTIFIER),
        ("0112", Kind.IDENTIFIER),
        ("1:1.1", Kind.OTHER),
        ("1+3+N", Kind.OTHER),
    ],
)
def test_what_is_no_figure_is_left_alone(text, kind):
    (span,) = spans(text)

    assert (span.text, span.kind, span.value) == (text, kind, None)
    assert numbers(text) == []


def test_hotline_digits_with_a_unit_are_a_figure():
    assert [span.value for span in numbers("受理12345件，其中119起、110户")] == ["12345", "119", "110"]


def test_a_paragraph_in_the_shape_of_a_bulletin():
    text = "截至目前，甲乡排查纠纷 109 起，调处率 100%，化解疑难信访1起；乙乡排查94起，引导诉讼10余起。（甲乡 乙乡）\n第 39 期"

    assert [(span.text, span.value) for span in numbers(text)] == [
        ("109 起", "109"),
        ("100%", "100"),
        ("1起", "1"),
        ("94起", "94"),
        ("10余起", "10"),
    ]


@pytest.mark.parametrize("piece", ["1", "1,111", "约", "1 ", "2023年", "a1", "3至", " \n", "第 ", "1.", "１"])
def test_a_long_run_of_anything_is_read_in_order(piece):
    found = list(spans(piece * 5_000))

    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(one.start < one.end for one in found)
