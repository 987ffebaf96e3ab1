"""Messages that leave together: a person's reminders in one mail a day, its news in the summary it chose, its texts.

All of them leave in working hours only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet

from accounts.models import User
from journal.now import SHANGHAI
from notifications.hours import is_open
from notifications.models import Channel, Choice, Message, News
from rulebook.calendar_in_use import calendar_in_use


@dataclass(frozen=True)
class Bundle:
    """One sort of bundle; `name` begins its Message-ID. `spaced`: one a day, or a week where the person chose that."""

    name: str
    which: Q
    spaced: bool = True
    by_week: bool = False


REMINDERS = Bundle("reminders", Q(channel=Channel.MAIL, reminder=True))
NEWS = Bundle("news", Q(channel=Channel.MAIL, digest=True), by_week=True)
TEXTS = Bundle("texts", Q(channel=Channel.SMS), spaced=False)


def waiting_people(bundle: Bundle, *, at: datetime, limit: int) -> list[int]:
    """The people to whom a bundle may leave now, the longest waiting first; nobody out of working hours."""
    if not is_open(at, calendar_in_use()):
        return []
    rows = _of(bundle).filter(sent_at__isnull=True, next_attempt_at__lte=at)
    if bundle.spaced:
        rows = rows.exclude(_had_since(bundle, _midnight(at)))
    if bundle.by_week:
        weekly = Q(user__notification_choice__news_mail=News.WEEKLY)
        rows = rows.exclude(weekly & Q(_had_since(bundle, _monday(at))))
    people = rows.values("user").annotate(first=Min("next_attempt_at")).order_by("first", "user")
    return list(people.values_list("user", flat=True)[:limit])


def claim(bundle: Bundle, user_id: int, *, at: datetime, wait: timedelta) -> list[Message]:
    """Everything of a person that leaves in this bundle now, held against other senders for a while; perhaps nothing.

    The person's row is the lock, so that two senders never share out one bundle. A bundle that another sender
    holds, or that failed and waits, is not broken up.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user_id)
        mine = _of(bundle).filter(user=user_id, sent_at__isnull=True)
        if _had_one(bundle, user_id, at) or mine.filter(attempts__gt=0, next_attempt_at__gt=at).exists():
            return []
        keys = list(mine.filter(next_attempt_at__lte=at).values_list("pk", flat=True))
        tried = mine.aggregate(most=Max("attempts"))["most"] or 0
        mine.filter(pk__in=keys).update(attempts=tried + 1, next_attempt_at=at + wait)
    return list(Message.objects.filter(pk__in=keys).select_related("user").order_by("pk"))


def attempts_of(bundle: Bundle, user_id: int) -> int:
    """How often the present bundle of a person was tried."""
    mine = _of(bundle).filter(user=user_id, sent_at__isnull=True)
    most: int | None = mine.aggregate(most=Max("attempts"))["most"]
    return most or 0


def bundle_id(bundle: Bundle, messages: Sequence[Message], at: datetime) -> str:
    """What names a bundle: one person, one day; the same when it is sent again. Texts are named by their first one."""
    mark = f"{at.astimezone(SHANGHAI):%Y%m%d}" if bundle.spaced else str(messages[0].pk)
    return f"{bundle.name}-{messages[0].user_id}-{mark}"


def _of(bundle: Bundle) -> QuerySet[Message]:
    return Message.objects.filter(bundle.which)


def _had_since(bundle: Bundle, start: datetime) -> Exists:
    return Exists(_of(bundle).filter(user=OuterRef("user"), sent_at__gte=start))


def _had_one(bundle: Bundle, user_id: int, at: datetime) -> bool:
    """Whether the person had its bundle of this day, or of this week where it chose that."""
    if not bundle.spaced:
        return False
    weekly = bundle.by_week and Choice.objects.filter(user=user_id, news_mail=News.WEEKLY).exists()
    start = _monday(at) if weekly else _midnight(at)
    return _of(bundle).filter(user=user_id, sent_at__gte=start).exists()


def _midnight(at: datetime) -> datetime:
    return at.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)


def _monday(at: datetime) -> datetime:
    midnight = _midnight(at)
    return midnight - timedelta(days=midnight.weekday())
