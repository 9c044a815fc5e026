"""The grammar: Chinese and mixed numerals, ranges, fractions, measure words; what counts nothing; any text at all."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.county.figures.text import Kind, numbers, spans
from taizhang.county.standards import amounts, dates, numerals

FIGURES = [
    ("三百余人", "300", "人", "over"), ("两个", "2", "个", "exact"), ("十余次", "10", "次", "over"),
    ("百分之五", "5", "%", "exact"), ("百分之三点五", "3.5", "%", "exact"), ("千分之二", "2", "‰", "exact"),
    ("三分之一", "33.3333", "%", "exact"), ("三分之二以上", "66.6667", "%", "over"), ("三成五", "35", "%", "exact"),
    ("一成半", "15", "%", "exact"), ("近七成", "70", "%", "near"), ("半数以上", "50", "%", "over"),
    ("过半", "50", "%", "over"), ("１２３户", "123", "户", "exact"), ("1,050元", "1050", "元", "exact"),
    ("1·5万元", "15000", "元", "exact"), ("近万人", "10000", "人", "near"), ("过亿元", "100000000", "元", "over"),
    ("上千名", "1000", "人", "over"), ("百余起", "100", "起", "over"), ("亿元以上", "100000000", "元", "over"),
    ("1亿3000万元", "130000000", "元", "exact"), ("8千3百万元", "83000000", "元", "exact"),
    ("12万亿元", "12000000000000", "元", "exact"), ("二点五万吨", "25000", "吨", "exact"),
    ("十几家", "10", "家", "over"), ("三十来人", "30", "人", "about"), ("2万多元", "20000", "元", "over"),
    ("5个多月", "5", "个月", "over"), ("120人（次）", "120", "人次", "exact"), ("30台（套）", "30", "台套", "exact"),
    ("5元/斤", "5", "元/斤", "exact"), ("300m³/d", "300", "立方米/日", "exact"), ("1350元/人·月", "1350", "元/人·月", "exact"),
    ("4500㎡", "4500", "平方米", "exact"), ("3.2km²", "3.2", "平方公里", "exact"), ("110kV", "110", "千伏", "exact"),
    ("增长0.3个百分点"[2:], "0.3", "个百分点", "exact"), ("4.2‰", "4.2", "‰", "exact"), ("3000万美元", "30000000", "美元", "exact"),
    ("不低于80%", "80", "%", "over"), ("不足百户", "100", "户", "under"), ("15万元左右", "150000", "元", "about"),
    ("3人及以上", "3", "人", "over"), ("约\n220人次", "220", "人次", "about"), ("75 \n个", "75", "个", "exact"),
    ("18.\n09 亿元", "1809000000", "元", "exact"), ("1 050 元", "1050", "元", "exact"), ("3公里多", "3", "公里", "over"),
    ("4.2倍", "4.2", "倍", "exact"), ("两倍", "2", "倍", "exact"), ("壹仟贰佰万元", "12000000", "元", "exact"),
    ("八块五", "8.5", "元", "exact"), ("4元5角", "4.5", "元", "exact"), ("4块1毛5", "4.15", "元", "exact"),
    ("三米二", "3.2", "米", "exact"), ("四亩八分", "4.8", "亩", "exact"), ("51秒3", "51.3", "秒", "exact"),
    ("三吨半", "3.5", "吨", "exact"), ("四千来块", "4000", "元", "about"), ("百分百", "100", "%", "exact"),
    ("百分之三十多", "30", "%", "over"), ("9成5", "95", "%", "exact"), ("2/3", "66.6667", "%", "exact"),
    ("2个多百分点", "2", "个百分点", "over"), ("1个多亿", "100000000", "", "over"), ("2.3个亿", "230000000", "", "exact"),
    ("三十几万", "300000", "", "over"), ("1300来万元", "13000000", "元", "about"), ("过半数", "50", "%", "over"),
    ("不超4.5%", "4.5", "%", "under"), ("10万元（含）以下", "100000", "元", "under"), ("千把元", "1000", "元", "about"),
    ("4 8 0 0万元", "48000000", "元", "exact"), ("3,4\n00片", "3400", "片", "exact"), ("3900卷次", "3900", "卷次", "exact"),
    ("三台套", "3", "台套", "exact"), ("720元/生·年", "720", "元/生·年", "exact"), ("HK$30万", "300000", "港元", "exact"),
    ("50万泰铢", "500000", "泰铢", "exact"), ("五千", "5000", "", "exact"), ("￥500", "500", "元", "exact"),
    ("8大类", "8", "类", "exact"), ("320余农户", "320", "户", "over"),
]  # fmt: skip
RANGES = [
    ("3至5个", "3~5", "个"), ("10%—15%", "10~15", "%"), ("10—15%", "10~15", "%"), ("五六十家", "50~60", "家"),
    ("六七百元", "600~700", "元"), ("三五天", "3~5", "天"), ("十五六个", "15~16", "个"), ("3—5万元", "30000~50000", "元"),
    ("5万—10万元", "50000~100000", "元"), ("三到五成", "30~50", "%"), ("百分之五至百分之十", "5~10", "%"),
    ("七八成", "70~80", "%"), ("-3～2℃", "-3~2", "℃"), ("一两千元", "1000~2000", "元"), ("两三千", "2000~3000", ""),
    ("三至五吨", "3~5", "吨"), ("8～12元/平方米", "8~12", "元/平方米"),
]  # fmt: skip
NO_FIGURES = [
    ("第39期", Kind.ORDINAL), ("前10名", Kind.ORDINAL), ("三等奖", Kind.ORDINAL), ("（三）", Kind.ORDINAL),
    ("2023年9月1日", Kind.DATE), ("二〇二三年九月", Kind.DATE), ("1—8月份", Kind.DATE), ("前三季度", Kind.DATE),
    ("近三年来", Kind.DATE), ("2021年至2023年", Kind.DATE), ("2023.09.01", Kind.DATE), ("2022—2023学年", Kind.DATE),
    ("G107", Kind.IDENTIFIER), ("PM2.5", Kind.IDENTIFIER), ("K15+300", Kind.IDENTIFIER), ("12345", Kind.IDENTIFIER),
    ("一一○", Kind.IDENTIFIER), ("〔2023〕15号", Kind.IDENTIFIER), ("0373-7691234", Kind.IDENTIFIER),
    ("4A级", Kind.IDENTIFIER), ("3号楼2单元1101室", Kind.IDENTIFIER), ("双12", Kind.OTHER),
    ("前30", Kind.ORDINAL), ("15分钟便民圈", Kind.OTHER), ("三分建、七分管", Kind.OTHER), ("十二年一贯制", Kind.OTHER),
    ("21世纪", Kind.DATE), ("2标段", Kind.ORDINAL), ("15日内", Kind.DATE), ("985", Kind.IDENTIFIER),
    ("GB/T 9704-2012", Kind.IDENTIFIER), ("六防六促", Kind.OTHER), ("三纵七横", Kind.OTHER), ("十四五", Kind.OTHER),
    ("三次产业", Kind.OTHER), ("第三方", Kind.OTHER), ("1+3+N", Kind.OTHER), ("1:1.1", Kind.OTHER), ("3·15", Kind.OTHER),
    ("“四有”", Kind.OTHER), ("《“十四五”规划》", Kind.OTHER), ("三会一课", Kind.OTHER), ("百日", Kind.OTHER),
]  # fmt: skip
NOTHING = [
    "进一步统一思想", "一体推进", "十分重视", "统一部署，逐一排查", "二次供水", "一批项目", "千方百计", "附近商户", "近年来", "万众一心",
    "双方", "零售", "一般固废", "一次性办理", "清零行动", "一起努力", "一般", "万一", "周一", "半年", "今年以来", "截至目前", "三方",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "unit", "qualifier"), FIGURES)
def test_a_figure_is_read_whole(text, value, unit, qualifier):
    (span,) = numbers(f"全县{text}，")

    assert (span.text, span.value, span.unit, span.qualifier) == (text, value, unit, qualifier)


@pytest.mark.parametrize(("text", "value", "unit"), RANGES)
def test_a_range_keeps_both_ends(text, value, unit):
    (span,) = numbers(f"每处{text}，")

    assert (span.text, span.value, span.unit, span.kind) == (text, value, unit, Kind.RANGE)


@pytest.mark.parametrize(("text", "kind"), NO_FIGURES)
def test_what_counts_nothing_is_told_apart(text, kind):
    (span,) = spans(f"，{text}，")

    assert (span.kind, span.value) == (kind, None)


@pytest.mark.parametrize("text", NOTHING)
def test_words_with_a_numeral_in_them_are_no_figures(text):
    assert numbers(f"，{text}。") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("节约150万元", "150万元"), ("签约12个", "12个"), ("附近3家", "3家"), ("通过5项", "5项"), ("其余284户均已落实", "284户"),
        ("下派专家到14家乡镇卫生院", "14家"), ("直接损失约2150万元", "约2150万元"), ("剩下8家多是小店", "8家"), ("八月十五两次赶集", "两次"),
        ("余下三千分六期", "三千"), ("头顶库一座，另有库房", "一座"),
        ("不落一人，不漏一户", ""), ("附件2所列12项", "12项"), ("网格编号03-117，住20户", "20户"), ("双向四车道长5公里", "5公里"),
        ("定为三类，共三类场所", "三类"), ("9月龄婴儿", "9月龄"), ("队伍四百三十人", "四百三十人"), ("由九十一起降到五起", "九十一起五起"),
        ("CPI为101.3，COD450mg/L", "101.3450mg/L"), ("0投诉、0事故，问题0个", "0个"), ("提前15天", "15天"),
    ],
)  # fmt: skip
def test_the_words_around_it_are_left_outside(text, found):
    assert "".join(span.text for span in numbers(text)) == found


def test_a_change_told_from_end_to_end_is_two_figures():
    assert [span.text for span in numbers("由30家增加到50家，从10%到15%")] == ["30家", "50家", "10%", "15%"]


def test_two_figures_may_touch():
    assert [span.text for span in numbers("搬迁327户1105人")] == ["327户", "1105人"]


def test_the_place_of_the_last_digit_bounds_what_may_stand_behind_it():
    (span,) = numbers("3.47亿元")

    assert span.step == 1_000_000
    assert Decimal("346999999") in span.interval
    assert Decimal("347500000") not in span.interval


WHOLE = st.integers(0, 10**12)
UNITS = st.sampled_from(["起", "人", "户", "元", "家次", "亩", "人次", "处", "吨"])


@given(WHOLE, UNITS, st.sampled_from(["exact", "over", "near", "about"]))
def test_prose_reads_back(value, unit, style):
    shown = amounts.in_prose(value, unit, style=style)
    (span,) = numbers(f"共{shown.text}，")

    assert (span.text, Decimal(span.value), span.unit) == (shown.text, shown.number, unit)
    assert span.qualifier == shown.qualifier.value


@given(st.decimals(0, 10**9, places=2))
def test_money_reads_back(value):
    shown = amounts.in_prose(value, "元")
    (span,) = numbers(f"发放{shown.text}。")

    assert (Decimal(span.value), span.unit, span.kind) == (shown.number, "元", Kind.MONEY)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_rate_reads_back(part, whole):
    shown = amounts.percent(part, whole)
    (span,) = numbers(f"化解率{shown.text}。")

    assert (span.text, Decimal(span.value), span.unit, span.qualifier) == (
        shown.text, shown.number, "%", shown.qualifier.value,
    )  # fmt: skip


@given(st.decimals(0, 10**9, places=2))
def test_a_grouped_number_reads_back(value):
    (span,) = numbers(f"合计{amounts.grouped(value)}元")

    assert Decimal(span.value) == value


@given(st.integers(3, 10**9).filter(lambda n: n % 10**4 or n > 10**4), st.sampled_from(["户", "人", "亩"]))
def test_a_spelt_number_reads_back(value, unit):
    (span,) = numbers(f"共{numerals.spell(value)}{unit}，")

    assert (Decimal(span.value), span.unit) == (value, unit)


@given(st.integers(10, 10**9))
def test_a_voucher_reads_back(yuan):
    (span,) = numbers(f"人民币{numerals.spell_money(yuan)}")

    assert (Decimal(span.value), span.unit) == (yuan, "元")


DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@given(DAYS, DAYS)
def test_dates_are_no_figures(one, other):
    start, end = sorted((one, other))
    ranges = dates.prose_range(start, end), dates.prose_range(start, end, with_year=True)
    text = f"于{dates.prose_date(one)}办理，{'开展，'.join(ranges)}完成"

    assert numbers(text) == []


PIECES = st.sampled_from(
    [
        *"一二三十百千万亿两半几第前近约余多来点成分之个人家元%％.．,，、·—-~至到/（）()“”《》〔〕号年月日时 \n\u3000AGkm0１"
    ]
)


@settings(max_examples=400)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=120).map("".join)))
def test_any_text_is_read_and_spans_never_overlap(text):
    at = 0
    for span in spans(text):
        assert at <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
        assert span.is_figure == (span.value is not None)
        if span.is_figure:
            assert span.interval is not None
        at = span.end


@given(
    st.integers(0, 10**9),
    st.sampled_from(["户", "元", "人", "个", "起"]),
    st.sampled_from(["，", "的", "用于", "以上", "余"]),
)
def test_a_figure_is_the_same_whatever_ends_its_clause(value, unit, behind):
    """Digits at the end of a clause are read in one step, others the long way."""
    (span,) = numbers(f"共有{value}{unit}{behind}")
    (other,) = numbers(f"共有{value}{unit}。")

    assert (Decimal(span.value), span.unit, span.start) == (Decimal(other.value), other.unit, other.start)


LONG = 1_000_000


@pytest.mark.parametrize(
    "piece", ["1", "一", "第", "《", "1-", "十", "近", "A1", "A", " ", "1元" + "/元" * 50, "2023年", "1.", "“", "万"]
)
def test_a_megabyte_of_anything_is_read(piece):
    """Time that grew with the square of the length would not end here within the run."""
    text = piece * (LONG // len(piece))

    assert sum(len(span.text) for span in spans(text)) <= len(text)


# What costs most for each character, and what a pattern could try to its end from each of its places.
NASTIEST = ("1年1—", "前1", "1块", "1个亿", "１\u3000", "1到", "三户", "四处", "三轮电动", "七亩塘八个")


def test_a_megabyte_of_the_nastiest_is_read():
    text = "".join(piece * (LONG // len(NASTIEST) // len(piece)) for piece in NASTIEST)

    assert sum(len(span.text) for span in spans(text)) <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "1到", "1 ", "111 ", "1,", "1，", "1-1-1-", "万亿", "一两", "一到", "“1", "《一", "（1", "（", "〔2023〕", "第第第", "2023年9月",
        "2023年1", "1个半", "1个亿", "1块", "1元5角", "三米二", "三公里甲甲甲甲甲", "三分甲", "三甲", "三甲乙", "编号1-", "表1-", "1/2",
        "1×", "K1+", "GB/T 1-", "1@a", "1.com", "-1℃", "1%\n", "１　", "壹仟", "〇", "\0", "1\0", "😀1", "𠀀一", "1\u0301",
        "1\u200d", "\u202e1", "١", "①", "½", "Ⅳ1", "²", "US$1", "\t1", "\n1.1 甲", "百把", "六队、",
        "三户", "四处", "三甲乙四丙丁", "六个百分", "24小时", "最后1米", "1.23456，", "尾号1、", "1.2前", "6千多", "三毛", "1年来",
        "三轮电动", "歼-1", "1°1′", "80、", "罚1块",
    ],
)  # fmt: skip
def test_a_long_row_of_one_oddity_is_read(piece):
    at = 0
    for span in spans(piece * (50_000 // len(piece))):
        assert at <= span.start < span.end
        at = span.end
