"""Splits what a text counts into verb and noun phrase, and says how near that is to a figure's own words."""

import re
from dataclasses import dataclass
from functools import lru_cache

from taizhang.county.figures.definition import Definition, Ratio

_VERBS = """
排查 摸排 发现 化解 调处 调解 发放 拨付 兑付 补发 检查 督查 抽查 核查 巡查 走访 回访 慰问 整改 整治 清查 查处 查办
立案 侦破 破获 抓获 打掉 收缴 办结 受理 办理 答复 出动 投入 筹集 筹措 纳入 认定 登记 建档 录入 收集 征集 采纳 上报
建立 建成 新建 改建 修建 修复 开工 竣工 投产 完成 申请 申报 争取 发行 谋划 储备 包装 签约 招引 引进 洽谈 开展 举办
召开 参加 组织 培训 宣讲 宣传 张贴 印发 悬挂 播放 帮扶 指导 督促 处置 贮存 转移 清理 清运 拆除 引导 移交 移送 转办
交办 救助 保障 资助 减免 惠及 覆盖 受益 新增 培育 孵化 入库 推荐 安置 招聘 输送 流转 种植 收割 播种 收购 治理 绿化
植树 改造 硬化 铺设 安装 更换 配备 采购 接种 筛查 体检 签订 调度 通报 约谈 问责 处分 偿还 缴纳 退还 追缴 回收 销毁
关停 取缔 注销 吊销 核发 颁发 帮办 代办 服务 接待 接访 占 规范 落实
"""
# Words that only say that something stands on a register: they take nothing from the noun after them.
_STANDING = frozenset({"纳入", "登记", "认定", "保障", "建档", "录入", "排查", "摸排"})
# After these letters the verb is part of a name: 调处率, 检查站, 排查台账.
_VERB = re.compile(
    f"(?:{'|'.join(sorted(_VERBS.split(), key=len, reverse=True))})"
    "(?!率|员|班|站|组|队|台账|中心|房|标准|机制|力度|方案|行动|活动|专班)"
)
_DENIED = re.compile(
    "(?:尚未|暂未|未能|没能|没有|不能|无法|未|待|拟|正在|不予|难以|无需)(?:得到|及时|成功|全部|完全|有效|再)?$"
)
_ADVERBS = (
    "累计|总计|合计|共计|共有|现有|共|已经|已|成功(?!率)|达到|高达|达|为|是|约|近|超过|超|逾|有|数量|起数|件数|人数|户数|次数|总数|总量|"
    "数|总|的|了|出|到|各类|各种|全部|等|得到|及时|有效|顺利|全县|全乡|全镇|辖区内?|其中|分别|仅|就|均|都|还|又|再|并|及|以及|"
    "和|与|对|将|把|于|在册|金额|资金|一批|相关|各|全面|集中|深入|进行|先后|现场|依法|当场|实现|本期|以上|左右"
)
_LEFT = re.compile(rf"^(?:{_ADVERBS}|[\s，。；、“”（）()《》·□])+")
_RIGHT = re.compile(rf"(?:{_ADVERBS}|[\s，。；、“”（）()《》·□])+$")
# What may follow a noun without making it another thing: 矛盾纠纷隐患.
_LOOSE_TAIL = frozenset({"隐患", "事项", "案件", "问题", "件", "案", "苗头", "线索"})
_DIGIT = re.compile("[0-9０-９]")
_ALIKE, _SUBSET = 0.35, 0.6


@dataclass(frozen=True, slots=True)
class Told:
    """What stands about a number: `own` the words of its own part of the clause before it, `verbs` nearest last.

    `noun` is what is counted, "" when the words do not say; `lead` stands before the verb and may say it; `hint` are
    words further off that may; `after` is what follows the number; `shared` when several nouns share one number.
    """

    own: str
    verbs: tuple[str, ...]
    noun: str
    lead: str
    hint: str
    after: str
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A figure's words, taken apart."""

    text: str
    verbs: tuple[str, ...]
    noun: str


def tidy(stretch: str) -> str:
    """The stretch without the small words at its ends."""
    return _RIGHT.sub("", _LEFT.sub("", stretch))


def verbs_of(stretch: str) -> list[tuple[int, int, str]]:
    """Each verb that is not denied: 未化解 does not say 化解."""
    found = ((verb.start(), verb.end(), verb[0]) for verb in _VERB.finditer(stretch))
    return [one for one in found if not _DENIED.search(stretch, max(0, one[0] - 6), one[0])]


def denies(stretch: str) -> bool:
    """Does the last verb of the stretch say that something did not happen?"""
    starts = [verb.start() for verb in _VERB.finditer(stretch)]
    return bool(starts) and bool(_DENIED.search(stretch, max(0, starts[-1] - 6), starts[-1]))


