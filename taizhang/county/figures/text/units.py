"""The measure words a county text counts in: which mean the same, which need company, and how unknown ones look."""

import re

from taizhang.county.figures.text.script import after_gap, is_han

# Spelt otherwise here and there, and the same measure.
FOLDED = {
    "农户": "户", "名": "人", "位": "人", "余名": "人", "人口": "人", "周岁": "岁", "大类": "类",
    "㎡": "平方米", "m²": "平方米", "m2": "平方米", "平米": "平方米", "平方": "平方米",
    "km²": "平方公里", "km2": "平方公里", "平方千米": "平方公里", "k㎡": "平方公里",
    "m³": "立方米", "m3": "立方米", "㎥": "立方米", "方": "立方米", "立方": "立方米", "标方": "立方米",
    "hm²": "公顷", "ha": "公顷",
    "m": "米", "km": "公里", "千米": "公里", "cm": "厘米", "mm": "毫米", "公分": "厘米",
    "kg": "公斤", "千克": "公斤", "g": "克", "mg": "毫克", "μg": "微克", "µg": "微克", "ug": "微克", "t": "吨",
    "L": "升", "l": "升", "mL": "毫升", "ml": "毫升",
    "kW": "千瓦", "kw": "千瓦", "KW": "千瓦", "MW": "兆瓦", "GW": "吉瓦", "kWh": "千瓦时", "kwh": "千瓦时", "KWh": "千瓦时",
    "kV": "千伏", "KV": "千伏", "kv": "千伏", "kVA": "千伏安", "KVA": "千伏安", "千伏安": "千伏安",
    "°C": "℃", "摄氏度": "℃", "d": "日", "h": "小时", "min": "分钟", "s": "秒",
    "％": "%", "个点": "个百分点", "块钱": "元", "毛": "元", "毛钱": "元", "元人民币": "元", "人民币": "元", "港币": "港元",
    "号人": "人", "美金": "美元", "日圆": "日元",
    "MWh": "兆瓦时", "GWh": "吉瓦时", "V": "伏", "Hz": "赫兹", "dB": "分贝", "kPa": "千帕", "MPa": "兆帕", "kN": "千牛", "MVA": "兆伏安",
    "nm": "纳米", "μm": "微米", "cm²": "平方厘米", "cm2": "平方厘米",
    "cm³": "立方厘米", "cm3": "立方厘米", "kWp": "千瓦", "MWp": "兆瓦", "日历天": "天", "BP": "基点", "bp": "基点",
}  # fmt: skip
PERCENT = frozenset({"%", "‰", "个百分点"})
MONEY = frozenset({"元", "美元", "欧元", "日元", "英镑", "港元", "韩元", "卢布", "澳元", "加元", "新元", "新台币", "台币", "澳门元",
                   "泰铢", "瑞士法郎", "卢比", "越南盾", "林吉特", "比索", "坚戈", "图格里克", "迪拉姆", "新西兰元", "角"})  # fmt: skip
DURATIONS = frozenset({"年", "个月", "月", "天", "日", "周", "个季度", "个星期", "季度", "个工作日"})
SIGNS = {"¥": "元", "￥": "元", "$": "美元", "＄": "美元", "€": "欧元", "£": "英镑"}

