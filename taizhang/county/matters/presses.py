"""The printed form of a document of supervision, set by the same press as the bulletin."""

from typing import Any

from django.conf import settings

from taizhang.county.audit import clock
from taizhang.county.documents.rendering import Item, Run, Section, Sheet
from taizhang.county.matters.models import Press
from taizhang.county.people.models import Organisation


def sheet(press: Press) -> Sheet:
    """Addressee, matter, reason, demand and receipt, on one page of the official form."""
    issued = clock.local(press.issued_at)
    office = issuer()
    return Sheet(
        name=press.get_level_display(),
        issue_line=press.number,
        issuer=office,
        date_line=f"{issued.year} 年 {issued.month} 月 {issued.day} 日",
        sections=(Section("", tuple(Item("", (Run(text),)) for text in _paragraphs(press))),),
        imprint=(("签发", press.issued_by.name if press.issued_by else f"{office}（系统按督办规则）"),),
    )


def issuer() -> str:
    office = Organisation.objects.filter(kind=Organisation.Kind.OFFICE).order_by("order", "pk").first()
    return office.name if office else str(settings.COUNTY_NAME)


def _paragraphs(press: Press) -> list[str]:
    matter = press.matter
    person = f"（承办人：{press.person.name}）" if press.person else ""
    return [
        f"{press.unit.name}{person}：",
        f"由你单位办理的“{matter.title}”（编号 {matter.code}，{matter.place}），{press.why}。",
        press.demand,
        *_receipt(press),
    ]


def _receipt(press: Any) -> list[str]:
    """Blanks to fill in by hand, each on its own line; who signed and when on one line, once it is signed."""
    if press.received_at is None:
        return ["签收人：", "签收时间：　　　　年　　月　　日　　时"]
    when = f"{clock.local(press.received_at):%Y-%m-%d %H:%M}"
    reply = f"　回执：{press.reply}" if press.reply else ""
    return [f"签收人：{press.received_by.name}　签收时间：{when}{reply}"]
