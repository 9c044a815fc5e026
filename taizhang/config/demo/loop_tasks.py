"""Tasks of the demonstration: what the office gave out over the summer, and what stands open on its present day."""

from collections.abc import Iterator

from taizhang.config.demo.dispute_history import CLERKS
from taizhang.config.demo.loop import Way
from taizhang.config.demo.people import GRID_WORKERS, HEADS
from taizhang.config.demo.places import NAMES

_OFFICE, _SECOND = "mengxiaodong", "yujing"
# Who takes work in hand for a department; its head where nobody else is here.
_DEPARTMENTS = {
    "civil-affairs": "mali", "public-security": "tangyong", "ecology": "xiejuan", "education-sports": "shiyufei",
    "market-supervision": "baixue", "finance": "lvyan", "science-industry": "pengtao", "complaints": "luojing",
}  # fmt: skip


def ways() -> list[Way]:
    return [*_summer(), *_townships(), *_singles()]


# Given out to departments in June, July and August, and closed

_SUMMER: dict[str, tuple[tuple[str, str], ...]] = {
    "civil-affairs": (("临时救助资金公示", "general"), ("养老机构消防自查", "general"), ("困境儿童暑期走访", "complex")),
    "public-security": (("汛期易积水路段值守", "simple"), ("校园周边警力部署", "general"), ("电动车集中上牌点增设", "general")),
    "ecology": (("夏季臭氧管控检查", "general"), ("农村黑臭水体排查", "complex"), ("加油站油气回收检查", "general")),
    "education-sports": (("校外培训机构暑期检查", "general"), ("学校食堂开学前检查", "general"), ("防溺水提示到户", "simple")),
    "market-supervision": (("农资市场检查", "general"), ("电梯安全隐患整改", "general"), ("食用油专项抽检", "complex")),
    "finance": (("惠农补贴发放进度通报", "general"), ("专项债券项目支出进度核对", "general")),
    "science-industry": (("工业企业防汛预案备案", "simple"), ("研发费用归集辅导", "complex")),
    "complaints": (("初次信访事项自查", "general"), ("积案台账核对", "general")),
}  # fmt: skip
# When it was given out, taken up, reported done and checked; the second and third were late in one thing or another.
_PACES = (
    ("6-5 09:10", "6-5 15:30", "6-12 17:00", "6-13 10:00", "6-20 15:00", 5),
    ("7-3 09:20", "7-5 10:10", "7-19 16:40", "7-20 10:20", "7-27 15:10", 4),
    ("8-1 09:30", "8-1 16:00", "8-14 17:20", "8-15 09:40", "8-22 15:20", 5),
)


def _summer() -> Iterator[Way]:
    for order, (unit, tasks) in enumerate(_SUMMER.items()):
        for turn, (title, level) in enumerate(tasks):
            given, taken, done, checked, visited, score = _PACES[(order + turn) % len(_PACES)]
            by = _DEPARTMENTS[unit]
            turns = [f"{given} {_OFFICE} open", f"{given} {_OFFICE} assign {unit} 请按时报结果", f"{taken} {by} claim",
                     f"{done} {by} submit 已全部落实，情况说明附后", f"{checked} {_OFFICE} close 同意办结"]  # fmt: skip
            score = 3 if (order, turn) in ((4, 1), (7, 0)) else score
            if (order + turn) % 4:
                turns.append(f"{visited} {_SECOND} visit {score} 电话核实，结果属实")
            yield Way(f"{title}（县直）", "\n".join(turns), level=level)


# What stands open in each of the four townships on the morning of 1 September