# Words that count wherever they stand behind a number, Chinese numerals included.
_ALWAYS = """
个 名 位 人 人次 户 户次 家 家次 起 件 件次 项 项次 所 所次 座 栋 幢 处 处次 条 条次 台 台次 辆 辆次 套 套次 间 批 批次
次 场 场次 份 份次 吨 亩 亩次 公顷 米 公里 千米 元 美元 欧元 日元 英镑 港元 韩元 卢布 澳元 加元 块钱 平方米 平方公里 立方米 平方
立方 厘米 毫米 只 头 株 棵 张 本 册 篇 部 艘 架 岁 周岁 年 天 周 小时 分钟 秒 倍 支 根 枚 笔 宗 例 例次 桩 盏 个月
个百分点 个工作日 个季度 个小时 个学时 个学期 个星期 工作日 学时 课时 车次 班次 航次 列次 趟 趟次 轮 轮次 类 大类 种
组 层 期 部门 方面 农户 人口 斤 公斤 千克 克 毫克 微克 升 毫升 担 株次 头次 羽 尾 匹 峰 口井 眼井 眼 顶 面锦旗 艘次
千瓦 兆瓦 吉瓦 千瓦时 度 千伏 千伏安 伏 安 瓦 帕 兆帕 分贝 摄氏度 ℃ °C 平米 公分 码 海里 华里 英亩 英寸 英尺 寸 尺
‰ % ％ 吨标准煤 吨公里 人公里 标准立方米 标准煤 标方 吨次 剂 剂次 针次 床位 张床位 学位 泊位 车位 席位 铺位 摊位
工位 机位 岗位 座位 车道 台班 工日 人天 人日 延米 延长米 车皮 个点 元人民币 人民币 港币 大项 小项 门次
人天 村次 组次 队次 班组 基点 台件 台套 套件 画幅 箱 瓶 桶 罐 捆 颗 粒 朵 筐 篓 碗 袋 盒 串 幅 首 封 枝 垛 新元 新台币 台币 澳门元 泰铢 瑞士法郎 卢比 越南盾 林吉特 比索 坚戈 图格里克 迪拉姆 新西兰元
号人 日历天 月龄 枪 TB GB MB PB mmHg ppm Mbps Gbps MHz GHz BP bp 美金 日圆
麻袋 纸箱 编织袋 蛇皮袋 个基点 羊单位 夹次 头只 只头 店次 校次 车辆次 人份 户数 单元 站次 包次 头份 羽份 只份 尾份 架次 学期 季度 分 折 榜
"""
# Words that are also the beginning of much else: only behind digits or long numerals, and never before their nouns.
_WITH_DIGITS = """
方 口 门 道 对 片 段 节 面 级 队 班 步 块 回 环 股 档 款 堂 束 把 包 副 卷 丛 窝 角 基
堆 板 贴 丸 滴 杯 盘 盆 樘 孔 钵 榀 畦 垄 穴 茬 单 集 票 床 针 题 席 圈 遍 声 餐 桌 顿 道次 行 令 函 通 发 刀 届 章 页 字
点 里 栏 块次 票次 件套 联 挂 页次 则 帧 拨 伙 款次 关 幕 曲 胎 炉 锅 听 坛 瓣 团 簇 墩 牌 屏 路 端 门店 手 任 代 车 群 毛 毛钱 扇 具 尊 拱 跨 垧 摞 沓 缸 穗
"""
# What follows makes another word of it: 3处理, 12项目, 5支部.
_NOT_BEFORE = {
    "个": "体案税",
    "名": "单列义称录额誉优特",
    "位": "于置列次居",
    "人": "大民社武居文防制",
    "户": "籍外口厕主型",
    "家": "庭长具电畜禽装政教访",
    "起": "诉草步源飞底",
    "件": "套",
    "项": "目链",
    "所": "在以有需属得长",
    "座": "谈机右",
    "处": "理罚置分长级于方所在",
    "条": "例件文款约令",
    "台": "账风湾",
    "套": "取餐路现",
    "间": "断接隔伐作",
    "批": "准复示评发",
    "次": "年日要产生季贷席列",
    "场": "所地景馆",
    "份": "额",
    "只": "有要能是为需",
    "张": "贴挂榜",
    "本": "科地级县月年次期报土",
    "部": "署分长委队",
    "架": "设构空桥",
    "年": "龄级",
    "天": "然气津",
    "周": "边围期",
    "支": "持付出部撑队",
    "根": "据治本",
    "笔": "记者试",
    "例": "会如行",
    "轮": "换流训椅班岗作候船胎",
    "类": "似比别",
    "种": "植粮养子业类苗",
    "组": "织建合团",
    "层": "级面次",
    "期": "间限望末货",
    "元": "旦月素件宵宝",
    "度": "假汛夏过量",
    "分": "一二三四五六七八九十两别析局公配布为类散解享管成工支离发级流批片区组段期户赴批局行会",
    "安": "全置排装防保抚",
    "帕": "金",
    "码": "头",
    "寸": "土",
    "担": "任当保",
    "头": "条部脑",
    "方": "面案向式法针便位可能",
    "口": "径头岸子号腔",
    "门": "诊店槛户口头",
    "道": "路德教",
    "对": "照接于口外象应标策比",
    "片": "区面",
    "段": "落",
    "节": "约能日前点水后假省",
    "面": "积向对临上貌",
    "级": "别",
    "队": "伍员长",
    "班": "级子组长车",
    "幅": "度员",
    "步": "骤行伐",
    "块": "状",
    "回": "访复头收归升落迁乡",
    "环": "境保节比",
    "股": "份权东长",
    "档": "案次",
    "款": "项物",
    "封": "闭山控",
    "把": "关握",
    "包": "括含保村联抓户",
    "单": "位元独个项",
    "集": "中体团群镇市聚",
    "针": "对",
    "题": "目",
    "届": "时",
    "章": "程节",
    "点": "多亮位评击",
    "里": "程面",
    "路": "口灯线段",
    "端": "口午",
    "手": "机续术",
    "任": "务职",
    "代": "表理办码",
    "餐": "饮",
    "床": "上",
    "穴": "位",
    "孔": "子",
    "板": "块",
    "发": "展放布现生动行起病挥电改票包给热射掘明表育",
    "通": "过知报道车行话讯告",
    "函": "告件数",
    "挂": "零牌号",
    "群": "众体聊里主",
    "车": "辆间站道皮位队型主速厢流票险",
    "基": "本础层地金点站建",
    "令": "其人",
    "关": "于注键心爱停闭",
    "团": "队结",
    "票": "据制",
    "席": "位",
    "行": "动业政人为程驶使车走长列道",
    "联": "合系动网",
    "牌": "照",
    "首": "次批",
    "季度": "末",
    "单元": "门",
    "榜": "单样首尾眼",
    "方面": "军",
    "扇": "区贝形",
    "具": "有体备",
    "尊": "重敬老严师",
    "跨": "界部省区度年境县市越江河海行",
    "拱": "手",
    "缸": "体",
    "毛": "巾衣笔竹坯发重利猪病皮线纺入收驴毯",
}  # fmt: skip
# Words that begin with one of those characters and stand on their own: 12名优秀教师, 13处方便群众, 6项目标.
_SPARED = {
    unit: tuple(words.split())
    for unit, words in {
        "个": "体育 体检 体验 体量 体系 案件 案例 税务 税种 税源",
        "名": "单亲 单身 单独 单位 列席 列入 义工 义务 义警 义诊 义乌 称职 录取 录用 录入 优秀 优抚 优质 优异 优等 优先 特困 特殊 特岗 特警 特教 "
        "特种 特邀 特聘 特级 特派 特长 特约",
        "位": "居民 居家 列席 列入 置业 次日 于姓",
        "人": "大病 大学 大专 大多 大部 民兵 民警 民办 民营 民族 社区 社会化 社工 社招 武警 居住 居家 居前 居全 文艺 文化 防汛 防火 防疫 防控",
        "户": "外出 外来 外迁 外嫁 外地 外商 厕所 主动 主要 籍贯",
        "家": "庭院 长期 长效 具有 具备 具体 电商 电子 电力 电信 电器 畜牧 装饰 装修 装备 装配 政府 政务 教育 教培 访问 禽类 禽蛋",
        "起": "诉讼 诉求 源头 飞行",
        "项": "目标 目前 目录",
        "所": "在建 在册 在编 在运 有条件 属地 长期 需要",
        "座": "机械 机场",
        "处": "理由 分散 分布 分别 分类 长期 方便 方可 方案 级别 置换 所在 在建 在用 罚款",
        "条": "例外 文化 文明 约定",
        "台": "风机 风力 风电 风冷",
        "套": "现房 现浇 现代 现场 路灯 取水 取暖",
        "间": "作坊 作业 隔离 接待 断电",
        "批": "复工 复查 复垦 复退 发展 发放 示范 准备",
        "次": "年度 产品 产业 生产 生态 生活 要求 列入 列为 列席 日常 数据 席位 级联",
        "只": "能繁",
        "本": "科普 科技 地方 报告 土地",
        "部": "委",
        "支": "队伍 出租 部队",
        "例": "如期",
        "轮": "训练 岗位 作业 作物",
        "类": "别墅",
        "种": "业务 业态 类型 养殖 养老 植物 粮食 苗木",
        "组": "建筑",
        "期": "间伐",
        "门": "店铺 诊断",
        "道": "路灯 路障 路口",
        "片": "区域 面积",
        "段": "落实",
        "班": "组长 长途",
    }.items()
}
_LATIN = tuple(
    sorted((u for u in {*FOLDED, *_ALWAYS.split()} if u[0].isascii() or u[0] in "㎡㎥μµ°"), key=len, reverse=True)
)
_ALWAYS_SET = frozenset(_ALWAYS.split())
_EVERY = _ALWAYS_SET | frozenset(_WITH_DIGITS.split())
UNITS = tuple(sorted({*_EVERY, *FOLDED}, key=len, reverse=True))
# How long the words are that begin with a character, the longest first.
_LENGTHS = {
    first: sorted({len(unit) for unit in UNITS if unit[0] == first}, reverse=True) for first in {u[0] for u in UNITS}
}
_SET = frozenset(UNITS)
_PER, _DENOMINATORS = ("/", "／", "·"), 3
_FLOWING = frozenset(("立方米", "吨", "米", "公里", "升", "毫米"))
_INNER = frozenset("次户个所台套处项人名件辆只头座间栋")
_LATIN_GOES_ON = re.compile(r"[A-Za-z0-9]")
_THING = re.compile("[一-龥]{1,2}(?=[，。；：、！？）)/／·\n]|$)")
# 卷次, 亩次, 户次: 次 behind a measure word counts the times, unless it begins a word itself.
_TIMES = re.compile("次(?![年日要产生季贷席数级第序])")
_OF_TIMES = frozenset(
    "户家人件项所处条台辆套批份亩场车艘架班列趟店校村组队站包针剂票块款页道株头卷册例片吨宗篇笔座栋间只枚"
)
_STOP = frozenset([*"，。；：、！？）)】”,;\n", ""])
# One digit and one of these counts where the thing itself stands behind: 六口塘, 三道闸.
_THINGS = {
    "口": "井塘池窑锅泉", "道": "闸坎沟门防关菜题", "门": "课炮功", "把": "刀枪锁椅", "片": "林叶", "节": "课车", "面": "旗锦镜墙",
    "块": "地田石碑牌板屏砖", "方": "水土石砂沙木", "对": "夫新鸳", "队": "人马", "级": "台", "副": "担手棺", "包": "烟药水",
    "卷": "胶电线档", "路": "人兵纵", "发": "子炮", "班": "船车", "堂": "课",
}  # fmt: skip
# Characters that follow a bare number without counting anything.
_NO_MEASURE = frozenset(
    "的了和与及等有是在为上下内外中后前来起余多时以至到比占较达共被把将让对从由向于并或即如若但而且则又再也都就才还均各"
    "每日月号年版底强届期级第名岁高低增减升降快慢好大小不无未倍番成点"
)


