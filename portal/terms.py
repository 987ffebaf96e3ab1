"""The running terms of a case, nearest first, and what is promised beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case
from clocks.models import Deadline, Standing
from clocks.services import Owner, open_terms
from look.case_words import term_words
from look.terms import words_of
from notifications.icalendar import Event, Status

BELL = 2  # days before a term of the company's own


@dataclass(frozen=True)
class Promised:
    """Two clocks of one term side by side: the legal limit, and the day by which the place promises it."""

    title: str
    legal_on: date
    promised_on: date


def running_terms(case: Case) -> list[Deadline]:
    """The open terms set by law, nearest last day first."""
    return sorted((term for term in _open(case) if term.goal == "law"), key=lambda term: term.due_at)


def own_terms(case: Case) -> list[Deadline]:
    """The terms in which the company itself has to act; what stands still for the unit meanwhile is not among them."""
    return [
        term for term in running_terms(case) if term.who == "subject" and term.standing != Standing.PAUSED
    ]


def promises(case: Case) -> list[Promised]:
    """What is promised beside the running terms; a promise that stands still or was not kept promises no day."""
    terms = [term for term in _open(case) if term.standing == Standing.RUNNING]
    legal = {term.term: term.due_on for term in terms if term.goal == "law"}
    return [
        Promised(term_words(term.term), legal[term.term], term.due_on)
        for term in terms
        if term.goal == "promise" and term.term in legal
    ]


def events_of(case: Case, *, at: datetime) -> list[Event]:
    """The running terms as entries for a calendar: number, term, why the day is this day; a bell for the company's own.

    An entry bears the name of the same day in a person's calendar feed, so that a calendar shows it once.
    """
    return [
        Event(
            uid=f"term-{term.pk}",
            title=_title(case, term),
            text=words_of(term),
            url=settings.DESK_ADDRESS.rstrip("/") + reverse("portal:case", args=[case.number]),
            stamped_at=at,
            on=term.due_on,
            alarm_days=BELL if term.who == "subject" else None,
            status=Status.TENTATIVE if term.provisional else Status.CONFIRMED,
        )
        for term in running_terms(case)
        if term.standing == Standing.RUNNING
    ]


def _title(case: Case, term: Deadline) -> str:
    told = _("%(number)s: %(term)s") % {"number": case.number, "term": term_words(term.term)}
    return _("%(title)s (provisional)") % {"title": told} if term.provisional else told


def _open(case: Case) -> list[Deadline]:
    return open_terms(Owner(kind="case", id=case.pk, stream=case.stream))
