"""The forms of a matter's page: each asks exactly what its act needs; whether an answer is right the services say."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any
from uuid import uuid4

from django import forms

from taizhang.county.audit import clock
from taizhang.county.matters import flow, needs, parties
from taizhang.county.matters.acts import Act
from taizhang.county.matters.flow import Flow
from taizhang.county.matters.refusal import Refused
from taizhang.county.matters.services import NOTE_MAX
from taizhang.county.people.models import Organisation

PAPERS = ".jpg,.jpeg,.png,.pdf,.docx,.xlsx"
SCORES = ((5, "5 很满意"), (4, "4 满意"), (3, "3 基本满意"), (2, "2 不满意"), (1, "1 很不满意"))


class Several(forms.FileInput):
    allow_multiple_selected = True


class Papers(forms.FileField):
    """Any number of files."""

    widget = Several(attrs={"accept": PAPERS})

    def clean(self, given: Any, initial: Any = None) -> tuple[Any, ...]:
        return tuple(super(Papers, self).clean(one, initial) for one in given or ())


class Asking(forms.Form):
    """Fields are not required by the form: what lacks says the service, for page, phone and API alike.

    `needed` are those the page marks as necessary.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, needed: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needed = tuple(needed)

    def full_clean(self) -> None:
        super().full_clean()
        for name in self.needed:
            self.fields[name].required = True

    def refuse(self, refused: Refused) -> None:
        """Puts each sentence beside what it speaks of."""
        self.is_valid()
        for sentence in refused.sentences:
            self.add_error(None, sentence)
        for name, sentences in refused.fields.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


class ActForm(Asking):
    """One act on one matter. `act`, `edition` and `token` travel hidden: what was seen, and that it is sent once."""

    def __init__(self, act: Act, matter: Any, person: Any, choices: "Choices", *args: Any) -> None:
        super().__init__(*args, needed=act.needed, auto_id=f"{act.name}-%s")
        self.what, self.choices = act, choices
        for name in act.fields:
            self.fields[name] = _FIELDS[name](act, matter, person, choices)
        for name, value in (("act", act.name), ("edition", matter.edition), ("token", uuid4())):
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, required=False, initial=value)

    def given(self) -> dict[str, Any]:
        """The answers as the act takes them. Raises Refused where one cannot be understood."""
        if not self.is_valid():
            raise Refused()
        return {name: self.cleaned_data[name] for name in self.what.fields}


class Choices:
    """The units and people a page offers, each asked for once and only if a form shows them."""

    def __init__(self, matter: Any, person: Any) -> None:
        self.matter, self.person = matter, person

    @cached_property
    def units(self) -> list[Organisation]:
        return list(Organisation.objects.filter(valid_to=None))

    @cached_property
    def handlers(self) -> dict[str, Any]:
        """The person first: most take up themselves."""
        people = sorted(needs.handlers(self.matter.unit), key=lambda one: (one.pk != self.person.pk, one.name))
        return {str(one.pk): one for one in people}


def units(offered: Iterable[Organisation], label: str = "承办单位") -> forms.Field:
    """A choice among organisations, by kind: townships, bureaus, the office."""
    known = {str(one.pk): one for one in offered}
    groups: dict[str, list[tuple[str, str]]] = {}
    for pk, one in known.items():
        groups.setdefault(one.get_kind_display(), []).append((pk, one.short))
    one_kind = next(iter(groups.values()), [])
    options: list[Any] = [("", "请选择"), *(groups.items() if len(groups) > 1 else one_kind)]
    return _picked(label, options, known)


def _picked(label: str, options: Any, known: dict[str, Any]) -> forms.Field:
    return forms.TypedChoiceField(
        label=label, choices=options, coerce=lambda pk: known.get(pk), empty_value=None, required=False,
        error_messages={"invalid_choice": "请从列表中选择"},
    )  # fmt: skip


def levels(found: Flow, chosen: str, *, from_today: bool = True) -> forms.Field:
    """Each level with its limit, and the day it would end if the clock starts today."""
    today = clock.today()
    options = []
    for name, label in found.levels.items():
        limit = found.limits[name]
        ends = f"，{limit.ends(today):%m-%d} 前办结" if from_today else ""
        options.append((name, f"{label}（{limit.words}{ends}）"))
    return forms.ChoiceField(label="等级和时限", choices=options, initial=chosen, required=False)


def note(label: str, rows: int = 3, limit: int = NOTE_MAX) -> forms.Field:
    # The length is not cut off by the browser: what is too long is said, and nothing is lost.
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), required=False)


def papers() -> forms.Field:
    help_text = "可一次选多个；JPG、PNG、PDF、DOCX、XLSX，照片中的拍摄地点会自动去掉"
    return Papers(label="照片和文书", required=False, help_text=help_text)


def _note(act: Act, matter: Any, person: Any, choices: Choices) -> forms.Field:
    return note(act.ask)


def _unit(act: Act, matter: Any, person: Any, choices: Choices) -> forms.Field:
    if act.name == "assist":
        return units((one for one in choices.units if one.pk != matter.unit_id), "协办单位")
    return units(one for one in choices.units if parties.may_give(matter, one, person))


def _handler(act: Act, matter: Any, person: Any, choices: Choices) -> forms.Field:
    options = [(pk, f"{one.name}（本人）" if one.pk == person.pk else one.name) for pk, one in choices.handlers.items()]
    return _picked("承办人", options, choices.handlers)


def _level(act: Act, matter: Any, person: Any, choices: Choices) -> forms.Field:
    found = flow.get(matter.flow)
    taken = found.by_name.get(act.name)
    return levels(found, matter.level, from_today=taken is not None and "handle" in taken.starts)


def _outcome(act: Act, matter: Any, person: Any, choices: Choices) -> forms.Field:
    options = flow.get(matter.flow).outcomes
    return forms.ChoiceField(label="办理结果", choices=options, widget=forms.RadioSelect, required=False)


def _score(act: Act, matter: Any, person: Any, choices: Choices) -> forms.Field:
    return forms.TypedChoiceField(label="满意度", choices=SCORES, coerce=int, empty_value=None, widget=forms.RadioSelect,
                                  required=False, help_text="2 分及以下将自动重新交办")  # fmt: skip


def _granted(act: Act, matter: Any, person: Any, choices: Choices) -> forms.Field:
    options = (("yes", "同意"), ("no", "不同意"))
    return forms.ChoiceField(label="审批", choices=options, widget=forms.RadioSelect, required=True,
                             error_messages={"required": "请选择同意或不同意"})  # fmt: skip


def _days(act: Act, matter: Any, person: Any, choices: Choices) -> forms.Field:
    return forms.IntegerField(label="延期天数", required=False, error_messages={"invalid": "请填写天数，例如 5"},
                              widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1}))  # fmt: skip


_FIELDS: dict[str, Callable[[Act, Any, Any, Choices], forms.Field]] = {
    "note": _note,
    "unit": _unit,
    "handler": _handler,
    "level": _level,
    "outcome": _outcome,
    "score": _score,
    "papers": lambda *_: papers(),
    "granted": _granted,
    "opinion": lambda *_: note("审批意见", 2),
    "reply": lambda *_: note("回执：原因、进展、预计办结时间", 2),
    "days": _days,
    "reason": lambda act, *_: note(act.ask, 2),
}