def goes_on(unit: str) -> frozenset[str]:
    """The characters that behind a measure word make another word of it, or a longer measure word."""
    longer = {word[len(unit)] for word in UNITS if word.startswith(unit) and word != unit}
    return frozenset(longer | set(_NOT_BEFORE.get(unit, "")) | {"次", "（", "("})


def unit_at(text: str, at: int, *, strict: bool = False) -> tuple[int, str] | None:
    """(end, base unit) of the measure word at a place, spaces before it skipped; None where none stands.

    `strict` leaves out the words that behind one Chinese numeral more often begin another word: 三方, 四面.
    """
    start = after_gap(text, at)
    found = _simple_at(text, start, strict)
    if found is None:
        return None
    end, unit = _with_bracket(text, found, text[start:found])
    base = fold(unit)
    for _ in range(_DENOMINATORS):
        per = text[end : end + 1]
        more = _denominator(text, end + 1) if per in _PER or (per == "每" and base in _FLOWING) else None
        if more is None:
            break
        base, end = f"{base}{'·' if text[end] == '·' else '/'}{more[1]}", more[0]
    return end, base


def _denominator(text: str, at: int) -> tuple[int, str] | None:
    found = _simple_at(text, at, False)
    if found is None and text[at : at + 1] in ("百", "千", "万"):
        found = _simple_at(text, at + 1, False)
    if found is None and text[at : at + 1] in ("日", "月", "周", "时", "晚"):
        found = at + 1
    if found is None:
        found = _counted_thing(text, at)
    if found is None:
        return None
    return found, fold(text[at:found])


