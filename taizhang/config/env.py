"""Reads settings from the environment; a bad value stops the start with the variable's name and value."""

import os
from pathlib import Path


class BadSetting(Exception):
    """An environment variable that cannot be used; the message names it, its value and what is expected."""


def text(name: str, default: str = "") -> str:
    """The value, or the content of the file that NAME_FILE points to (for secrets kept outside the environment)."""
    file = os.environ.get(f"{name}_FILE")
    if not file:
        return os.environ.get(name, default)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadSetting(f"{name}_FILE={file!r}: 文件无法读取（{error.strerror}）") from error


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise BadSetting(f"{name}={value!r}: 应为 1 或 0")


def whole(name: str, default: int) -> int:
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise BadSetting(f"{name}={value!r}: 应为整数") from error


def words(name: str, default: str = "") -> list[str]:
    """Comma-separated words, blanks dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def pairs(name: str, default: str = "") -> dict[str, str]:
    """Comma-separated key=value pairs, in their order."""
    found = {}
    for word in words(name, default):
        key, sign, value = word.partition("=")
        if not (sign and key.strip() and value.strip()):
            raise BadSetting(f"{name}={word!r}: 应为 代码=名称")
        found[key.strip()] = value.strip()
    return found
