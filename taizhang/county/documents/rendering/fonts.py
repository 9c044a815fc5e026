"""Which typefaces a page is set in: official faces where installed, free ones otherwise, and a record of the choice."""

from collections.abc import Collection
from dataclasses import dataclass

from taizhang.county.documents.rendering.model import Unprintable

SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Noto Serif SC")
SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC", "WenQuanYi Zen Hei")


@dataclass(frozen=True)
class Face:
    """A typeface that GB/T 9704-2012 asks for: its family names across systems, then free faces of the same build."""

    role: str
    official: tuple[str, ...]
    free: tuple[str, ...]


# None of the official faces is free, so none is shipped.
FACES = {
    "name": Face(
        "刊名", ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"), SERIF + SANS
    ),
    "heading": Face("栏目", ("黑体", "SimHei", "STHeiti"), SANS + SERIF),
    "body": Face("正文", ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "STFangsong"), SERIF + SANS),
    "number": Face("页码", ("宋体", "SimSun", "STSong", "Songti SC"), SERIF + SANS),
}


@dataclass(frozen=True)
class FontUse:
    role: str
    official: str
    used: str
    substituted: bool


def chain(key: str, installed: Collection[str]) -> list[str]:
    """Installed families for a face, best first: a character missing in one is taken from the next."""
    wanted = FACES[key].official + FACES[key].free
    found = [family for family in dict.fromkeys(wanted + SERIF + SANS) if family in installed]
    if not found:
        raise Unprintable(
            f"没有找到可以排印{FACES[key].role}的中文字体，PDF 无法生成。请在服务器上安装字体"
            "（Debian：apt install fonts-noto-cjk；或装入方正小标宋、仿宋_GB2312、黑体、宋体）后重试。"
        )
    return found


def choices(installed: Collection[str]) -> tuple[FontUse, ...]:
    return tuple(_use(key, chain(key, installed)[0]) for key in FACES)


def _use(key: str, family: str) -> FontUse:
    face = FACES[key]
    return FontUse(face.role, face.official[0], family, substituted=family not in face.official)
