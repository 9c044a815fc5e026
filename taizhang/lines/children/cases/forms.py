"""The forms of cases, made of the ledgers' columns: an application in sections, one parent, one circumstance."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from taizhang.county.audit import changes, clock
from taizhang.county.ledger import forms
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.forms import Field
from taizhang.county.ledger.validation import Errors, Refused, check
from taizhang.county.standards import citizen_id
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.cases import duties, moving, papers
from taizhang.lines.children.cases.codes import STANDING, Role
from taizhang.lines.children.cases.ledgers import CASES, PARENTS, STATES
from taizhang.lines.children.cases.models import ChildCase, Parent, ParentState

Section = tuple[str, tuple[str, ...]]
SECTIONS: tuple[Section, ...] = (
    ("申请人", ("applicant", "relation", "phone", "applied_on")),
    ("儿童", ("name", "id_no", "birth_date", "category", "village", "school", "rural", "elsewhere")),
    ("监护人（与申请人不是同一人的填写）", ("guardian", "guardian_relation")),
    ("养育机构（在机构养育的填写）", ("institution", "institution_code", "institution_since")),
    ("收款账户", ("holder", "holder_name", "account")),
)
OF_A_PARENT = ("name", "id_no", "unknown")
CONFERENCE = ("conference_on", "conference_no", "conference_says")
OF_A_STATE = ("state", "since", "until", "receipt_on", "receipt_no", "kind", "grade")


@dataclass
class Part:
    """Some columns of one record under a heading; `prefix` keeps the fields of several records apart in one form."""

    ledger: Ledger
    record: Any
    heading: str
    names: Sequence[str]
    prefix: str = ""
    posted: Mapping[str, str] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)

    def typed(self) -> dict[str, str]:
        own = {
            name.removeprefix(self.prefix): text for name, text in self.posted.items() if name.startswith(self.prefix)
        }
        return {name: text for name, text in own.items() if name.removesuffix("-clear") in self.names}

    @property
    def empty(self) -> bool:
        return not any(text.strip() for name, text in self.typed().items() if (name, text) != ("unknown", "否"))

    def put(self, by: Any) -> None:
        """What was typed goes into the record; what cannot is in `errors`."""
        shown = self.ledger.model.objects.get(pk=self.record.pk) if self.record.pk else type(self.record)()
        filling = forms.put(self.ledger, self.record, self.typed(), shown=shown, day=clock.today(), by=by)
        self.errors.update({name: texts for name, texts in filling.errors.items() if name in self.names})

    def judge(self, *, rest: bool = True) -> None:
        """What is wrong by the ledger's own rules; of columns that stand in no part, only where `rest` says so."""
        for name, texts in check(self.ledger, self.record, clock.today()).items():
            if rest or name in self.names:
                self.errors.setdefault(name, texts)

    def fields(self) -> Iterator[Field]:
        made = forms.form(self.ledger, self.record, day=clock.today(), posted=self.typed(), errors=self.errors)
        for name in self.names:
            one = next(found for found in made.fields if found.name == name)
            if name == "category":
                one.options = tuple(o for o in one.options if o.value in ("", *papers.CATEGORIES))
            # In an application everything may be left out; the page of the draft says what is missing.
            yield replace(one, column=replace(one.column, name=f"{self.prefix}{name}"),
                          required=one.required and not self.prefix)  # fmt: skip

    @property
    def folded(self) -> bool:
        """What few need is closed until something stands in it."""
        filled = any(getattr(self.record, name) for name in self.names)
        return self.heading.endswith("的填写）") and self.empty and not filled and not self.errors

    def sentences(self) -> list[str]:
        return Refused(self.errors, self.ledger).sentences()


class Unfinished(Invalid):
    """Something typed is wrong; the form comes back with it."""


class Form:
    """Several parts as one form; iterating gives their fields, as the summary of errors reads them."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self.parts = list(parts)
        self.shown = [(part.heading, part.folded, list(part.fields())) for part in self.parts]

    def __iter__(self) -> Iterator[Field]:
        return (one for _, _, fields in self.shown for one in fields)

    @property
    def errors(self) -> Errors:
        return {f"{part.prefix}{name}": texts for part in self.parts for name, texts in part.errors.items()}

    @property
    def non_field_errors(self) -> list[str]:
        return [text for part in self.parts for name, texts in part.errors.items() if name not in part.names
                for text in texts]  # fmt: skip


def blank(person: Any) -> ChildCase:
    """A draft of the person's own township."""
    unit = duties.township_of(person)
    return ChildCase(unit=unit, place=unit.place if unit else None, applied_on=clock.today())


