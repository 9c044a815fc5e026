"""What the applicant is told in writing: papers to be mended, a confirmation, a refusal; on the page and as a file."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from taizhang.county.documents.rendering import Letter, render
from taizhang.county.ledger import unmasking
from taizhang.county.standards.dates import prose_date
from taizhang.county.standards.errors import Invalid
from taizhang.county.standards.masking import NameStyle, mask_name
from taizhang.lines.children import letters
from taizhang.lines.children.cases import changing, clocks, confirming, duties
from taizhang.lines.children.cases.ledgers import CASES
from taizhang.lines.children.cases.models import CaseStep, ChildCase
from taizhang.lines.children.codes import Category
from taizhang.lines.children.eligibility import parameters
from taizhang.lines.children.money import months


def shown(case: ChildCase, step: CaseStep, *, by: Any) -> Letter:
    """With names in clear; that somebody had them is on record. Raises Invalid, TooMany."""
    notice = letter(case, step, clear=True)
    unmasking.unmask(CASES, case, by=by, reason=f"打印{notice.name}")
    return notice


def printed(case: ChildCase, step: CaseStep, fmt: str, *, by: Any) -> bytes:
    """Raises Invalid, TooMany, Unprintable."""
    return render(shown(case, step, by=by), fmt)


def letter(case: ChildCase, step: CaseStep, *, clear: bool = False) -> Letter:
    """Names are masked unless `clear`. Raises Invalid for a step without a notice."""
    if step.move not in clocks.NOTICES:
        raise Invalid("这一步不需要书面告知")
    applicant = case.applicant if clear else mask_name(case.applicant)
    child = case.name if clear else mask_name(case.name, NameStyle.CHILD)
    texts = [f"{applicant}：", *_BODIES[step.move](case, step, child), "特此告知。", letters.RECEIPT]
    organ = case.unit if step.move == "ASK" else duties.bureau()
    title = clocks.NOTICES[step.move]
    return letters.letter(title, f"办件编号：{case.code}", texts, organ=organ.name, day=step.on)


def _ask(case: ChildCase, step: CaseStep, child: str) -> Iterator[str]:
    taken_in = case.steps.all()[0].on
    yield f"{_application(case, child)}已于{prose_date(taken_in)}受理。经审核，需要补正以下内容，请一次补齐后交我单位；"\
          "补正期间不计入办理时限："  # fmt: skip
    yield from _lines(step.note)


def _confirmed(case: ChildCase, step: CaseStep, child: str) -> Iterator[str]:
    """The category that was confirmed, whatever it was changed into since."""
    rows = changing.chain(case)
    category = Category(rows[0].category if rows else case.category).label
    first = months.said(months.of(confirming.first_month(step.on)))
    yield f"{_application(case, child)}，经查验和审核，已于{prose_date(step.on)}确认为“{category}”，自{first}起按月发放"\
          "基本生活费。"  # fmt: skip
    yield "父母释放、返家、康复、死亡，儿童被收养、户籍迁出等情况有变的，请在当月告知乡镇（街道）。"


def _refused(case: ChildCase, step: CaseStep, child: str) -> Iterator[str]:
    yield f"{_application(case, child)}，经查验和审核，不予确认。理由如下："
    yield from _lines(case.refusal)
    rules = parameters.load()
    days, limit = rules.at("reconsideration_days", step.on), rules.at("suit_months", step.on)
    yield f"对本决定不服的，可以自收到之日起{days.value}日内申请行政复议（{days.document}），或者在{limit.value}个月内"\
          f"向人民法院提起行政诉讼（{limit.document}）。"  # fmt: skip
    yield "情况有变化的，可以重新申请。"


def _application(case: ChildCase, child: str) -> str:
    return f"您于{prose_date(case.applied_on)}为儿童{child}提出的基本生活保障申请"


def _lines(text: str) -> list[str]:
    """Each line that was typed is a paragraph of its own, with the full stop that was left out."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [line if unicodedata.category(line[-1]).startswith("P") else f"{line}。" for line in lines]


_BODIES = {"ASK": _ask, "CONFIRM": _confirmed, "REFUSE": _refused}
