"""Tells a count from a name by the measure word and what stands around it: 王庄村六组, 双向四车道, 三本账, 最后一公里."""

import re
from collections.abc import Callable

from taizhang.county.figures.text.span import Kind

# 王庄村六组 is a place, and only what is formed or divided comes in groups.
_GROUPED = re.compile("(?:[分设建派共计成达布置抽采检开为出有数织照机备套拍剪编]|工作|专班)[^，。；：、]{0,5}\\Z")
_MORE_GROUPS = re.compile("[、和][0-9０-９一二三四五六七八九十]{1,3}组")
_GRADED_THING = re.compile("水(?!果|产|利|泥)|断面|区(?!域)|药|苗|疫苗|河|传染|工伤|地区|残疾|户口")
_RANKED = re.compile("劣\\Z|(?:定|列|评|划|归|降|升)为|属于?|[达调]到\\Z")
_LAST_MILE = ("最后", "最先", "最初")
# What is open all day, and no count of hours.
_ROUND_THE_CLOCK = re.compile(
    "值|自助|便利|营业|不|在线|在岗|开放|巡|热线|轮|待命|监|备勤|专人|服务|客服|急|药|书|图书|图书馆|银行|超市|健身|政务|智能|无人|全天"
    "|应急|预报|热水|盯|驻|看护|坚守|运转|响应|供|联系|咨询|电话|举报|受理|接|门诊|出诊|阅|营|全覆盖|全时|恒温|动态"
)
_GOES_ON_FOR = re.compile("(?:连续|持续|累计|超过?|达|约|近|长达|历时|耗时|用时|奋战|工作)了?\\Z")
_VEHICLE = re.compile(
    "(?:及?以[上下]的?)?(?:大型|中型|小型|微型)?(?:客车|面包车|轿车|越野|商务车|小客|大客|中巴|校车|SUV)"
)
_WHEELED = re.compile(
    "(?:电动|保洁|摩托|货运|载货|平衡|自行|助力|低速|代步|垃圾|环卫|清运|快递|燃油|非标|轿|汽|农用|自卸|巡逻|老年|货|客|拖拉){0,3}车(?![辆检站间流队险])|摩"
)
_ROOM = re.compile(
    "(?:会议|办公|接待|报告|多功能|候车|服务|办事|手术|阅览|活动)?[室厅]|病区|病房|[东西南北]侧|走廊|露台"
)
# 三个全覆盖, 六个不准, 四个转变要求: what is promised or asked, not things.
_ASKED = re.compile(
    "个(?:全覆盖|全员|全过程|全链条|全方位|不准|不得|不能|不放过|不留|不漏|不让|不变|不忘|不减|不松|不动摇|确保|严禁|必须|务必|一律|一定|清零"
    "|百分之?百|坚持|坚决|意识|自信|离不开|绝不|决不|更加|更好|始终|带头|敢于|善于|相统一|相结合|有没有|是否|到底|到位(?!资)"
    "|(?:转变|提升|突出|强化|聚焦|围绕|结合|紧盯|注重|防止|杜绝|严格|从严|统筹|融入|优先|先行|延伸|导向|同步|统一|协同|贯通|融合|结对|联动"
    "|区分|允许|跟进|到户|到人|到底|见面)(?=[，。；、”）]|要求|原则|目标|理念|机制|工作法|标准|方针|思路|[，]))"
)
# 三本账, 三道防线, 两条腿: the way things are done.
_MANNERS = {
    "本": re.compile("账(?![册簿务目户])"),
    "道": re.compile("防线|[沟河岭湾梁坡](?=[、村镇乡]|水库|小流域|社区|林场|景区)"),
    "张": re.compile("网(?![点络])|牌(?![照子匾])|皮"),
    "条": re.compile("战线|腿|底线|红线"),
    "把": re.compile("尺子|火|抓"),
    "驾": re.compile("马车"),
    "步": re.compile("走"),
}
_WITHOUT_REASON = re.compile("内?无理由|无条件退|包退")
_TOWN = re.compile("村(?![级办委集民干组道路])|屯|庄(?![稼园户])|寨|堡")
_STREET = re.compile(
    "[桥庙祠宫寺塔镇街坡庄店集洞山湖沟湾岭寨堡营岗坪河江溪堰坝塘井泉阁巷坊里屯园庵关路区村县](?![级次款税费])"
)
_BACKWARDS = ("倒数", "末尾", "垫底")
_SHOES = re.compile("[童胶皮运动球布棉雨]{0,2}鞋|[衣服裤]")
_MATCH = re.compile("篮球|足球|排球|羽毛球|龙舟|桌(?!椅)")
_QUAKE = re.compile("地震|余震|左右地震|阵?风|电表|精度|烈度")
Named = Callable[[str, int, int], Kind | None]


