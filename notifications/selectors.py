"""Reading letters and messages: each person's own inbox, letters for those who may see them, the public check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.roles import OFFICER_ROLES, MandateScope
from cases.policies import own_rows
from cases.policies import visible_to as visible_cases
from journal.now import day_of
from journal.refusals import NotFound
from notifications.delivery_status import Delivery, deliveries_of, ways_of
from notifications.issuing import plain_code
from notifications.letters import COPIES, TO_UNITS, LetterKind
from notifications.models import Channel, Letter, Message
from notifications.window_codes import words_of_all
from notifications.wording import Told

__all__ = [
    "InboxPage",
    "InboxRow",
    "LetterCheck",
    "check_letter",
    "deliveries_of",
    "inbox",
    "letter_for",
    "letters_of_case",
    "letters_of_record",
    "letters_visible_to",
    "messages_about",
]

PAGE = 30
OF_A_CASE = 8
"""Messages shown on the page of their case; the inbox has all."""


@dataclass(frozen=True)
class InboxRow:
    """One message in the reader's language; `read_at` is None while it is new, `ways` are those besides the inbox."""

    pk: int
    title: str
    text: str
    created_at: datetime
    read_at: datetime | None
    case_number: str
    letter_number: str
    complaint_number: str = ""
    group_number: str = ""
    ways: tuple[Delivery, ...] = ()


@dataclass(frozen=True)
class InboxPage:
    """A page of an inbox; `next_cursor` is empty on the last one."""

    rows: tuple[InboxRow, ...]
    next_cursor: str
    unread: int


@dataclass(frozen=True)
class LetterCheck:
    """What the public may know of a letter: what it is, of which day, whether it is valid.

    `contested`: the record it is about is under objection.
    """

    kind_label: str | Promise
    issued_on: date
    valid: bool
    contested: bool


def inbox(user_id: int, *, at: datetime, after: str = "") -> InboxPage:
    """A person's messages as they read at a moment, newest first; `after` is the last id shown, else from the first."""
    mine = Message.objects.filter(user=user_id, channel=Channel.INBOX)
    chosen = mine.filter(pk__lt=int(after)) if after.isdecimal() else mine
    found = list(chosen.select_related("case", "letter").defer("letter__pdf").order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    ways, words = ways_of(user_id, shown), words_of_all(shown, at=at)
    return InboxPage(
        rows=tuple(
            _row(message, words[message.pk], ways.get((message.template, message.caused_by_entry), ()))
            for message in shown
        ),
        next_cursor=str(shown[-1].pk) if len(found) > PAGE else "",
        unread=mine.filter(read_at__isnull=True).count(),
    )


def messages_about(case_id: int, user_id: int, *, at: datetime) -> tuple[InboxRow, ...]:
    """The last messages that a person got about a case, newest first, in the active language."""
    found = Message.objects.filter(user=user_id, channel=Channel.INBOX, case=case_id)
    shown = list(found.select_related("case", "letter").defer("letter__pdf").order_by("-pk")[:OF_A_CASE])
    words = words_of_all(shown, at=at)
    return tuple(_row(message, words[message.pk], ()) for message in shown)


def _row(message: Message, words: Told, ways: tuple[Delivery, ...]) -> InboxRow:
    return InboxRow(
        pk=message.pk,
        title=words.title,
        text=words.text,
        created_at=message.created_at,
        read_at=message.read_at,
        case_number=message.case.number if message.case else "",
        letter_number=message.letter.number if message.letter else "",
        complaint_number=message.context.get("complaint", ""),
        group_number=message.context.get("group", ""),
        ways=ways,
    )


def letters_visible_to(actor: Actor) -> QuerySet[Letter]:
    """The letters an actor may see: of cases it sees, to subjects it stands for, about records of its unit.

    A letter from one unit to another is seen by the officers of its case only.
    """
    if actor.is_system:
        return Letter.objects.all()
    own = own_rows(actor)
    unread = [one for one in actor.restrictions if MandateScope.LETTERS not in one.scopes]
    units = actor.departments(*OFFICER_ROLES)
    of_its_units = (
        Q(case__handling_department__in=units)
        | Q(case__asked_department__in=units)
        | Q(case__determining_department__in=units)
    )
    return Letter.objects.filter(
        (
            ~Q(kind__in=TO_UNITS)
            & (own | Q(case__in=visible_cases(actor)) | Q(case__isnull=True, record__department__in=units))
        )
        | (Q(kind__in=TO_UNITS) & of_its_units)
    ).exclude(subject__in=[one.subject_id for one in unread])


def letters_of_case(case_id: int, *, to_subject: bool = False) -> list[Letter]:
    """The letters of a case in the order of their issue, without their bytes; to its subject only, or all.

    A copy that the company had made for itself is no letter to anybody.
    """
    letters = Letter.objects.filter(case=case_id).exclude(kind__in=COPIES)
    letters = letters.defer("pdf", "content").order_by("pk")
    return list(letters.exclude(kind__in=TO_UNITS) if to_subject else letters)


def letters_of_record(record_id: int) -> list[Letter]:
    """Every letter about a record in the order of issue, without their bytes."""
    return list(Letter.objects.filter(record=record_id).defer("pdf", "content").order_by("pk"))


def letter_for(actor: Actor, number: str) -> Letter:
    """A letter by its number. Raises NotFound for whoever may not see it."""
    letter = letters_visible_to(actor).filter(number=number).first()
    if letter is None:
        raise NotFound("no-letter", _("This letter does not exist or is not yours to see. Check the number."))
    return letter


def check_letter(code: str) -> LetterCheck | None:
    """What anybody may know of a letter by its check code, however it is typed; None for an unknown one."""
    letter = (
        Letter.objects.filter(check_code=plain_code(code))
        .select_related("record__listing")
        .only("kind", "issued_at", "withdrawn_at", "record__listing__contested_at")
        .first()
    )
    if letter is None:
        return None
    return LetterCheck(
        kind_label=LetterKind(letter.kind).label,
        issued_on=day_of(letter.issued_at),
        valid=letter.withdrawn_at is None,
        contested=letter.record is not None and letter.record.listing.is_contested,
    )
