"""Reminders as mail: what a person is to be reminded of leaves in one mail a day, in working hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from accounts.models import User
from journal.now import SHANGHAI
from notifications.hours import is_open
from notifications.models import Channel, Message
from rulebook.calendar_in_use import calendar_in_use

# what one sweep finds is written in one go: a reminder waits so long for others of its day
GATHERING = timedelta(minutes=10)


def waiting_people(*, at: datetime, limit: int) -> list[int]:
    """The people to whom a bundle may leave now, the longest waiting first; nobody out of working hours."""
    if not is_open(at, calendar_in_use()):
        return []
    rows = (
        _reminders().filter(sent_at__isnull=True, next_attempt_at__lte=at).order_by("next_attempt_at", "pk")
    )
    people = dict.fromkeys(rows.values_list("user", flat=True))
    return [pk for pk in people if not _had_today(pk, at)][:limit]


def claim(user_id: int, *, at: datetime, wait: timedelta) -> list[Message]:
    """Everything a person is to be reminded of now, held against other senders for a while; perhaps nothing.

    The person's row is the lock, so that two senders never share out one bundle. A bundle that another sender
    holds, or that failed and waits, is not broken up.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user_id)
        mine = _reminders().filter(user=user_id, sent_at__isnull=True)
        if _had_today(user_id, at) or mine.filter(attempts__gt=0, next_attempt_at__gt=at).exists():
            return []
        keys = list(mine.filter(next_attempt_at__lte=at).values_list("pk", flat=True))
        tried = mine.aggregate(most=Max("attempts"))["most"] or 0
        mine.filter(pk__in=keys).update(attempts=tried + 1, next_attempt_at=at + wait)
    return list(Message.objects.filter(pk__in=keys).select_related("user").order_by("pk"))


def attempts_of(user_id: int) -> int:
    """How often the present bundle of a person was tried."""
    mine = _reminders().filter(user=user_id, sent_at__isnull=True)
    most: int | None = mine.aggregate(most=Max("attempts"))["most"]
    return most or 0


def bundle_id(messages: Sequence[Message], at: datetime) -> str:
    """What names a bundle: one person, one day; the same when it is sent again."""
    return f"reminders-{messages[0].user_id}-{at.astimezone(SHANGHAI):%Y%m%d}"


def _reminders() -> QuerySet[Message]:
    return Message.objects.filter(channel=Channel.MAIL, reminder=True)


def _had_today(user_id: int, at: datetime) -> bool:
    midnight = at.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    return _reminders().filter(user=user_id, sent_at__gte=midnight).exists()
