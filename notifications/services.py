"""Sending what is due, and marking what was read."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext_lazy as _

from journal.refusals import NotFound
from notifications.channels import mail
from notifications.models import Channel, Message

logger = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)


@dataclass(frozen=True)
class Sent:
    """How many messages left, and how many must be tried again."""

    sent: int
    failed: int


def send_due(*, at: datetime, limit: int = 100) -> Sent:
    """Send the mail that is due, oldest first; what fails is kept with its error and waits longer each time.

    A message is claimed before it is sent, so two senders never send it at once. Killed in between it is sent
    again after its wait, under the same Message-ID. A server that cannot be reached ends the run.
    """
    due = Message.objects.filter(
        channel=Channel.MAIL, sent_at__isnull=True, next_attempt_at__lte=at
    ).order_by("next_attempt_at", "pk")
    sent = failed = 0
    connection: BaseEmailBackend = get_connection()
    try:
        for pk in due.values_list("pk", flat=True)[:limit]:
            message = _claim(pk, at)
            if message is None:
                continue
            try:
                mail.send(message, connection)
            except mail.MailFault as fault:
                failed += 1
                Message.objects.filter(pk=pk).update(last_error=str(fault)[:2000])
                logger.warning("Mail %s could not be sent: %s", pk, fault)
                if isinstance(fault, mail.ServerFault):
                    break
            else:
                sent += 1
                Message.objects.filter(pk=pk).update(sent_at=at, next_attempt_at=None, last_error="")
    finally:
        connection.close()
    return Sent(sent=sent, failed=failed)


def wait_after(attempts: int) -> timedelta:
    """How long after that many attempts the next one comes: 30 seconds, doubled, at most six hours."""
    doubled: int = 1 << min(max(attempts - 1, 0), 12)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def _claim(pk: int, at: datetime) -> Message | None:
    message = Message.objects.select_related("user", "letter").get(pk=pk)
    attempts = message.attempts + 1
    claimed = Message.objects.filter(
        pk=pk, sent_at__isnull=True, attempts=message.attempts, next_attempt_at__lte=at
    ).update(attempts=attempts, next_attempt_at=at + wait_after(attempts))
    return message if claimed else None


def mark_read(*, message_id: int, user_id: int, at: datetime) -> None:
    """Mark one's own message as read; read before, nothing changes. Raises NotFound for another's."""
    mine = Message.objects.filter(pk=message_id, user=user_id, channel=Channel.INBOX)
    if not mine.filter(read_at__isnull=True).update(read_at=at) and not mine.exists():
        raise NotFound("no-message", _("This message does not exist or is not yours."))