def _group(text: str, start: int, end: int) -> Kind | None:
    """王庄村六组, 包联六组、七组."""
    formed = _GROUPED.search(text[max(0, start - 6) : start]) and not _MORE_GROUPS.match(text, end)
    return None if formed else Kind.IDENTIFIER


def _team(text: str, start: int, end: int) -> Kind | None:
    """六队、八队 of a village; 组建12队 are twelve."""
    formed = _GROUPED.search(text[max(0, start - 6) : start]) or end - start > 3
    return None if formed else Kind.IDENTIFIER


def _lanes(text: str, start: int, end: int) -> Kind | None:
    """双向四车道, 四车道改六车道 are sorts of road."""
    near = text[max(0, start - 3) : start] + text[end : end + 2]
    return Kind.OTHER if any(sort in near for sort in ("双向", "单向", "改", "变", "拓宽", "扩")) else None


def _class(text: str, start: int, end: int) -> Kind | None:
    """定为三类, 四类药."""
    ranked = _RANKED.search(text[max(0, start - 3) : start]) or _GRADED_THING.match(text, end)
    return Kind.ORDINAL if ranked else None


def _last_mile(text: str, start: int, end: int) -> Kind | None:
    """最后一公里, 最后100米; 九公里村."""
    if text[start - 2 : start] in _LAST_MILE:
        return Kind.OTHER
    return Kind.OTHER if not text[start].isdecimal() and _TOWN.match(text, end) else None


def _hours(text: str, start: int, end: int) -> Kind | None:
    """24小时值守, 24小时自助图书馆; 连续24小时 are hours."""
    if text[start:end] not in ("24小时", "二十四小时", "24个小时"):
        return None
    lasting = _GOES_ON_FOR.search(text[max(0, start - 4) : start])
    return Kind.OTHER if not lasting and _ROUND_THE_CLOCK.match(text, end) else None


def _promised(text: str, start: int, end: int) -> Kind | None:
    few = end - start == 2 and not text[start].isdecimal()
    return Kind.OTHER if few and _ASKED.match(text, end - 1) else None


def _manner(text: str, start: int, end: int) -> Kind | None:
    few = end - start == 2 and not text[start].isdecimal()
    return Kind.OTHER if few and _MANNERS[text[end - 1]].match(text, end) else None


def _followed(pattern: re.Pattern[str], kind: Kind) -> Named:
    return lambda text, start, end: kind if pattern.match(text, end) else None


def _chinese_followed(pattern: re.Pattern[str]) -> Named:
    """三元桥, 八户屯."""

    def named(text: str, start: int, end: int) -> Kind | None:
        few = end - start == 2 and text[start] in "一三四五六七八九十"
        return Kind.OTHER if few and pattern.match(text, end) else None

    return named


def _ranked(text: str, start: int, end: int) -> Kind | None:
    return Kind.ORDINAL if text[start - 2 : start] in _BACKWARDS else None


def _wheels(text: str, start: int, end: int) -> Kind | None:
    return Kind.OTHER if end - start == 2 and _WHEELED.match(text, end) else None


# By the measure word as written.
NAMED: dict[str, Named] = {
    "组": _group, "车道": _lanes, "队": _team, "类": _class, "档": _class, "公里": _last_mile, "米": _last_mile,
    "小时": _hours, "个小时": _hours, "个": _promised, "座": _followed(_VEHICLE, Kind.OTHER), "轮": _wheels,
    "层": _followed(_ROOM, Kind.ORDINAL), "天": _followed(_WITHOUT_REASON, Kind.OTHER),
    "日": _followed(_WITHOUT_REASON, Kind.OTHER), "元": _chinese_followed(_STREET), "户": _chinese_followed(_TOWN),
    "棵": _chinese_followed(_TOWN), "间": _chinese_followed(_TOWN), "名": _ranked, "位": _ranked,
    "人": _chinese_followed(_MATCH), "码": _followed(_SHOES, Kind.OTHER), "级": _followed(_QUAKE, Kind.ORDINAL),
    **dict.fromkeys(_MANNERS, _manner),
}  # fmt: skip
