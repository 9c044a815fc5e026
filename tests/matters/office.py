"""What the tests of the closed loop share: who is there, a paper, and a matter at any stage."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from taizhang.county.matters import services
from taizhang.county.matters.models import Matter

ZUOCHENG, YULIN = "410726206", "410726207"


def staff(county: Any) -> Any:
    """A grid worker, a second clerk and a head in 胙城乡, people of 榆林乡 and 民政局, and two supervisors."""
    for username, organisation, role in (
        ("grid", "zuocheng", "grid_worker"),
        ("clerk2", "zuocheng", "clerk"),
        ("yulin_head", "yulin", "unit_head"),
        ("civil", "civil-affairs", "clerk"),
        ("supervisor", "government-office", "supervisor"),
        ("supervisor2", "government-office", "supervisor"),
    ):
        county.post(username, organisation, role)
    return county


def paper(name: str = "协议.jpg", seed: int = 0) -> SimpleUploadedFile:
    """A small photograph; another seed is another file."""
    head = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
    scan = b"\xff\xda\0\x02" + f"{seed}".encode() + b"\xff\xd9"
    return SimpleUploadedFile(name, head + scan, content_type="image/jpeg")


def matter(county: Any, *, by: Any = None, **columns: Any) -> Matter:
    """Registered in 胙城乡 by its clerk."""
    made = Matter(**{"flow": "task", "title": "王村桥头护栏缺失", "place_id": ZUOCHENG, "source": "own"} | columns)
    return services.open_matter(made, by=by or county.clerk)


def assigned(county: Any, *, unit: str = "zuocheng", by: Any = None, **columns: Any) -> Matter:
    by = by or county.supervisor
    return services.move(matter(county, **columns), "assign", by=by, unit=county.organisations[unit])


def working(county: Any, *, handler: Any = None, **given: Any) -> Matter:
    return services.move(assigned(county, **given), "claim", by=handler or county.clerk)


def submitted(county: Any, *, handler: Any = None, **given: Any) -> Matter:
    held = working(county, handler=handler, **given)
    return services.move(
        held, "submit", by=handler or county.clerk, note="已装好护栏", outcome="done", papers=(paper(seed=held.pk),)
    )


def closed(county: Any, **given: Any) -> Matter:
    return services.move(submitted(county, **given), "close", by=county.supervisor)


def at_many_stages(county: Any) -> Any:
    """A dozen matters of 胙城乡, two at each stage of the way; returns the county."""
    staff(county)
    for make in (matter, assigned, working, submitted, closed):
        make(county)
        make(county)
    services.move(closed(county), "visit", by=county.supervisor2, score=5)
    services.move(closed(county), "visit", by=county.supervisor2, score=1)
    return county
