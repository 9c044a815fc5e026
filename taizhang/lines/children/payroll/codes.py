"""The code lists of the monthly run."""

from django.db.models import TextChoices


class BatchKind(TextChoices):
    REGULAR = "REGULAR", "月度发放"
    BACKPAY = "BACKPAY", "补发"
    REISSUE = "REISSUE", "退票重发"


class BatchState(TextChoices):
    DRAFT = "DRAFT", "待复核"
    CHECKED = "CHECKED", "待批准"
    APPROVED = "APPROVED", "待送银行"
    SENT = "SENT", "已送银行"
    SETTLED = "SETTLED", "已结清"
    DROPPED = "DROPPED", "已撤销"


class RecoveryState(TextChoices):
    NOTICED = "NOTICED", "已通知"
    REPAYING = "REPAYING", "退款中"
    REPAID = "REPAID", "已退清"
    WITHDRAWN = "WITHDRAWN", "已撤回"
    WAIVED = "WAIVED", "已免除"
    REFERRED = "REFERRED", "已移送"


class Condition(TextChoices):
    TOPUP = "TOPUP", "补差扣减"
    STUDY = "STUDY", "就读证明"
    SUSPENDED = "SUSPENDED", "暂停发放"


class Holder(TextChoices):
    CHILD = "CHILD", "儿童本人"
    GUARDIAN = "GUARDIAN", "监护人"
    INSTITUTION = "INSTITUTION", "养育机构"


class AccountSort(TextChoices):
    CARD = "card", "银行卡"
    PASSBOOK = "passbook", "存折"
    COMPANY = "company", "单位账户"


class Cause(TextChoices):
    """Why an item is paid or demanded back, as the reckoning names it (money.causes, money.entitlement)."""

    REGULAR = "REGULAR", "当月应发"
    LATE_START = "LATE_START", "起领后漏列"
    MISSED = "MISSED", "应发未发"
    RESUMED = "RESUMED", "恢复发放"
    RETURNED = "RETURNED", "退票重发"
    RESTORED = "RESTORED", "追缴后复核应发"
    NEW_RATE = "NEW_RATE", "标准调整"
    CATEGORY = "CATEGORY", "类别变更"
    REDUCTION = "REDUCTION", "补差扣减变动"
    RATE_LOWERED = "RATE_LOWERED", "标准下调"
    AFTER_STOP = "AFTER_STOP", "终止后发放"
    OVER_AGE = "OVER_AGE", "超龄且无就读证明"
    SUSPENDED = "SUSPENDED", "暂停期间发放"
    BEFORE_START = "BEFORE_START", "起领前发放"
    NO_MONTHS = "NO_MONTHS", "不符合条件"
    NOT_PAID = "NOT_PAID", "该类别不发放"
    TWICE = "TWICE", "重复发放"
    TOO_MUCH = "TOO_MUCH", "多发"
    UNPAID = "UNPAID", "款项未到账"
    WITHDRAWN = "WITHDRAWN", "复核应发"
    REFUND = "REFUND", "多退"


# A claim in these states waits for money.
DUE = (RecoveryState.NOTICED, RecoveryState.REPAYING)


class WorkAct(TextChoices):
    """What is done in the queue where a run is large."""

    DRAFT = "draft", "生成批次"
    FOLLOW = "follow", "生成退票重发批次"
    CHECK = "check", "复核"
    SEND = "send", "送银行"
    RESULT = "result", "收银行回单"
    DROP = "drop", "撤销批次"
    EXPLAIN = "explain", "说明总额"
