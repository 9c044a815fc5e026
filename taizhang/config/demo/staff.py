"""Organisations, people and posts of the demonstration; every name of a person is invented."""

import hmac
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password

from taizhang.config.demo.places import COUNTY, TOWNSHIPS
from taizhang.county.audit import changes
from taizhang.county.people import services
from taizhang.county.people.models import Organisation, Person, Post

SINCE = date(2022, 1, 4)
_OFFICE = (("government-office", "延津县人民政府办公室", "县政府办"),)
_DEPARTMENTS = (
    ("civil-affairs", "延津县民政局", "民政局"),
    ("public-security", "延津县公安局", "公安局"),
    ("finance", "延津县财政局", "财政局"),
    ("science-industry", "延津县科技和工业信息化局", "科工局"),
    ("development-zone", "延津县先进制造业开发区管理委员会", "开发区"),
    ("market-supervision", "延津县市场监督管理局", "市场监管局"),
    ("ecology", "新乡市生态环境局延津分局", "生态环境局"),
    ("education-sports", "延津县教育体育局", "教体局"),
    ("political-legal", "中共延津县委政法委员会", "政法委"),
    ("complaints", "延津县信访局", "信访局"),
)

# Username, name, organisation, role. The first is the administrator, who appoints the others.
PEOPLE = (
    ("tangqiming", "唐启明", "government-office", "administrator"),
    ("suwenjing", "苏文静", "government-office", "editor"),
    ("hanlifeng", "韩立峰", "government-office", "checker"),
    ("chengzhiyuan", "程致远", "government-office", "signer"),
    ("luojianguo", "罗建国", "government-office", "leader"),
    ("duyuhang", "杜宇航", "government-office", "supervisor"),
    ("shenruolin", "沈若琳", "government-office", "auditor"),
    ("heshuyun", "何淑云", "civil-affairs", "clerk"),
    ("panguangming", "潘广明", "civil-affairs", "unit_head"),
    ("zoukaijie", "邹凯杰", "political-legal", "clerk"),
    ("gaozhenxing", "高振兴", "political-legal", "unit_head"),
    ("qinyalan", "秦雅兰", "complaints", "clerk"),
    ("fanhongbin", "范宏斌", "zuocheng", "clerk"),
    ("jiangdewei", "蒋德威", "zuocheng", "unit_head"),
    ("niechunmei", "聂春梅", "zuocheng", "grid_worker"),
    ("pengjiayi", "彭佳怡", "yulin", "clerk"),
    ("laiguoqiang", "赖国强", "yulin", "unit_head"),
    ("baoxinyu", "鲍新宇", "fengzhuang", "clerk"),
    ("yanshouyi", "严守义", "fengzhuang", "unit_head"),
    ("taomingxuan", "陶明轩", "weiqiu", "clerk"),
    ("gongchangshun", "龚长顺", "weiqiu", "unit_head"),
    ("wuruifeng", "武瑞峰", "public-security", "clerk"),
    ("xiongzhicheng", "熊志诚", "public-security", "unit_head"),
    ("mengqiaozhi", "孟巧芝", "finance", "clerk"),
    ("geyongkang", "葛永康", "finance", "unit_head"),
    ("yujingran", "于靖然", "science-industry", "clerk"),
    ("cuixuedong", "崔学东", "science-industry", "unit_head"),
    ("doumanli", "窦曼丽", "development-zone", "clerk"),
    ("xiangweimin", "项为民", "development-zone", "unit_head"),
    ("keyongqing", "柯咏晴", "market-supervision", "clerk"),
    ("biansonglin", "卞松林", "market-supervision", "unit_head"),
    ("quyanqiu", "曲雁秋", "ecology", "clerk"),
    ("jizhanpeng", "纪展鹏", "ecology", "unit_head"),
)  # fmt: skip


def password() -> str:
    """One for the whole demonstration: the same at every run of one installation, another in every installation."""
    return f"Yanjin-{hmac.new(settings.SECRET_KEY.encode(), b'demo', 'sha256').hexdigest()[:8]}"


def named(username: str) -> Person:
    return Person.objects.get(username=username)


def create() -> int:
    """Adds the organisations, people and posts that are missing; returns how many people."""
    _organisations()
    known = set(Person.objects.values_list("username", flat=True))
    missing = [row for row in PEOPLE if row[0] not in known]
    if missing:
        # Hashing is slow by design; one hash serves all, since they share the password anyway.
        hashed = make_password(password())
        for row in missing:
            _appoint(*row, hashed=hashed)
    return len(missing)


def _organisations() -> None:
    known = set(Organisation.objects.values_list("slug", flat=True))
    missing = [unit for unit in _every() if unit.slug not in known]
    if missing:
        with changes.change(by=changes.SYSTEM, reason="演示县：录入单位", action="录入单位"):
            for unit in missing:
                unit.save(force_insert=True)


def _every() -> list[Organisation]:
    kinds = Organisation.Kind
    units = [(*row, kinds.OFFICE, COUNTY) for row in _OFFICE] + [
        (*row, kinds.DEPARTMENT, COUNTY) for row in _DEPARTMENTS
    ]
    units += [(slug, _full(name), name, kinds.TOWNSHIP, code) for slug, code, name, _ in TOWNSHIPS]
    return [
        Organisation(slug=slug, name=name, short=short, kind=kind, place_id=place, order=order, valid_from=SINCE)
        for order, (slug, name, short, kind, place) in enumerate(units)
    ]


def _full(name: str) -> str:
    return f"延津县{name}办事处" if name.endswith("街道") else f"延津县{name}人民政府"


def _appoint(username: str, name: str, organisation: str, role: str, *, hashed: str) -> None:
    person = Person(username=username, name=name, password=hashed)
    person.full_clean()
    unit = Organisation.objects.get(slug=organisation)
    with changes.change(by=changes.SYSTEM, reason=f"演示县：新增人员 {name}", action="新增人员"):
        person.save()
        if username == PEOPLE[0][0]:
            _first_administrator(person, unit)
        else:
            services.appoint(person, unit, role, since=SINCE, by=named(PEOPLE[0][0]), reason=f"演示县：{name}任职")


def _first_administrator(person: Any, unit: Organisation) -> None:
    """Nobody can appoint the first administrator but whoever installs the system."""
    Post.objects.create(person=person, organisation=unit, role="administrator", since=SINCE)
