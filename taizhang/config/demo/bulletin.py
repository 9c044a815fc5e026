"""Issue 39 of 2023, from drafts to the signed and printed paper, each step by the person whose step it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from taizhang.county.bulletin import compose, distribution, files, flow, items, signing
from taizhang.county.bulletin.models import Issue, Item, Recipient
from taizhang.county.documents import numbering
from taizhang.county.people.models import Organisation

CUTOFF = date(2023, 8, 31)
# Thirty-eight issues of the year were printed before this system.
EARLIER = 38
FORMATS = ("docx", "pdf", "html", "txt")
EDITOR, CHECKER, SIGNER = "zhouwenjing", "hanlixin", "zhengguodong"
_HEADS = {
    "civil-affairs": "sunzhiyuan", "public-security": "gaofeng", "finance": "lvyan", "science-industry": "pengtao",
    "development-zone": "jiangnan", "market-supervision": "baixue", "ecology": "luqiang", "zuocheng": "houjianshe",
    "yulin": "qinweidong", "fengzhuang": "yaohong", "weiqiu": "niuhongwei",
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """One item: who drafts it, the units that answer for it, where its typed numbers come from."""

    section: str
    units: tuple[str, ...]
    by: str
    headline: str
    body: str
    source: str = ""


PIECES = (
    Piece(
        "livelihood",
        ("civil-affairs",),
        "mali",
        "县民政局摸清底数按月发放兜牢困境儿童生活保障",
        "把民政政策讲到村头巷尾，逐村逐户核对困境儿童底数，基本生活费按月通过银行发到账户；会同教体部门逐人核对事实无人抚养"
        "儿童就学情况，建好一人一档，应助尽助、不漏一人。截至目前，纳入保障的孤儿{children.orphans}、事实无人抚养儿童"
        "{children.de_facto}、留守儿童{children.left_behind}，1—8月份累计发放基本生活费{children.paid | months=1-8 | style=over}。",
    ),
    Piece(
        "schools",
        ("public-security",),
        EDITOR,
        "县公安局提前上岗排查隐患护航新学期平安开学",
        "开学前对校园和校车逐一过筛，对发现的隐患列单交办、限期整改；与教体部门共享开学时间，警力提前到岗，学校门口和接送"
        "路段定点定人值守，上下学高峰疏导交通、加密巡逻。截至目前，累计出动警力240余人次，检查校园周边场所45家次、学校69所、"
        "校车48辆，整改隐患13处。",
        "县公安局治安大队校园安全检查登记，截至2023年8月31日。",
    ),
    Piece(
        "projects",
        ("finance",),
        EDITOR,
        "县财政局全链条管理专项债券助力重点项目落地",
        "项目主管部门管进度、发改部门筛投向、财政部门控额度，一个项目一本账；拟发行项目先请专家论证收益与融资平衡，再上县政府"
        "工作例会研究，发行之后跟踪支出、盯住还本付息。今年以来，谋划专项债券项目75个，总概算223亿元，申请专项债券76亿元；"
        "已发行项目10个，发行金额3.47亿元。",
        "县财政局债务管理台账，截至2023年8月31日；谋划、申请、发行为三个阶段，不相加。",
    ),
    Piece(
        "innovation",
        ("science-industry",),
        EDITOR,
        "县科工局梯次培育创新主体激活企业研发动能",
        "按照“四有”标准逐企帮扶，建立研发活动培育库，专人辅导研发费用加计扣除和研发平台申报，推动科技型企业由小到大、由大到强。"
        "目前，有研发活动的企业57家，占规上企业的56.4%；创新型中小企业、专精特新企业、专精特新“小巨人”企业、专精特新重点"
        "“小巨人”企业分别为32家、15家、4家、2家。",
        "县科工局优质企业梯度培育库，规上企业以统计部门2023年7月名录101家为分母。",
    ),
    Piece(
        "investment",
        ("development-zone",),
        EDITOR,
        "县开发区围绕主导产业精准招商引来活水",
        "紧盯食品加工、医药化工、节能环保三个方向，列出目标企业清单，用主题招商、以商招商、委托招商等办法登门洽谈，签约一个、"
        "跟进一个。今年以来，参加招商推介活动5次，开展省外招商12次，签约项目9个，总投资额18.09亿元。",
        "县开发区招商项目台账，截至2023年8月31日，增资项目只计增量。",
    ),
    Piece(
        "business",
        ("market-supervision",),
        EDITOR,
        "县市场监管局疏堵结合规范经营秩序",
        "对流动摊贩、小商店、餐饮店和校园周边经营户分类摸排：能办照的当场教流程、帮忙一次办成，不具备条件的依法查处，"
        "让经营者心中有数、消费者买得放心。截至目前，共出动执法人员210人次，清查整治各类经营主体76户。",
        "县市场监管局无证无照经营整治登记表，截至2023年8月31日。",
    ),
    Piece(
        "business",
        ("ecology",),
        EDITOR,
        "县生态环境局上门帮扶推动固体废物规范处置",
        "组织执法人员进厂入库，对照管理台账核对产生、贮存、转移各环节，缺什么制度补什么制度，并帮企业联系有资质的处置单位，"
        "把积存的库存清下去。此次行动，出动执法人员约220人次，帮扶指导重点企业75家，督促企业规范处置危险废物440.55吨。",
        "县生态环境局“清零”行动登记表和转移联单，截至2023年8月31日。",
    ),
    Piece(
        "governance",
        ("zuocheng", "yulin", "fengzhuang", "weiqiu"),
        "shenxiaojun",
        "各乡镇建账到户办结到人把矛盾化解在基层",
        "网格员逐户走访，发现一起、登记一起，乡镇综治中心统一交办、限时领办、跟踪督办、回访办结，并用微信、广播、大喇叭宣传"
        "平安建设。截至目前，胙城乡排查调处矛盾纠纷{disputes.found | place=410726206}，调处率"
        "{disputes.handled_rate | place=410726206}，成功率{disputes.success_rate | place=410726206}，化解疑难信访"
        "{disputes.petitions_resolved | place=410726206}；榆林乡排查矛盾纠纷{disputes.found | place=410726207}，成功化解"
        "{disputes.resolved | place=410726207}，引导走法律程序{disputes.guided_to_law | place=410726207 | style=over}；"
        "丰庄镇排查矛盾纠纷{disputes.found | place=410726102}，化解率{disputes.resolved_rate | place=410726102}；"
        "魏邱乡排查矛盾纠纷{disputes.found | place=410726202}，化解率{disputes.resolved_rate | place=410726202}。",
    ),
)
# Words on the printed list, the role behind them, the kind of organisation.
RECIPIENTS = (
    ("县委常委", "leader", ""),
    ("县人大正副主任", "", ""),
    ("副县长", "signer", ""),
    ("县政协正副主席", "", ""),
    ("人武部长", "", ""),
    ("法院院长", "", ""),
    ("检察院检察长", "", ""),
    ("县直各单位负责人", "unit_head", Organisation.Kind.DEPARTMENT),
    ("各乡（镇）政府、街道办事处主要领导", "unit_head", Organisation.Kind.TOWNSHIP),
)


def publish(people: Mapping[str, Any], say: Callable[[str], None]) -> Path:
    """Builds, checks, confirms, signs and prints the issue; what is there already is left as it is."""
    issue = Issue.objects.filter(year=2023, no=EARLIER + 1).first()
    if issue is None:
        # Whole or absent, so that a run that was killed can simply be run again.
        with transaction.atomic():
            ready = _ready(people, say)
        issue = signing.sign(ready, by=people[SIGNER], opinion="同意签发")
        say(f"{people[SIGNER].name} 签发：第 {issue.no} 期，{issue.date:%Y-%m-%d}")
        _read(issue, people)
    return _print(issue, say)


def _ready(people: Mapping[str, Any], say: Callable[[str], None]) -> Issue:
    waiting = Issue.objects.filter(state=Issue.State.SIGN).first()
    if waiting is not None:
        return waiting
    numbering.start_after("bulletin-2023", EARLIER)
    _recipients(people["xinglei"])
    editor = people[EDITOR]
    issue = compose.open_issue(by=editor, cutoff=CUTOFF)
    for piece in PIECES:
        compose.take(issue, _item(piece, people), by=editor)
    say(f"{len(PIECES)} 篇稿件已报送、采用，组版为 {len({p.section for p in PIECES})} 个栏目")
    for name in ("edit", "to_figures", "to_units"):
        issue = flow.move(issue, name, by=editor)
    for item in issue.items.all():
        for unit in item.units.all():
            items.confirm(item, unit.organisation, by=people[_HEADS[unit.organisation.slug]])
    say(f"{len(_HEADS)} 个单位负责人已核实本单位数字")
    flow.move(issue, "to_review", by=editor)
    issue = flow.move(issue, "approve", by=people[CHECKER], opinion="数字已核，同意，请签发")
    say(f"{editor.name} 编辑，{people[CHECKER].name} 审核通过")
    return issue


def _item(piece: Piece, people: Mapping[str, Any]) -> Item:
    known = Organisation.objects.in_bulk(piece.units, field_name="slug")
    item = items.draft(
        units=[known[slug] for slug in piece.units],
        section=piece.section,
        headline=piece.headline,
        body=piece.body,
        by=people[piece.by],
        cutoff=CUTOFF,
        source_note=piece.source,
    )
    return items.submit(item, by=people[piece.by])


def _recipients(by: Any) -> None:
    for order, (words, role, kind) in enumerate(RECIPIENTS):
        if not Recipient.objects.filter(words=words).exists():
            distribution.add(words, by=by, role=role, kind=kind, order=order)


def _read(issue: Issue, people: Mapping[str, Any]) -> None:
    for username in ("sunzhiyuan", "houjianshe", "gaofeng"):
        distribution.opened(issue, by=people[username])


def _print(issue: Issue, say: Callable[[str], None]) -> Path:
    folder = settings.VAR / "out"
    folder.mkdir(parents=True, exist_ok=True)
    for form in FORMATS:
        (folder / f"{issue.year}-{issue.no}.{form}").write_bytes(files.file(issue, form))
    say(f"第 {issue.no} 期 docx、pdf、html、txt 已写入 {folder}")
    return folder
