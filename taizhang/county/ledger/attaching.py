"""Uploads a paper to a record, and hands one out again to whoever reaches the record."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from taizhang.county.audit import readings
from taizhang.county.documents import attachments
from taizhang.county.documents.models import Attachment
from taizhang.county.ledger import seen, unmasking, views
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.here import allow, ledger_of, record_of
from taizhang.county.people.roles import Action


@login_required
@require_POST
def ledger_attach(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    ledger = ledger_of(request, slug)
    record = record_of(request, ledger, pk)
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise attachments.Unfit("请先选择文件。")
        kept = attachments.attach(ledger, record, upload, by=request.user)
    except attachments.Unfit as unfit:
        return views.detail_page(request, ledger, record, upload_error=str(unfit))
    messages.success(request, f"已上传附件 {kept.name}")
    return redirect("ledger_detail", slug, pk)


@login_required
@require_GET
def attachment(request: HttpRequest, slug: str, pk: int) -> FileResponse:
    """The file, to be saved and never shown inside this site: it may hold what somebody else wrote."""
    ledger = ledger_of(request, slug)
    paper = get_object_or_404(Attachment, pk=pk, ledger=ledger.slug)
    record = record_of(request, ledger, paper.record_id)
    _open(request, ledger, record, paper)
    try:
        content = attachments.opened(paper)
    except FileNotFoundError as error:
        raise Http404(paper.name) from error
    response = FileResponse(BytesIO(content), as_attachment=True, filename=paper.name)
    response["Content-Type"] = paper.media_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _open(request: HttpRequest, ledger: Ledger, record: Any, paper: Attachment) -> None:
    """Papers show in clear what the ledger masks: the same right, and on record."""
    if ledger.private_columns:
        allow(request, Action.UNMASK, ledger, record)
        readings.note(
            by=request.user,
            ledger=ledger.label,
            columns=[f"{unmasking.PAPER}{paper.name}"],
            reason="打开附件",
            record_id=record.pk,
            record=ledger.title(record),
            subject=seen.subject(ledger, record),
        )
