"""Keeps an uploaded file sealed until its import is settled, and opens it again; in pieces, however large it is."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File

from taizhang.county.documents.sealing import Unreadable, seal_stream, unseal_stream
from taizhang.county.ledger.models import SheetImport
from taizhang.county.ledger.sheets import guard
from taizhang.county.ledger.sheets.guard import Unsuitable


def keep(path: Path) -> "File[Any]":
    """A sealed copy, to be saved into a file field and closed."""
    sealed = tempfile.TemporaryFile()  # noqa: SIM115 — the caller closes it with the File around it
    with path.open("rb") as source:
        seal_stream(source, sealed)
    sealed.seek(0)
    return File(sealed, name=f"{uuid4().hex}.sealed")


def received(upload: "File[Any]", path: Path) -> str:
    """Writes the upload to `path` and returns its SHA-256. Raises Unsuitable as soon as it is too large."""
    digest, size = sha256(), 0
    with path.open("wb") as file:
        for chunk in upload.chunks():
            size += len(chunk)
            if size > settings.UPLOAD_MAX_BYTES:
                raise Unsuitable(guard.too_large(upload.size or size))
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


@contextmanager
def opened(run: SheetImport) -> Iterator[Path]:
    """The file in clear, in a folder that ends with the block. Raises Unsuitable where it is gone."""
    with tempfile.TemporaryDirectory(prefix="taizhang-") as folder:
        path = Path(folder) / "upload"
        try:
            with run.file.open() as sealed, path.open("wb") as clear:
                unseal_stream(sealed, clear)
        except (FileNotFoundError, ValueError, Unreadable) as error:
            raise Unsuitable("这次导入的文件已经删除或损坏，请重新上传。") from error
        yield path
