"""The unit an item came from: （民政局）, （供稿：民政局）, —— 民政局, 来源：民政局, after its body or on a line of its own."""

import re

_LABEL = (
    r"(?:供\s*稿|来\s*源|信\s*息\s*来\s*源|稿\s*件\s*来\s*源|来\s*稿|报\s*送|撰\s*稿|作\s*者|通\s*讯\s*员)"
    r"(?:\s*单\s*位|\s*部\s*门|\s*人)?"
)
_SUFFIX = re.compile(
    r"(?:局|委|办|室|部|院|会|厅|处|科|所|站|队|乡|镇|街道|中心|公司|集团|学校|大学|中学|小学|幼儿园|银行|联社|社|团|联|区|县|市"
    r"|政府|党校|库|馆|园|场|村|专班|组|人大|政协|海关|税务|供电|气象|烟草|邮政|消防|协|行|台)$"
)
# What brackets at the end of a sentence hold besides a unit.
_NOT_UNITS = re.compile(
    r"^(?:含|其中|不含|以下|下同|简称|见|详见|附|注|即|另|共|略|待续|完|续|上接|下转|图|摄|单位|除|截至|同比|不变|未|已|均)"
)
_PIECES = re.compile(r"[\s、，,;；/／]+")
_BRACKETED = re.compile(r"[（(〔［\[【]\s*([^（）()〔〕［］\[\]【】]{2,80}?)\s*[）)〕］\]】]\s*[。.]?\s*$")
_INSIDE = re.compile(rf"(?:{_LABEL}\s*[:：]?\s*(?P<after>.+)|(?P<before>.+?)\s*(?:供\s*稿|报\s*送|提\s*供|来\s*稿))")
_DASHED = re.compile(r"(?:——|—|――|--)\s*([^\s—，。；：、（）\d][^—，。；：（）\d]{1,40})$")
_LABELLED = re.compile(rf"{_LABEL}\s*[:：]\s*([^：:。；]{{2,80}})[。]?$")
_AROUND = re.compile(rf"^{_LABEL}\s*[:：]|(?:供稿|报送|提供)$")
_REACH = 120


def alone(text: str) -> tuple[str, ...]:
    """The units of a line that names them and nothing else."""
    body, found = split(text, whole_line=True)
    return found if found and not body else ()


def closes(text: str) -> bool:
    """Whether a paragraph ends with its units."""
    return bool(split(text)[1])


def split(text: str, *, whole_line: bool = False) -> tuple[str, tuple[str, ...]]:
    """The body without its units, and the units; the whole text and none where it names none."""
    at = max(0, len(text) - _REACH)
    for pattern, read in ((_BRACKETED, _bracketed), (_LABELLED, _listed), (_DASHED, _listed)):
        found = pattern.search(text, at)
        if found:
            body = text[: found.start()].rstrip()
            names = read(found[1], (whole_line and not body) or _stopped(body))
            if names and (body or whole_line) and (pattern is _BRACKETED or not body or _stopped(body)):
                return body, names
    return text, ()


def _stopped(body: str) -> bool:
    return body[-1:] in "。！？!?.；”…"


def _listed(inside: str, loose: bool) -> tuple[str, ...]:
    pieces = (_AROUND.sub("", piece) for piece in _PIECES.split(inside.strip()))
    names = tuple(name for name in pieces if name)
    return names if all(2 <= len(name) <= 20 for name in names) else ()


def _bracketed(inside: str, loose: bool) -> tuple[str, ...]:
    """`loose` where the brackets follow a full stop or stand alone: there any short name is a unit."""
    labelled = _INSIDE.fullmatch(inside)
    if labelled:
        return _listed(labelled["after"] or labelled["before"], True)
    names = _listed(inside, loose)
    if not names or _NOT_UNITS.match(inside) or re.search(r"[\d%：:“”《》—－%]", inside):
        return ()
    if loose:
        return names if all(len(name) <= 16 for name in names) else ()
    return names if all(_SUFFIX.search(name) and len(name) >= 3 for name in names) else ()


def is_unit(name: str) -> bool:
    return bool(_SUFFIX.search(name)) and 2 <= len(name) <= 16


__all__ = ["alone", "closes", "is_unit", "split"]
