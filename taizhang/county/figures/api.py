"""Figures as JSON: each with its definition, version, moment and rows counted."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from taizhang.county.figures import privacy, registry
from taizhang.county.figures.answers import answer, definition
from taizhang.county.figures.asked import Asked, read
from taizhang.county.figures.definition import Definition
from taizhang.county.figures.values import By, Value, board
from taizhang.county.standards.errors import Invalid

router = Router(tags=["指标"])


class Question(Schema):
    """Period, place and moment; without any, the year to today in the whole county."""

    campaign: str = Field("", description="专项行动的标识，期间即其起止日期，只可再加 to")
    start: str = Field("", alias="from", description="起始日期，如 2023-01-01")
    to: str = Field("", description="截止日期")
    months: str = Field("", description="整月，如 1-8")
    year: str = Field("", description="与 months 同用")
    on: str = Field("", description="某日的时点数")
    place: str = Field("", description="乡镇代码或全称")
    unit: str = Field("", description="只计一个单位的记录：单位的标识、全称或简称")
    known_at: str = Field("", description="按当时已登记的情况计算")

    def given(self) -> dict[str, str]:
        return {"from": self.start, **self.dict(exclude={"start"})}


@router.get("/figures", summary="全部指标及其口径")
def figures(request: HttpRequest) -> list[dict[str, Any]]:
    return [definition(figure) for figure in registry.every()]


@router.get("/figures/{key}", summary="一个指标的数值", response={200: dict, 403: dict, 404: dict, 422: dict})
def figure(request: HttpRequest, key: str, asked: Query[Question], by: By | None = None) -> Any:
    """Cells kept from the reader for the privacy of minors have null numbers and the word that stands there."""
    person: Any = request.user
    if not getattr(person, "posts_now", ()):
        return _refused(403, "您目前没有在任岗位，不能查看数据")
    try:
        found = registry.get(key)
        question = read(asked.given(), figure=found, today=request.today)  # type: ignore[attr-defined]
    except registry.UnknownFigure as unknown:
        return _refused(404, str(unknown))
    except Invalid as invalid:
        return _refused(422, str(invalid))
    if privacy.is_veiled(person, found, question.code, question.slug):
        return _refused(403, f"{found.ledger.label}涉及未成年人，分乡镇的数只对主管单位和本乡镇开放")
    if by == "unit" and privacy.hides_units(person, found):
        return _refused(403, f"{found.ledger.label}涉及未成年人，分单位的数只对主管单位开放")
    return _veiled(person, found, question, answer(found, question, by=by), by)


def _veiled(person: Any, figure: Definition, asked: Asked, answered: dict[str, Any], by: By | None) -> dict[str, Any]:
    if by is None or not figure.ledger.narrow:
        return answered
    found = board([figure], asked.period, by=by, known_at=asked.known_at, place=asked.code, unit=asked.slug)
    cells: dict[str, Value] = {code: one for (_, code), one in found.items() if code is not None}
    veils = privacy.veils(person, figure, cells, places=by == "township")
    for part in answered["parts"]:
        word = veils.get(part.get("place") or part.get("month"))
        if word is not None:
            part.update(dict.fromkeys(part.keys() - {"place", "month", "unit"}), text=word)
    return answered


def _refused(status: int, sentence: str) -> Any:
    return Status(status, {"detail": sentence})
