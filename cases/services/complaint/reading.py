"""Reading complaints: a subject's own, the desk's lists, and figures by unit and cause, in few and fixed statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.db.models import Count, Q

from accounts.actors import Actor
from cases.complaint_policies import answered_by, complaints_visible_to
from cases.models import Complaint
from cases.models.complaint import OPEN_COMPLAINTS, Cause, ComplaintState
from cases.time_spent import FEWEST, units_watched_by
from journal.now import day_of
from records.models import Department
from rulebook.calendar_in_use import book_in_use
from rulebook.working_days import Calendar

PAGE = 30
_OPEN = Q(state__in=[str(state) for state in OPEN_COMPLAINTS])
OF_TAB = {
    "new": Q(state=ComplaintState.RECEIVED),
    "accepted": Q(state=ComplaintState.ACCEPTED),
    "late": _OPEN & Q(late=True),
    "done": ~_OPEN,
}


@dataclass(frozen=True)
class ComplaintPage:
    """A page of complaints; `next_cursor` is empty on the last one; `counts` are those of the open tabs."""

    rows: tuple[Complaint, ...]
    next_cursor: str
    counts: dict[str, int]


@dataclass(frozen=True)
class CauseFigures:
    """What became of the complaints about a unit for one cause; `about` None for all causes together.

    `days` is the median of working days from filing to the answer. All but `complaints` are None where it is hidden:
    fewer than `FEWEST` would tell of single companies, and so would the one cell that is left over of a total.
    """

    department: Department
    about: str | None
    complaints: int
    answered: int | None
    in_time: int | None
    justified: int | None
    days: float | None


def complaints_for(actor: Actor, tab: str, after: str = "") -> ComplaintPage:
    """The desk's complaints, newest first, in pages; `after` is the last id shown.

    Raises KeyError for an unknown tab and ValueError for a cursor that is no number.
    """
    seen = complaints_visible_to(actor)
    chosen = seen.filter(OF_TAB[tab]).select_related("subject", "complained_of", "handling_department")
    if after:
        chosen = chosen.filter(pk__lt=int(after))
    found = list(chosen.order_by("-pk")[: PAGE + 1])
    counts = seen.aggregate(**{name: Count("pk", filter=which) for name, which in OF_TAB.items()})
    del counts["done"]
    return ComplaintPage(
        rows=tuple(found[:PAGE]),
        next_cursor=str(found[PAGE - 1].pk) if len(found) > PAGE else "",
        counts=counts,
    )


def complaints_of(subject_id: int) -> list[Complaint]:
    """A subject's complaints, newest first."""
    mine = Complaint.objects.filter(subject_id=subject_id).select_related("subject", "complained_of", "case")
    return list(mine.order_by("-pk"))


def figures(actor: Actor, *, since: datetime, until: datetime) -> tuple[CauseFigures, ...]:
    """The complaints filed from `since` until before `until`, by unit complained of and cause, with the unit's total.

    A supervisor sees the units it watches and those whose complaints its unit answers.
    """
    filed = Complaint.objects.filter(filed_at__gte=since, filed_at__lt=until).exclude(
        state=ComplaintState.WITHDRAWN
    )
    own = Q(complained_of__in=units_watched_by(actor)) | answered_by(actor)
    rows = filed.filter(own).select_related("complained_of").order_by("complained_of__name_zh", "pk")
    units: dict[Department, dict[str, list[Complaint]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        units[row.complained_of][row.about].append(row)
    book = book_in_use()
    calendars = {row.jurisdiction: book.of(row.jurisdiction) for row in rows}
    found = []
    for unit, causes in units.items():
        every = [row for own in causes.values() for row in own]
        found.append(_figures(unit, None, every, calendars, hidden=len(every) < FEWEST))
        hidden = _hidden({cause: len(own) for cause, own in causes.items()})
        found += [
            _figures(unit, cause, causes[cause], calendars, hidden=cause in hidden)
            for cause in Cause.values
            if cause in causes
        ]
    return tuple(found)


def _hidden(counts: dict[str, int]) -> set[str]:
    """The causes whose figures are not shown: the small ones, and beside a single small one the next."""
    small = {cause for cause, count in counts.items() if count < FEWEST}
    others = sorted(set(counts) - small, key=lambda cause: (counts[cause], cause))
    return small | set(others[:1]) if len(small) == 1 else small


def _figures(
    unit: Department,
    about: str | None,
    rows: list[Complaint],
    calendars: dict[str, Calendar],
    *,
    hidden: bool,
) -> CauseFigures:
    if hidden:
        return CauseFigures(unit, about, len(rows), None, None, None, None)
    answered = [row for row in rows if row.state == ComplaintState.ANSWERED]
    return CauseFigures(
        department=unit,
        about=about,
        complaints=len(rows),
        answered=len(answered),
        in_time=sum(not row.late for row in answered),
        justified=sum(row.finding in {"justified", "partly"} for row in answered),
        days=_median(working_days_to_answer(row, calendars[row.jurisdiction]) for row in answered),
    )


def _median(days: Iterable[int]) -> float | None:
    counted = list(days)
    return median(counted) if counted else None


def working_days_to_answer(complaint: Complaint, calendar: Calendar) -> int:
    """The working days from the day after the filing to the answer; raises ValueError while there is none."""
    if complaint.closed_at is None:
        raise ValueError(f"{complaint} is not answered.")
    first, last = day_of(complaint.filed_at), day_of(complaint.closed_at)
    return sum(calendar.is_working_day(on) for on in _days_after(first, last))


def _days_after(first: date, last: date) -> Iterable[date]:
    return (date.fromordinal(day) for day in range(first.toordinal() + 1, last.toordinal() + 1))
