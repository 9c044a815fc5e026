"""The files beside plain text whose text can be read, by suffix; what reads them is imported at the first of them."""

import re
from collections.abc import Callable, Mapping

# The reader of bulletins marks a bold beginning of a paragraph so; here it is no part of the text.
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def _document(content: bytes) -> str:
    """Raises ValueError with a phrase that follows the name of the file."""
    from taizhang.county.bulletin.extract import Unfit, text_of

    try:
        return _BOLD.sub(r"\1", text_of(content))
    except Unfit as unfit:
        raise ValueError(str(unfit).replace("导入", "读")) from unfit


EXTRACTORS: Mapping[str, Callable[[bytes], str]] = {".docx": _document, ".pdf": _document}
