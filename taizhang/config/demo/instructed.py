"""What the county leader wrote on issue 39: one instruction is on its way, the other waits to be assigned."""

from collections.abc import Callable, Mapping
from typing import Any

from taizhang.config.demo.bulletin import EARLIER
from taizhang.county.bulletin import instructions
from taizhang.county.bulletin.models import Item
from taizhang.county.matters import services
from taizhang.county.matters.models import Matter
from taizhang.county.people.models import Organisation

_LEADER, _OFFICE = "tianhaibo", "mengxiaodong"
# Section of the item, what was written on it, the unit it is given to; "" leaves it to the office's inbox.
_WRITTEN = (
    ("schools", "请公安局会同教体局，开学第一周逐校复查整改情况，一周内报结果。", "public-security"),
    ("governance", "榆林乡14起引导走法律程序的，请政法委逐件跟踪，防止矛盾激化，月底前报结果。", ""),
)


def give(people: Mapping[str, Any], say: Callable[[str], None]) -> None:
    """Once: what was instructed in an earlier run is left as it is."""
    if Matter.objects.filter(source=Matter.Source.INSTRUCTION).exists():
        return
    for section, words, unit in _WRITTEN:
        item = Item.objects.get(issue__year=2023, issue__no=EARLIER + 1, section=section)
        matter = instructions.instruct(item, words, by=people[_LEADER])
        if unit:
            organisation = Organisation.objects.get(slug=unit)
            services.move(matter, "assign", by=people[_OFFICE], unit=organisation, note="请按批示办理")
    say(f"{people[_LEADER].name} 在快报上作出批示 {len(_WRITTEN)} 条，{people[_OFFICE].name} 交办")