@lru_cache(maxsize=4096)
def phrase(text: str) -> Phrase:
    verbs = verbs_of(text)
    rest = text[verbs[-1][1] :] if verbs else text
    return Phrase(text, tuple(verb for _, _, verb in verbs), tidy(rest))


def likeness(told: Told, figure: Definition) -> float:
    """From 0, speaks of something else, to 1, the figure's own words."""
    known = [phrase(words) for words in (*figure.words, figure.label)]
    # 发放人次 names its measure and nothing that is counted in it.
    nouns = tuple(dict.fromkeys(one.noun for one in (*known, *_bases(figure)) if one.noun not in ("", figure.unit)))
    verbs = {verb for one in known for verb in one.verbs}
    best = max((_exact(told, one, nouns) or _loose(told, one, nouns, verbs) for one in known), default=0.0)
    return best * (_SUBSET if told.shared else 1.0)


def longest(told: Told, figure: Definition) -> str:
    """The longest of a figure's words that stands before the number in so many letters, "" for none."""
    return max((words for words in (*figure.words, figure.label) if words in told.own), key=len, default="")


def _bases(figure: Definition) -> list[Phrase]:
    """What a rate is a rate of: 矛盾纠纷化解率 is 化解率."""
    return [phrase(part.label) for part in (figure.numerator, figure.denominator)] if isinstance(figure, Ratio) else []


def _exact(told: Told, one: Phrase, nouns: tuple[str, ...]) -> float:
    """A phrase with a verb that stands before the number as it is."""
    at = told.own.rfind(one.text) if one.verbs else -1
    if at < 0 or denies(told.own[: at + len(one.text)]):
        return 0.0
    behind = told.own[at + len(one.text) :]
    nearer = 0.6 if verbs_of(behind) else 1.0
    if one.noun:
        return nearer * (1.0 if not tidy(behind) else 0.75 if tidy(behind) in _LOOSE_TAIL else 0.5)
    return nearer * _of_verb_alone(told, nouns)


def _of_verb_alone(told: Told, nouns: tuple[str, ...]) -> float:
    """排查 says little: what is counted must be the figure's own noun, or be said nowhere."""
    if told.noun:
        like = max((alike(told.noun, noun) for noun in nouns), default=_ALIKE)
        return 0.0 if like < _ALIKE else 0.5 if like <= _SUBSET else 0.75 + like / 4
    if any(noun in told.lead or noun in told.hint for noun in nouns):
        return 0.95
    # 安全隐患排查13起; 对安全隐患全面排查，共排查13起.
    heading = bool(told.verbs) and told.verbs[-1] in told.hint and not _DIGIT.search(told.hint)
    return 0.5 if told.lead or heading else 0.85


def _loose(told: Told, one: Phrase, nouns: tuple[str, ...], verbs: set[str]) -> float:
    """Verb and noun compared each by itself; a phrase without a verb is known by its noun alone."""
    verb = _same_verb(told, verbs)
    if not verb or not one.noun:
        return 0.0
    if not told.noun:
        return verb * 0.8 if one.noun in told.lead or one.noun in told.hint else 0.0
    like = alike(told.noun, one.noun)
    if one.noun.endswith("率") and _rate_of(told.noun, one.noun, nouns):
        like = 1.0
    return 0.0 if like < _ALIKE else verb * (0.3 + 0.7 * like)


def _same_verb(told: Told, verbs: set[str]) -> float:
    if not verbs:
        return 1.0 if not told.verbs or told.verbs[-1] in _STANDING else 0.65
    if not told.verbs:
        return 0.55
    return 1.0 if told.verbs[-1] in verbs else 0.6 if verbs & set(told.verbs) else 0.0


def _rate_of(told: str, rate: str, nouns: tuple[str, ...]) -> bool:
    lead = told.removesuffix(rate)
    return lead != told and (not lead or tidy(lead) in nouns)


def alike(told: str, noun: str) -> float:
    """Two noun phrases: the same 1; a part of the kind, or the kind of the part, less; strangers 0."""
    if told == noun:
        return 1.0
    if noun in told:
        lead, _, tail = told.rpartition(noun)
        return 0.8 if not lead and tail in _LOOSE_TAIL else _SUBSET if not tail else 0.3
    if told in noun and len(told) > 1:
        share = len(told) / len(noun)
        return (0.5 if noun.startswith(told) or share >= 0.5 else 0.3) + share / 2
    pairs, others = _pairs(told), _pairs(noun)
    shared = 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs and others else 0.0
    return 0.8 * shared if shared >= 0.5 else 0.0


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


__all__ = ["Phrase", "Told", "alike", "denies", "likeness", "longest", "phrase", "tidy", "verbs_of"]
