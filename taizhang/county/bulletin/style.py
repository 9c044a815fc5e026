"""House style of the bulletin: wording, punctuation, length and personal data, read in the printed words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from taizhang.county.bulletin.content import Content, Line
from taizhang.county.bulletin.finding import Finding, around
from taizhang.county.bulletin.flow import Clean


@dataclass(frozen=True)
class HouseStyle:
    """Lengths in characters; custom of the county office, no standard fixes them."""

    headline_most: int
    shortest: int
    longest: int
    valid_from: date
    source: str


CUSTOM = HouseStyle(
    headline_most=40,
    shortest=100,
    longest=400,
    valid_from=date(2023, 1, 1),
    source="县政府办公室信息编辑惯例，无国家标准",
)


@dataclass(frozen=True)
class Habit:
    """Words that are written differently here: what is wrong with them, and what to write."""

    pattern: re.Pattern[str]
    sentence: str
    remedy: str
    since: Clean = Clean.NOTHING


def _habit(pattern: str, sentence: str, remedy: str, since: Clean = Clean.NOTHING) -> Habit:
    return Habit(re.compile(pattern), sentence, remedy, since)


_CN = r"[\u4e00-\u9fff]"
HABITS: tuple[Habit, ...] = (
    _habit(
        r"\d*[1-9] ?[余多](?=[\u4e00-\u9fff])(?!年|样|元化|种多样)",
        "“余”“多”前面不是整十整百的数。",
        "写确数就去掉“余”，写概数就改成整数，如“70余户”。",
    ),
    _habit(r"截止(到)?(目前|\d{1,2}月|\d{4}年|\d{1,2}日)", "“截止”用错。", "应写“截至”。"),
    _habit(
        r"(约|大约|近|超|超过|逾)[^，。；、（）]{0,10}?\d[^，。；、（）]{0,8}?(左右|上下|多|余)",
        "两个概数词叠用。",
        "只留一个：“约100人”或“100人左右”。",
    ),
    _habit(r"([，。；：、！？])[，。；：、！？]", "标点重复。", "只留一个。"),
    _habit(r"[()\[\]]", "用了半角括号。", "改用全角（）；文号的年份用〔〕。"),
    _habit(rf"(?<={_CN})[,;:!?](?=\s*{_CN}|$)", "用了半角标点。", "改用全角标点。"),
    _habit(r"（\d{4}）\d+号|\d{4}年\d+号文", "文号的年份没有用六角括号。", "写成“〔2023〕1号”。"),
    _habit(
        r"关于[^，。；《》]{3,30}的(通知|意见|方案|办法|规定|决定)(?![^《》]{0,20}》)",
        "文件名没有加书名号。",
        "写成《关于……的通知》。",
    ),
    _habit(r"(?<![“\"])小巨人(?![”\"])", "“小巨人”没有加引号。", "写成专精特新“小巨人”企业。"),
    _habit(r"(?<![\d.%])\d+(\.\d+)?[—\-~至]\d+(\.\d+)?%", "百分数的范围前一个数没有写%。", "两头都写，如“30%—40%”。"),
    _habit(r"(?<![\d,])\d,\d{3}(?![\d,])", "四位数不用千分撇。", "写成“1200”。"),
    _habit(r"(下降|减少|降低)[^，。；]{0,6}倍", "“下降”不能用倍数。", "改用百分数。"),
    _habit(r"出动(警力|执法人员|人员)[^，。；]{0,6}\d+ ?余? ?人(?!次)", "出动按人次计。", "写成“出动……人次”。"),
    _habit(
        r"(?<!\d)0(?:起|人|件|家|户|处|所|辆|吨|人次|家次|元|个|%)", "没有发生的不写0。", "改写成“未发生……”或“没有……”。"
    ),
    _habit(r"[ 　\t](?=\d)|(?<=\d)[ 　\t]", "数字旁边有空格。", "去掉空格。"),
    _habit(r"\r?\n", "正文中有换行。", "一条稿件只有一段，换行印出时成为空格，请删去。"),
)
PRIVATE: tuple[Habit, ...] = (
    _habit(r"(?<![\dXx])\d{17}[\dXx](?!\d)", "疑似公民身份号码。", "快报不得出现个人身份号码，请删去。", Clean.TEXT),
    _habit(r"(?<!\d)1[3-9]\d{9}(?!\d)", "疑似手机号码。", "快报不得出现个人电话，请删去。", Clean.TEXT),
    _habit(r"(?<!\d)(62|60|95)\d{14,17}(?!\d)", "疑似银行账号。", "快报不得出现个人账号，请删去。", Clean.TEXT),
)
# What no reading of the words can find is said to the checker instead.
BEYOND = "系统不掌握未成年人姓名的完整名单，不能识别文中是否出现未成年人或案件当事人姓名，请审核人通读核对。"


def habits(content: Content) -> Iterator[Finding]:
    """Where the words of an item leave the custom, each habit once a line; and personal numbers, which stop it."""
    for name, line in content.lines:
        for habit in (*PRIVATE, *HABITS):
            places = [found.span() for found in habit.pattern.finditer(line.text) if not _pinned(line, *found.span())]
            if places:
                quote, more = around(line, *places[0]), f"（共 {len(places)} 处）" if len(places) > 1 else ""
                code = "private" if habit in PRIVATE else "style"
                yield Finding(habit.sentence, habit.remedy + more, habit.since, content.item, name, quote, code=code)


def _pinned(line: Line, start: int, end: int) -> bool:
    """Numbers that a pin printed are in order already; only their zero is a matter of wording."""
    return any(
        number.start <= start and end <= number.end and not number.typed and not number.text.startswith("0")
        for number in line.numbers
    )


def lengths(content: Content, custom: HouseStyle = CUSTOM) -> Iterator[Finding]:
    headline, body = len(content.headline.text), len(content.body.text)
    if headline > custom.headline_most:
        yield Finding(f"标题 {headline} 字，超过 {custom.headline_most} 字。", "请压缩成两个短语。",
                      item=content.item, field="headline", code="style")  # fmt: skip
    if not custom.shortest <= body <= custom.longest:
        yield Finding(f"正文 {body} 字，一般为 {custom.shortest}—{custom.longest} 字。", "请增删。",
                      item=content.item, field="body", code="style")  # fmt: skip
    if body and content.body.text.rstrip()[-1:] not in "。！？”）":
        yield Finding("正文没有以句号结束。", "请补句号。", item=content.item, field="body", code="style")
