"""Each elapsed working day of a case belongs to one side; together they are the days between filing and closing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.ledger import Course, Ledger, Side, Turn, count_sides, course_of
from cases.models.hold import HoldCause
from cases.states import RepairState as S
from journal.now import SHANGHAI
from rulebook.terms import working_days_between
from rulebook.working_days import shipped_calendar

FILED = date(2026, 9, 28)  # a Monday; 1 to 7 October are off, Saturday 10 October is worked
DAYS = st.integers(0, 40)


@dataclass
class Told:
    """An entry of a case's journal, as far as the ledger reads it."""

    verb: str
    at: datetime
    payload: dict[str, Any] = field(default_factory=dict)


def on(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def moved(to: str, at: datetime, **facts: object) -> Told:
    return Told(f"case.to-{to.lower()}", at, {"to": str(to), **facts})


def ledger(*entries: Told, until: date = date(2026, 12, 31)) -> Ledger:
    course = course_of(entries)
    assert course is not None
    return count_sides(course, until=until, calendar=shipped_calendar())


def shares(found: Ledger) -> dict[str, int]:
    return {str(side): days for side, days in found.days.items() if days}


def test_a_case_goes_from_hand_to_hand() -> None:
    found = ledger(
        moved(S.DRAFT, on(9, 1)),
        moved(S.FILED, on(9, 28)),
        moved(S.ROUTED, on(9, 28), department_id=7),
        moved(S.SUPPLEMENTING, on(9, 30)),  # 29 and 30 September are the unit's
        moved(S.ROUTED, on(10, 12)),  # 8, 9, 10 (worked) and 12 October the subject's
        moved(S.VERIFYING, on(10, 13)),
        moved(S.PROPOSED, on(10, 14)),
        moved(S.CLOSED_REPAIRED, on(10, 15)),  # 13, 14, 15 October the unit's
    )
    assert shares(found) == {"department": 5, "subject": 4}
    assert found.units == {7: 5}
    assert found.off == 8  # 1 to 7 October and Sunday the 11th
    assert found.total == working_days_between(FILED, date(2026, 10, 15), shipped_calendar())


def test_steps_under_way_are_the_subjects() -> None:
    found = ledger(moved(S.FILED, on(9, 1)), moved(S.UNDER_REPAIR, on(9, 1)), moved(S.LAPSED, on(9, 4)))
    assert shares(found) == {"subject": 3}


def test_an_application_nobody_has_passed_on_is_the_platforms() -> None:
    assert shares(ledger(moved(S.FILED, on(9, 1)), until=date(2026, 9, 3))) == {"other": 2}


@pytest.mark.parametrize(
    ("cause", "side"),
    [
        (HoldCause.EXECUTION_STAYED, "other"),
        (HoldCause.OTHER_PROCEEDING, "other"),
        (HoldCause.REORGANISATION, "other"),
        (HoldCause.COMPETENCE, "other"),
        (HoldCause.SUCCESSION, "no-one"),
    ],
)
def test_a_hold_is_anothers_or_nobodys_by_its_cause(cause: HoldCause, side: str) -> None:
    found = ledger(
        moved(S.FILED, on(9, 1)),
        moved(S.ROUTED, on(9, 1), department_id=7),
        Told("case.held", on(9, 2), {"cause": str(cause)}),
        Told("case.resumed", on(9, 7)),
        moved(S.VERIFYING, on(9, 8)),
        moved(S.CLOSED_REFUSED, on(9, 8)),
    )
    # 2 September the unit's, 3, 4 and 7 of the hold, 8 the unit's again
    assert shares(found) == {"department": 2, side: 3}


def test_after_a_hold_the_days_go_on_where_they_were() -> None:
    found = ledger(
        moved(S.FILED, on(9, 1)),
        moved(S.SUPPLEMENTING, on(9, 1)),
        Told("case.held", on(9, 1, 11), {"cause": str(HoldCause.SUCCESSION)}),
        Told("case.resumed", on(9, 2)),
        until=date(2026, 9, 3),
    )
    assert shares(found) == {"no-one": 1, "subject": 1}


def test_each_unit_has_the_days_it_had_the_case() -> None:
    found = ledger(
        moved(S.FILED, on(9, 1)),
        moved(S.ROUTED, on(9, 1), department_id=7),
        moved(S.ROUTED, on(9, 3), department_id=8),
        moved(S.DECLINED, on(9, 4)),
    )
    assert found.units == {7: 2, 8: 1}


def test_a_case_passed_on_during_a_hold_goes_on_at_the_other_unit() -> None:
    found = ledger(
        moved(S.FILED, on(9, 1)),
        moved(S.ROUTED, on(9, 1), department_id=7),
        Told("case.held", on(9, 1), {"cause": str(HoldCause.COMPETENCE)}),
        moved(S.ROUTED, on(9, 2), department_id=8),
        Told("case.resumed", on(9, 3)),
        until=date(2026, 9, 4),
    )
    assert shares(found) == {"other": 2, "department": 1}
    assert found.units == {8: 1}


def test_what_happens_after_the_closing_counts_no_more() -> None:
    found = ledger(
        moved(S.FILED, on(9, 1)),
        moved(S.CLOSED_REPAIRED, on(9, 2)),
        Told("case.letter_issued", on(9, 9)),
    )
    assert found.total == 1


def test_a_draft_has_no_ledger() -> None:
    assert course_of([moved(S.DRAFT, on(9, 1)), moved(S.DISCARDED, on(9, 2))]) is None


@given(
    gaps=st.lists(st.tuples(DAYS, st.sampled_from(list(Side))), max_size=12),
    start=st.dates(date(2019, 1, 1), date(2027, 6, 1)),
    rest=DAYS,
)
def test_the_shares_are_all_the_working_days_between_filing_and_closing(
    gaps: list[tuple[int, Side]], start: date, rest: int
) -> None:
    turns, day = [Turn(start, Side.OTHER)], start
    for gap, side in gaps:
        day += timedelta(days=gap)
        turns.append(Turn(day, side, 7 if side is Side.DEPARTMENT else None))
    closed = day + timedelta(days=rest)
    calendar = shipped_calendar()
    found = count_sides(Course(tuple(turns), closed), until=closed, calendar=calendar)
    assert found.total == working_days_between(start, closed, calendar)
    assert found.total + found.off == (closed - start).days
    assert sum(found.units.values()) == found.days[Side.DEPARTMENT]
    # each stretch belongs to the last turn of its first day, whatever was tried on the same day before
    for place, turn in enumerate(turns):
        end = turns[place + 1].on if place + 1 < len(turns) else closed
        alone = count_sides(Course((turn,), end), until=end, calendar=calendar)
        assert alone.days[turn.side] <= found.days[turn.side]
