"""Says how two names as typed are related."""

import re
import unicodedata
from enum import Enum

from taizhang.lines.children.schoolcheck.characters import FORMS, look_alike, sound_alike

_NOT_IN_NAMES = re.compile(r"[\s·•・.。,，'\u200b-\u200f\u2060\ufeff]")
_DOUBLE = {
    "欧阳",
    "司马",
    "上官",
    "皇甫",
    "诸葛",
    "司徒",
    "东方",
    "夏侯",
    "令狐",
    "慕容",
    "尉迟",
    "公孙",
    "长孙",
    "宇文",
}


class NameLink(Enum):
    SAME = "same"
    SOUND = "same sound"
    SHAPE = "like shape"
    MISSING = "a character missing"
    SURNAME = "another surname"
    ONE = "one other character"
    DIFFERENT = "different"


def clean(text: str) -> str:
    """Without spaces and dots, in the forms that the household register prints."""
    if not text.isalpha():
        text = _NOT_IN_NAMES.sub("", text)
    return unicodedata.normalize("NFKC", text).translate(FORMS)


def relation(one: str, other: str) -> NameLink:
    if one == other:
        return NameLink.SAME if one else NameLink.DIFFERENT
    if len(one) != len(other):
        return _of_unlike_length(one, other)
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    if all(sound_alike(a, b) for a, b in differing):
        return NameLink.SOUND
    if all(sound_alike(a, b) or look_alike(a, b) for a, b in differing):
        return NameLink.SHAPE
    if _given(one) == _given(other) != "":
        return NameLink.SURNAME
    # Two-character names with another given name have nothing but the surname in common.
    return NameLink.ONE if len(differing) == 1 and len(one) > 2 else NameLink.DIFFERENT


def _of_unlike_length(one: str, other: str) -> NameLink:
    short, long = sorted((one, other), key=len)
    if len(short) >= 2 and len(long) - len(short) == 1 and _within(short, long):
        return NameLink.MISSING
    return NameLink.SURNAME if _given(one) == _given(other) != "" else NameLink.DIFFERENT


def _within(short: str, long: str) -> bool:
    return any(short == long[:n] + long[n + 1 :] for n in range(len(long)))


def _given(name: str) -> str:
    return name[2:] if name[:2] in _DOUBLE else name[1:]
