"""The roles a post can carry: what each may do, how far it reaches, and who may hold it."""

from enum import StrEnum
from typing import ClassVar


class Action(StrEnum):
    """Everything access is asked about. The value is the Chinese verb that refusals use."""

    VIEW = "查看"
    LIST = "列出未成年人"
    ADD = "登记"
    CHANGE = "修改"
    VOID = "作废"
    IMPORT = "导入"
    EXPORT = "导出"
    RELEASE = "审批导出"
    UNMASK = "查看隐私栏目"
    DRAFT = "起草稿件"
    CONFIRM = "核实本单位数字"
    EDIT = "编辑快报"
    CHECK = "审核快报"
    SIGN = "签发快报"
    READ = "阅读快报"
    REPORT = "上报"
    ASSIGN = "交办"
    HANDLE = "办理"
    REVIEW = "核验办结"
    APPROVE = "审批延期和暂停"
    VISIT = "回访"
    SUPERVISE = "督办"
    INSTRUCT = "批示"
    AUDIT = "审计"
    ADMINISTER = "管理人员岗位"


_KEEP = frozenset({Action.VIEW, Action.ADD, Action.CHANGE, Action.VOID, Action.IMPORT, Action.EXPORT})
_READ = frozenset({Action.VIEW, Action.READ})
_LOOP = frozenset({Action.ASSIGN, Action.HANDLE, Action.REVIEW, Action.VISIT})


class Role:
    """`may` is what the role allows; `county_wide` whether its reach is the county or the post's own organisation."""

    slug: ClassVar[str]
    label: ClassVar[str]
    holder: ClassVar[str]
    may: ClassVar[frozenset[Action]] = frozenset()
    county_wide: ClassVar[bool] = False


class Clerk(Role):
    slug, label = "clerk", "经办"
    holder = "各单位、各乡镇（街道）负责台账登记的在编人员，由单位负责人指定。登记、导入、更正本单位台账，交办、办理、核验本单位事项，起草本单位稿件；不得核实自己填报的数字，不得核验、回访自己办理的事项。"
    may = _KEEP | _LOOP | {Action.LIST, Action.REPORT, Action.UNMASK, Action.DRAFT, Action.READ}


class UnitHead(Role):
    slug, label = "unit_head", "单位审核"
    holder = "单位主要负责人或分管负责人。核实本单位稿件中的数字，对其真实性负责；交办、核验本单位事项，审批延期；可查看、导出本单位台账；牵头单位的，审批未成年人信息的导出，查看查阅记录（未成年人网络保护条例第三十六条）。"
    may = _LOOP | {
        Action.VIEW, Action.EXPORT, Action.RELEASE, Action.UNMASK, Action.CONFIRM, Action.APPROVE, Action.READ
    }  # fmt: skip


class GridWorker(Role):
    slug, label = "grid_worker", "网格员"
    holder = "村（社区）专职或兼职网格员，由乡镇（街道）聘任备案。上报和登记本辖区发现的情况，领办、报结交办的任务；不导入导出。"
    may = frozenset({Action.VIEW, Action.ADD, Action.CHANGE, Action.REPORT, Action.HANDLE})


class Supervisor(Role):
    slug, label = "supervisor", "督办"
    holder = "县政府办公室督查室人员。交办、督办、核验、回访全县事项，裁定退回和审批延期；不修改任何单位的记录。"
    may = _READ | {
        Action.EXPORT, Action.ASSIGN, Action.REVIEW, Action.APPROVE, Action.VISIT, Action.SUPERVISE
    }  # fmt: skip
    county_wide = True


class Editor(Role):
    slug, label = "editor", "责任编辑"
    holder = "县政府办公室信息科编辑。约稿、编辑、组版；不得审核或签发自己编辑的期次。"
    may = _READ | {Action.DRAFT, Action.EDIT}
    county_wide = True


class Checker(Role):
    slug, label = "checker", "审核"
    holder = "县政府办公室分管副主任。逐项审核期次内容和数字；不得审核自己编辑的期次，不得签发自己审核的期次。"
    may = _READ | {Action.CHECK}
    county_wide = True


class Signer(Role):
    slug, label = "signer", "签发"
    holder = "县政府分管领导或经其书面授权的办公室主任。签发后期次内容和数字即行固定。"
    may = _READ | {Action.SIGN}
    county_wide = True


class Leader(Role):
    slug, label = "leader", "县领导"
    holder = "县四大班子领导和法检两长。阅读快报、作出批示、查看数据及其明细；涉及未成年人的明细只见合计。"
    may = _READ | {Action.INSTRUCT}
    county_wide = True


class Auditor(Role):
    slug, label = "auditor", "审计"
    holder = "与台账登记、人员管理均无关系的审计人员（GB/T 22239—2019 三员分立之审计管理员）。查看留痕和隐私查看记录，不看隐私内容，不修改任何记录。"
    may = frozenset({Action.VIEW, Action.AUDIT, Action.READ})
    county_wide = True


class Administrator(Role):
    slug, label = "administrator", "管理员"
    holder = "系统管理员，管理单位、人员和岗位；无权查看任何台账内容，也不得兼任审计（三员分立）。"
    may = frozenset({Action.ADMINISTER})
    county_wide = True


ROLES: dict[str, type[Role]] = {
    role.slug: role
    for role in (Clerk, UnitHead, GridWorker, Supervisor, Editor, Checker, Signer, Leader, Auditor, Administrator)
}
CHOICES = [(role.slug, role.label) for role in ROLES.values()]
