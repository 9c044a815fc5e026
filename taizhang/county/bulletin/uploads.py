"""Keeps an uploaded file of a past issue, sealed, until its preview is decided."""

from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile

from taizhang.county.audit import clock
from taizhang.county.bulletin import extract
from taizhang.county.bulletin.past import PastUpload
from taizhang.county.bulletin.refusal import Refused
from taizhang.county.documents.sealing import seal, unseal


def keep(upload: Any, *, by: Any) -> PastUpload:
    """Raises Refused for a file whose words cannot be had; then nothing is kept."""
    name = (upload.name or "")[:200] or "未命名"
    given = upload.read()
    extract.read(given, name)
    file = ContentFile(seal(given), name=f"{uuid4().hex}.sealed")
    return PastUpload.objects.create(file=file, name=name, by=by, at=clock.now())


def opened(waiting: PastUpload) -> bytes:
    """The file as it was uploaded. Raises Refused."""
    try:
        with waiting.file.open("rb") as sealed:
            return unseal(sealed.read())
    except FileNotFoundError as error:
        raise Refused(f"“{waiting.name}”的原件已经不在，请重新上传。") from error


def drop(waiting: PastUpload) -> None:
    waiting.file.delete(save=False)
    waiting.delete()
