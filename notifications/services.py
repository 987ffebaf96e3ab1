"""Sending what is due, sending again what failed, and marking what was read."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from notifications import bundles
from notifications.arrivals import ask_arrivals
from notifications.channels import mail, sms
from notifications.models import Channel, Choice, Message
from notifications.refusals import refusal

logger = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
RECEIPT_LENGTH = 160


@dataclass(frozen=True)
class Sent:
    """How many mails and texts left, and how many must be tried again; `away`: the server could not be reached."""

    sent: int
    failed: int
    away: bool = field(default=False, compare=False)

    def plus(self, other: Sent) -> Sent:
        return Sent(self.sent + other.sent, self.failed + other.failed, self.away or other.away)


NOTHING = Sent(sent=0, failed=0)


def send_due(*, at: datetime, limit: int = 100) -> Sent:
    """Send the mail and the texts that are due, oldest first; what fails is kept with its error and waits longer.

    Reminders, summaries and texts leave in working hours only, those of one person together (see `bundles`). A
    message is claimed before it is sent, so two senders never send it at once. Killed in between it is sent
    again after its wait, under the same Message-ID. A server that cannot be reached ends the run of its channel. In the
    end the gateway is asked what became of the texts it took.
    """
    connection: BaseEmailBackend = get_connection()
    try:
        done = _send_singles(connection, at=at, limit=limit)
        for bundle in (bundles.REMINDERS, bundles.NEWS):
            if not done.away:
                leave = partial(_leave_by_mail, bundle=bundle, connection=connection, at=at)
                done = done.plus(_send_bundles(bundle, leave, at=at, limit=limit))
    finally:
        connection.close()
    if not sms.available():
        return done
    gateway = sms.gateway()
    texts = _send_bundles(bundles.TEXTS, partial(_leave_by_sms, gateway=gateway, at=at), at=at, limit=limit)
    if not texts.away:
        ask_arrivals(gateway, at=at, limit=limit)
    return done.plus(texts)


def _send_singles(connection: BaseEmailBackend, *, at: datetime, limit: int) -> Sent:
    due = Message.objects.filter(
        channel=Channel.MAIL, reminder=False, digest=False, sent_at__isnull=True, next_attempt_at__lte=at
    ).order_by("next_attempt_at", "pk")
    done = NOTHING
    for pk in due.values_list("pk", flat=True)[:limit]:
        message = _claim(pk, at)
        if message is not None:
            done = done.plus(_mail((message,), mail.mail_of(message, at=at), connection, at=at))
        if done.away:
            break
    return done


def _send_bundles(
    bundle: bundles.Bundle, leave: Callable[[Sequence[Message]], Sent], *, at: datetime, limit: int
) -> Sent:
    done = NOTHING
    for user_id in bundles.waiting_people(bundle, at=at, limit=limit):
        wait = wait_after(bundles.attempts_of(bundle, user_id) + 1)
        messages = bundles.claim(bundle, user_id, at=at, wait=wait)
        if messages:
            done = done.plus(leave(messages))
        if done.away:
            break
    return done


def _leave_by_mail(
    messages: Sequence[Message], *, bundle: bundles.Bundle, connection: BaseEmailBackend, at: datetime
) -> Sent:
    ready = mail.mail_of_bundle(messages, bundles.bundle_id(bundle, messages, at))
    return _mail(messages, ready, connection, at=at)


def _leave_by_sms(messages: Sequence[Message], *, gateway: sms.Gateway, at: datetime) -> Sent:
    """One text message for all that is due to a person; whoever took the number back gets none."""
    user = messages[0].user
    number = Choice.objects.filter(user=user).values_list("number", flat=True).first()
    if not number:
        return NOTHING
    text, key = sms.text_of(messages, user.language), bundles.bundle_id(bundles.TEXTS, messages, at)
    try:
        receipt = gateway.send(number, text, key).reference
    except sms.SmsFault as fault:
        return _failed(messages, fault, away=isinstance(fault, sms.GatewayAway))
    left = _left(messages, receipt, at)
    if isinstance(gateway, sms.Answering):
        Message.objects.filter(pk__in=[message.pk for message in messages]).update(ask_arrival_at=at)
    return left


def _mail(
    messages: Sequence[Message], ready: EmailMessage, connection: BaseEmailBackend, *, at: datetime
) -> Sent:
    """Send one mail and write down what became of the messages in it."""
    try:
        mail.send(ready, connection)
    except mail.MailFault as fault:
        return _failed(messages, fault, away=isinstance(fault, mail.ServerFault))
    return _left(messages, str(ready.extra_headers["Message-ID"]), at)


def _left(messages: Sequence[Message], receipt: str, at: datetime) -> Sent:
    rows = Message.objects.filter(pk__in=[message.pk for message in messages])
    rows.update(sent_at=at, next_attempt_at=None, last_error="", receipt=receipt[:RECEIPT_LENGTH])
    return Sent(sent=1, failed=0)


def _failed(messages: Sequence[Message], fault: Exception, *, away: bool) -> Sent:
    rows = Message.objects.filter(pk__in=[message.pk for message in messages])
    rows.update(last_error=str(fault)[:2000])
    logger.warning("Message %s could not be sent: %s", messages[0].pk, fault)
    return Sent(sent=0, failed=1, away=away)


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


def mark_read(*, message_id: int, user_id: int, at: datetime) -> Message:
    """Mark one's own message as read, by whichever way it came; read before, nothing changes. Returns it.

    Raises NotFound for another's.
    """
    mine = Message.objects.filter(pk=message_id, user=user_id).select_related("case").first()
    if mine is None:
        raise refusal("no-message")
    in_inbox = Message.objects.filter(
        user=user_id,
        channel=Channel.INBOX,
        template=mine.template,
        caused_by_entry=mine.caused_by_entry,
        read_at__isnull=True,
    )
    in_inbox.update(read_at=at)
    return mine
