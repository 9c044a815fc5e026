"""Stops a file that is larger than any we keep while it arrives, so that nobody fills the disk with one request."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class SizeLimit(FileUploadHandler):
    """First of the handlers. The file is then not in request.FILES, and `request.too_large` tells its size in bytes."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_MAX_BYTES:
            if self.request is not None:
                declared = int(self.request.META.get("CONTENT_LENGTH") or 0)
                self.request.too_large = max(declared, self.received)  # type: ignore[attr-defined]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
