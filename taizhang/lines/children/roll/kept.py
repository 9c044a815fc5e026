"""What is kept of a pupil who is, or may be, a child of ours: as JSON in an encrypted column, shown masked."""

import json
from dataclasses import asdict, dataclass

from taizhang.county.standards.masking import NameStyle, mask_id_child, mask_name
from taizhang.lines.children.roll.codes import Status
from taizhang.lines.children.roll.pupils import Pupil


def packed(pupil: Pupil) -> str:
    return json.dumps(asdict(pupil), ensure_ascii=False)


def unpacked(text: str) -> Pupil | None:
    if not text:
        return None
    said = json.loads(text)
    return Pupil(**said | {"status": Status(said["status"])})


def sentences(evidence: tuple[str, ...]) -> str:
    return json.dumps(evidence, ensure_ascii=False)


@dataclass(frozen=True)
class Shown:
    """A pupil as a page prints it."""

    name: str
    id_no: str
    school: str
    grade: str
    status: str
    aid: str
    evidence: tuple[str, ...]


def shown(text: str, evidence: str, *, clear: bool) -> Shown | None:
    pupil = unpacked(text)
    if pupil is None:
        return None
    name = pupil.name if clear else mask_name(pupil.name, NameStyle.CHILD)
    id_no = pupil.id_no if clear else mask_id_child(pupil.id_no)
    said = tuple(json.loads(evidence)) if evidence else ()
    return Shown(
        name, id_no, pupil.school, pupil.grade, pupil.status.label, _aid(pupil), said if clear else hidden(said)
    )


def hidden(evidence: tuple[str, ...]) -> tuple[str, ...]:
    """Sentences name the characters and digits that differ behind a colon: what they differ in stands before it."""
    return tuple(sentence.split("：")[0] for sentence in evidence)


def _aid(pupil: Pupil) -> str:
    if pupil.aid is None:
        return "名册未载明"
    return (pupil.kind or "有") if pupil.aid else "无"
