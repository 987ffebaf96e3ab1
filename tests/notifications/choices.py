"""Helpers for tests of what people chose: a person with its choice, a message as the handler stores it, a gateway."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from accounts.models import User
from cases.models import Case
from journal.models import Entry
from journal.now import SHANGHAI
from notifications.channels.sms import GatewayAway, Receipt, SmsFault
from notifications.models import Choice, Message
from notifications.writing import Notice, write
from tests.factories.people import make_user

NUMBER = "13800001234"
GATEWAY = "tests.notifications.choices.Recorder"


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def person(*, mail: bool = True, **choice: object) -> User:
    """A person with a mail address who chose something."""
    user = make_user()
    if mail:
        user.email = f"{user.username}@example.cn"
        user.save()
    if choice:
        Choice.objects.create(user=user, **choice)
    return user


def tell(
    user: User, template: str, when: datetime, *, number: int, case: Case | None = None, **facts: str
) -> None:
    """Write the messages that an entry about something would bring this person."""
    entry = Entry(pk=number, at=when, verb="case.accepted", payload={}, actor_ref="user:0")
    context = {
        "number": f"XF-2026-000{number}",
        "decision": "枣应急罚〔2026〕12号",
        "due": "2026-09-29",
        **facts,
    }
    write(Notice(template=template, context=context, entry=entry, case=case), [user])


def waiting(user: User, channel: str) -> list[Message]:
    return list(Message.objects.filter(user=user, channel=channel, sent_at__isnull=True).order_by("pk"))


class Recorder:
    """A gateway that keeps what it is given; it refuses, or is away, while told to."""

    sent: ClassVar[list[tuple[str, str, str]]] = []
    refusing: ClassVar[bool] = False
    away: ClassVar[bool] = False

    def send(self, number: str, text: str, key: str) -> Receipt:
        if self.away:
            raise GatewayAway("no answer")
        if self.refusing:
            raise SmsFault("number refused")
        self.sent.append((number, text, key))
        return Receipt(reference=f"gw-{len(self.sent)}")
