"""What became of messages: sent, read, waiting or failing, and what to do then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Mandate
from accounts.roles import Role
from accounts.services.telling import tell
from cases.models import Case
from cases.policies import visible_to as visible_cases
from notifications.channels.sms import masked
from notifications.models import Arrival, Channel, Choice, Message
from notifications.refusals import refusal
from notifications.wording import TEMPLATES
from notifications.wording_of_accounts import OF_ACCOUNTS

PAGE = 30
MOST_OF_A_CASE = 300
"""Messages of one case that are shown; an ordinary one has some dozen."""


class Stage(models.TextChoices):
    """Where a message is. "Read" is known of the inbox only, whether it arrived of text messages only."""

    READ = "read", _("read")
    DELIVERED = "delivered", _("delivered")
    UNDELIVERED = "undelivered", _("not delivered")
    SENT = "sent", _("sent")
    WAITING = "waiting", _("not sent yet")
    FAILING = "failing", _("could not be sent")


ADVICE: dict[str, Promise] = {
    Channel.MAIL: _(
        "It is tried again by itself. Check whether the e-mail address is right; the inbox has the message."
    ),
    Channel.SMS: _(
        "It is tried again by itself. Check whether the number is right; the inbox has the message."
    ),
}


NOT_ARRIVED = _(
    "The gateway could not deliver it. Check whether the number is right; the inbox has the message."
)
NOT_KNOWN = _("Whether it arrived is not known.")


@dataclass(frozen=True)
class Delivery:
    """One message to one person by one way.

    `at` is when it left, or when it leaves next, of a text message that arrived when that was known; `advice` says what
    to do about one that failed.
    """

    pk: int
    title: str
    to: str
    channel: str
    stage: Stage
    at: datetime | None
    read_at: datetime | None
    letter_number: str = ""
    advice: str | Promise = ""


@dataclass(frozen=True)
class Failing:
    """A message that could not be sent. Title, person and case are empty for whoever may not see the case."""

    pk: int
    channel: str
    address: str
    error: str
    attempts: int
    next_attempt_at: datetime | None
    title: str = ""
    to: str = ""
    case_number: str = ""


@dataclass(frozen=True)
class FailingPage:
    """A page of them, newest first; `next_cursor` is empty on the last one."""

    rows: tuple[Failing, ...]
    next_cursor: str


def deliveries_of(case: Case) -> tuple[Delivery, ...]:
    """What was told to the people of a case's subject, in the order of telling (one statement)."""
    of_the_subject = Mandate.objects.filter(user=OuterRef("user"), subject=case.subject_id)
    rows = Message.objects.filter(Exists(of_the_subject), case=case)
    return tuple(delivery_of(row) for row in _with_their_letters(rows).order_by("pk")[:MOST_OF_A_CASE])


def ways_of(user_id: int, messages: Iterable[Message]) -> dict[tuple[str, int], tuple[Delivery, ...]]:
    """By which other ways these messages of a person's inbox went, by template and entry (one statement)."""
    shown = list(messages)
    rows = Message.objects.filter(
        user=user_id, caused_by_entry__in={message.caused_by_entry for message in shown}
    ).exclude(channel=Channel.INBOX)
    found: dict[tuple[str, int], tuple[Delivery, ...]] = {}
    for row in _with_their_letters(rows).order_by("pk"):
        key = (row.template, row.caused_by_entry)
        found[key] = (*found.get(key, ()), delivery_of(row))
    return found


def delivery_of(message: Message) -> Delivery:
    """What became of a message, in the reader's language."""
    stage = _stage(message)
    return Delivery(
        pk=message.pk,
        title=_title(message),
        to=str(message.user),
        channel=str(Channel(message.channel).label),
        stage=stage,
        at=message.arrival_known_at or message.sent_at or message.next_attempt_at,
        read_at=message.read_at,
        letter_number=message.letter.number if message.letter else "",
        advice=_advice(message, stage),
    )


