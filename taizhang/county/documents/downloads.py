"""A printed document as an answer that the browser saves under a name and keeps nowhere else."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from taizhang.county.documents.rendering import MEDIA_TYPES

# The forms in which a document goes to somebody: to edit, and to hand over.
PRINTED = ("docx", "pdf")


def printed(content: bytes, name: str, fmt: str) -> HttpResponse:
    """`name` without its ending."""
    disposition = content_disposition_header(True, f"{name}.{fmt}") or "attachment"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=MEDIA_TYPES[fmt], headers=headers)
