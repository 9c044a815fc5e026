"""Who lets a batch pass: the bureau's check, then finance, then the county where the band says so; never one person."""

from collections.abc import Callable
from typing import Any

from taizhang.county.audit import changes, clock
from taizhang.county.ledger import services
from taizhang.county.ledger.validation import Refused
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.models import PaymentBatch
from taizhang.lines.children.payroll import checking, duties
from taizhang.lines.children.payroll.codes import BatchState


def check(batch: PaymentBatch, *, by: Any, note: str = "") -> bool:
    """The bureau's second pair of eyes; False for the same click again. Raises Invalid: what blocks, who may not."""
    with changes.change(by=by, reason=note.strip(), action="发放批次复核"):
        if _done_by(batch, by, "checker_id"):
            return False
        stored = _waiting(batch, BatchState.DRAFT, "复核")
        _allow(duties.checks(by), by, "复核批次须由民政局审核岗位办理")
        _other_than(by, stored)
        blocks = [block.sentence for block in checking.blocks(stored) if block.blocking]
        if blocks:
            raise Invalid(f"有{len(blocks)}处不能放行，未通过复核。第一处：{blocks[0]}")
        stored.state, stored.checker, stored.checked_at = BatchState.CHECKED, by, clock.now()
        _save(stored, by)
    return True


def approve(batch: PaymentBatch, *, by: Any, note: str = "") -> bool:
    """Finance first, then the county where it must; the last of them lets the batch go to the bank.

    False for the same click again.
    """
    with changes.change(by=by, reason=note.strip(), action="发放批次审批"):
        if _done_by(batch, by, "finance_id", "county_id"):
            return False
        stored = _waiting(batch, BatchState.CHECKED, "审批")
        _allow(_turn(stored)(by), by, f"现在应由{next_hand(stored)}审批")
        _other_than(by, stored)
        if stored.finance_id is None:
            stored.finance, stored.finance_at = by, clock.now()
        else:
            stored.county, stored.county_at = by, clock.now()
        if not stored.needs_county or stored.county_id is not None:
            stored.state = BatchState.APPROVED
        stored.note = ""
        _save(stored, by)
    return True


def send_back(batch: PaymentBatch, *, by: Any, reason: str) -> None:
    """To whoever made it, with the reason; all approvals so far are void, since what follows is another paper."""
    if len(reason.strip()) < 2:
        raise Invalid("请写明退回理由，例如“王某账户户名待核实”")
    with changes.change(by=by, reason=reason.strip(), action="发放批次退回"):
        stored = PaymentBatch.objects.select_for_update().get(pk=batch.pk)
        if stored.state not in (BatchState.DRAFT, BatchState.CHECKED):
            raise Invalid(f"批次{stored.code}{stored.get_state_display()}，不能退回")
        draft = stored.state == BatchState.DRAFT
        _allow((duties.checks if draft else _turn(stored))(by), by, f"现在应由{next_hand(stored)}办理")
        if draft and stored.note:
            raise Invalid(f"批次{stored.code}已退回制单人，理由：{stored.note}")
        _reopen(stored, reason)
        _save(stored, by)


def resubmit(batch: PaymentBatch, *, by: Any, note: str) -> None:
    """The maker answers a refusal; the check begins anew."""
    with changes.change(by=by, reason=note.strip(), action="发放批次重新提交"):
        stored = _waiting(batch, BatchState.DRAFT, "重新提交")
        _allow(duties.makes(by), by, "重新提交由民政局经办办理")
        if not note.strip() or not stored.note:
            raise Invalid("请写明如何处理了退回的问题；没有被退回的批次不必重新提交")
        stored.note = ""
        _save(stored, by)


def next_hand(batch: PaymentBatch) -> str:
    """Whose the next step is, in words."""
    if batch.state == BatchState.DRAFT:
        return "民政局经办（已退回）" if batch.note else "民政局审核岗位"
    if batch.state == BatchState.CHECKED:
        return "县政府签发岗位" if batch.finance_id is not None else "财政局审核岗位"
    later: dict[str, str] = {BatchState.APPROVED: "民政局经办", BatchState.SENT: "民政局经办（银行回单）"}
    return later.get(batch.state, "")


def may_decide(batch: PaymentBatch, person: Any) -> bool:
    """Whether checking or approving this batch is this person's turn."""
    if person.pk in (batch.maker_id, batch.checker_id, batch.finance_id):
        return False
    if batch.state == BatchState.DRAFT:
        return duties.checks(person) and not batch.note
    return batch.state == BatchState.CHECKED and _turn(batch)(person)


def _turn(batch: PaymentBatch) -> Callable[[Any], bool]:
    return duties.approves_for_county if batch.finance_id is not None else duties.approves_money


def _done_by(batch: PaymentBatch, by: Any, *steps: str) -> bool:
    """Whether this very person has taken one of the steps already; a batch that was sent back starts anew."""
    stored = PaymentBatch.objects.select_for_update().get(pk=batch.pk)
    return any(getattr(stored, step) == by.pk for step in steps)


def _waiting(batch: PaymentBatch, state: str, what: str) -> PaymentBatch:
    """Locked, so that the second of two clicks finds what the first has done."""
    stored = PaymentBatch.objects.select_for_update().get(pk=batch.pk)
    if stored.state != state:
        raise Invalid(f"批次{stored.code}{stored.get_state_display()}，不能再{what}；请刷新页面查看最新状态")
    return stored


def _allow(allowed: bool, by: Any, told: str) -> None:
    if not allowed:
        raise Invalid(f"{told}，您的岗位（{by.title}）不能办理")


def _other_than(by: Any, batch: PaymentBatch) -> None:
    done = {batch.maker_id: "制单", batch.checker_id: "复核", batch.finance_id: "财政审批"}
    if by.pk in done:
        raise Invalid(f"您已办理本批次的{done[by.pk]}，制单、复核、审批不能是同一人；请由另一位人员办理")


def _reopen(batch: PaymentBatch, reason: str) -> None:
    batch.state, batch.note = BatchState.DRAFT, reason.strip()[:200]
    for who in ("checker", "finance", "county"):
        setattr(batch, who, None)
    batch.checked_at = batch.finance_at = batch.county_at = None


_STEPS = (("checker_id", "复核"), ("finance_id", "财政"), ("county_id", "县领导"))


def _save(batch: PaymentBatch, by: Any) -> None:
    # The door writes what differs in a column of the ledger; the persons and moments are none.
    batch.passed = "、".join(word for who, word in _STEPS if getattr(batch, who) is not None)
    try:
        services.save(batch, by=by, mandate=True)
    except Refused as refused:
        raise Invalid("；".join(refused.sentences())) from refused


__all__ = ["approve", "check", "may_decide", "next_hand", "resubmit", "send_back"]
