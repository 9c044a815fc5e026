"""The small county of the tests: two townships, four organisations, three named people, and its clock."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from taizhang.county.audit import changes, clock
from taizhang.county.people.models import Organisation, Person, Post
from taizhang.county.people.roles import CHOICES
from taizhang.county.places.models import Place

FOUNDED = date(2010, 1, 1)
PASSWORD = "Yanjin-Test-2023"
_PLACES = (
    ("410726", "延津县", Place.Level.COUNTY, None),
    ("410726206", "胙城乡", Place.Level.TOWNSHIP, "410726"),
    ("410726207", "榆林乡", Place.Level.TOWNSHIP, "410726"),
)
_ORGANISATIONS = (
    ("government-office", "延津县人民政府办公室", "县政府办", Organisation.Kind.OFFICE, "410726"),
    ("political-legal", "中共延津县委政法委员会", "政法委", Organisation.Kind.DEPARTMENT, "410726"),
    ("civil-affairs", "延津县民政局", "民政局", Organisation.Kind.DEPARTMENT, "410726"),
    ("complaints", "延津县信访局", "信访局", Organisation.Kind.DEPARTMENT, "410726"),
    ("public-security", "延津县公安局", "公安局", Organisation.Kind.DEPARTMENT, "410726"),
    ("zuocheng", "延津县胙城乡人民政府", "胙城乡", Organisation.Kind.TOWNSHIP, "410726206"),
    ("yulin", "延津县榆林乡人民政府", "榆林乡", Organisation.Kind.TOWNSHIP, "410726207"),
)
_PEOPLE = (
    ("clerk", "经办甲", "zuocheng", "clerk"),
    ("head", "审核甲", "zuocheng", "unit_head"),
    ("stranger", "外人乙", "yulin", "clerk"),
    ("leader", "领导丙", "government-office", "leader"),
)


def on(day: date | str, hour: int = 12) -> AbstractContextManager[None]:
    """The county's clock at an hour of a day, Shanghai time."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return clock.at(datetime.combine(day, time(hour), clock.SHANGHAI))


@dataclass
class County:
    """Places, organisations and people by short names; `post` adds one more person with a post."""

    places: dict[str, Place]
    organisations: dict[str, Organisation]
    people: dict[str, Person]

    def __getattr__(self, name: str) -> Any:
        for known in (self.people, self.organisations):
            if name in known:
                return known[name]
        raise AttributeError(name)

    def post(self, username: str, organisation: str, role: str, *, until: date | None = None) -> Person:
        """A person who signs in as `username`; a second call for the same name adds a post."""
        person = self.people.get(username)
        if person is None:
            person = Person(username=username, name=f"{dict(CHOICES)[role]}{username}")
            person.set_password(PASSWORD)
            person.save()
            self.people[username] = person
        with on(FOUNDED), changes.change(by=changes.SYSTEM, reason="测试"):
            Post.objects.create(
                person=person, organisation=self.organisations[organisation], role=role, since=FOUNDED, until=until
            )
        person.__dict__.pop("posts_now", None)
        return person


def found() -> County:
    """Creates the county in the present database, recorded at its founding."""
    places: dict[str, Place] = {}
    organisations: dict[str, Organisation] = {}
    with on(FOUNDED), changes.change(by=changes.SYSTEM, reason="建县"):
        for code, name, level, parent in _PLACES:
            places[code] = Place.objects.create(
                code=code, name=name, level=level, parent=places.get(parent or ""), valid_from=FOUNDED
            )
        for order, (slug, name, short, kind, place) in enumerate(_ORGANISATIONS):
            organisations[slug] = Organisation.objects.create(
                slug=slug, name=name, short=short, kind=kind, place=places[place], order=order, valid_from=FOUNDED
            )
    county = County(places, organisations, {})
    for username, name, organisation, role in _PEOPLE:
        person = county.post(username, organisation, role)
        person.name = name
        person.save()
    return county
