"""taizhang read: the figures of text files and pipes, for people or as JSON, one object per file and line."""

import errno
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from taizhang.county.figures.text.decoding import GB_18030, Extract, NoText, text_of
from taizhang.county.figures.text.listing import lines, shown
from taizhang.county.figures.text.told import told
from taizhang.county.standards.errors import unreadable

# A county's longest report has some hundred thousand characters; more than this is no text that somebody wrote.
BYTES_MAX = 20_000_000
PIPE = "-"
HELP = """用法：taizhang read 文件… [--json]
      taizhang read - [--json] < 文件        （或 cat 文件 | taizhang read）

读出文中的每一个数字：数值、单位、类别（数量、金额、百分数、区间；日期、序号、编号、名称另列）、约数用语，
以及数字之间的关系（合计、占比、增减幅、相差、乘积、平均、部分与总数、前后同数）是否一致。不联网，不写任何文件。

  文件        UTF-8 或 GB 18030 编码的文本文件{others}；“-”或不写文件时读标准输入
  --json      每个文件输出一行 JSON：id、spans、relations；位置为文件原文的字符序号
  -h, --help  显示本说明

单个文件不超过 20 MB。有文件读不了时，错误写到标准错误，其余文件照常读，退出码为 1；用法不对为 2。
"""
# What shells report for a program that the end of a pipe stopped.
_BROKEN_PIPE, _INTERRUPTED = 141, 130
_NO_EXTRACTORS: Mapping[str, Extract] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Asked:
    files: Sequence[str]
    json: bool = False
    help: bool = False


class Misused(ValueError):
    """Arguments that mean nothing; the message says which."""


def main(arguments: Sequence[str], *, extractors: Mapping[str, Extract] = _NO_EXTRACTORS) -> int:
    """The exit status. `extractors` read the files that are not plain text, by suffix."""
    try:
        asked = _asked(arguments)
        if asked.help:
            sys.stdout.write(HELP.format(others="".join(f"，{suffix}" for suffix in extractors)))
            return 0
        return _read_all(asked, extractors)
    except Misused as wrong:
        _complain(f"{wrong}。用法见 taizhang read --help")
        return 2
    except BrokenPipeError:
        # At exit Python would write the rest into the closed pipe and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except OSError as full:
        _complain(f"结果写不出去：{'磁盘已满' if full.errno == errno.ENOSPC else full.strerror}")
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED


def _asked(arguments: Sequence[str]) -> Asked:
    """Options anywhere, `--` ends them. Raises Misused."""
    before, after = (
        (arguments[: arguments.index("--")], arguments[arguments.index("--") + 1 :])
        if "--" in arguments
        else (arguments, ())
    )
    options = {one for one in before if one.startswith("-") and one != PIPE}
    if unknown := options - {"--json", "-h", "--help"}:
        raise Misused(f"没有“{min(unknown)}”这个选项")
    files = [one for one in before if one not in options] + list(after)
    asked = Asked(files or [PIPE], "--json" in options, bool(options & {"-h", "--help"}))
    if not (files or asked.help) and sys.stdin is not None and sys.stdin.isatty():
        raise Misused("请写明要读的文件")
    return asked


def _read_all(asked: Asked, extractors: Mapping[str, Extract]) -> int:
    """Writes each file's answer as soon as it is known and forgets it: memory is that of the largest file."""
    if asked.json:
        # JSON is UTF-8 wherever it is made; a name that is none stays readable as an escape.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[union-attr]
    else:
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    failed = False
    for number, file in enumerate(asked.files):
        try:
            text = _text(file, extractors)
        except (ValueError, OSError) as refused:
            failed = True
            _complain(f"{_name(file)}：{_sentence(refused)}")
            continue
        sys.stdout.writelines(_json(file, text) if asked.json else _listed(file, text, first=number == 0))
        sys.stdout.flush()
    return int(failed)


def _text(file: str, extractors: Mapping[str, Extract]) -> str:
    """Raises ValueError and OSError."""
    found = text_of(_bytes(file), extractors)
    if found.encoding == GB_18030:
        _complain(f"{_name(file)}：不是 UTF-8，已按 GB 18030 读取")
    return found.text


def _bytes(file: str) -> bytes:
    if file == PIPE:
        if sys.stdin is None:
            raise NoText("没有内容可读")
        content = sys.stdin.buffer.read(BYTES_MAX + 1)
    else:
        with Path(file).open("rb") as opened:
            content = opened.read(BYTES_MAX + 1)
    if len(content) > BYTES_MAX:
        raise NoText(f"超过 {BYTES_MAX // 1_000_000} MB，请拆开后再读")
    return content


def _json(file: str, text: str) -> Iterator[str]:
    line = json.dumps({"id": "stdin" if file == PIPE else Path(file).stem, **told(text)}, ensure_ascii=False)
    # Valid inside JSON, but programs that split lines by Unicode's rules would break the object there.
    yield line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")
    yield "\n"


def _listed(file: str, text: str, *, first: bool) -> Iterator[str]:
    if not first:
        yield "\n"
    yield from (f"{line}\n" for line in lines(_name(file), text))


def _name(file: str) -> str:
    return "标准输入" if file == PIPE else file


def _sentence(refused: Exception) -> str:
    return unreadable(refused) if isinstance(refused, OSError) else str(refused)


def _complain(sentence: str) -> None:
    sys.stderr.write(f"taizhang read：{shown(sentence)}\n")
    sys.stderr.flush()
