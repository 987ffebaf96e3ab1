"""Whether text messages arrived: the gateway is asked under its own names for them until it knows, three days long."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import datetime, timedelta

from notifications.channels import sms
from notifications.models import Arrival, Channel, Message

logger = logging.getLogger(__name__)

FIRST_WAIT = timedelta(minutes=1)
GIVEN_UP_AFTER = timedelta(days=3)


def ask_arrivals(gateway: sms.Gateway, *, at: datetime, limit: int = 100) -> int:
    """Ask the gateway what became of the messages that are due to be asked of; returns of how many it knew.

    A gateway that cannot tell is not asked. What it does not know yet is asked again after as long as has passed since
    the sending, and no more after three days. Asked twice, the first answer stays.
    """
    if not isinstance(gateway, sms.Answering):
        return 0
    due = Message.objects.filter(channel=Channel.SMS, ask_arrival_at__lte=at).order_by("ask_arrival_at", "pk")
    waiting: dict[str, list[Message]] = defaultdict(list)
    for message in due[:limit]:
        waiting[message.receipt].append(message)
    if not waiting:
        return 0
    for messages in waiting.values():
        _ask_later(messages, at)
    try:
        told = gateway.status(tuple(waiting))
    except sms.SmsFault as fault:
        logger.warning("The gateway could not say what became of its messages: %s", fault)
        return 0
    return sum(
        _keep(messages, Arrival(told[receipt]), at)
        for receipt, messages in waiting.items()
        if receipt in told
    )


def _ask_later(messages: list[Message], at: datetime) -> None:
    """Whoever asks at the same moment finds nothing; a fault delays the next look and loses nothing."""
    sent_at = messages[0].sent_at or at
    passed = at - sent_at
    following = None if passed > GIVEN_UP_AFTER else at + max(FIRST_WAIT, passed)
    Message.objects.filter(pk__in=[message.pk for message in messages]).update(ask_arrival_at=following)


def _keep(messages: list[Message], arrival: Arrival, at: datetime) -> int:
    rows = Message.objects.filter(pk__in=[message.pk for message in messages], arrival="")
    return rows.update(arrival=arrival, arrival_known_at=at, ask_arrival_at=None)
