"""The demo county's divisions, organisations, people and posts."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from taizhang.config.demo import places
from taizhang.config.demo.places import COUNTY, TOWNSHIPS
from taizhang.county.audit import changes
from taizhang.county.people.models import Organisation, Person, Post

PASSWORD = "Yanjin-Demo-2023"

DEPARTMENTS = (
    ("political-legal", "中共延津县委政法委员会", "政法委"),
    ("civil-affairs", "延津县民政局", "民政局"),
    ("public-security", "延津县公安局", "公安局"),
    ("finance", "延津县财政局", "财政局"),
    ("science-industry", "延津县科学技术和工业信息化局", "科工局"),
    ("development-zone", "延津县先进制造业开发区", "开发区"),
    ("market-supervision", "延津县市场监督管理局", "市场监管局"),
    ("ecology", "新乡市生态环境局延津分局", "生态环境局"),
    ("education-sports", "延津县教育体育局", "教体局"),
    ("complaints", "延津县信访局", "信访局"),
)
OFFICE = ("government-office", "延津县人民政府办公室", "县政府办")

# username, invented name, organisation, role
PEOPLE = (
    ("zhouwenjing", "周文静", "government-office", "editor"),
    ("hanlixin", "韩立新", "government-office", "checker"),
    ("zhengguodong", "郑国栋", "government-office", "signer"),
    ("tianhaibo", "田海波", "government-office", "leader"),
    ("mengxiaodong", "孟晓东", "government-office", "supervisor"),
    ("caojing", "曹静", "government-office", "auditor"),
    ("xinglei", "邢磊", "government-office", "administrator"),
    ("mali", "马丽", "civil-affairs", "clerk"),
    ("sunzhiyuan", "孙志远", "civil-affairs", "unit_head"),
    ("heping", "何平", "political-legal", "clerk"),
    ("xuegang", "薛刚", "political-legal", "unit_head"),
    ("luojing", "罗静", "complaints", "clerk"),
    ("shenxiaojun", "申小军", "zuocheng", "clerk"),
    ("houjianshe", "侯建设", "zuocheng", "unit_head"),
    ("dongcuilan", "董翠兰", "zuocheng", "grid_worker"),
    ("yujing", "余静", "government-office", "supervisor"),
    ("fanli", "范丽", "yulin", "clerk"),
    ("qinweidong", "秦卫东", "yulin", "unit_head"),
    ("caochangshun", "曹长顺", "yulin", "grid_worker"),
    ("gengliang", "耿亮", "fengzhuang", "clerk"),
    ("yaohong", "姚红", "fengzhuang", "unit_head"),
    ("weixiulan", "魏秀兰", "fengzhuang", "grid_worker"),
    ("cuijie", "崔洁", "weiqiu", "clerk"),
    ("niuhongwei", "牛宏伟", "weiqiu", "unit_head"),
    ("panguoqing", "潘国庆", "weiqiu", "grid_worker"),
    ("fangmin", "方敏", "complaints", "unit_head"),
    ("tangyong", "唐勇", "public-security", "clerk"),
    ("xiejuan", "谢娟", "ecology", "clerk"),
    ("shiyufei", "史宇飞", "education-sports", "clerk"),
    ("liangrui", "梁瑞", "education-sports", "unit_head"),
    ("gaofeng", "高峰", "public-security", "unit_head"),
    ("lvyan", "吕岩", "finance", "unit_head"),
    ("pengtao", "彭涛", "science-industry", "unit_head"),
    ("jiangnan", "姜楠", "development-zone", "unit_head"),
    ("baixue", "白雪", "market-supervision", "unit_head"),
    ("luqiang", "卢强", "ecology", "unit_head"),
)
# The four townships whose people are all here.
HEADS = {"zuocheng": "houjianshe", "yulin": "qinweidong", "fengzhuang": "yaohong", "weiqiu": "niuhongwei"}
GRID_WORKERS = {
    "zuocheng": "dongcuilan", "yulin": "caochangshun", "fengzhuang": "weixiulan", "weiqiu": "panguoqing",
}  # fmt: skip


def settle(say: Any) -> dict[str, Person]:
    """Creates what is missing of divisions, organisations, people and posts; returns the people by user name."""
    with changes.change(by=changes.SYSTEM, reason="建立演示县", action="建县"):
        places.create()
        _organisations()
        people = {person.username: person for person in _people()}
    say(f"延津县 {len(TOWNSHIPS)} 个乡镇街道、{len(DEPARTMENTS) + 1} 个县直单位、{len(people)} 名在岗人员")
    return people


def _organisations() -> None:
    office, department, township = Organisation.Kind.OFFICE, Organisation.Kind.DEPARTMENT, Organisation.Kind.TOWNSHIP
    rows = [(*OFFICE, office, COUNTY), *((*row, department, COUNTY) for row in DEPARTMENTS)]
    for slug, code, name, _ in TOWNSHIPS:
        full = f"延津县{name}办事处" if name.endswith("街道") else f"延津县{name}人民政府"
        rows.append((slug, full, name, township, code))
    for order, (slug, name, short, kind, place) in enumerate(rows):
        Organisation.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "short": short,
                "kind": kind,
                "place_id": place,
                "order": order,
                "valid_from": places.FIRST_LIST,
            },
        )


def _people() -> Iterator[Person]:
    # One slow hash for all: the demo's password is printed anyway.
    encoded = make_password(PASSWORD)
    units = Organisation.objects.in_bulk(field_name="slug")
    for username, name, slug, role in PEOPLE:
        person, _ = Person.objects.get_or_create(username=username, defaults={"name": name, "password": encoded})
        Post.objects.get_or_create(person=person, organisation=units[slug], role=role, since=date(2022, 1, 1))
        yield person
