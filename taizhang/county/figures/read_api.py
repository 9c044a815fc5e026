"""A text read over the API: the same object that the command prints, without its id."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import ConfigDict, Field
from pydantic_core import to_json

from taizhang.county.figures.pasted import TOO_OFTEN, Refused, keep_pace, within_length
from taizhang.county.figures.text.told import told
from taizhang.county.ledger.api_schemas import Wrong

router = Router(tags=["文中数字"])


class Text(Schema):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(description="要读的文字，长度上限见 TAIZHANG_READ_MAX_CHARS；不保存、不留痕")
    cutoff: date | None = Field(None, description="文中数据的截至日期，如 2023-08-31；不影响读数")


class SpanTold(Schema):
    start: int = Field(description="在 text 中的起点，按字符数")
    end: int = Field(description="终点，不含")
    text: str
    value: str | None = Field(description="基本单位的十进制数，万、亿已乘开；区间为 低~高；不计数的为 null")
    unit: str
    kind: str = Field(
        description="quantity 数量，money 金额，percent 百分数，range 区间；date、ordinal、identifier、other 不计数"
    )
    qualifier: str = Field(description="exact、over（余、多、超）、near（近）、about（约）、under（不足）")


class RelationTold(Schema):
    type: str = Field(description="sum、ratio、growth、difference、product、average、part_of、same")
    members: list[tuple[int, int]] = Field(description="各数在 text 中的起止")
    holds: bool = Field(description="是否一致")
    note: str = Field(description="怎样算的，差多少")


class TextTold(Schema):
    spans: list[SpanTold]
    relations: list[RelationTold]


@router.post(
    "/read",
    summary="读出一段文字里的数字，核对数字之间的关系；不必登录",
    response={200: TextTold, 413: Wrong, 422: Wrong, 429: Wrong},
    # The text is the caller's own and nothing of the county is told, as on the page: programs have no session.
    auth=None,
)
def read(request: HttpRequest, body: Text) -> Any:
    try:
        keep_pace(request)
        text = within_length(body.text)
    except Refused as refused:
        errors = {} if refused.status == TOO_OFTEN else {"text": [str(refused)]}
        return _json({"detail": str(refused), "errors": errors}, status=refused.status)
    return _json(told(text))


def _json(content: Any, status: int = 200) -> HttpResponse:
    """Past the validation of responses: tens of thousands of spans are made in the form the schema tells."""
    return HttpResponse(to_json(content), content_type="application/json; charset=utf-8", status=status)
