"""Messages are stored before they leave: one row for each person and each way that the person chose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from cases.models import Case
from journal.models import Entry
from journal.now import SHANGHAI
from notifications.channels import sms
from notifications.hours import opening
from notifications.kinds import Kind, kind_of
from notifications.models import Channel, Choice, Letter, Message, News
from rulebook.calendar_in_use import calendar_in_use
from rulebook.working_days import Calendar

# what one sweep finds is written in one go: a reminder waits so long for others of its day
GATHERING = timedelta(minutes=10)
SUMMARIES = (News.DAILY, News.WEEKLY)


@dataclass(frozen=True)
class Notice:
    """What is told, to whomever: the words with their facts, what caused it, and what goes with it.

    `reminder`: time caused it, so its mail waits for the working hours of `jurisdiction`.
    """

    template: str
    context: Mapping[str, Any]
    entry: Entry
    letter: Letter | None = None
    case: Case | None = None
    reminder: bool = False
    jurisdiction: str = ""

    @property
    def kind(self) -> Kind:
        return kind_of(self.template, with_letter=self.letter is not None, reminder=self.reminder)


def write(notice: Notice, people: Iterable[User]) -> None:
    """Store the messages of a notice to these people; written before, nothing is written again."""
    users = list(people)
    choices = choices_of(users)
    rows = [row for user in users for row in _rows(notice, user, choices[user.pk])]
    Message.objects.bulk_create(rows, ignore_conflicts=True)


def choices_of(users: Iterable[User]) -> dict[int, Choice]:
    """What each of these people chose, or the defaults for whoever never did (an unsaved row; one query)."""
    keys = [user.pk for user in users]
    made = Choice.objects.in_bulk(keys)
    return {key: made.get(key) or Choice(user_id=key) for key in keys}


def summary_at(news: str, at: datetime, calendar: Calendar) -> datetime:
    """When the summary leaves that takes up what happened at an instant.

    It is the first working hour after the end of that day, or of that week, which ends on Sunday.
    """
    local = at.astimezone(SHANGHAI)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    days = 1 if news == News.DAILY else 7 - local.weekday()
    return opening(midnight + timedelta(days=days), calendar)


def _rows(notice: Notice, user: User, choice: Choice) -> Iterator[Message]:
    at = notice.entry.at
    common: dict[str, Any] = {
        "user": user,
        "template": notice.template,
        "context": notice.context,
        "letter": notice.letter,
        "case": notice.case,
        "caused_by_entry": notice.entry.pk,
        "created_at": at,
    }
    leaves_at = at
    if notice.reminder:
        leaves_at = opening(at + GATHERING, calendar_in_use(notice.jurisdiction))
    yield Message(channel=Channel.INBOX, sent_at=at, reminder=notice.reminder, **common)
    if user.email and by_mail(notice.kind, choice):
        if notice.kind is Kind.NEWS and choice.news_mail in SUMMARIES:
            waits = summary_at(choice.news_mail, at, calendar_in_use())
            yield Message(channel=Channel.MAIL, next_attempt_at=waits, digest=True, **common)
        else:
            yield Message(channel=Channel.MAIL, next_attempt_at=leaves_at, reminder=notice.reminder, **common)
    if by_sms(notice.kind, choice):
        waits = opening(leaves_at, calendar_in_use(notice.jurisdiction))
        yield Message(channel=Channel.SMS, next_attempt_at=waits, **common)


def by_mail(kind: Kind, choice: Choice) -> bool:
    """Whether a kind goes by mail: what is served and what concerns the account always."""
    if kind is Kind.TERM:
        return choice.terms_mail
    return kind is not Kind.NEWS or choice.news_mail != News.OFF


def by_sms(kind: Kind, choice: Choice) -> bool:
    """Whether a kind goes as a text message: only where there is a gateway and a number, and the person wants it."""
    if not choice.number or not sms.available():
        return False
    wanted = {Kind.LETTER: choice.letters_sms, Kind.TERM: choice.terms_sms, Kind.NEWS: choice.news_sms}
    return wanted.get(kind, False)
