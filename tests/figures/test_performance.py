"""Figures of departments: counted once a case when it is decided, exact, never of single companies."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from io import StringIO
from statistics import median

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from cases.figures import outcomes
from cases.figures.performance import Row, known_periods, median_of, percentile_of, performance
from cases.figures.quarters import Period, period_of, periods_over
from cases.models import Case, CaseOutcome
from cases.states import CaseKind
from cases.time_spent import ledger_of_case
from journal.now import SHANGHAI, day_of
from records.models import Department
from tests.conftest import Deliver
from tests.factories.cases import GRANTED, FiledCase, make_filed_case
from tests.factories.records import make_department, make_record
from tests.factories.revocations import make_granted_repair

QUARTER = Period(2026, 3)
IN_QUARTER = date(2026, 8, 3)


def decided(
    unit: Department, count: int, *, kind: str = CaseKind.REPAIR, on: date = IN_QUARTER, days: int = 5
) -> list[CaseOutcome]:
    """Rows as they stand after so many decisions of a unit, the n-th one working day longer than the one before."""
    made = []
    for number in range(count):
        record = make_record(department=unit)
        case = Case.objects.create(
            number=f"XF-2026-{record.pk:08d}",
            kind=kind,
            state="CLOSED_REPAIRED",
            subject=record.subject,
            record=record,
            determining_department=unit,
            handling_department=unit,
            drafted_at=datetime(2026, 7, 1, 9, tzinfo=SHANGHAI),
        )
        made.append(
            CaseOutcome.objects.create(
                case=case,
                kind=kind,
                department=unit,
                filed_on=on - timedelta(days=20),
                closed_on=on,
                unit_days=days + number,
                total_days=days + 2 * number,
                late=number == 0,
                supplemented=number < 2,
                held=False,
            )
        )
    return made


def row_of(rows: tuple[Row, ...], unit: Department | None, kind: str = CaseKind.REPAIR) -> Row:
    return next(row for row in rows if row.department == unit and row.kind == kind)


@pytest.mark.django_db
def test_a_decided_case_is_counted_with_the_days_of_its_ledger(deliver: Deliver) -> None:
    repair = make_granted_repair()
    deliver(repair.at)
    case = repair.later().case
    ledger = ledger_of_case(case, on=day_of(repair.at))
    row = CaseOutcome.objects.get()
    assert case.closed_at is not None
    assert ledger is not None
    assert row.closed_on == day_of(case.closed_at)
    assert row.total_days == ledger.total
    assert row.unit_days == sum(ledger.units.values())
    assert (row.kind, row.department_id) == (CaseKind.REPAIR, case.handling_department_id)
    assert (row.late, row.supplemented, row.held) == (False, False, False)


@pytest.mark.django_db
def test_a_case_that_was_withdrawn_is_counted_nowhere(deliver: Deliver) -> None:
    from accounts.actors import Actor
    from cases.services import intake
    from tests.factories.people import actor_of_user

    filed: FiledCase = make_filed_case("ROUTED")
    owner: Actor = actor_of_user(filed.owner)
    intake.withdraw(case_id=filed.case.pk, actor=owner, at=filed.at + timedelta(hours=1))
    deliver(filed.at + timedelta(hours=1))
    assert not CaseOutcome.objects.exists()


@pytest.mark.django_db
def test_told_twice_a_case_is_counted_once_and_missing_ones_are_found(deliver: Deliver) -> None:
    deliver(make_granted_repair().at)
    before = CaseOutcome.objects.values().get()
    assert outcomes.count(Case.objects.all()) == 1
    assert CaseOutcome.objects.values().get() == before
    CaseOutcome.objects.all().delete()
    said = StringIO()
    call_command("count_outcomes", stdout=said)
    assert "1 cases" in said.getvalue()
    after = CaseOutcome.objects.values().get()
    assert {**after, "id": 0} == {**before, "id": 0}
    assert GRANTED["outcome"] == "approve"


@pytest.mark.django_db
def test_the_rows_tell_medians_and_shares_and_their_total() -> None:
    one, other = make_department(name_zh="甲局"), make_department(name_zh="乙局")
    decided(one, 6, days=3)
    decided(other, 5, days=10)
    rows = performance(QUARTER)
    figures, total = row_of(rows, one).figures, row_of(rows, None).figures
    assert figures is not None
    assert total is not None
    assert (figures.cases, figures.unit_median, figures.unit_p90) == (6, 5.5, 8)
    assert (figures.total_median, figures.total_p90) == (8.0, 13)
    assert (figures.late, figures.supplemented, figures.held) == (17, 33, 0)
    assert (total.cases, total.unit_median) == (11, 8)
    assert rows[-1].department is None


@pytest.mark.django_db
def test_another_quarter_is_not_counted_and_a_year_has_all_of_them() -> None:
    unit = make_department()
    decided(unit, 5)
    decided(unit, 6, on=date(2026, 4, 1))
    figures = row_of(performance(QUARTER), unit).figures
    year = row_of(performance(Period(2026)), unit).figures
    assert figures is not None
    assert year is not None
    assert (figures.cases, year.cases) == (5, 11)


@pytest.mark.django_db
def test_fewer_than_five_are_left_out_and_so_is_what_would_tell_them() -> None:
    units = [make_department(name_zh=name) for name in ("甲局", "乙局", "丙局")]
    for unit, count in zip(units, (3, 6, 9), strict=True):
        decided(unit, count)
    rows = performance(QUARTER)
    assert [row_of(rows, unit).figures is None for unit in units] == [True, True, False]
    assert row_of(rows, None).figures is not None


@pytest.mark.django_db
def test_kinds_are_told_apart_and_a_single_unit_needs_no_total() -> None:
    unit = make_department()
    decided(unit, 5)
    decided(unit, 5, kind=CaseKind.OBJECTION)
    rows = performance(QUARTER)
    assert [row.kind for row in rows] == [CaseKind.REPAIR, CaseKind.OBJECTION]
    assert all(row.department == unit for row in rows)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [3, 12])
def test_the_statements_do_not_grow_with_units_or_cases(count: int) -> None:
    for number in range(count):
        decided(make_department(name_zh=f"第{number}局"), 5)
    with CaptureQueriesContext(connection) as sent:
        performance(QUARTER)
    assert len(sent) == 4


@given(st.lists(st.integers(0, 40), min_size=1, max_size=60))
def test_median_and_percentile_are_those_of_the_sorted_days(days: list[int]) -> None:
    counted = Counter(days)
    assert median_of(counted) == median(days)
    tenth = percentile_of(counted, 90)
    assert sum(day <= tenth for day in days) * 10 >= 9 * len(days)
    assert sum(day < tenth for day in days) * 10 < 9 * len(days)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_every_day_lies_in_one_quarter_and_one_year(on: date) -> None:
    every = [Period(on.year, quarter) for quarter in range(5)]
    within = [period for period in every if period.first_on <= on <= period.last_on]
    assert len(within) == 2
    assert all(period_of(period.key) == period for period in every)
    assert (
        sum((period.last_on - period.first_on).days + 1 for period in every[1:])
        == (every[0].last_on - every[0].first_on).days + 1
    )


@pytest.mark.parametrize("key", ["", "2026-Q5", "2026-Q0", "26", "2026-Q3x", "０２６6", "0000"])
def test_what_is_no_period_is_none(key: str) -> None:
    assert period_of(key) is None


def test_only_what_is_over_is_offered_the_latest_first() -> None:
    keys = [period.key for period in periods_over(first=date(2025, 8, 1), on=date(2026, 7, 1))]
    assert keys == ["2026-Q2", "2026-Q1", "2025", "2025-Q4", "2025-Q3"]
    assert "2026-Q2" not in [one.key for one in periods_over(first=date(2025, 8, 1), on=date(2026, 6, 30))]


@pytest.mark.django_db
def test_without_a_decision_there_is_no_period() -> None:
    assert known_periods(date(2026, 9, 1)) == ()
    assert performance(QUARTER) == ()
