"""The code lists of the line."""

from django.db.models import TextChoices


class Category(TextChoices):
    """Whom the register holds (民发〔2019〕62号, 国发〔2016〕13号); collective care as payment systems code it (121)."""

    ORPHAN_INST = "ORPHAN_INST", "孤儿（机构养育）"
    ORPHAN_SCAT = "ORPHAN_SCAT", "孤儿（社会散居）"
    DEFACTO = "DEFACTO", "事实无人抚养儿童"
    DEFACTO_INST = "DEFACTO_INST", "事实无人抚养儿童（集中养育）"
    LEFT_BEHIND = "LEFT_BEHIND", "农村留守儿童"
    HARDSHIP = "HARDSHIP_OTHER", "其他困境儿童"
    MIGRANT = "MIGRANT", "流动儿童"
    HIV = "HIV", "感染艾滋病病毒儿童"


class StopReason(TextChoices):
    AGE_18 = "AGE_18", "年满十八周岁"
    AGE_16 = "AGE_16", "留守儿童年满十六周岁"
    GRADUATED = "GRADUATED", "完成学业"
    DEATH = "DEATH", "死亡"
    ADOPTED = "ADOPTED", "依法被收养"
    PARENT_RELEASED = "PARENT_RELEASED", "父母刑满或解除强制措施"
    PARENT_FOUND = "PARENT_FOUND", "父母重新取得联系"
    PARENT_RETURNED = "PARENT_RETURNED", "父母返乡照料"
    PARENT_RECOVERED = "PARENT_RECOVERED", "父母恢复抚养能力"
    GUARDIANSHIP_RESTORED = "GUARDIANSHIP_RESTORED", "恢复监护人资格"
    MOVED = "REGISTRATION_MOVED", "户籍迁出"
    CATEGORY_CHANGED = "CATEGORY_CHANGED", "类别变更"
    FRAUD = "FRAUD", "不符合条件"
    VOLUNTARY = "VOLUNTARY", "自愿放弃"
    EMPLOYED = "EMPLOYED", "以自己的劳动收入为主要生活来源"


class School(TextChoices):
    NONE = "none", "未入园"
    NURSERY = "nursery", "幼儿园"
    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    SENIOR = "senior", "高中"
    VOCATIONAL = "vocational", "中职"
    COLLEGE = "college", "大专及本科"
    JUNIOR_COLLEGE = "jun_college", "大专"
    BACHELOR = "bachelor", "普通本科"
    POSTGRADUATE = "postgraduate", "研究生"
    SPECIAL = "special", "特教或送教上门"
    FINISHED = "finished", "已离校"
    DROPPED_OUT = "dropped_out", "辍学"


class Risk(TextChoices):
    LOW = "low", "低"
    MEDIUM = "medium", "中"
    HIGH = "high", "高"


class Relation(TextChoices):
    GRANDPARENT = "grandparent", "祖父母"
    MATERNAL = "maternal", "外祖父母"
    PARENT = "parent", "父母一方"
    SIBLING = "sibling", "兄姐"
    RELATIVE = "relative", "其他亲属"
    INSTITUTION = "institution", "养育机构"
    VILLAGE = "village", "村（居）委会"


class PaymentKind(TextChoices):
    REGULAR = "REGULAR", "正常发放"
    BACKPAY = "BACKPAY", "补发"
    CORRECTION = "CORRECTION", "更正"


class PaymentStatus(TextChoices):
    PENDING = "PENDING", "待发"
    SENT = "SENT", "已送银行"
    PAID = "PAID", "已发放"
    RETURNED = "RETURNED", "退票"
    CANCELLED = "CANCELLED", "取消"


class VisitMode(TextChoices):
    HOME = "home", "入户"
    PHONE = "phone", "电话"
    VIDEO = "video", "视频"


PAID_CATEGORIES = (
    Category.ORPHAN_INST, Category.ORPHAN_SCAT, Category.DEFACTO, Category.DEFACTO_INST, Category.HIV,
)  # fmt: skip
# Whom a file is kept of: those who are paid, and those who are registered until their parents come back.
WITH_FILE = (*PAID_CATEGORIES, Category.LEFT_BEHIND)
INSTITUTIONAL = (Category.ORPHAN_INST, Category.DEFACTO_INST)
# As the rules of study call the schools (eligibility.facts.STAGES). 大专及本科 is what older rows say of either.
STAGES: dict[str, str] = {
    School.SENIOR: "SENIOR", School.VOCATIONAL: "VOCATIONAL", School.COLLEGE: "COLLEGE",
    School.JUNIOR_COLLEGE: "COLLEGE", School.BACHELOR: "UNDERGRADUATE", School.POSTGRADUATE: "POSTGRADUATE",
}  # fmt: skip
# Schools in which the allowance may go on after the eighteenth birthday.
STUDYING = (School.SENIOR, School.VOCATIONAL, School.COLLEGE, School.JUNIOR_COLLEGE, School.BACHELOR)
