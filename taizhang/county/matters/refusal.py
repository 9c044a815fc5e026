"""How the closed loop refuses: what is wrong and what to do, in Chinese sentences a page shows as they are."""

from typing import Any


class Refused(Exception):
    """A move that was not made. `fields` maps what was given, such as note or unit, to what is wrong with it."""

    def __init__(self, *sentences: str, fields: dict[str, list[str]] | None = None) -> None:
        self.sentences = list(sentences)
        self.fields = fields or {}
        super().__init__("；".join([*self.sentences, *(text for texts in self.fields.values() for text in texts)]))


class Overtaken(Refused):
    """Somebody moved the matter after this page was opened; `stored` is the matter as they left it."""

    def __init__(self, stored: Any, *sentences: str) -> None:
        self.stored = stored
        super().__init__(*sentences)
