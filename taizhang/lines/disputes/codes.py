"""The code lists of the line."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """The fifteen statistical kinds of a justice bureau's monthly report, and those added since (domain rule book)."""

    MARRIAGE = "01", "婚姻家庭"
    NEIGHBOUR = "02", "邻里"
    HOMESTEAD = "03", "房屋宅基地"
    CONTRACT = "04", "合同"
    BUSINESS = "05", "生产经营"
    DAMAGE = "06", "损害赔偿"
    LAND = "07", "山林土地"
    DEMOLITION = "08", "征地拆迁"
    POLLUTION = "09", "环境污染"
    LABOUR = "10", "劳动争议"
    CONSUMER = "11", "消费"
    MEDICAL = "12", "医疗"
    TRAFFIC = "13", "道路交通事故"
    PROPERTY = "14", "物业"
    VILLAGE = "15", "村务管理"
    DEBT = "16", "债务借贷"
    WAGES = "17", "欠薪"
    EMOTION = "18", "情感"
    CAMPUS = "19", "校园"
    LITIGATION = "20", "涉法涉诉"
    MILITARY = "21", "涉军"
    DISASTER = "22", "涉疫涉灾"
    OTHER = "99", "其他"


class SixPrevent(TextChoices):
    """What a dispute is guarded against under 六防六促; others carry no tag."""

    EMOTION = "emotion", "防情感纠纷"
    FAMILY = "family", "防家庭纠纷"
    NEIGHBOUR = "neighbour", "防邻里纠纷"
    DEBT = "debt", "防债务纠纷"
    PROPERTY = "property", "防物业纠纷"
    DISASTER = "disaster", "防涉疫涉灾纠纷"


class Level(TextChoices):
    SIMPLE = "simple", "简易"
    GENERAL = "general", "一般"
    COMPLEX = "complex", "疑难"


class Risk(TextChoices):
    GREEN = "green", "绿"
    YELLOW = "yellow", "黄"
    RED = "red", "红"


class Channel(TextChoices):
    GRID = "grid", "网格排查"
    VISIT = "visit", "群众来访"
    HOTLINE = "12345", "12345"
    PETITION = "petition", "信访转办"
    COURT = "court", "法院委派"
    POLICE = "police", "公安移交"
    PROSECUTOR = "prosecutor", "检察移交"
    DEPARTMENT = "department", "部门移送"
    OWN_MOTION = "own_motion", "主动调解"
    APPLICATION = "application", "依申请"


class Outcome(TextChoices):
    """How it ended; the classes exclude each other, so that they sum to what was found."""

    PENDING = "pending", "办理中"
    AGREED = "agreed", "调解成功"
    COURT = "court", "引导走法律程序"
    PETITION = "petition", "转信访"
    WITHDRAWN = "withdrawn", "撤回"
    FAILED = "failed", "调解未成"


# The ends that settle a quarrel; being shown the way to court is an end of the mediation only.
SETTLED = (Outcome.AGREED, Outcome.WITHDRAWN)


class Matter(TextChoices):
    """信访工作条例（2022）第二十九条 distinguishes what a petitioner asks for."""

    ADVICE = "advice", "建议意见"
    ACCUSATION = "accusation", "检举控告"
    APPEAL = "appeal", "申诉求决"


class Answer(TextChoices):
    """信访工作条例（2022）第三十二条: the three opinions a unit may give on what was asked for."""

    SUPPORTED = "supported", "予以支持"
    EXPLAINED = "explained", "解释疏导"
    UNSUPPORTED = "unsupported", "不予支持"


class Means(TextChoices):
    WECHAT = "wechat", "微信"
    BROADCAST = "broadcast", "广播"
    LOUDSPEAKER = "loudspeaker", "村村响大喇叭"
    LEAFLET = "leaflet", "宣传页"
    MEETING = "meeting", "集中宣讲"
