"""The acts of the check: a month's sample drawn once, an answer recorded, and what did not arrive given to a unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from secrets import randbelow
from typing import Any

from django.db.models import QuerySet

from taizhang.county.audit import changes, clock
from taizhang.county.audit.held import held
from taizhang.county.ledger import services
from taizhang.county.ledger.services import Conflict
from taizhang.county.matters import records
from taizhang.county.matters import refusal as matters
from taizhang.county.matters import services as matter_services
from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.arrivals import sampling
from taizhang.lines.children.arrivals.codes import TO_ACT, Arrival, How
from taizhang.lines.children.arrivals.flows import ARRIVAL, LEVELS
from taizhang.lines.children.arrivals.models import ArrivalCheck, ArrivalSample
from taizhang.lines.children.arrivals.parameters import SAMPLE_MAX
from taizhang.lines.children.codes import PaymentStatus
from taizhang.lines.children.ledgers import CHILDREN, VISITS
from taizhang.lines.children.models import Payment
from taizhang.lines.children.money import cents, months
from taizhang.lines.children.money.months import Month
from taizhang.lines.children.payroll import duties

TOWNSHIP = 9


@dataclass(frozen=True)
class Answer:
    """What somebody said of one payment; `said_amount` as typed, for a wrong one."""

    result: str
    asked_on: date
    how: str
    asker: str
    said_amount: str = ""
    note: str = ""


def draw(month: Month, size: int, seed: str = "", *, by: Any) -> tuple[ArrivalSample, bool]:
    """False with the sample of before for a month that has one. Without a seed one is thrown. Raises Invalid."""
    with changes.change(by=by, reason=f"{months.said(month)}到账抽查", action="到账抽查"):
        if not duties.makes(by):
            raise Invalid(f"到账抽查由民政局经办抽取，您的岗位（{by.title}）不能办理")
        earlier = ArrivalSample.objects.filter(month=months.first_day(month)).first()
        if earlier is not None:
            return earlier, False
        frame = list(paid(month).values_list("place_id", "category", "code"))
        _refuse_frame(month, size, len(frame))
        seed = seed.strip()[:40] or str(randbelow(10**9))
        strata = [((place[:TOWNSHIP], category), code) for place, category, code in frame]
        codes = sampling.draw(strata, min(size, len(frame)), seed)
        sample = _sample(month, len(frame), len({one for one, _ in strata}), codes, seed, by)
    return sample, True


def paid(month: Month) -> "QuerySet[Payment]":
    """What the bank paid in a month, by the bank's date, for whichever month."""
    first, after = months.first_day(month), months.first_day(month + 1)
    return Payment.objects.filter(
        status=PaymentStatus.PAID, voided=False, bank_date__gte=first, bank_date__lt=after
    )  # fmt: skip


def record(pk: int, answer: Answer, *, by: Any, edition: int) -> bool:
    """False where nothing changed. Raises Invalid with what is wrong, Refused."""
    with changes.change(by=by, reason="到账核实", action="到账核实"):
        stored = held(ArrivalCheck.objects.select_related("payment__batch", "place"), pk)
        _permit(stored, by)
        _refuse_answer(answer)
        stored.result, stored.asked_on, stored.how = answer.result, answer.asked_on, answer.how
        stored.asker, stored.note = answer.asker.strip()[:30], answer.note.strip()[:200]
        stored.said_amount = _said(answer, stored.amount)
        try:
            return services.save(stored, by=by, editing=edition, mandate=True)
        except Conflict:
            raise Invalid("您打开页面之后，这一笔已由别人登记；请看清现在的结果，再决定是否更改") from None


def may_record(person: Any, check: ArrivalCheck) -> bool:
    """Whoever may enter visits there; but nobody asks whether the money of a batch of their own arrived."""
    own = check.payment.batch is not None and check.payment.batch.maker_id == person.pk
    return access.can(person, Action.ADD, VISITS, check) and not own


def units(check: ArrivalCheck) -> list[Organisation]:
    """The bureau, which asks the bank, and the township, which asks the family."""
    here = Organisation.objects.filter(valid_to=None, kind=Organisation.Kind.TOWNSHIP)
    return [duties.bureau(), *(one for one in here if str(check.place_id).startswith(one.place_id))]


def needs_action(check: ArrivalCheck) -> bool:
    return check.result in TO_ACT and check.matter_id is None