def failing(actor: Actor, *, after: str = "") -> FailingPage:
    """The messages that could not be sent, as far as they are the actor's to see to.

    A supervisor sees those of the cases of its units, the system administrator all, without what they are about.
    Raises Refusal for anybody else.
    """
    rows = _failing_for(actor)
    chosen = rows.filter(pk__lt=int(after)) if after.isdecimal() else rows
    found = list(chosen.select_related("user", "case").order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    numbers = dict(
        Choice.objects.filter(user__in=[row.user_id for row in shown]).values_list("user_id", "number")
    )
    supervised = actor.departments(Role.SUPERVISOR)
    return FailingPage(
        rows=tuple(_failing(row, numbers.get(row.user_id, ""), supervised) for row in shown),
        next_cursor=str(shown[-1].pk) if len(found) > PAGE else "",
    )


@transaction.atomic
def send_again(*, message_id: int, actor: Actor, at: datetime) -> Message:
    """Let a message that failed be tried at once, with whatever leaves together with it.

    Reminders, summaries and text messages still wait for working hours. Raises Refusal for a message that is not
    failing (any more) or not the actor's to see to.
    """
    message = _failing_for(actor).filter(pk=message_id).first()
    if message is None:
        raise refusal("message-sent")
    together = Message.objects.filter(pk=message.pk)
    if message.reminder or message.digest or message.channel == Channel.SMS:
        # a bundle that failed is not broken up
        together = Message.objects.filter(
            user=message.user_id,
            channel=message.channel,
            reminder=message.reminder,
            digest=message.digest,
            attempts__gt=0,
        )
    together.filter(sent_at__isnull=True, next_attempt_at__gt=at).update(next_attempt_at=at)
    tell(
        "account.message_sent_again",
        actor_ref=actor.ref,
        at=at,
        message_id=message.pk,
        user_id=message.user_id,
    )
    return message


def _failing_for(actor: Actor) -> QuerySet[Message]:
    rows = Message.objects.filter(sent_at__isnull=True, attempts__gt=0).exclude(last_error="")
    if actor.is_system or actor.holds_anywhere(Role.SYSTEM_ADMIN):
        return rows
    units = actor.departments(Role.SUPERVISOR)
    if not units:
        raise refusal("no-failing")
    return rows.filter(case__in=visible_cases(actor).filter(handling_department__in=units))


def _failing(message: Message, number: str, supervised: frozenset[int]) -> Failing:
    by_mail = message.channel == Channel.MAIL
    bare = Failing(
        pk=message.pk,
        channel=str(Channel(message.channel).label),
        address=_masked_address(message.user.email) if by_mail else masked(number),
        error=message.last_error,
        attempts=message.attempts,
        next_attempt_at=message.next_attempt_at,
    )
    case = message.case
    if case is None or case.handling_department_id not in supervised:
        return bare
    return replace(bare, title=_title(message), to=str(message.user), case_number=case.number)


def _title(message: Message) -> str:
    """What a message is called in the reader's language; its text is not needed here."""
    return str((OF_ACCOUNTS.get(message.template) or TEMPLATES[message.template]).title)


def _stage(message: Message) -> Stage:
    if message.read_at is not None:
        return Stage.READ
    if message.arrival:
        return Stage.DELIVERED if message.arrival == Arrival.DELIVERED else Stage.UNDELIVERED
    if message.sent_at is not None:
        return Stage.SENT
    return Stage.FAILING if message.last_error else Stage.WAITING


def _advice(message: Message, stage: Stage) -> str | Promise:
    if stage is Stage.FAILING:
        return ADVICE[message.channel]
    if stage is Stage.UNDELIVERED:
        return NOT_ARRIVED
    return NOT_KNOWN if stage is Stage.SENT and message.channel == Channel.SMS else ""


def _with_their_letters(rows: QuerySet[Message]) -> QuerySet[Message]:
    return rows.select_related("user", "letter").defer("letter__pdf", "letter__content")


def _masked_address(address: str) -> str:
    """Enough of a mail address to find a typing fault in its second half by."""
    name, _at, host = address.partition("@")
    return f"{name[:1]}***@{host}" if host else ""
