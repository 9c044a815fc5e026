"""Words with numerals in them that count nothing: names of policies, places, sets and days, and everyday phrases."""

import re

from taizhang.county.figures.text.script import CHINESE, ONES
from taizhang.county.figures.text.span import Kind

# Behind these characters a lone Chinese numeral is part of a word: 统一, 进一步, 周三, 初三, 之一.
LEFT = {
    "一": "跑统进唯专同单逐万之划归第每某任何哪另这那周初其不合为如始有看走想试谈问说听查管抓用比近",
    "十": "二双国",
    "千": "百成大秋",
    "百": "老成三中小",
    "万": "千百以",
    "三": "再第周初老张李王",
    "零": "清归从",
    "两": "斤半银",
}
_WORDS = """
一一 一下 一些 一体 一致 一定 一旦 一律 一般 一样 一直 一切 一向 一再 一贯 一流 一线 一带 一边 一侧 一同 一道 一举 一方 一面 一手
一批 一系列 一揽子 一把手 一把 一条龙 一条街 一条心 一盘棋 一股绳 一张网 一张图 一张卡 一张表 一本账 一本通 一件事 一站 一窗 一网 一卡 一码 一次性
一次办 一次告 一个个 一个中心 一个样 一个都 一个不 一个声音 一名名 一项项 一件件 一桩桩 一家家 一户户 一条条 一家亲 一家人 一系 一气 一心 一亩三分地 一分为二 一五一十 一式
一刀 一票 一岗 一对一 一老一小 一把火 一口价 一概 一味 一度 一生 一类 一级 一产 一二三产 一审 一档 一码通 一村 一品 一镇 一企 一季
一会 一场 一种 一片 一段 一层 一阵 一番 一项项 一起 一经 一行 一路 一应 一线 一年一 一年来 一年之 一年四 一天天 一步 一点 一来 一时
二维 二手 二次 二级 二产 二孩 二胎 二期 二线 二元 二氧 二代 二审 二是 二人转
三农 三夏 三秋 三伏 三九 三资 三产 三公 三方 三甲 三级 三好 三八 三峡 三亚 三门峡 三原 三明 三河 三省 三班 三维 三角 三轮车 三轮摩托
三违 三包 三防 三线 三位一体 三孩 三胎 三高 三次产业 三支一扶 三会一课 三重一大 三严三实 三中全会 三大 三无 三治 三同 三聚 三年级 三年行动 三令五申
三天两头 三番 三三 三乡 三清 三改 三权 三变 三零 三好 三类人 三张清单 三块地 三甲医院 三苏 三元区 三台县 三都 三穗 三江 三里
四川 四季 四平 四害 四好 四议 四下基层 四上 四大 四小 四套班子 四级 四方 四面 四通 四处 四周 四肢 四中全会 四种形态 四不两直 四是 四梁 四邻
四风 四史 四有 四网 四旁 四荒
五保 五金 五险 五星 五谷 五官 五家渠 五台山 五台县 五常 五位一体 五一 五四 五好 五级 五大 五小 五中全会 五莲 五华 五年规划 五年计划 五湖
五险一金 五净
六安 六盘水 六一 六合 六稳 六保 六大 六中全会 六税 六必
七一 七夕 七台河 七里 七大 七五 七中全会 八一 八五 八仙 八里 八大 八项规定 八五普法 八达 八宝
九一八 九江 九龙 九大 九寨 九三 九价 九年义务
十堰 十佳 十强 十大 十足 十字 十分 十里 十四五 十三五 十五五 十八大 十九大 二十大 十里铺 十项全能 十全
百姓 百货 百日 百度 百色 百强 百佳 百分点 百般 百年 百科 百花 百合 百业 百团 百企 百村 百校 百县 百镇 百城 百场 百名 百川 百草 百家 百计
千方百计 千家万户 千万 千里 千岛 千古 千企 千村 千名 千秋 千丝 千叶 千禧 千斤顶 千人计划 千军 千年 千百
万一 万众 万物 万能 万家 万宁 万州 万企 万村 万名 万人助 万年 万无 万象 万水 万科 万达 万里 万德 万全 万山 万载
两会 两侧 两岸 两地 两委 两级 两者 两边 两旁 两端 两翼 两头 两面 两极 两型 两化 两新 两山 两高 两险 两院 两癌 两优 两学 两江 两广 两湖 两淮
两不愁 两免 两个确立 两个维护 两个毫不动摇 两个结合 两个一百 两位数 两公开 两非 两违 两案 两法 两规 两手 两难 两制 两代 两性 两全 两用 两条腿
两张皮 两件套 四件套 三件套 五件套
四个意识 四个自信 四个全面 四个不摘 四个最严 五个一批 三个代表 三个区分 六个一 四个一 五个一 三个一 两个一 三个必须
三元乳业 七匹狼 三天打鱼两天晒网 三番五次 四分五裂 四面八方 五颜六色 三五成群 七上八下 三下五除二 三天打鱼 两天晒网 四两拨千斤 九层之台 七手八脚 八九不离十 五花八门 六神无主 九死一生 三头六臂 三心二意
三言两语 三三两两 三教九流 三顾茅庐 三人行 十年九旱 三人合抱 三只松鼠 二十四节气 二十八宿 三十六计 七十二变 三尺巷 六尺巷 九年一贯制 十二年一贯制 五年一贯制 十五年一贯制 三思 四平八稳 四世同堂
五光十色 五体投地 五十步笑百步 五味杂陈 六亲不认 七嘴八舌 七零八落 七拼八凑 七长八短 八仙过海 八拜 九九归一 九霄 九牛一毛 十指连心 十全十美 十拿九稳 十年树木 十年磨 十年寒窗 十载 百尺竿头 百闻不如
百废待兴 百花齐放 百里挑一 百密一疏 百步穿杨 百感 百折不挠 百年大计 千锤百炼 千头万绪 千载难逢 千钧一发 千变万化 千差万别 千军万马 千里之行 千篇一律 千辛万苦 千言万语 千呼万唤 千疮百孔 千丝万缕
千难万险 万变不离 万古 万家灯火 万紫千红 万众一心 万无一失 万里长征 万丈 万事 万千 万水千山 万不得已 两全其美 两败俱伤 两手空空 两袖清风 两耳不闻 两相情愿 两面三刀 两点论 半斤八两 半途 三长两短
三六九等 三足鼎立 三从四德 三更 三纲 三生 三昧 四海 四肢 四书五经 四分五裂 四通八达 四舍五入 五谷丰登 五湖四海 五行 六畜 六根 七窍 七律 七绝 八股 八字 八卦 九泉 九州 九天 九五 十万火急
十恶不赦 十字路口 十八般 十八盘 十面埋伏 十之八九 十有八九 一式两份 一式三份 一式四份 一式五份 一式六份 一式二份
零距离 零容忍 零报告 零事故 零上访 零售 零工 零星 零散 零件 零食 零污染 零排放 零碳 零感染 零接触 零投诉 零差错 零发生 零死角 零碎 零时差 零跑动
亿元县 亿元村 千万元县 百万大 半成品 半径 半数席 大半
"""
# No names at all, and no numbers either: 一般, 一些, 一体.
_SILENT_WORDS = """
一下 一些 一体 一致 一定 一旦 一律 一般 一样 一直 一切 一向 一再 一贯 一流 一线 一带 一边 一侧 一同 一道 一举 一方 一面 一手
一批 一系列 一揽子 一次性 一个个 一概 一味 一度 一生 一经 一行 一路 一应 一步 一点 一来 一时 一起 一阵 一番 一会 一场 一种 一片 一段
一气 一心 一系 万一 十足 四处 四周 百分点 零星 零散 零碎 两者 两边 两旁 两侧 半径 千万
"""
SILENT = frozenset(_SILENT_WORDS.split())
_NAMES = sorted({*_WORDS.split()} - {"十分", "千万"}, key=len, reverse=True)
# By their first two characters: the list is long, and is asked at every Chinese numeral.
_BY_START: dict[str, tuple[str, ...]] = {}
for _name in _NAMES:
    _BY_START[_name[:2]] = (*_BY_START.get(_name[:2], ()), _name)

