"""What is to leave the page by mail or chat: queued with its notice, sent by the worker, tried again where it fails."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from taizhang.county.audit import clock
from taizhang.county.ledger.bulk import Table
from taizhang.county.matters import digest, webhook
from taizhang.county.matters.models import Delivery, Notice, Preference

Channel = Delivery.Channel
# Minutes before each further try; the last one holds for all that follow.
BACKOFF = (1, 5, 15, 60, 240)
_ROWS = 1000


def keep(notices: Collection[Notice]) -> None:
    """Keeps new notices, each with the ways out that its person has chosen and the county has."""
    people = {notice.person_id: notice.person for notice in notices}
    chosen = Preference.objects.in_bulk(people)
    ways = {pk: channels(person, chosen.get(pk)) for pk, person in people.items()}
    Table(Notice).add([notice for notice in notices if not ways[notice.person_id]])
    leaving = Notice.objects.bulk_create([n for n in notices if ways[n.person_id]], batch_size=_ROWS)
    rows = [
        Delivery(notice=notice, person_id=notice.person_id, channel=channel, next_at=notice.at)
        for notice in leaving
        for channel in ways[notice.person_id]
    ]
    Delivery.objects.bulk_create(rows, batch_size=_ROWS)


def channels(person: Any, chosen: Preference | None) -> list[str]:
    """The ways out for a person: what the county has set up, the person has an address for, and has not turned off."""
    found = []
    if offers(Channel.MAIL) and person.email and (chosen is None or chosen.mail):
        found.append(Channel.MAIL.value)
    if offers(Channel.CHAT) and chosen is not None and chosen.chat:
        found.append(Channel.CHAT.value)
    return found


def offers(channel: str) -> bool:
    return bool(settings.EMAIL_HOST if channel == Channel.MAIL else settings.WEBHOOKS)


def flush() -> int:
    """Sends what is due now; returns how many messages went out. One person's messages are one transaction each."""
    now = clock.now()
    waiting = Delivery.objects.filter(sent_at=None, dead=False, next_at__lte=now)
    pairs = waiting.order_by("person", "channel").values_list("person", "channel").distinct()
    return sum(_to_person(person, channel, now) for person, channel in list(pairs))


def _to_person(person: int, channel: str, now: datetime) -> int:
    """Rows that another worker holds are left to it."""
    with transaction.atomic():
        mine = Delivery.objects.filter(person=person, channel=channel)
        due = mine.filter(sent_at=None, dead=False, next_at__lte=now).order_by("pk")
        rows = list(due.select_for_update(skip_locked=True, of=("self",)).select_related("notice", "person"))
        window = now - timedelta(minutes=settings.NOTICE_WINDOW_MINUTES)
        recent = mine.filter(sent_at__gt=window, notice__urgent=False).values("sent_at").distinct().count()
        return sum(_sent(message) for message in digest.messages(rows, sent=recent, now=now))


def _sent(rows: list[Delivery]) -> bool:
    """One message for these rows; a failure is kept with its reason, and the next try comes later."""
    now = clock.now()
    try:
        _SENDERS[Channel(rows[0].channel)](rows)
    except _FAILURES as error:
        for row in rows:
            _failed(row, _reason(error), now)
    else:
        for row in rows:
            row.sent_at, row.error, row.tries = now, "", row.tries + 1
    Delivery.objects.bulk_update(rows, ["sent_at", "error", "tries", "next_at", "dead"])
    return rows[0].sent_at is not None


def _failed(row: Delivery, reason: str, now: datetime) -> None:
    row.tries += 1
    row.error = reason[:200]
    row.next_at = now + timedelta(minutes=BACKOFF[min(row.tries, len(BACKOFF)) - 1])
    row.dead = row.tries >= settings.NOTICE_TRIES


def _reason(error: Exception) -> str:
    return (
        str(error) if isinstance(error, webhook.Failed | webhook.BadAddress) else f"邮件服务器：{type(error).__name__}"
    )


def _by_mail(rows: list[Delivery]) -> None:
    notices = [row.notice for row in rows]
    subject = f"{notices[0].text[:40]}" if len(notices) == 1 else f"您有 {len(notices)} 条新通知"
    send_mail(f"【台账】{subject}", digest.text(notices, _address(notices)), None, [rows[0].person.email])


def _by_chat(rows: list[Delivery]) -> None:
    person = rows[0].person
    robot = webhook.of(person.posts_now[0].organisation.slug if person.posts_now else webhook.COUNTY)
    if robot is None:
        raise webhook.Failed("本单位和县级都没有设置群机器人")
    notices = [row.notice for row in rows]
    chosen = Preference.objects.filter(person=person).first()
    webhook.post(robot, digest.text(notices, _address(notices)), mention=chosen.account if chosen else "")


_SENDERS = {Channel.MAIL: _by_mail, Channel.CHAT: _by_chat}
# smtplib's exceptions are OSErrors; a broken address in the settings must not stop the mails of others.
_FAILURES = (webhook.Failed, webhook.BadAddress, OSError)


def _address(notices: list[Notice]) -> str:
    """Where to read on; "" where the site has no address that can be reached from a mail."""
    if not settings.SITE_ADDRESS:
        return ""
    path = reverse("notice", args=[notices[0].pk]) if len(notices) == 1 else reverse("notices")
    return f"{settings.SITE_ADDRESS}{path}"


def resend(pks: Iterable[int]) -> int:
    """Tries again what was given up, from the beginning."""
    dead = Delivery.objects.filter(pk__in=list(pks), dead=True)
    return dead.update(dead=False, tries=0, next_at=clock.now())


def dead() -> QuerySet[Delivery]:
    """What was given up, the newest first."""
    return Delivery.objects.filter(dead=True).order_by("-pk")


def waiting() -> QuerySet[Delivery]:
    return Delivery.objects.filter(sent_at=None, dead=False)
