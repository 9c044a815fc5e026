"""Puts what speaks for and against a pair into sentences for a clerk."""

from taizhang.county.standards.citizen_id import Sex
from taizhang.lines.children.schoolcheck.blocks import Line
from taizhang.lines.children.schoolcheck.names import NameLink
from taizhang.lines.children.schoolcheck.numbers import Comparison, NumberLink, compare, short

_SEX_AT = 17


def sentences(child: Line, pupil: Line, number: NumberLink, name: NameLink) -> tuple[str, ...]:
    """In each sentence the register comes first and the roll second."""
    return (*_of_numbers(number, child.number, pupil.number), _of_names(name, child.name, pupil.name))


def _of_numbers(link: NumberLink, left: str, right: str) -> tuple[str, ...]:
    if link is NumberLink.MISSING:
        return ("台账无可用的身份号码" if right else "学籍无可用的身份号码",)
    if link in _PLAIN:
        return (_PLAIN[link],)
    comparison = compare(left, right)
    return (_differing(comparison, left, right), *_sex(comparison, left, right), *_soundness(comparison))


_PLAIN = {
    NumberLink.SAME: "身份号码一致",
    NumberLink.SHORT: "身份号码一致，其中一方为15位旧号",
    NumberLink.FAR: "身份号码不同",
    NumberLink.BORROWED: "身份号码不同，学籍所填的是台账中另一儿童的号码",
}


def _differing(comparison: Comparison, left: str, right: str) -> str:
    at, note = comparison.positions, ""
    if 15 in (len(left), len(right)):
        left, right, note = short(left), short(right), "（按15位比较）"
    if len(left) != len(right):
        return f"身份号码位数不同：{len(left)} 位 / {len(right)} 位，差在第 {at[0]} 位"
    if comparison.swapped:
        return f"身份号码第 {at[0]}、{at[1]} 位颠倒{note}：{_digits(left, at)} / {_digits(right, at)}"
    if comparison.link is NumberLink.SAME_DAY:
        return f"出生日期相同，身份号码末四位不同：{left[-4:]} / {right[-4:]}"
    places = "、".join(map(str, at))
    return f"身份号码第 {places} 位不同{note}：{_digits(left, at)} / {_digits(right, at)}"


def _digits(number: str, at: tuple[int, ...]) -> str:
    return "、".join(number[n - 1] for n in at) if len(at) > 1 and at[1] - at[0] > 1 else number[at[0] - 1 : at[-1]]


def _sex(comparison: Comparison, left: str, right: str) -> tuple[str, ...]:
    if _SEX_AT not in comparison.positions or len(left) != 18 or len(right) != 18:
        return ()
    sexes = tuple(_sex_of(number[_SEX_AT - 1]) for number in (left, right))
    return (f"按号码性别不同：{sexes[0]} / {sexes[1]}",) if sexes[0] != sexes[1] else ()


def _sex_of(digit: str) -> Sex:
    return Sex.MALE if digit in "13579" else Sex.FEMALE


def _soundness(comparison: Comparison) -> tuple[str, ...]:
    sides = {True: "相符", False: "不符"}
    left, right = comparison.left_sound, comparison.right_sound
    if left is None or right is None:
        return ()
    if left == right:
        return (f"双方校验位均{sides[left]}" + ("，可能是两个人" if left else ""),)
    return ("学籍一方校验位不符" if left else "台账一方校验位不符",)


def _of_names(link: NameLink, left: str, right: str) -> str:
    if link is NameLink.SAME:
        return "姓名一致"
    if link in _CHARACTERWISE:
        pairs = "、".join(f"{a} / {b}" for a, b in zip(left, right, strict=True) if a != b)
        return f"{_CHARACTERWISE[link]}：{pairs}"
    return f"{_WHOLE[link]}：{left} / {right}"


_CHARACTERWISE = {NameLink.SOUND: "姓名同音", NameLink.SHAPE: "姓名字形相近", NameLink.ONE: "姓名有一字不同"}
_WHOLE = {NameLink.MISSING: "姓名少一字", NameLink.SURNAME: "名同姓不同", NameLink.DIFFERENT: "姓名不同"}
