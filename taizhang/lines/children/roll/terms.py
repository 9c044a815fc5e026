"""School terms: 2023-1 is the spring of 2023, 2023-2 its autumn."""

from datetime import date

from taizhang.lines.children.roll.parameters import AGE_DAY

SPRING, AUTUMN = 1, 2


def of(day: date) -> str:
    """January still belongs to the autumn before."""
    if day.month == 1:
        return f"{day.year - 1}-{AUTUMN}"
    return f"{day.year}-{AUTUMN if day.month >= 8 else SPRING}"


def label(term: str) -> str:
    year, half = term.split("-")
    return f"{year} 年{'春' if int(half) == SPRING else '秋'}季学期"


def age_day(term: str) -> date:
    """The day by which whoever begins school with the school year of this term has to be old enough."""
    year, half = map(int, term.split("-"))
    return date(year if half == AUTUMN else year - 1, *divmod(AGE_DAY.value, 100))


def recent(day: date, count: int = 4) -> list[tuple[str, str]]:
    """The present term and those before, each with its name."""
    year, half = map(int, of(day).split("-"))
    found = []
    for _ in range(count):
        found.append(f"{year}-{half}")
        year, half = (year, SPRING) if half == AUTUMN else (year - 1, AUTUMN)
    return [(term, label(term)) for term in found]