def _counted_thing(text: str, at: int) -> int | None:
    """元/生·年, 元/棵: whatever an amount is told for, one or two characters of it."""
    found = _THING.match(text, at)
    return found.end() if found else None


def _simple_at(text: str, at: int, strict: bool) -> int | None:
    for length in _LENGTHS.get(text[at : at + 1], ()):
        unit = text[at : at + length]
        if unit in _SET:
            end = at + len(unit)
            if unit in _OF_TIMES and _TIMES.match(text, end):
                return end + 1
            if not _begins_another(text, unit, end, strict):
                return end
    return None


def _begins_another(text: str, unit: str, end: int, strict: bool) -> bool:
    if unit in _LATIN:
        return bool(_LATIN_GOES_ON.match(text, end))
    follows = text[end : end + 1]
    if strict and unit not in _ALWAYS_SET and follows not in _STOP:
        return follows not in _THINGS.get(unit, "")
    if follows and follows in _NOT_BEFORE.get(unit, ""):
        return not text.startswith(_SPARED.get(unit, ("\0",)), end)
    return False


def _with_bracket(text: str, end: int, unit: str) -> tuple[int, str]:
    """人（次） → 人次, 台（套） → 台套."""
    inner = text[end : end + 3]
    if len(inner) == 3 and inner[0] in "（(" and inner[1] in _INNER and inner[2] in "）)":
        return end + 3, unit + inner[1]
    return end, unit


def unknown_at(text: str, at: int) -> tuple[int, str] | None:
    """One character between a number and the end of its clause counts it, whatever it is: 花卉200钵。"""
    letter = text[at : at + 1]
    if (
        letter
        and is_han(letter)
        and letter not in _NO_MEASURE
        and (text[at + 1 : at + 2] in _STOP or at + 1 == len(text))
    ):
        return at + 1, letter
    return None


def fold(unit: str) -> str:
    """㎡ → 平方米, 余名 → 人; a rate part by part: 克/kg → 克/公斤."""
    if unit in FOLDED:
        return FOLDED[unit]
    unit = "".join(unit.split())
    if "/" in unit:
        return "/".join(FOLDED.get(part, part) for part in unit.split("/"))
    return FOLDED.get(unit, unit)
