"""The figures of this county by key; a doubled key stops the start."""

from taizhang.county.figures.definition import Definition, Figure, Ratio

_figures: dict[str, Definition] = {}


class UnknownFigure(KeyError):
    """No figure has this key; the message names it and the nearest ones."""

    def __init__(self, key: str) -> None:
        from difflib import get_close_matches

        near = get_close_matches(key, _figures, n=3) or sorted(_figures)[:3]
        self.sentence = f"没有“{key}”这个指标，相近的有：{'、'.join(near)}"
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return self.sentence


def register(*figures: Definition) -> None:
    for figure in figures:
        if figure.key in _figures and _figures[figure.key] is not figure:
            raise ValueError(f"two figures have the key {figure.key!r}: rename one")
        _figures[figure.key] = figure


def get(key: str) -> Definition:
    """Raises UnknownFigure."""
    try:
        return _figures[key]
    except KeyError:
        raise UnknownFigure(key) from None


def every() -> list[Definition]:
    return list(_figures.values())


__all__ = ["Definition", "Figure", "Ratio", "UnknownFigure", "every", "get", "register"]