# {c} is the township's clerk, {h} its head, {g} its grid worker, {u} the township.
_STANDING: tuple[tuple[str, str, str], ...] = (
    ("村道路灯不亮", "general", """
        8-31 16:30 mengxiaodong open
        8-31 16:31 mengxiaodong assign {u} 群众热线反映，请尽快查明修复
    """),
    ("桥头护栏缺失", "general", """
        8-29 09:00 mengxiaodong open
        8-29 09:01 mengxiaodong assign {u} 有安全隐患，先设警示
    """),
    ("沟渠淤堵排水不畅", "general", """
        8-28 08:40 {g} report
        8-28 09:10 {c} assign {u} 请网格员联系村里清淤
        8-28 10:20 {g} claim
        8-30 17:00 {g} progress 已清一半，等挖掘机
    """),
    ("校门口占道摊点", "simple", """
        8-30 09:15 {g} report
        8-30 09:40 {c} assign {u} 开学前清理
        8-30 10:10 {g} claim
    """),
    ("秸秆堆放占压消防通道", "simple", """
        8-23 09:00 mengxiaodong open
        8-23 09:02 mengxiaodong assign {u} 限期清理
        8-23 15:00 {g} claim
    """),
    ("危旧房屋人员撤离", "general", """
        8-21 09:00 mengxiaodong open
        8-21 09:05 mengxiaodong assign {u} 汛期重点，务必撤离到位
        8-21 11:00 {c} claim
        8-28 17:00 {c} submit 已劝离两户
        8-30 09:30 mengxiaodong send_back 还有一户未撤离，照片看不清，请补拍
    """),
    ("饮用水井水质异味", "general", """
        8-25 09:00 {g} report
        8-25 09:20 {c} assign {u} 请取样送检
        8-25 10:00 {g} claim
        8-31 15:40 {g} submit 已取样送检，先行停用，改由送水车供水
    """),
    ("占用耕地堆放建材", "general", """
        8-22 09:00 mengxiaodong open
        8-22 09:03 mengxiaodong assign {u} 卫片图斑核查
        8-22 14:30 {c} claim
        8-31 11:20 {c} submit 建材已清运，恢复耕种条件
    """),
    ("文化广场健身器材损坏", "general", """
        8-14 09:00 {g} report
        8-14 09:30 {c} assign {u} 请尽快修复
        8-14 10:20 {g} claim
        8-23 16:00 {g} submit 已更换螺栓和座板
        8-25 09:20 {c} close 现场看过，同意
    """),
    ("集镇公厕排污管道改造", "complex", """
        8-10 09:00 mengxiaodong open
        8-10 09:04 mengxiaodong assign {u} 请拿出方案
        8-10 16:00 {c} claim
        8-22 10:00 {c} pause 等待设计单位出图
        8-22 15:30 mengxiaodong grant 同意，出图即恢复
    """),
    ("主干道绿化带缺株补植", "general", """
        8-21 09:30 {c} open
        8-21 09:31 {c} assign {u} 请按图补植
        8-21 10:30 {g} claim
        8-31 16:50 {g} extend 5 连续降雨，苗木未到
    """),
    ("敬老院线路老化整改", "general", """
        8-17 09:00 mengxiaodong open
        8-17 09:02 mengxiaodong assign {u} 消防检查发现
        8-17 15:10 {c} claim
        8-28 11:00 {c} extend 5 电工排期，下周进场
        8-28 16:40 {h} progress 已约定进场时间
        8-29 09:20 mengxiaodong grant 同意，不得再延
    """),
    ("村卫生室药品过期", "simple", """
        8-31 08:50 {g} report
        8-31 09:30 {g} on_the_spot 当场封存登记，已报卫生院更换
    """),
    ("河道边垃圾倾倒", "general", """
        8-2 09:00 {g} report
        8-2 09:30 {c} assign {u} 请清理并查明来源
        8-2 10:30 {g} claim
        8-8 17:00 {g} submit 已清运
        8-9 09:30 {c} close 同意
        8-16 10:00 {h} visit 2 群众反映又有人倾倒
        8-29 08:50 {c} assign {u} 反复事项，请装监控
        8-29 11:00 {g} claim
    """),
    ("废品收购点消防隐患", "general", """
        8-7 09:00 {g} report
        8-7 09:20 {c} assign {u} 会同派出所检查
        8-7 10:40 {g} claim
        8-14 17:00 {g} submit 已清出通道，配齐灭火器
        8-15 09:10 {c} close 同意
        8-23 10:20 {h} visit 5 现场看过，已整改
    """),
    ("农贸市场缺斤短两投诉", "simple", """
        8-24 09:10 {g} report
        8-24 09:50 {c} cancel 与市场监管局受理的投诉为同一件，由其办理
    """),
    ("村民反映灌溉用水先后不公", "general", """
        9-1 08:10 {g} report
    """),
)  # fmt: skip
# Two of the townships have less on their hands.
_FEWER = {"fengzhuang": 2, "weiqiu": 3}
# A quarrel reported this morning that nobody has assigned or entered into the ledger yet.
_QUARREL = "9-1 08:2{n} {g} report 双方情绪激动，已先劝开"