def of_case(case: ChildCase, posted: Mapping[str, str]) -> list[Part]:
    """Of a child on the register all but what its row says."""
    shown = [one for one in SECTIONS if case.state not in STANDING or one[0] not in ("儿童", "收款账户")]
    return [Part(CASES, case, heading, names, "", posted) for heading, names in shown]


def application(person: Any, posted: Mapping[str, str]) -> list[Part]:
    """The case itself, and each parent with one circumstance; more are added on the page of the case."""
    case, parts = blank(person), []
    for role in Role:
        row = Parent(case=case, role=role, unit=case.unit, place=case.place, registered_on=case.applied_on)
        state = ParentState(parent=row, unit=case.unit, place=case.place)
        parts += [
            Part(PARENTS, row, role.label, OF_A_PARENT, f"{role}-", posted),
            Part(STATES, state, f"{role.label}的情形（没有的不填）", OF_A_STATE, f"{role}-state-", posted),
        ]
    of_the_case = of_case(case, posted)
    return [*of_the_case[:2], *parts, *of_the_case[2:]]


def save(parts: list[Part], received: str, *, by: Any) -> int:
    """The key of the new draft, whatever it lacks. Raises Unfinished for what is wrong and not merely missing."""
    case = parts[0].record
    rest = [part for part in parts if part.ledger is not CASES and not part.empty]
    _fill([part for part in parts if part.ledger is CASES], by)
    for part in rest:
        part.put(by)
    _require_parents(parts)
    case.papers = received
    _refuse(parts)
    with changes.change(by=by, reason="登记申请", action="儿童办件登记"):
        moving.save(case, by=by)
        for part in rest:
            _attach(part)
            part.judge()
            _refuse([part])
            moving.save(part.record, by=by)
    return int(case.pk)


def save_case(parts: list[Part], *, by: Any, reason: str) -> None:
    """Raises Unfinished."""
    _fill(parts, by)
    _require_applied(parts[0])
    _refuse(parts)
    with changes.change(by=by, reason=reason, action="儿童办件修改"):
        moving.save(parts[0].record, by=by)


def save_part(part: Part, *, by: Any, reason: str = "") -> None:
    """Raises Unfinished."""
    part.put(by)
    if not part.errors:
        part.judge()
    _refuse([part])
    with changes.change(by=by, reason=reason, action=f"{part.ledger.label}登记"):
        moving.save(part.record, by=by)


def _fill(parts: list[Part], by: Any) -> None:
    for part in parts:
        part.put(by)
    case = parts[0].record
    if case.birth_date is None and case.id_no:
        try:
            case.birth_date = citizen_id.parse(case.id_no, today=clock.today()).birth_date
        except Invalid:
            case.birth_date = None
    for part in parts:
        part.judge(rest=part is parts[0] and len(parts) == 1)


def _require_applied(part: Part) -> None:
    """Of an older file the application is no step."""
    case = part.record
    first = case.steps.first()
    if first is not None and not case.backfilled and case.applied_on and case.applied_on > first.on:
        part.errors.setdefault("applied_on", [f"申请日期 {case.applied_on} 晚于受理日期 {first.on}；请核对"])


def _require_parents(parts: list[Part]) -> None:
    """A circumstance belongs to somebody."""
    people = {part.record.role: part for part in parts if part.ledger is PARENTS}
    for part in parts:
        if part.ledger is STATES and not part.empty and people[part.record.parent.role].empty:
            people[part.record.parent.role].errors["name"] = ["填写了情形，还须填写姓名"]


def _attach(part: Part) -> None:
    """The key of what it belongs to was not known when the form was read."""
    name = "case" if part.ledger is PARENTS else "parent"
    setattr(part.record, name, getattr(part.record, name))


def _refuse(parts: list[Part]) -> None:
    wrong = [text for part in parts for text in part.sentences()]
    if wrong:
        raise Unfinished("；".join(wrong))