_C = r"[\u4e00-\u9fff]"
_O = f"[{ONES}]"
# 六防六促, 三会一课, 四梁八柱, 一户一策; two or more such beats in a row.
_NO_BEAT = rf"[{CHINESE}月年日成至到和与比]|分之|点[{CHINESE}]|等[奖功]|[元块亩米斤][{CHINESE}]"
_COUNTED = "[个名人户家起件项所座处条台辆套批次场份支元幅首张只头匹株棵间栋艘架篇部本位]"
_BEATS = (
    rf"{_O}(?!{_NO_BEAT}){_C}(?:{_O}(?!{_NO_BEAT}){_C})+(?<![个名人户家起件项所座处条台辆套批次场份支元])"
    rf"|{_O}(?!{_NO_BEAT}|{_COUNTED})(?P<beat>{_C}{{2}})(?:{_O}(?!{_NO_BEAT})(?!(?P=beat)){_C}{{2}})+(?![{CHINESE}])"
)
_GRADED = rf"[{CHINESE}]{{1,4}}(?:届|中全会|等奖|等功|等品|星级|年级|级(?!别以)|号(?!人)|标段|楼|班(?!次|车)|世纪)"
_NAMED = (
    rf"[{CHINESE}]{{1,4}}(?:大(?!类|项|米|豆|箱|包|袋|车|桶|块|片|堆|捆|间)|产业|强(?!制|化|调|力|度|行|降)|佳|氧化"
    "|里(?:营|铺|堡|镇|乡|村|屯|河|店|桥|沟|坪))"
)
# 三分建、七分管: ten parts in all.
_PARTS_OF_TEN = rf"{_O}分{_C}{{1,4}}[、，]?{_O}分{_C}{{1,4}}(?=[，。；：！”]|\Z)"
_CIRCLE = rf"[{CHINESE}]{{1,3}}(?:分钟|小时|公里|里){_C}{{0,6}}圈"
# 三期工程 is the third; 两期培训班 are two.
_PERIODED = rf"(?!两)[{CHINESE}]{{1,3}}期(?![，。；）培讲课学轮]|间)"
_ANY = re.compile(rf"{_BEATS}|(?P<grade>{_GRADED})|{_NAMED}|(?P<period>{_PERIODED})|{_CIRCLE}|{_PARTS_OF_TEN}")
_RUN = re.compile(f"[{CHINESE}]{{1,21}}")
_POSITIONAL = re.compile("[一二三四五六七八九〇○零]{2,20}")


def name_at(text: str, at: int) -> tuple[int, Kind] | None:
    """The end of a word, a name or a grade that begins here and counts nothing; None where none does."""
    for name in _BY_START.get(text[at : at + 2], ()):
        if text.startswith(name, at):
            return at + len(name), Kind.OTHER
    found = _ANY.match(text, at)
    return (found.end(), Kind.ORDINAL if found["grade"] or found["period"] else Kind.OTHER) if found else None


def begins_word(text: str, at: int) -> bool:
    return text[at : at + 2] in _BY_START


def inside_word(text: str, at: int) -> bool:
    """True for 统一, 进一步, 周三, 百姓的百: the character before makes a word with this numeral."""
    return at > 0 and text[at - 1] in LEFT.get(text[at], "")


def code_at(text: str, at: int) -> int | None:
    """一一○, 二〇二三: digits one by one, not a number; the end of the run."""
    found = _POSITIONAL.match(text, at)
    if found is None:
        return None
    run = found[0]
    if _RUN.match(text, at)[0] != run:  # type: ignore[index]
        return None
    return found.end() if len(run) >= 3 or run[0] == run[-1] or "〇" in run or "○" in run else None
