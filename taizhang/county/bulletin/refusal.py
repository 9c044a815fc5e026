"""How the bulletin refuses: what is wrong, where, and what to do, in Chinese sentences a page shows as they are."""

from collections.abc import Iterable
from typing import Any


class Refused(Exception):
    """A write that was not made; each sentence stands for itself."""

    def __init__(self, *sentences: str, fields: dict[str, list[str]] | None = None) -> None:
        self.sentences = list(sentences)
        self.fields = fields or {}
        super().__init__("；".join(self.all()))

    def all(self) -> list[str]:
        return [*self.sentences, *(text for texts in self.fields.values() for text in texts)]


class Overtaken(Refused):
    """Somebody saved after this page was opened; `stored` is what they left."""

    def __init__(self, stored: Any, who: str = "") -> None:
        self.stored = stored
        by = f"{who} " if who else "他人"
        super().__init__(f"您打开之后，{by}已先保存了修改。您填写的内容没有丢失，请与下面已保存的内容对照后再保存。")


def refuse_if(sentences: Iterable[str]) -> None:
    found = list(sentences)
    if found:
        raise Refused(*found)
