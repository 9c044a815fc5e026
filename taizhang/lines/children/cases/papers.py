"""Which papers a case needs, by the names under which the clerk ticks them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from taizhang.lines.children.codes import Category
from taizhang.lines.children.eligibility import parameters
from taizhang.lines.children.eligibility.reading import Entry, entries

OWN_FILE = Path(__file__).with_name("papers.toml")
JOINT = "、"


@dataclass(frozen=True)
class Paper:
    """`categories` are those whose application asks for it; empty for all."""

    name: str
    document: str
    categories: tuple[str, ...] = ()

    def of(self, category: str) -> bool:
        return not self.categories or category in self.categories


@cache
def load(path: Path = OWN_FILE) -> tuple[Paper, ...]:
    """Raises BadTable, whose sentence names the row."""
    return tuple(_paper(entry) for entry in entries(path, "paper")["paper"])


def _paper(entry: Entry) -> Paper:
    entry.code()
    found = Paper(entry.text("name"), entry.text("document"), entry.texts("categories", []))
    entry.done()
    return found


def needed(category: str) -> tuple[str, ...]:
    return tuple(one.name for one in load() if one.of(category))


def split(text: str) -> list[str]:
    return [one.strip() for one in text.split(JOINT) if one.strip()]


def joined(names: set[str], order: tuple[str, ...]) -> str:
    """Known names in the order of the table."""
    return JOINT.join(name for name in order if name in names)


def evidence() -> dict[str, str]:
    """Of the parents' states: what a paper is called → its code."""
    return {name: code for code, name in parameters.load().states.papers.items()}


def of_state(state: str) -> tuple[str, ...]:
    """Names of every paper that a state takes."""
    known = parameters.load().states
    wanted = [code for row in known.rows(state) for need in row.evidence for code in need]
    return tuple(dict.fromkeys(known.papers[code] for code in wanted))


def how_many(state: str) -> str:
    """Whether one of the papers of a state will do, or all are asked for; blank where there is but one."""
    needs = parameters.load().states.rows(state)[-1].evidence
    if any(len(need) > 1 for need in needs):
        return "（任一种即可）"
    return "（都要）" if len(needs) > 1 else ""


CATEGORIES = (Category.ORPHAN_SCAT, Category.ORPHAN_INST, Category.DEFACTO, Category.DEFACTO_INST, Category.HIV)
