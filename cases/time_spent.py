"""Reading whose time it was: of one case, and as medians of departments, each with a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from statistics import median

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts.actors import Actor
from accounts.roles import Role
from cases.ledger import Ledger, Side, count_sides, course_of
from cases.models import Case
from cases.states import CaseKind
from journal.models import Entry
from journal.verbs import VERBS
from records.models import Department
from rulebook.calendar_in_use import book_in_use, calendar_in_use

CASE_VERBS = tuple(verb for verb in VERBS if verb.startswith("case."))
FEWEST = 5


@dataclass(frozen=True)
class UnitTime:
    """What a unit's closed cases took, in working days (medians); the medians are None for fewer than `FEWEST` cases.

    `own` are the days on this unit's own desk; `total` runs from the filing to the closing.
    """

    department: Department
    cases: int
    late: int | None
    own: float | None
    subject: float | None
    other: float | None
    total: float | None


def ledger_of_case(case: Case, *, on: date, entries: Iterable[Entry] | None = None) -> Ledger | None:
    """Whose the working days of a case were by a day; None for a draft.

    Give `entries` (the case's, oldest first) where they have been read already.
    """
    if entries is None:
        entries = Entry.objects.filter(stream=case.stream, verb__in=CASE_VERBS).order_by("seq")
    course = course_of(entries)
    if course is None:
        return None
    return count_sides(course, until=on, calendar=calendar_in_use(case.record.jurisdiction))


def units_watched_by(actor: Actor) -> QuerySet[Department]:
    """The units whose time a supervisor sees: the own ones, for a lead department all of its jurisdiction."""
    own = actor.departments(Role.SUPERVISOR)
    within = Q(pk__in=own)
    for place in Department.objects.filter(pk__in=own, is_lead=True).values_list("jurisdiction", flat=True):
        within |= Q(jurisdiction__startswith=place.removesuffix("00").removesuffix("00"))
    return Department.objects.filter(within).order_by("name_zh", "pk")


def time_of_units(actor: Actor, *, since: datetime, until: datetime) -> tuple[UnitTime, ...]:
    """Every watched unit that handled a repair closed from `since` until before `until`, with its medians.

    A case that went from unit to unit counts for each of them, with the days it had it.
    """
    units = {unit.pk: unit for unit in units_watched_by(actor)}
    closed = (
        Case.objects.filter(
            kind=CaseKind.REPAIR, filed_at__isnull=False, closed_at__gte=since, closed_at__lt=until
        )
        .filter(Q(handling_department__in=units) | Q(determining_department__in=units))
        .annotate(told_on=Concat(Value("case:"), Cast("pk", CharField()), output_field=CharField()))
        .annotate(place=F("record__jurisdiction"))
    )
    facts = {
        stream: (place, unit, late)
        for stream, place, unit, late in closed.values_list(
            "told_on", "place", "handling_department_id", "late"
        )
    }
    entries = Entry.objects.filter(stream__in=closed.values("told_on"), verb__in=CASE_VERBS)
    book = book_in_use()
    found: dict[int, list[tuple[Ledger, bool]]] = defaultdict(list)
    for stream, own in groupby(entries.order_by("stream", "seq").iterator(), key=lambda entry: entry.stream):
        course = course_of(own)
        if course is None or course.closed_on is None or stream not in facts:
            continue
        place, unit, late = facts[stream]
        ledger = count_sides(course, until=course.closed_on, calendar=book.of(place))
        for pk in ({unit} | set(ledger.units)) & set(units):
            found[pk].append((ledger, late))
    return tuple(_of_unit(unit, found[pk]) for pk, unit in units.items() if pk in found)


def _of_unit(unit: Department, ledgers: Sequence[tuple[Ledger, bool]]) -> UnitTime:
    if len(ledgers) < FEWEST:
        # so few that a figure would tell of single companies
        return UnitTime(unit, len(ledgers), None, None, None, None, None)
    counted = [ledger for ledger, _late in ledgers]
    return UnitTime(
        department=unit,
        cases=len(counted),
        late=sum(late for _ledger, late in ledgers),
        own=median(ledger.units.get(unit.pk, 0) for ledger in counted),
        subject=median(ledger.days[Side.SUBJECT] for ledger in counted),
        other=median(ledger.days[Side.OTHER] + ledger.days[Side.NO_ONE] for ledger in counted),
        total=median(ledger.total for ledger in counted),
    )
