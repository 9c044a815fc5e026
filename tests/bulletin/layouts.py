"""One bulletin of another county, told in many layouts: what every layout says, and how each sets it."""

from collections.abc import Callable, Iterator

HEAD = "柳河政务信息\n第 12 期\n柳河县人民政府办公室　　2024 年 3 月 8 日\n"
TAIL = "本期发：县四大班子领导，各乡镇、县直各单位。\n责任编辑：周宁　审核：许立群　签发：高远\n"
SECTIONS = (
    (
        "春耕备耕",
        (
            (
                "县水利局抢抓农时备足灌溉用水",
                "组建三支服务队，逐村检修机井和泵站，落实值守人员。截至目前，检修机井 126 眼，疏浚渠道 18.5 公里，惠及农户 3200 余户。",
                ("水利局",),
            ),
            (
                "县农业农村局送技下田保障小麦返青",
                "选派农技人员到村蹲点，分片讲解追肥、除草和病虫害防治要点。今年以来，累计培训农民 1800 人次，发放资料 5000 份。",
                ("农业农村局", "农技中心"),
            ),
        ),
    ),
    (
        "卫生健康",
        (
            (
                "柳园镇石河乡合力做好家庭医生签约",
                "由村医逐户登记老人健康情况，建立台账，定期回访。目前，签约 65 岁以上老人 2410 人，签约率 86.5%。",
                ("柳园镇", "石河乡"),
            ),
        ),
    ),
)
CHINESE = "一二三四五六七八九十"
Item = tuple[str, str, tuple[str, ...]]


def lay(
    section: Callable[[int, str], str],
    item: Callable[[int, Item], str],
    *,
    head: str = HEAD,
    tail: str = TAIL,
    gap: str = "\n",
) -> str:
    """The bulletin with its sections and items set by the two functions; items are counted through."""
    return gap.join([head, *_parts(section, item), tail])


def _parts(section: Callable[[int, str], str], item: Callable[[int, Item], str]) -> Iterator[str]:
    number = 0
    for place, (title, items) in enumerate(SECTIONS):
        yield section(place, title)
        for one in items:
            yield item(number, one)
            number += 1


def units(names: tuple[str, ...], mark: str = "（{}）", joint: str = " ") -> str:
    return mark.format(joint.join(names))


def one_paragraph(mark: str = "（{}）", joint: str = " ", number: str = "") -> Callable[[int, Item], str]:
    def set_item(place: int, item: Item) -> str:
        return f"{number.format(place + 1)}{item[0]} {item[1]}{units(item[2], mark, joint)}"

    return set_item


def own_line(
    mark: str = "（{}）", joint: str = " ", number: str = "", unit_line: bool = True
) -> Callable[[int, Item], str]:
    def set_item(place: int, item: Item) -> str:
        between = "\n" if unit_line else ""
        return f"{number.format(place + 1)}{item[0]}\n　　{item[1]}{between}{units(item[2], mark, joint)}"

    return set_item


def wrapped(text: str, width: int = 28, indent: str = "") -> str:
    """Every paragraph broken at a number of characters, a page number between, as the text of a pdf has it."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        words = indent + paragraph if len(paragraph) > width else paragraph
        lines += [words[at : at + width] for at in range(0, len(words), width)]
    lines[len(lines) // 2 : len(lines) // 2] = ["- 1 -"]
    return "\n".join(lines) + "\n- 2 -\n"


LAYOUTS = {
    "brackets": lay(lambda _, t: f"【{t}】", one_paragraph(), gap="\n\n"),
    "hollow brackets": lay(lambda _, t: f"〖{t}〗", one_paragraph()),
    "tortoise brackets": lay(lambda _, t: f"〔{t}〕", own_line()),
    "square brackets": lay(lambda _, t: f"［{t}］", own_line(unit_line=False)),
    "diamonds": lay(lambda _, t: f"◆{t}", one_paragraph()),
    "dots": lay(lambda _, t: f"● {t}", own_line()),
    "stars on both sides": lay(lambda _, t: f"★{t}★", own_line()),
    "triangles": lay(lambda _, t: f"▲{t}", one_paragraph()),
    "squares": lay(lambda _, t: f"■ {t}", own_line(number="{}. ")),
    "Chinese numbers": lay(lambda n, t: f"{CHINESE[n]}、{t}", one_paragraph()),
    "Chinese numbers, numbered items": lay(lambda n, t: f"{CHINESE[n]}、{t}", own_line(number="{}.")),
    "bracketed numbers": lay(lambda n, t: f"（{CHINESE[n]}）{t}", own_line()),
    "bare lines": lay(lambda _, t: t, own_line()),
    "bare lines, headline in the paragraph": lay(lambda _, t: t, one_paragraph(), gap="\n\n"),
    "numbered paragraphs": lay(lambda _, t: f"【{t}】", one_paragraph(number="{}、")),
    "stars before headlines": lay(lambda _, t: f"【{t}】", own_line(number="★")),
    "unit with label": lay(lambda _, t: f"【{t}】", one_paragraph("（供稿：{}）", "、")),
    "unit with label of a unit": lay(lambda _, t: f"【{t}】", one_paragraph("（供稿单位：{}）", "、")),
    "unit with label behind": lay(lambda _, t: f"【{t}】", one_paragraph("（{}供稿）", "、")),
    "unit after a dash": lay(lambda _, t: f"【{t}】", own_line("　　　　—— {}", "、")),
    "unit after a dash, same line": lay(lambda _, t: f"【{t}】", one_paragraph("——{}", "、")),
    "unit as source": lay(lambda _, t: f"【{t}】", own_line("来源：{}", "、")),
    "unit as source behind the body": lay(lambda _, t: f"【{t}】", one_paragraph(" 来源：{}", " ")),
    "half-width brackets": lay(lambda _, t: f"[{t}]", one_paragraph("({})", ",")),
    "emphasis": lay(lambda _, t: f"**【{t}】**", lambda _, i: f"**{i[0]}** {i[1]}{units(i[2])}"),
    "emphasised headline with a stop": lay(lambda _, t: f"【{t}】", lambda _, i: f"**{i[0]}。**{i[1]}{units(i[2])}"),
    "windows": lay(lambda _, t: f"【{t}】", one_paragraph(), gap="\n\n").replace("\n", "\r\n"),
    "byte order mark": "\ufeff" + lay(lambda _, t: f"【{t}】", one_paragraph()),
    "full-width indents": lay(lambda _, t: f"　　　　【{t}】　", lambda n, i: f"　　{one_paragraph()(n, i)}　"),
    "tabs": lay(lambda _, t: f"\t【{t}】", lambda n, i: f"\t{own_line()(n, i)}\t"),
    "printed lines": wrapped(lay(lambda _, t: f"【{t}】", one_paragraph())),
    "printed lines, indented": wrapped(lay(lambda _, t: f"【{t}】", one_paragraph()), indent="　　"),
    "printed lines, headline apart": wrapped(lay(lambda _, t: f"◆{t}", own_line(unit_line=False)), width=36),
    "section before each paragraph": lay(
        lambda _, t: "", lambda n, i: f"【{SECTIONS[n // 2][0]}】{one_paragraph()(n, i)}"
    ),
}
