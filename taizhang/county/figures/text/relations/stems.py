"""Knows which words name the same act or thing, so that 化解率 finds what was 调处 and 占规上企业 its whole."""

import re

from taizhang.county.figures.text.relations.model import Mention
from taizhang.county.figures.text.relations.words import TOTAL, VERB

# Acts by which one rate may be counted; the first pattern reads the name of the rate, the second the words of the part.
_ACTS = tuple(
    (re.compile(name), re.compile(part))
    for name, part in (
        ("不合格|不达标", "不合格|不达标|未达标|超标"),
        ("合格|达标|优良|抽检", "(?<!不)合格|达标|优良"),
        ("化解|调处|调解|成功", "化解|调处|调解|成功"),
        ("整改|治理|消除|整治|销号|处置|清零|闭环", "整改|治理|消除|整治|销号|处置|清零|闭环|清除|排除"),
        ("办结|办理|结案|答复|回复|响应|反馈|处理", "办结|办理|结案|审结|执结|答复|回复|响应|反馈|处理|办成|解决"),
        ("破案|侦破", "破案|侦破|破获|告破"),
        ("完成|执行|进度", "完成|支出|执行|到位|已|实际"),
        ("支出|支付", "支出|支付"),
        ("开工", "开工"),
        ("竣工|投产", "竣工|投产|建成"),
        ("到位|支付|拨付|发放|兑付", "到位|支付|拨付|发放|兑付"),
        ("签约|履约", "签约|签订|履约"),
        ("接种", "接种"),
        ("参保|参合", "参保|参合|缴费|参加"),
        ("就业|转移", "就业|转移|上岗"),
        ("入学|毕业|升学|巩固|录取|上线|及格|优秀", "入学|毕业|升学|在读|录取|上线|及格|优秀"),
        ("满意", "满意"),
        ("通过|获批|批复|立项|认定", "通过|获批|批复|立项|认定"),
        ("覆盖|普及|通达|入户|走访|见面|建档|检查|巡查", "覆盖|普及|通|用上|安装|入户|走访|见面|建档|检查|巡查|核查"),
        ("利用|使用|入住", "利用|使用|入住"),
        ("城镇化", "城镇(?:常住)?人口|城镇常住"),
        ("成活", "成活"),
        ("转化|办照|登记|发证", "转化|办照|领取|登记|办理|发证|办证|取得"),
        ("筛查|体检|检测|检出|阳性", "筛查|体检|检测|检出|阳性"),
        ("管理|随访|签约服务", "管理|随访|签约"),
        ("控制|规范", "控制|规范"),
    )
)
_COMPACT = 4
# 应检665台，实检540台: whatever the rate is called, the second is its part.
_ACTUAL = re.compile("实[到检参缴收发际有]|已")
# 1607名受访群众中: what follows is told of the next number.
_MORE = re.compile(r"中$|[，。]|[共已实待未尚]")
_BASE = re.compile(
    r"排查|摸排|发现|受理|接到|收到|收集|应|共|总|计划|目标|任务|预算|抽检|抽查|检查|检测|调查|符合|登记|在册|现有|辖区|全县|参加|报名"
    r"|申请|签约|立案|概算|引进|产生|交办|筛查|纳入|安排|涉及|谋划|召回|梳理|建立|有|需|实施|确定|下达|移交|转办|反映|问卷|种植|培训|到位|安排|清查|抽样|组织|开展|累计"
)
_FOUND = re.compile(
    r"排查(?!单位|点位|企业)|摸排|发现|受理|接到|收到|收集|应|计划|目标|任务|预算|交办|登记|反映|立案|抽检|抽查|检测|报名|参加|产生|符合|需"
)
_ORDERED = re.compile(r"责令|要求|需|(?<!反)应(?![诉急用对届征])|限期|督促|下达|下发|交办|正在|未|待")
_NO_NOUN = re.compile(
    rf"{VERB.pattern}|{TOTAL.pattern}|获批|批复|立项|清零|清除|消除|审定|中标|考核|考试|检验|评估|经|剩余|剩下|余下|其余|还剩|尚有"
    r"|正在|尚|未|还|仍|结余|节约|缺口|短缺|缺额|空编|空岗|缺编|缺席"
    r"|已|成功|目前|其中|等|了|各类|的|均|全年|有|为|达到?|今年以来|截至|中|现|与|和|、"
)
_SHARE_OF = re.compile(
    r"^(?:约|已|仅|只|其中|就|共)?占(?:到)?(?P<of>[^，。；]{0,24}?)(?:的比重|的比例|的|比重|比例|比)?(?:约|为|是|达到?|近|超过?|到)*$"
)
_GENERAL = re.compile(
    r"全[县市镇乡村年部]|同期|总(?:人数|户数|面积|里程|长度?|规模|投资额?|资金|金额|[数量额])?|全部|所有|数量|数$|^比重?$|的|在册|上述|这些|比$"
)


def names_part(name: str, mention: Mention) -> bool:
    """Whether the mention counts what a rate of this name is made of: 化解113起 for 矛盾化解率."""
    stem = (
        name
        if name.endswith("进度")
        else name.removesuffix("率").removesuffix("度").removesuffix("占比").removesuffix("比例")
    )
    if _ORDERED.search(mention.head):
        return False
    if name.endswith(("占比", "比例")) and has_in_order(mention.lead + mention.tail, stem[:2]):
        return True
    acts = _acts(stem)
    if _ACTUAL.match(mention.lead) and any(one in mention.lead for one in stem):
        return True
    if acts:
        behind = mention.tail if mention.tail.startswith(stem[-2:]) or not _MORE.search(mention.tail) else ""
        return any(part.search(mention.lead) or part.search(behind) for part in acts)
    return len(stem) > 1 and (stem[-2:] in mention.words or has_in_order(mention.lead, stem[-2:]))


def has_in_order(words: str, characters: str) -> bool:
    """稳定在岗 has 稳岗."""
    rest = iter(words)
    return all(character in rest for character in characters)


def _acts(stem: str) -> list[re.Pattern[str]]:
    """The act named last is the one counted: 办理结果满意率 is of the satisfied; 参保转化率 may be of either."""
    found = [(list(act.finditer(stem))[-1].end(), part) for act, part in _ACTS if act.search(stem)]
    last = max((end for end, _ in found), default=0)
    return [part for end, part in found if end == last or len(stem) <= _COMPACT]


def base_of(whole: Mention, part: Mention) -> bool:
    """Whether its words offer it as the whole of the part: found against settled, or one noun counted twice."""
    if whole.unit != part.unit:
        return False
    return bool(_FOUND.search(whole.lead)) or (bool(_BASE.search(whole.lead)) and one_thing(whole, part))


def one_thing(one: Mention, other: Mention) -> bool:
    """Whether two numbers may count the same things: a common pair of characters, or one of them names nothing."""
    first, second = noun(one), noun(other)
    return not first or not second or any(first[at : at + 2] in second for at in range(max(1, len(first) - 1)))


def noun(mention: Mention) -> str:
    """What is counted, without the verb and the words of totals and time: 共排查隐患120处 → 隐患."""
    return _NO_NOUN.sub("", mention.head[-16:] + mention.tail[:8])


def share_phrase(mention: Mention) -> str | None:
    """占规上企业的56.4% → 规上企业; "" where the share is of the total at hand, None where it says no share."""
    found = _SHARE_OF.match(mention.head)
    if found is None:
        return None
    phrase = found["of"]
    return phrase if phrase.startswith(("全国", "全省", "全市")) else _GENERAL.sub("", phrase)
