"""How long departments took in a period that is over: by department and kind, and together, with four statements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import ExtractQuarter

from cases.figures.hiding import Hidden, hidden_of_quarter, hidden_of_year
from cases.figures.quarters import Period, periods_over
from cases.models import CaseOutcome
from cases.states import CaseKind
from records.models import Department

TOTAL = 0
Place: TypeAlias = tuple[str, int]
"""A kind of case and a department's id, or `TOTAL`."""


@dataclass(frozen=True)
class Figures:
    """What is told: days are working days, shares are whole percent of the cases."""

    cases: int
    unit_median: float
    unit_p90: int
    total_median: float
    total_p90: int
    late: int
    supplemented: int
    held: int


@dataclass(frozen=True)
class Row:
    """One department, or with None all of them, in one kind; `figures` is None where they are left out."""

    kind: str
    department: Department | None
    figures: Figures | None


def known_periods(on: date) -> tuple[Period, ...]:
    """The periods over by a day in which something may have been decided, the latest first (one statement)."""
    first = CaseOutcome.objects.aggregate(first=Min("closed_on"))["first"]
    return () if first is None else periods_over(first=first, on=on)


def performance(period: Period) -> tuple[Row, ...]:
    """The rows of a period: kind by kind, departments by name, the total of each kind last.

    A total of a single department is left out: it is that department's row. Counting is exact; the median of an even
    number of cases is the middle of the two middle ones, nine tenths of the cases took at most the 90th percentile.
    """
    rows = CaseOutcome.objects.filter(closed_on__gte=period.first_on, closed_on__lte=period.last_on)
    quarters: dict[str, dict[int, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    marks: dict[Place, Counter[str]] = defaultdict(Counter)
    told = rows.annotate(quarter=ExtractQuarter("closed_on")).values_list("kind", "department_id", "quarter")
    for kind, unit, quarter, cases, late, supplemented, held in told.annotate(
        cases=Count("pk"),
        lates=Count("pk", filter=Q(late=True)),
        supplementeds=Count("pk", filter=Q(supplemented=True)),
        helds=Count("pk", filter=Q(held=True)),
    ):
        quarters[kind][quarter][unit] = cases
        for place in ((kind, unit), (kind, TOTAL)):
            marks[place].update(cases=cases, late=late, supplemented=supplemented, held=held)
    unit_days, total_days = _histogram(rows, "unit_days"), _histogram(rows, "total_days")
    names = Department.objects.filter(pk__in={unit for _kind, unit in marks}).order_by("name_zh", "pk")
    units = list(names) if marks else []
    hidden = {kind: _hidden(period, found) for kind, found in quarters.items()}

    def row(kind: str, unit: Department | None) -> Row:
        place = (kind, TOTAL if unit is None else unit.pk)
        left_out = hidden[kind].total if unit is None else unit.pk in hidden[kind].units
        figures = None if left_out else _figures(marks[place], unit_days[place], total_days[place])
        return Row(kind, unit, figures)

    found: list[Row] = []
    for kind in (str(kind) for kind in CaseKind if kind in quarters):
        own = [row(kind, unit) for unit in units if (kind, unit.pk) in marks]
        found += own if len(own) == 1 else [*own, row(kind, None)]
    return tuple(found)


def _hidden(period: Period, quarters: Mapping[int, Mapping[int, int]]) -> Hidden:
    if period.quarter:
        return hidden_of_quarter(quarters[period.quarter])
    return hidden_of_year([quarters[one] for one in sorted(quarters)])


def _histogram(rows: QuerySet[CaseOutcome], column: str) -> dict[Place, Counter[int]]:
    """How many cases took how many days, by kind and department and for all of them."""
    found: dict[Place, Counter[int]] = defaultdict(Counter)
    for kind, unit, days, cases in rows.values_list("kind", "department_id", column).annotate(
        cases=Count("pk")
    ):
        found[kind, unit][days] += cases
        found[kind, TOTAL][days] += cases
    return found


def _figures(marks: Mapping[str, int], unit_days: Counter[int], total_days: Counter[int]) -> Figures:
    cases = marks["cases"]
    return Figures(
        cases=cases,
        unit_median=median_of(unit_days),
        unit_p90=percentile_of(unit_days, 90),
        total_median=median_of(total_days),
        total_p90=percentile_of(total_days, 90),
        late=percent(marks["late"], cases),
        supplemented=percent(marks["supplemented"], cases),
        held=percent(marks["held"], cases),
    )


def percentile_of(counted: Counter[int], share: int) -> int:
    """The least number of days that so many percent of the cases did not exceed (nearest rank)."""
    rank = -(-sum(counted.values()) * share // 100)
    return _at(counted, rank)


def median_of(counted: Counter[int]) -> float:
    """The middle one, or the middle between the two middle ones."""
    cases = sum(counted.values())
    lower, upper = _at(counted, (cases + 1) // 2), _at(counted, cases // 2 + 1)
    return (lower + upper) / 2


def _at(counted: Counter[int], rank: int) -> int:
    passed = 0
    for days in sorted(counted):
        passed += counted[days]
        if passed >= rank:
            return days
    raise ValueError("There are not so many cases.")


def percent(part: int, whole: int) -> int:
    """Whole percent, halves upwards."""
    return (200 * part + whole) // (2 * whole)
