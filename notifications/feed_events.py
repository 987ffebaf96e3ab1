"""The days of a person as events: those of the companies it acts for, and those of the cases it has on its desk.

Without names an event tells the number and the kind of a case, and nothing else: calendars lie with strangers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from cases.models import Case, Talk
from cases.models.talk import TalkKind, TalkStanding
from cases.policies import visible_to
from cases.states import CaseKind
from clocks.models import Deadline
from journal.now import day_of
from notifications.icalendar import Event, Status
from notifications.invitation import changes_of, status_of
from notifications.wording import TERMS
from records.models import Bar, Listing
from records.models.listing import PUBLIC_STATES

ONE_DAY = timedelta(days=1)
# what lies behind stays so long, so that a calendar does not forget yesterday
LOOK_BACK = timedelta(days=30)
BEFORE_A_TERM = 2
BEFORE_A_TALK = 1
ON_THE_DAY = 0
SUBJECT = "subject"
NOT_OF_A_DESK = (SUBJECT, "provider")


@dataclass(frozen=True)
class Reader:
    """Whose days are told: `taken` are the cases on the person's own desk; `with_names` as it chose."""

    actor: Actor
    taken: Collection[int]
    with_names: bool
    at: datetime


def events_for(reader: Reader) -> list[Event]:
    """All events of a person in the active language; the same number of statements however many there are."""
    return [
        *_filing_days(reader),
        *_bars(reader),
        *_terms_of_companies(reader),
        *_terms_of_the_desk(reader),
        *_talks(reader),
    ]


def _filing_days(reader: Reader) -> Iterator[Event]:
    """From which day a repair of a record can be asked for."""
    actor = reader.actor
    listings = Listing.objects.filter(
        record__subject__in=actor.subjects,
        state__in=PUBLIC_STATES,
        earliest_filing_on__gte=day_of(reader.at) - LOOK_BACK,
    )
    for listing in listings.select_related("record__subject").order_by("earliest_filing_on", "pk"):
        record = listing.record
        if not actor.sees(record.subject_id, record.pk):
            continue
        title = _("Repair can be applied for from today")
        yield Event(
            uid=f"filing-{record.pk}",
            title=_("{title} (to confirm)").format(title=title) if listing.dates_to_confirm else title,
            text=_names(reader, record.subject.name, record.decision_number),
            url=_address("portal:company"),
            stamped_at=reader.at,
            on=listing.earliest_filing_on,
            alarm_days=ON_THE_DAY,
            status=Status.TENTATIVE if listing.dates_to_confirm else Status.CONFIRMED,
        )


def _bars(reader: Reader) -> Iterator[Event]:
    """From which day a subject that was barred may apply again."""
    found = Bar.objects.filter(
        subject__in=reader.actor.subjects,
        lifted_at__isnull=True,
        until_on__gte=day_of(reader.at) - LOOK_BACK,
    )
    for bar in found.select_related("subject").order_by("until_on", "pk"):
        if bar.until_on is not None:
            yield Event(
                uid=f"bar-{bar.pk}",
                title=_("The bar of case {number} has ended").format(number=bar.case_number),
                text=_names(reader, bar.subject.name),
                url=_address("portal:company"),
                stamped_at=reader.at,
                on=bar.until_on + ONE_DAY,
                alarm_days=ON_THE_DAY,
            )


def _terms_of_companies(reader: Reader) -> Iterator[Event]:
    """The last days that a company has to keep."""
    if reader.actor.subjects:
        cases = _own_cases(reader)
        yield from _terms(
            reader, "portal:case", cases, _open_terms().filter(who=SUBJECT, owner_id__in=cases.values("pk"))
        )


def _terms_of_the_desk(reader: Reader) -> Iterator[Event]:
    """The last days of the cases that an officer has taken, as far as the unit owes the act."""
    if reader.taken:
        cases = visible_to(reader.actor).filter(pk__in=reader.taken)
        terms = _open_terms().filter(owner_id__in=reader.taken).exclude(who__in=NOT_OF_A_DESK)
        yield from _terms(reader, "desk:case", cases, terms)


def _terms(reader: Reader, page: str, cases: QuerySet[Case], found: QuerySet[Deadline]) -> Iterator[Event]:
    terms = list(found.order_by("due_on", "pk"))
    owners = cases.select_related("subject", "record").in_bulk([term.owner_id for term in terms])
    for term in terms:
        case = owners.get(term.owner_id)
        if case is None:
            continue
        words = {"number": case.number, "term": str(TERMS[term.term])}
        title = _("{number}: last day for {term}").format(**words)
        yield Event(
            uid=f"term-{term.pk}",
            title=_("{title} (provisional)").format(title=title) if term.provisional else title,
            text=_names(reader, case.subject.name, case.record.decision_number),
            url=_address(page, case.number),
            stamped_at=reader.at,
            on=term.due_on,
            alarm_days=BEFORE_A_TERM,
            status=Status.TENTATIVE if term.provisional else Status.CONFIRMED,
        )


def _talks(reader: Reader) -> Iterator[Event]:
    """The talks that are set: those of the companies, and those to which the officer is called."""
    talks = Talk.objects.filter(standing=TalkStanding.SET, set_for__gte=reader.at - ONE_DAY)
    talks = talks.select_related("case__subject", "case__record", "department").order_by("set_for", "pk")
    if reader.actor.subjects:
        own = _own_cases(reader).filter(kind=CaseKind.RECTIFICATION)
        for talk in talks.filter(case__in=own.values("pk")):
            yield _talk(reader, talk, "portal:case")
    units = {department for department, _role in reader.actor.posts}
    if units:
        for talk in talks.filter(department__in=units):
            if any(officer["ref"] == reader.actor.ref for officer in talk.officers):
                yield _talk(reader, talk, "desk:case")


def _talk(reader: Reader, talk: Talk, page: str) -> Event:
    words = {"kind": TalkKind(talk.kind).label, "number": talk.case.number}
    return Event(
        uid=f"talk-{talk.pk}",
        title=_("{kind} in case {number}").format(**words),
        text=_names(reader, talk.case.subject.name, talk.case.record.decision_number),
        place=talk.place if reader.with_names else "",
        url=_address(page, talk.case.number),
        stamped_at=reader.at,
        starts_at=talk.set_for,
        alarm_days=BEFORE_A_TALK,
        status=status_of(talk),
        sequence=changes_of(talk),
    )


def _open_terms() -> QuerySet[Deadline]:
    return Deadline.objects.filter(owner_kind="case", goal="law", stopped_at__isnull=True)


def _own_cases(reader: Reader) -> QuerySet[Case]:
    return visible_to(reader.actor).filter(subject__in=reader.actor.subjects)


def _names(reader: Reader, *names: str) -> str:
    return "\n".join(names) if reader.with_names else ""


def _address(name: str, *keys: str) -> str:
    return settings.DESK_ADDRESS.rstrip("/") + reverse(name, args=keys)
