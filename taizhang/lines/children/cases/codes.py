"""The code lists of cases; those that the tables of eligibility know are held against them by a test."""

from django.db.models import TextChoices


class CaseState(TextChoices):
    """As eligibility/case.toml has them."""

    DRAFT = "DRAFT", "草稿"
    SUBMITTED = "SUBMITTED", "已受理"
    SUPPLEMENT_REQUESTED = "SUPPLEMENT_REQUESTED", "待补正"
    VERIFYING = "VERIFYING", "查验中"
    VERIFIED = "VERIFIED", "查验通过"
    VERIFY_FAILED = "VERIFY_FAILED", "查验不通过"
    CONFIRMING = "CONFIRMING", "确认中"
    CONFIRMED = "CONFIRMED", "已确认"
    REFUSED = "REFUSED", "不予确认"
    ACTIVE = "ACTIVE", "在保"
    SUSPENDED = "SUSPENDED", "暂停"
    REVIEW_DUE = "REVIEW_DUE", "待复核"
    TERMINATED = "TERMINATED", "已终止"
    FORWARDED = "FORWARDED", "已转户籍地"


class Role(TextChoices):
    FATHER = "father", "父亲"
    MOTHER = "mother", "母亲"


class Circumstance(TextChoices):
    """What keeps a parent from raising the child, as eligibility/states.toml has it."""

    DEAD = "DEAD", "死亡"
    MISSING = "MISSING", "被宣告失踪"
    SEVERE_DISABILITY = "SEVERE_DISABILITY", "重度残疾"
    SEVERE_ILLNESS = "SEVERE_ILLNESS", "重病"
    IMPRISONED = "IMPRISONED", "服刑在押"
    DRUG_REHAB = "DRUG_REHAB", "强制隔离戒毒"
    OTHER_RESTRAINT = "OTHER_RESTRAINT", "被执行其他限制人身自由的措施"
    LOST_CONTACT = "LOST_CONTACT", "失联"
    GUARDIANSHIP_REVOKED = "GUARDIANSHIP_REVOKED", "被撤销监护人资格"
    DEPORTED = "DEPORTED", "被遣送（驱逐）出境"


class Disability(TextChoices):
    """The kinds on a disability card; 精神 and 智力 count to grade 4 (民发〔2019〕62号)."""

    VISUAL = "VISUAL", "视力"
    HEARING = "HEARING", "听力"
    SPEECH = "SPEECH", "言语"
    PHYSICAL = "PHYSICAL", "肢体"
    INTELLECTUAL = "INTELLECTUAL", "智力"
    MENTAL = "MENTAL", "精神"
    MULTIPLE = "MULTIPLE", "多重"


class Finding(TextChoices):
    """What a case conference says of a parent nobody knows; the values are groups of states, ABLE is none."""

    LIVING = "living", "不能履行抚养义务"
    MISSING = "missing", "按失去该方对待"
    ABLE = "able", "有抚养能力"


class Reviewed(TextChoices):
    """Why a child was looked at again, as eligibility.reviews names what is due."""

    ANNUAL = "ANNUAL_REVIEW", "年度复核"
    TERM = "TERM_ENDS", "父母期限届满"
    MISSING = "MISSING_POSSIBLE", "可申请宣告失踪"
    EIGHTEEN_SOON = "AGE_18_SOON", "将满十八周岁"
    EIGHTEEN = "AGE_18", "已满十八周岁"
    SIXTEEN = "AGE_16", "已满十六周岁"
    GRADUATED = "GRADUATED", "学业已完成"
    PROOF = "STUDY_PROOF", "新学期就读证明"
    OTHER = "OTHER", "其他情况"


class Conclusion(TextChoices):
    KEEP = "KEEP", "继续保障"
    TERMINATE = "TERMINATE", "终止"


# After a review of these everything about the child has been looked at anew.
WHOLE = (Reviewed.ANNUAL, Reviewed.TERM, Reviewed.OTHER)
# A case in these is being worked on.
OPEN = (
    CaseState.DRAFT, CaseState.SUBMITTED, CaseState.SUPPLEMENT_REQUESTED, CaseState.VERIFYING, CaseState.VERIFIED,
    CaseState.VERIFY_FAILED, CaseState.CONFIRMING,
)  # fmt: skip
# What was applied for may be mended until it is verified; the parents' facts may be at any time.
EDITED = OPEN[:4]
# A child of a case in these is on the register.
STANDING = (CaseState.CONFIRMED, CaseState.ACTIVE, CaseState.SUSPENDED, CaseState.REVIEW_DUE)
