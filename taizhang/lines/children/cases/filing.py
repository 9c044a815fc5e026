"""Takes in the papers of a case: which have been received, and the files themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from taizhang.county.audit import changes
from taizhang.county.documents import attachments
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.cases import duties, moving, papers
from taizhang.lines.children.cases.ledgers import CASES
from taizhang.lines.children.cases.models import ChildCase, ParentState


def received(pk: int, ticked: Mapping[str, Sequence[str]], *, by: Any) -> None:
    """`ticked` are names of papers by field: paper for the application, state-7 for a circumstance. Raises Invalid."""
    with changes.change(by=by, reason="登记已收材料", action="儿童办件材料"):
        case = _amended(pk, by)
        case.papers = papers.joined(set(ticked.get("paper", ())), papers.needed(case.category))
        moving.save(case, by=by)
        for state in ParentState.objects.filter(parent__case=case, parent__voided=False, voided=False):
            if f"shown-{state.pk}" in ticked:
                names = set(ticked.get(f"state-{state.pk}", ()))
                state.papers = papers.joined(names, papers.of_state(state.state))
                moving.save(state, by=by)


def upload(pk: int, kind: str, file: UploadedFile | None, *, by: Any) -> str:
    """Keeps a file under the name of the paper that it is; answers with that name. Raises Invalid, Unfit."""
    if file is None:
        raise Invalid("请先选择文件")
    known = {one.name for one in papers.load()} | set(papers.evidence())
    if kind not in known:
        raise Invalid("请选择这份文件是哪一种材料")
    with changes.change(by=by, reason=kind, action="儿童办件材料"):
        case = _amended(pk, by)
        file.name = f"{kind}_{file.name or ''}"
        return attachments.keep(CASES, case, file, by=by).name


def _amended(pk: int, by: Any) -> ChildCase:
    case = moving.locked(pk)
    if not duties.amends(by, case):
        raise Invalid(f"“{case.get_state_display()}”的办件，您的岗位（{by.title}）不能更改材料")
    return case
