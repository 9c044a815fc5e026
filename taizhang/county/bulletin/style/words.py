"""Habits of wording: words that are mistaken for each other, said twice, or said of nothing."""

import re
from collections.abc import Iterator
from itertools import chain

from taizhang.county.bulletin.style.habit import Change, Habit, Place, changed, drop, habit, quoted, swap

_MONEY = r"(?=[户目本号单册簿款])"
_KEEPING = "台建记转到挂销对查结报欠呆坏算总入收付交管"
# Verbs that take 做好 and 做到; after 工, 合 or 协 the same characters end a noun: 工作好转, 合作到期.
_NOUN = "工合协操创写制动运劳耕农著原佳拙炒"
_COUNT = re.compile(r"\d|[一二三四五六七八九十百千]+[余多]?[户家起件处个所次项名人]")
_DONE = "整改|化解|办结|销号|完成|清零|处置|解决|兑现|发放|落实"
_ALL = re.compile(rf"全部(?:得到)?(?:{_DONE})|所有[^，。；\d]{{0,8}}[均都]已?(?:{_DONE})")


def _nothing(match: re.Match[str]) -> Iterator[Change]:
    if match["verb"] and match["event"]:
        yield changed(match[0], match.start(), f"未{match['verb']}{match['what']}")


WORDS: tuple[Habit, ...] = (
    habit(
        r"(?<!报名)(?<!申报)(?<!受理)(?<!征集)截止(?:到|至)?(?= ?(?:目前|现在|今天|\d{1,2} ?[月日]|\d{4} ?年|[上本]月底|年底))",
        "“截止”用错。", "应写“截至”。", swap("截至"),
    ),
    habit(r"截至[到止](?=目前|现在|今|\d)", "“截至”后面多了一个字。", "“截至”就是“到……为止”。", swap("截至")),
    habit(r"(?<=截至)(目前|现在|今天|[\d年月日 ]{2,12})(?P<twice>为止)", "“截至”和“为止”重复。", "只留“截至”。", drop("twice")),
    habit(rf"(?<![蚊营纱])帐{_MONEY}|(?<=[{_KEEPING}])帐(?![篷幕子])", "“帐”用错。", "与钱物登记有关的都写“账”。", swap("账")),
    habit(r"(?<![所敢])做(?=为(?:重点|抓手|突破口|主要|首要|重要|一项|当前|试点|政治))|做(?=用(?:明显|突出|显著|发挥))|做(?=风建设)",
          "“做”用错。", "应写“作”。", swap("作")),
    habit(rf"(?<![{_NOUN}])作(?=好(?:准备|服务|防范|保障|宣传|各项|值守|应对|[一-龥]{{1,6}}(?:工作|准备|服务|保障)))"
          rf"|(?<![{_NOUN}])作(?=到(?:早|底数|应|心中|人人|户户|件件|不漏|全覆盖))",
          "“作”用错。", "应写“做”。", swap("做")),
    habit(
        r"(?<=得到)(?P<way>了?(?:很好|较好|有效|妥善|及时|进一步|充分|全面|极大|明显))地(?=解决|保障|落实|提升|改善|化解|处置|控制|缓解|加强|体现|保护|发展)",
        "“地”用错。", "“得到”后面是名词，应写“的”。", swap(r"\g<way>的"),
    ),
    habit(
        r"(?P<way>扎实|深入|稳步|有序|高效|迅速|顺利|积极|认真|及时|有力)的(?=(?:开展|推进|实施|推动|提升|促进|完成|解决|化解|处置|保障)了)",
        "“的”用错。", "修饰动作应写“地”。", swap(r"\g<way>地"),
    ),
    habit(
        r"(?P<verb>[做搞抓办管讲])的(?=(?:更|很|较|比较|非常|特别)(?:好|快|细|实)|扎实|到位|有声有色)",
        "“的”用错。", "补充说明结果应写“得”。", swap(r"\g<verb>得"),
    ),
    habit(
        r"(?P<how>按时|按月|足额|全额)(?P<whom>(?!向|组织|安排|抽调|发放|拨付|足额)[^，。；：、\d向为给对将把由]{2,24}(?:儿童|孤儿|老人|人员|群众"
        r"|家庭|对象|学生|残疾人|居民|农户))(?=发放|拨付)",
        "“发放”前面少了“向”。", "写明向谁发放。", swap(r"\g<how>向\g<whom>"),
    ),
    habit(r"(?<!目)的的(?!确|士)", "多写了一个“的”。", "只留一个。", swap("的")),
    habit(r"(?<=\d年)年(?!底|末|初|均|度|中|轻|终|货|报|检|审)", "多写了一个“年”。", "只留一个。", swap("")),
    habit(r"(?:下降|减少|降低|下跌|缩短|缩小)(?:了|至|到)?[^，。；、\d]{0,4}[\d.两一二三四五六七八九十]+ ?倍", "“下降”不能用倍数。", "改用百分数。"),
    habit(
        r"出动(?:警力|执法人员|执法力量|人员|民警|辅警|干部|消防员|党员|志愿者)[^，。；、\d]{0,6}\d+ ?[余多]? ?(?P<one>[人名])(?!次|（次|员)",
        "出动按人次计。", "写成“出动……人次”。", lambda m: iter([changed(m["one"], m.start("one"), "人次")]),
    ),
    habit(
        r"(?:(?P<verb>发生|出现|接到|收到)(?P<what>[^，。；、\d]{0,12}?) ?)?(?<![\d.])0"
        r"(?:(?P<event>起|例|件|次)|人次|人|家次|家|户|处|所|辆|吨|元|个|%)",
        "没有发生的不写0。", "改写成“未发生……”或“没有……”。", _nothing,
    ),
)  # fmt: skip


def _unclosed(text: str) -> Iterator[Place]:
    """全部整改 with no number in its sentence or the one before: how many there were, nobody can check (P17)."""
    before = ""
    for sentence in re.finditer(r"[^。！？]+", text):
        claims = [] if _COUNT.search(before + sentence[0]) else _ALL.finditer(sentence[0])
        for claim in claims:
            at = sentence.start() + claim.start()
            if not quoted(text, at):
                yield Place(at, sentence.start() + claim.end())
        before = sentence[0]


UNCLOSED = Habit("写了“全部”“所有”，没有写多少。", "请写明数量，如“13处隐患全部整改”。", _unclosed)


def every() -> Iterator[Habit]:
    return chain(WORDS, (UNCLOSED,))
