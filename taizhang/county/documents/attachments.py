"""Keeps the papers of a record: judged by their content, named harmlessly, sealed and stored outside the web root."""

import re
from hashlib import sha256
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, Protocol

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError

from taizhang.county.audit import changes, clock
from taizhang.county.documents import content
from taizhang.county.documents.models import Attachment
from taizhang.county.documents.sealing import seal, unseal
from taizhang.county.people import access
from taizhang.county.people.roles import Action

NAME_MAX = 120
# What file systems, shells and browsers read otherwise than as part of a name.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+')


class Unfit(ValueError):
    """A file that is not kept; the message says why and what would be."""


class Owner(access.Kept, Protocol):
    """A ledger, as far as its records' papers need to know it."""

    @property
    def slug(self) -> str: ...
    def title(self, record: Any) -> str: ...


def attach(ledger: Owner, record: Any, upload: UploadedFile, *, by: Any) -> Attachment:
    """Keeps an uploaded file with a record. Raises Unfit, also where the person may not change the record."""
    if not access.can(by, Action.CHANGE, ledger, record):
        raise Unfit(f"您的岗位（{by.title}）不能为这条记录添加附件。")
    if record.voided:
        raise Unfit("这条记录已作废，不能再添加附件。")
    return keep(ledger, record, upload, by=by)


def keep(ledger: Owner, record: Any, upload: UploadedFile, *, by: Any) -> Attachment:
    """The same for whoever is allowed to by something else than the ledger, such as a move. Raises Unfit."""
    kept, kind = judged(upload)
    name = clean_name(upload.name or "", kind.suffix)
    attachment = Attachment(
        ledger=ledger.slug,
        record_id=record.pk,
        name=name,
        media_type=kind.media_type,
        size=len(kept),
        sha256=sha256(kept).hexdigest(),
        by_id=by.pk,
        at=clock.now(),
    )
    _store(ledger, record, attachment, kept, by)
    return attachment


def judged(upload: UploadedFile) -> tuple[bytes, content.Kind]:
    """The bytes to keep, photographs without what the camera wrote of place and owner, and their kind. Raises Unfit."""
    most = settings.UPLOAD_MAX_BYTES
    if (upload.size or 0) > most:
        raise Unfit(
            f"文件有 {(upload.size or 0) / 1_000_000:.1f} MB，超过 {most // 1_000_000} MB 的上限，请压缩或分开上传。"
        )
    given = upload.read()
    if not given:
        raise Unfit("文件是空的，请重新选择。")
    try:
        kind = content.kind(given, unpacked_max=15 * most)
        return content.stripped(given, kind), kind
    except content.Unsound as error:
        raise Unfit(str(error)) from error


def _store(ledger: Owner, record: Any, attachment: Attachment, kept: bytes, by: Any) -> None:
    """File first, row second: a file without a row is rubbish, a row without a file would be a lie."""
    attachment.file.save(f"{attachment.sha256}.sealed", ContentFile(seal(kept)), save=False)
    try:
        with changes.change(by=by, reason=f"{ledger.title(record)}：{attachment.name}", action=f"{ledger.label}附件"):
            attachment.save()
    except IntegrityError as error:
        attachment.file.delete(save=False)
        raise Unfit("这个文件已经在这条记录的附件中，不必重复上传。") from error


def opened(attachment: Attachment) -> bytes:
    """The file as it was kept. Raises FileNotFoundError, Unreadable."""
    with attachment.file.open("rb") as sealed:
        return unseal(sealed.read())


def of(ledger: Owner, record: Any) -> list[Attachment]:
    rows = Attachment.objects.filter(ledger=ledger.slug, record_id=record.pk)
    return list(rows.select_related("by").order_by("pk"))


def clean_name(name: str, suffix: str) -> str:
    """The last part of a path without control, direction and path signs, ending as its content demands."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    stem = _UNSAFE.sub("_", last.rsplit(".", 1)[0]).strip(" ._")[: NAME_MAX - len(suffix)]
    return f"{stem or '附件'}{suffix}"


__all__ = ["Attachment", "Unfit", "attach", "clean_name", "judged", "keep", "of", "opened"]
