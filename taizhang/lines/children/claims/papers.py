"""The notice that demands money back and the certificate that a claim has ended: numbered, kept, set by the press."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from taizhang.county.audit import changes, clock, readings
from taizhang.county.documents import numbering
from taizhang.county.documents.rendering import Letter, render
from taizhang.county.ledger import services
from taizhang.county.standards.dates import prose_date
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children import letters
from taizhang.lines.children.claims.models import ClaimPaper, Paper
from taizhang.lines.children.codes import INSTITUTIONAL, Relation
from taizhang.lines.children.models import Child, Guardian, Recovery
from taizhang.lines.children.money import cents
from taizhang.lines.children.payroll import duties, parameters, recovering
from taizhang.lines.children.payroll.codes import DUE, RecoveryState

_ENDED = (RecoveryState.REPAID, RecoveryState.WITHDRAWN, RecoveryState.WAIVED)


def of(recovery: Recovery) -> list[ClaimPaper]:
    return list(ClaimPaper.objects.filter(recovery=recovery, voided=False).select_related("issuer").order_by("pk"))


def offered(recovery: Recovery) -> list[tuple[str, str]]:
    """Which papers the state of a claim calls for."""
    sorts = [Paper.NOTICE] if recovery.state in DUE else [Paper.CERTIFICATE] if recovery.state in _ENDED else []
    return [(sort.value, sort.label) for sort in sorts]


def issue(recovery: Recovery, sort: str, *, by: Any) -> ClaimPaper:
    """The last paper again where it would say the same: a second click takes no number. Raises Invalid, Refused."""
    with changes.change(by=by, reason=f"{recovery.code}{Paper(sort).label}", action="追缴文书"):
        stored = Recovery.objects.select_for_update().select_related("child").get(pk=recovery.pk)
        if not duties.makes(by):
            raise Invalid(f"追缴文书由民政局经办出具，您的岗位（{by.title}）不能办理")
        if sort not in dict(offered(stored)):
            raise Invalid(f"追缴{stored.code}{stored.get_state_display()}，不能出具{Paper(sort).label}")
        body = list(_notice(stored) if sort == Paper.NOTICE else _certificate(stored))
        last = [paper for paper in of(stored) if paper.sort == sort][-1:]
        if last and json.loads(last[0].body) == body:
            return last[0]
        paper = ClaimPaper(
            code=_number(sort), recovery=stored, sort=sort, issued_on=clock.today(), issuer=by,
            body=json.dumps(body, ensure_ascii=False), unit_id=stored.unit_id, place_id=stored.place_id,
        )  # fmt: skip
        services.save(paper, by=by, mandate=True)
    return paper


def printed(paper: ClaimPaper, fmt: str, *, by: Any) -> bytes:
    """The file; that somebody had the names in clear is on record. Raises Invalid, Unprintable."""
    if not duties.makes(by):
        raise Invalid(f"追缴文书由民政局经办打印，您的岗位（{by.title}）不能办理")
    content = render(sheet(paper), fmt)
    readings.note(
        by=by, ledger="追缴文书", columns=["监护人", "儿童姓名"], reason=f"打印{paper.get_sort_display()}",
        record_id=paper.pk, record=paper.code,
    )  # fmt: skip
    return content


def sheet(paper: ClaimPaper) -> Letter:
    texts = json.loads(paper.body)
    return letters.letter(
        paper.get_sort_display(), paper.code, texts, organ=duties.bureau().name, day=paper.issued_on,
        notes=(f"经办：{paper.issuer.name}",),
    )  # fmt: skip


def _number(sort: str) -> str:
    given = parameters.declared()
    stem = given.notice_series if sort == Paper.NOTICE else given.certificate_series
    series = f"{stem}〔{clock.today().year}〕"
    return f"{series}{numbering.take(series)}号"


def _notice(recovery: Any) -> Iterator[str]:
    bureau, child = duties.bureau().name, recovery.child
    yield f"{_addressee(child)}："
    yield f"{child.name}（编号 {child.code}）的基本生活费有多发，应予退还。{recovery.sentence}"
    yield f"应退{_yuan(recovery.amount)}元{_less(recovery)}，现应退还{cents.yuan(recovering.outstanding(recovery))}元。"
    yield from _instalments(recovery)
    yield f"退款时请注明追缴编号 {recovery.code}，并保存缴款凭证。有困难需要分期退还的，请向{bureau}提出。"
    yield f"对多发的月份或金额有异议的，可持有关材料向{bureau}申请复核。"
    yield letters.RECEIPT


def _instalments(recovery: Recovery) -> Iterator[str]:
    for number, part in enumerate(recovering.schedule(recovery), 1):
        if part.cents > part.came:
            which = f"第{number}期" if recovery.instalments > 1 else "退款期限"
            yield f"{which}：{prose_date(part.due_on)}前，{cents.yuan(part.cents - part.came)}元。"


def _certificate(recovery: Any) -> Iterator[str]:
    child = recovery.child
    yield f"{_addressee(child)}："
    yield f"{child.name}（编号 {child.code}）的基本生活费追缴（{recovery.code}，{prose_date(recovery.notice_on)}通知）"\
          f"应退{_yuan(recovery.amount)}元{_less(recovery)}，已于{prose_date(recovery.closed_on)}了结。"  # fmt: skip
    yield {
        RecoveryState.REPAID: "款项已全部退清。",
        RecoveryState.WITHDRAWN: "经复核不应追缴，已全部撤回。",
        RecoveryState.WAIVED: f"未退部分已经批准免除（{recovery.closing}）。",
    }[RecoveryState(recovery.state)]
    yield "特此证明。"


def _less(recovery: Recovery) -> str:
    parts = [("撤回", recovery.withdrawn), ("已退", recovery.repaid), ("其中已退还", recovery.refunded)]
    return "".join(f"，{word}{_yuan(amount)}元" for word, amount in parts if amount)


def _yuan(amount: Any) -> str:
    return cents.yuan(cents.of(amount))


def _addressee(child: Child) -> str:
    """The guardian in force, of whichever of the child's rows; the institution of who lives in one. Raises Invalid."""
    if child.category in INSTITUTIONAL:
        return child.institution
    today = clock.today()
    in_force = Q(Q(until=None) | Q(until__gte=today), since__lte=today, voided=False)
    rows = Guardian.objects.filter(in_force, child__id_no_index=child.id_no_index)
    found = rows.order_by("-since", "-pk").first()
    if found is None:
        raise Invalid(f"{child.code}没有登记在任的监护人，文书无处送达；请先在监护人台账登记后再出具")
    return f"{found.name}（{child.name}的监护人，{Relation(found.relation).label}）"