def _townships() -> Iterator[Way]:
    for number, (township, clerk) in enumerate(CLERKS.items()):
        people = {"c": clerk, "h": HEADS[township], "g": GRID_WORKERS[township], "u": township, "n": number}
        step = _FEWER.get(township, 1)
        for title, level, turns in _STANDING[::step]:
            yield Way(f"{NAMES[township]}{title}", turns.format(**people), place=township, level=level)
        yield Way(
            f"{NAMES[township]}两户因晒粮占道争执", _QUARREL.format(**people), place=township, flow="disputes", kind="02",
            level="simple", detail="两户因晒粮占道发生争执，网格员到场时已动手推搡。", urgent=number == 0,
        )  # fmt: skip


# Single ones: refused, fought over, helped with, decided by a meeting

_SINGLES: tuple[tuple[str, str, str, str], ...] = (
    ("跨乡界河堤塌坡", "zuocheng", "general", """
        8-30 14:00 mengxiaodong open
        8-30 14:05 mengxiaodong assign zuocheng 汛期隐患，请先行处置
        8-30 16:30 shenxiaojun refuse 塌坡处在榆林乡一侧，不属本乡管辖
    """),
    ("国道边违规广告牌", "yulin", "general", """
        8-28 09:00 mengxiaodong open
        8-28 09:05 mengxiaodong assign market-supervision 请核查拆除
        8-28 15:00 baixue refuse 广告牌设置审批不属我局职责
        8-29 09:00 mengxiaodong assign yulin 属地先行
        8-29 11:00 fanli refuse 公路用地内设施，不属乡镇职责
    """),
    ("孤儿就学资助衔接", "zuocheng", "general", """
        8-24 09:00 mengxiaodong open
        8-24 09:06 mengxiaodong assign education-sports 开学前办妥
        8-24 10:30 shiyufei claim
        8-25 09:00 shiyufei assist civil-affairs 请核对在册孤儿名单和账户
        8-25 10:10 mali helper claim
        8-30 17:00 mali helper submit 名单已核对，31 人
        8-30 18:00 shiyufei assist finance 请核对资助资金指标
    """),
    ("涉水企业雨污混排", "fengzhuang", "complex", """
        8-3 09:00 mengxiaodong open
        8-3 09:06 mengxiaodong assign fengzhuang 请先查明
        8-3 15:00 gengliang claim
        8-10 09:30 mengxiaodong transfer ecology 涉及排污许可，改由生态环境局主办
        8-10 14:20 xiejuan claim
        8-24 17:00 xiejuan progress 已责令改正，正在立案
    """),
    ("拖欠农民工工资线索核查", "weiqiu", "general", """
        7-24 09:00 mengxiaodong open
        7-24 09:06 mengxiaodong assign weiqiu 逐人核实
        7-24 15:00 cuijie claim
        8-2 17:00 cuijie submit 已核实两人
        8-3 09:30 mengxiaodong send_back 人数与投诉不符，材料不全
        8-8 17:00 cuijie submit 补充三人，已发放两人
        8-9 09:30 mengxiaodong send_back 仍有三人没有发放，没有解决
        8-16 17:00 cuijie submit 其余三人约定月底发放
        8-17 09:30 yujing send_back 没有凭证，仍未解决
    """),
    ("秋季开学校车逃生演练", "", "general", """
        8-29 15:00 yujing open
        8-29 15:05 yujing assign education-sports 县政府常务会议要求
        8-29 16:00 shiyufei claim
        8-31 17:30 shiyufei submit 三所学校已演练，视频附后
    """),
    ("危险废物暂存间整改", "fengzhuang", "simple", """
        8-24 10:00 yujing open
        8-24 10:05 yujing assign ecology 清零行动遗留
        8-24 15:00 xiejuan claim
    """),
    ("集中供养对象体检", "", "general", """
        8-18 10:00 mengxiaodong open
        8-18 10:05 mengxiaodong assign civil-affairs 月底前完成
        8-18 15:00 mali claim
    """),
)  # fmt: skip


def _singles() -> Iterator[Way]:
    for title, place, level, turns in _SINGLES:
        yield Way(title, turns, place=place, level=level)
