"""The files of a signed issue, made from its frozen sheet: the same bytes whenever they are asked for."""

from taizhang.county.bulletin import sheet
from taizhang.county.bulletin.models import Issue
from taizhang.county.bulletin.refusal import Refused
from taizhang.county.documents.rendering import render


def file(issue: Issue, fmt: str) -> bytes:
    """Raises Refused when the kept words are not those that were signed."""
    paper = sheet.signed(issue)
    if sheet.digest_of(sheet.text_of(paper)) != issue.text_digest:
        raise Refused(f"{issue}保存的文字与签发时的摘要不符，已停止下载；请联系系统管理员核对留痕（taizhang verify）。")
    return render(paper, fmt)
