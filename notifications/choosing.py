"""A person chooses what it gets beside the inbox, and by which telephone number."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from accounts.services.telling import locked_person, tell
from journal.now import SHANGHAI
from notifications.hours import opening
from notifications.models import Channel, Choice, Message, News
from notifications.refusals import refusal
from notifications.writing import SUMMARIES, summary_at
from rulebook.calendar_in_use import calendar_in_use


@dataclass(frozen=True)
class Wanted:
    """What a person wants: how news leaves as mail, whether terms do, and what is told as a text message."""

    news_mail: str = News.AT_ONCE
    terms_mail: bool = True
    letters_sms: bool = False
    terms_sms: bool = False
    news_sms: bool = False

    @property
    def any_sms(self) -> bool:
        return self.letters_sms or self.terms_sms or self.news_sms


def choice_of(user_id: int) -> Choice:
    """What a person chose, or the defaults for whoever never did (an unsaved row; one query)."""
    return Choice.objects.filter(user=user_id).first() or Choice(user_id=user_id)


@transaction.atomic
def choose(*, user_id: int, wanted: Wanted, at: datetime) -> Choice:
    """Keep what a person wants from now on. News that waits for a summary leaves with the next one of the new sort.

    Whoever wants none any more, or each at once, gets what waits in one last mail. Raises Refusal for text messages
    without a number.
    """
    locked_person(user_id)
    choice = choice_of(user_id)
    if wanted.any_sms and not choice.number:
        raise refusal("no-number")
    before = _wanted(choice)
    if before == wanted:
        return choice
    for name, value in asdict(wanted).items():
        setattr(choice, name, value)
    choice.save()
    if before.news_mail != wanted.news_mail:
        _move_summary(user_id, wanted.news_mail, at)
    # whoever says that no mail came shall be answered with what the person had chosen on that day
    tell("account.messages_chosen", actor_ref=f"user:{user_id}", at=at, user_id=user_id, **asdict(wanted))
    return choice


def _wanted(choice: Choice) -> Wanted:
    return Wanted(**{name: getattr(choice, name) for name in Wanted.__dataclass_fields__})


def _move_summary(user_id: int, news: str, at: datetime) -> None:
    """Bring what waits under the new rhythm. What is just being sent, or failed, stays with its sender."""
    waiting = Message.objects.filter(
        user=user_id, channel=Channel.MAIL, digest=True, sent_at__isnull=True, attempts=0
    )
    calendar = calendar_in_use()
    local = at.astimezone(SHANGHAI)
    leaves_at = summary_at(news, local, calendar) if news in SUMMARIES else opening(local, calendar)
    waiting.update(next_attempt_at=leaves_at)
