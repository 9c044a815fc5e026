"""Part ≤ whole along the stages of one matter: what is settled is no more than was found, issued than applied for."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from taizhang.county.figures.text.relations.bounds import surely_above, total
from taizhang.county.figures.text.relations.model import Mention, Relation, Sentence, relation, same_time
from taizhang.county.figures.text.relations.notes import listed, shown, written
from taizhang.county.figures.text.relations.stems import one_thing
from taizhang.county.figures.text.relations.words import CHANGE, PERIOD_WORDS

# Each chain runs from the widest stage to the narrowest; numbers of one unit may only fall along it.
_CHAINS = tuple(
    tuple(re.compile(stage) for stage in stages)
    for stages in (
        (
            "排查(?!单位|点位)|摸排|发现|受理|接到|收到|查出|梳理",
            "(?<!未)(?:化解|整改|办结|调处|解决|销号|答复|消除|走法律程序|移送法院|引导)",
        ),
        ("概算|总投资", "申请|申报", "批复|获批|下达", "发行", "拨付|支出|使用"),
        ("谋划|储备", "申请|申报", "发行"),
        ("应参保|应缴|应接种|应检|应入学|应发|应到", "已参保|实缴|已接种|实检|已入学|实发|实到|实际"),
        ("抽检|送检|检测|抽查", "(?<!不)合格|不合格|达标|超标"),
        ("报名|参加考试|参考|参加体检|参训", "录取|及格|优秀|取得证书|取证|结业"),
        ("授信", "放款|用信"),
        ("立案", "结案|审结"),
        ("检查|抽查|走访|督查|巡查|核查", "(?:存在|发现|有)[^，]{0,6}问题[^，]{0,3}的?$|违规(?!行为)|未达标"),
        ("申请|受理", "审核通过|通过审核|批准|核准|审批通过"),
        ("申报|推荐", "获批|获评|通过|认定|立项"),
        ("计划招聘|招聘计划|拟招", "到岗|录用|聘用|入职"),
        ("采集|采样|送样", "检出|阳性"),
        ("签约", "开工", "竣工|投产"),
        ("受训|培训", "取证|结业|考核合格"),
        ("中标|合同|协议|计划投资", "到位"),
    )
)
_CONTRACTS = next(chain for chain in _CHAINS if chain[0].pattern == "签约")
# Ways in which a dispute ends exclude each other, so that together they are no more than was found.
_OUTCOMES = re.compile(
    r"化解(?!率)|引导[^，]{0,4}(?:走)?法律程序|移送(?:法院|司法)|提起诉讼|正在(?:调处|化解|办理)|撤回|撤诉"
)
_FOUND = _CHAINS[0][0]
_OTHER_TIME = re.compile(r"结转|遗留|历史|积案|往年|此前|存量|陈年")
_NEAR = 6


def stages(here: Sentence) -> Iterator[Relation]:
    for index, mention in enumerate(here.mentions):
        if mention.is_rate or mention.unit == "个百分点" or _is_of_another_time(mention):
            continue
        if _OUTCOMES.search(mention.head):
            yield from _outcomes(here.mentions, index)
        yield from _narrower(here, index)


def _is_of_another_time(mention: Mention) -> bool:
    return bool(CHANGE.search(mention.head) or PERIOD_WORDS.search(mention.head) or _OTHER_TIME.search(mention.words))


def _narrower(here: Sentence, index: int) -> Iterator[Relation]:
    part = here.mentions[index]
    for whole in here.mentions[max(0, index - _NEAR) : index][::-1]:
        if whole.unit != part.unit or not _precedes(whole, part) or _is_of_another_time(whole):
            continue
        if whole.segment != part.segment and not _is_bond(whole):
            continue
        listed = [one for one in here.mentions[:index] if one.unit == part.unit and one.where >= whole.where]
        if not surely_above(part.bounds, whole.bounds) or surely_above(
            part.bounds, total(one.bounds for one in listed)
        ):
            yield _part_of([part], whole)
        return


def _precedes(whole: Mention, part: Mention) -> bool:
    if not same_time(whole, part):
        return False
    for chain, of_whole, of_part in zip(_CHAINS, _stages(whole.head[-16:]), _stages(part.head[-16:]), strict=True):
        if 0 <= of_whole < of_part:
            if chain is _CONTRACTS:
                # 签约7个、开工5个、投产6个 are told of one period, not of the same projects.
                return whole.clause != part.clause
            return of_whole > 0 or chain[0] is not _FOUND or one_thing(whole, part)
    return False


@lru_cache(maxsize=1024)
def _stages(words: str) -> tuple[int, ...]:
    """Of each chain the last stage that the words name, -1 for none: 排查调处 is settled already."""
    return tuple(max((at for at, stage in enumerate(chain) if stage.search(words)), default=-1) for chain in _CHAINS)


def _is_bond(whole: Mention) -> bool:
    return bool(re.search(r"概算|谋划|债券", whole.head))


def _outcomes(mentions: Sequence[Mention], index: int) -> Iterator[Relation]:
    """Said once, at the last of at least two ways in which what was found has ended."""
    last = mentions[index]
    ended, whole = [last], None
    for mention in mentions[max(0, index - _NEAR) : index][::-1]:
        if mention.segment != last.segment or mention.is_rate or mention.unit != last.unit:
            continue
        if _FOUND.search(mention.head) and not _OUTCOMES.search(mention.head):
            whole = mention
            break
        if _OUTCOMES.search(mention.head):
            ended.append(mention)
    follows = any(_OUTCOMES.search(one.head) and one.unit == last.unit for one in mentions[index + 1 : index + 3])
    if whole is not None and len(ended) > 1 and not follows:
        yield _part_of(ended[::-1], whole)


def _part_of(parts: list[Mention], whole: Mention) -> Relation:
    together = total(one.bounds for one in parts)
    holds = not surely_above(together, whole.bounds)
    note = f"{listed(parts)}{'不超过' if holds else '超过了'}{written(whole)}"
    if not holds:
        more = sum(one.middle for one in parts) - whole.middle
        note += f"，多{shown(abs(more), whole)}，后一阶段的数不应大于前一阶段，请核对"
    return relation("part_of", [*parts, whole], holds, note)