def give(pk: int, unit: int, *, by: Any) -> tuple[ArrivalCheck, bool]:
    """Opens the matter and assigns it; False where that was done before. Raises Invalid."""
    with changes.change(by=by, reason="未到账交办", action="到账核实交办"):
        stored = held(ArrivalCheck.objects.select_related("child", "sample", "matter"), pk)
        if stored.matter_id:
            return stored, False
        to = next((one for one in units(stored) if one.pk == unit), None)
        if not duties.makes(by) or not needs_action(stored) or to is None:
            raise Invalid("只有未收到、金额不符的由民政局经办交办，承办单位是民政局或儿童所在乡镇；请刷新页面核对")
        try:
            stored.matter = matter_services.open_matter(_matter(stored), by=by, unit=to, note="请查明去向，落实到账")
        except matters.Refused as refused:
            raise Invalid(str(refused)) from refused
        stored.edition += 1
        stored.save(update_fields=["matter", "edition"])
    return stored, True


def _refuse_frame(month: Month, size: int, population: int) -> None:
    if not population:
        raise Invalid(f"{months.said(month)}没有银行已入账的发放；请改选月份，或先上传银行回单")
    if not 1 <= size <= SAMPLE_MAX.value:
        raise Invalid(f"抽取笔数应在1到{SAMPLE_MAX.value}之间，现为{size}")


def _sample(month: Month, population: int, strata: int, codes: Sequence[str], seed: str, by: Any) -> ArrivalSample:
    bureau = duties.bureau()
    sample = ArrivalSample(
        code=f"CY{months.code(month)}", month=months.first_day(month), size=len(codes), population=population,
        strata=strata, seed=seed, drawn_by=by, drawn_at=clock.now(), unit=bureau, place_id=bureau.place_id,
    )  # fmt: skip
    services.save(sample, by=by, mandate=True)
    items: Mapping[str, Payment] = {item.code: item for item in Payment.objects.filter(code__in=codes)}
    for number, code in enumerate(codes, 1):
        item = items[code]
        check = ArrivalCheck(
            code=f"{sample.code}-{number:03d}", sample=sample, payment=item, child_id=item.child_id,
            category=item.category, month_covered=item.month_covered, amount=item.amount, unit_id=item.unit_id,
            place_id=item.place_id,
        )  # fmt: skip
        services.save(check, by=by, mandate=True)
    return sample


def _permit(check: ArrivalCheck, by: Any) -> None:
    if not may_record(by, check):
        raise Invalid("到账核实由儿童所在乡镇或民政局登记，该批次的制单人不能核实自己制的单")
    if check.matter_id:
        raise Invalid("这一笔已经交办，请在事项中办理；核实结果不再更改")


def _refuse_answer(answer: Answer) -> None:
    if answer.result not in Arrival.values or answer.how not in How.values:
        raise Invalid("请选择核实结果和方式")
    if not answer.asker.strip():
        raise Invalid("请填写核实人姓名")
    if answer.asked_on > clock.today():
        raise Invalid(f"核实日期{answer.asked_on}还没有到；请核对")


def _said(answer: Answer, amount: Decimal) -> Decimal | None:
    if answer.result != Arrival.WRONG_AMOUNT:
        return None
    if not answer.said_amount.strip():
        raise Invalid("金额不符的，请填写实收金额")
    said = cents.amount(cents.parse(answer.said_amount))
    if said == amount:
        raise Invalid(f"实收金额与入账金额{amount}元相同；已足额收到的请选“已收到”")
    return said


def _matter(check: Any) -> Any:
    """The title is read by whoever passes it on: no name, and no amount."""
    level, label = LEVELS[Arrival(check.result)]
    matter = records.from_record(CHILDREN, check.child, ARRIVAL)
    matter.title = f"{check.sample.month:%Y年%-m月}到账核实：{label} {check.child.code}"
    matter.level, matter.restricted = level, True
    said = f"，实收{check.said_amount}元" if check.said_amount is not None else ""
    matter.detail = (
        f"到账抽查 {check.code}：{check.child.code} {check.month_covered:%Y-%m} 的基本生活费{check.amount}元，"
        f"银行已入账，{check.asked_on}{check.get_how_display()}核实为“{check.get_result_display()}”{said}。"
        "请核对银行流水和收款账户；全名和账号请有权限的人员在台账查看，不在事项里书写。"
    )
    return matter
