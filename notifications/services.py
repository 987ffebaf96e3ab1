"""Sending what is due, and marking what was read."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext_lazy as _

from journal.refusals import NotFound
from notifications import bundles
from notifications.channels import mail
from notifications.models import Channel, Message

logger = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)


@dataclass(frozen=True)
class Sent:
    """How many mails left, and how many must be tried again; `away`: the server could not be reached."""

    sent: int
    failed: int
    away: bool = field(default=False, compare=False)

    def plus(self, other: Sent) -> Sent:
        return Sent(self.sent + other.sent, self.failed + other.failed, self.away or other.away)


def send_due(*, at: datetime, limit: int = 100) -> Sent:
    """Send the mail that is due, oldest first; what fails is kept with its error and waits longer each time.

    Reminders leave in working hours only, and those of one person in one mail a day (see `bundles`). A message
    is claimed before it is sent, so two senders never send it at once. Killed in between it is sent
    again after its wait, under the same Message-ID. A server that cannot be reached ends the run.
    """
    connection: BaseEmailBackend = get_connection()
    try:
        done = _send_singles(connection, at=at, limit=limit)
        return done if done.away else done.plus(_send_bundles(connection, at=at, limit=limit))
    finally:
        connection.close()


def _send_singles(connection: BaseEmailBackend, *, at: datetime, limit: int) -> Sent:
    due = Message.objects.filter(
        channel=Channel.MAIL, reminder=False, sent_at__isnull=True, next_attempt_at__lte=at
    ).order_by("next_attempt_at", "pk")
    done = Sent(sent=0, failed=0)
    for pk in due.values_list("pk", flat=True)[:limit]:
        message = _claim(pk, at)
        if message is not None:
            done = done.plus(_leave((pk,), mail.mail_of(message), connection, at=at))
        if done.away:
            break
    return done


def _send_bundles(connection: BaseEmailBackend, *, at: datetime, limit: int) -> Sent:
    done = Sent(sent=0, failed=0)
    for user_id in bundles.waiting_people(at=at, limit=limit):
        wait = wait_after(bundles.attempts_of(user_id) + 1)
        messages = bundles.claim(user_id, at=at, wait=wait)
        if messages:
            ready = mail.mail_of_bundle(messages, bundles.bundle_id(messages, at))
            keys = [message.pk for message in messages]
            done = done.plus(_leave(keys, ready, connection, at=at))
        if done.away:
            break
    return done


def _leave(keys: Sequence[int], ready: EmailMessage, connection: BaseEmailBackend, *, at: datetime) -> Sent:
    """Send one mail and write down what became of the messages in it."""
    rows = Message.objects.filter(pk__in=keys)
    try:
        mail.send(ready, connection)
    except mail.MailFault as fault:
        rows.update(last_error=str(fault)[:2000])
        logger.warning("Mail %s could not be sent: %s", keys[0], fault)
        return Sent(sent=0, failed=1, away=isinstance(fault, mail.ServerFault))
    rows.update(sent_at=at, next_attempt_at=None, last_error="")
    return Sent(sent=1, failed=0)


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
