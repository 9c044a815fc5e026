"""The divisions of the county with the dates from which they are documented."""

from datetime import date

from taizhang.county.audit import changes
from taizhang.county.places.models import Place

COUNTY = "410726"
# A list of 2009 and the statistical codes of 31 October 2022 are what is public: a division that stands in both is
# dated by the first, one that only stands in the second by that. The days of the changes between are not known.
FIRST_LIST, SECOND_LIST = date(2009, 1, 1), date(2022, 10, 31)
_LAST_OF_FIRST = date(2022, 10, 30)

# Slug of the government or office that answers for it, code, name, from when.
TOWNSHIPS: tuple[tuple[str, str, str, date], ...] = (
    ("wenyan", "410726001", "文岩街道", SECOND_LIST),
    ("tanlong", "410726002", "潭龙街道", SECOND_LIST),
    ("tapu", "410726003", "塔铺街道", SECOND_LIST),
    ("dongtun", "410726101", "东屯镇", FIRST_LIST),
    ("fengzhuang", "410726102", "丰庄镇", FIRST_LIST),
    ("shipogu", "410726103", "石婆固镇", SECOND_LIST),
    ("wanglou", "410726104", "王楼镇", SECOND_LIST),
    ("senggu", "410726200", "僧固乡", FIRST_LIST),
    ("weiqiu", "410726202", "魏邱乡", FIRST_LIST),
    ("sizhai", "410726203", "司寨乡", FIRST_LIST),
    ("mazhuang", "410726205", "马庄乡", FIRST_LIST),
    ("zuocheng", "410726206", "胙城乡", FIRST_LIST),
    ("yulin", "410726207", "榆林乡", FIRST_LIST),
)
# Ended ones. No public table gives the codes of the two townships before they became towns: the last serials of the
# township range stand for them. What the seat's former town became is three subdistricts, so it names no successor.
_ENDED = (
    ("410726100", "城关镇", None),
    ("410726298", "石婆固乡", "410726103"),
    ("410726299", "王楼乡", "410726104"),
)
CODES = {slug: code for slug, code, _, _ in TOWNSHIPS}
NAMES = {slug: name for slug, _, name, _ in TOWNSHIPS}


def create() -> int:
    """Adds what is missing; returns how many."""
    known = set(Place.objects.values_list("code", flat=True))
    missing = [place for place in _all() if place.code not in known]
    if missing:
        with changes.change(by=changes.SYSTEM, reason="演示县：录入区划", action="录入区划"):
            for place in missing:
                place.save(force_insert=True)
    return len(missing)


def _all() -> list[Place]:
    county = Place(code=COUNTY, name="延津县", level=Place.Level.COUNTY, valid_from=FIRST_LIST)
    current = [_township(code, name, valid_from=start) for _, code, name, start in TOWNSHIPS]
    ended = [
        _township(code, name, valid_from=FIRST_LIST, valid_to=_LAST_OF_FIRST, successor_id=successor)
        for code, name, successor in _ENDED
    ]
    return [county, *current, *ended]


def _township(code: str, name: str, **dates: object) -> Place:
    return Place(code=code, name=name, level=Place.Level.TOWNSHIP, parent_id=COUNTY, **dates)
