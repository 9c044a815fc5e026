"""The sheet 说明 of exports and templates: what the ledger is, as of when, who took it, what each column demands."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.conf import settings

from taizhang.county.audit import clock
from taizhang.county.ledger.columns import Column
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.sheets.headers import coded
from taizhang.county.ledger.sheets.layout import offered
from taizhang.county.people.models import Organisation

HEADS = ("项目", "内容")
_KINDS = {
    "date": "日期，如 2023-09-01",
    "whole": "整数",
    "amount": "数字，不带单位",
    "flag": "填“是”或“否”",
    "link": "填名称或编号，须与系统中一致",
}
RULES = (
    ("怎样匹配", "按“{key}”找到台账中的记录：找到的按表格更正，没有找到的新增。同一条记录在文件中只能出现一次。"),
    ("空白格", "已有的记录：空白格表示不改动；要清空某栏请在网页上修改。新增的记录：空白格表示不填。"),
    ("含 * 的内容", "隐私栏目中含 * 的是遮蔽后的内容，导入时按未改动处理；新增的记录必须填写完整内容。"),
    ("单位和乡镇", "新增时不填“填报单位”的，按导入人所在单位；乡镇人员不填“所属乡镇”的，按本乡镇。"),
    ("先看后写", "上传后先预览，逐条列出新增、变动和错误；确认之后才写入，要么全部写入，要么一条也不写。"),
)


def of_export(
    ledger: Ledger,
    columns: Sequence[Column],
    *,
    by: Any,
    words: Sequence[str],
    clear_reason: str,
    counted: Callable[[], int],
) -> Iterator[dict[str, str]]:
    """`counted` is asked when the first line is taken."""
    moment = clock.local(clock.now())
    hidden = [column.label for column in columns if column.private]
    about = [
        ("导出时间", f"{moment:%Y-%m-%d %H:%M}（数据截至此时）"),
        ("导出人", f"{by.name}（{getattr(by, 'title', '系统')}）"),
        ("条件", "；".join(words) or "管辖范围内全部未作废的记录"),
        ("行数", f"{counted():,} {ledger.unit}"),
    ]
    if hidden:
        what = "、".join(hidden)
        about.append(
            ("隐私栏目", f"{what}：完整导出，理由“{clear_reason}”，已留痕" if clear_reason else f"{what}：已遮蔽")
        )
    yield from (_line(*pair) for pair in [*_about(ledger), *about, *_columns(ledger, columns), *rules(ledger)])


def of_template(ledger: Ledger) -> Iterator[tuple[str, str]]:
    yield from (*_about(ledger), *_columns(ledger, ledger.editable), *rules(ledger))


def rules(ledger: Ledger) -> Iterator[tuple[str, str]]:
    key = "、".join(ledger.column(name).label for name in ledger.key)
    yield from ((title, text.format(key=key)) for title, text in RULES)


def demand(ledger: Ledger, column: Column) -> str:
    """What a column takes, in a sentence for its note."""
    words = [_KINDS.get(column.kind, "")]
    if not column.editable:
        words = ["由系统计算，导入时不读"]
    elif coded(ledger, column.name):
        words.append("新登记时可以不填，由系统编号")
    elif column.required:
        words.append("必填")
    if column.choices:
        words.append("只能填：" + "、".join(offered(column)))
    if column.max_length:
        words.append(f"最多 {column.max_length} 个字")
    return "；".join(word for word in (*words, column.help) if word) or "文字"


def _about(ledger: Ledger) -> list[tuple[str, str]]:
    lead = Organisation.objects.filter(slug=ledger.lead).values_list("name", flat=True).first()
    about = [("台账", f"{settings.COUNTY_NAME}{ledger.label}台账"), ("牵头单位", lead or ledger.lead)]
    return [*about, ("口径", ledger.note)] if ledger.note else about


def _columns(ledger: Ledger, columns: Sequence[Column]) -> Iterator[tuple[str, str]]:
    yield from ((f"栏目：{column.label}", demand(ledger, column)) for column in columns)


def _line(title: str, text: str) -> dict[str, str]:
    return dict(zip(HEADS, (title, text), strict=True))
