"""Figures of complaints by unit and cause: counted right, small cells hidden, a fixed number of statements."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from cases.models import Complaint
from cases.models.complaint import Cause
from cases.models.complaint import ComplaintState as S
from cases.services.complaint.reading import CauseFigures, complaints_for, figures, working_days_to_answer
from journal.now import SHANGHAI
from records.models import Department
from rulebook.working_days import shipped_calendar
from tests.factories.cases import FILED_AT
from tests.factories.complaints import ANSWER, FiledComplaint, make_complaint
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department, make_record

SINCE, UNTIL = FILED_AT - timedelta(days=1), FILED_AT + timedelta(days=60)


def seen_by(made: FiledComplaint) -> dict[str | None, CauseFigures]:
    found = figures(actor_of_user(made.supervisor), since=SINCE, until=UNTIL)
    return {row.about: row for row in found}


def complaints(unit: Department, about: str, count: int, state: str = S.ANSWERED) -> FiledComplaint:
    made = [make_complaint(state, record=make_record(department=unit), about=about) for _each in range(count)]
    return made[-1]


def test_the_days_to_the_answer_are_working_days() -> None:
    complaint = Complaint(
        filed_at=datetime(2026, 9, 18, 10, tzinfo=SHANGHAI),
        closed_at=datetime(2026, 9, 28, 10, tzinfo=SHANGHAI),
    )
    # Sunday the 20th is worked, the 25th to the 27th are off: 20 to 24, and 28
    assert working_days_to_answer(complaint, shipped_calendar()) == len([20, 21, 22, 23, 24, 28])


def test_without_an_answer_there_are_no_days() -> None:
    with pytest.raises(ValueError, match="not answered"):
        working_days_to_answer(Complaint(filed_at=FILED_AT), shipped_calendar())


@pytest.mark.django_db
def test_a_unit_is_counted_by_cause_and_small_cells_are_hidden() -> None:
    unit = make_department()
    complaints(unit, Cause.DELAY, 5)
    complaints(unit, Cause.NO_REASON, 6, S.ACCEPTED)
    complaints(unit, Cause.FEE, 1)
    made = complaints(unit, Cause.CONDUCT, 2)
    found = seen_by(made)
    assert list(found) == [None, "delay", "refusal-without-reason", "fee-asked", "conduct"]
    assert found["delay"] == CauseFigures(unit, "delay", 5, 5, 5, 5, 0)
    assert found["refusal-without-reason"] == CauseFigures(unit, "refusal-without-reason", 6, 0, 0, 0, None)
    for small, count in (("fee-asked", 1), ("conduct", 2)):
        assert found[small] == CauseFigures(unit, small, count, None, None, None, None)
    total = found[None]
    assert (total.complaints, total.answered, total.in_time) == (14, 8, 8)


@pytest.mark.django_db
def test_a_single_small_cell_cannot_be_counted_back_from_the_total() -> None:
    unit = make_department()
    complaints(unit, Cause.DELAY, 5, S.RECEIVED)
    complaints(unit, Cause.NO_REASON, 6, S.RECEIVED)
    found = seen_by(complaints(unit, Cause.FEE, 1, S.RECEIVED))
    assert found["fee-asked"].answered is None
    assert found["delay"].answered is None
    assert found["refusal-without-reason"].answered == 0


@pytest.mark.django_db
def test_late_and_unjustified_ones_are_told_apart_and_withdrawn_ones_left_out() -> None:
    unit = make_department()
    complaints(unit, Cause.DELAY, 4)
    made = complaints(unit, Cause.DELAY, 1, S.ACCEPTED)
    late = datetime.combine(date(2026, 9, 22), FILED_AT.timetz())
    made.perform("answer", at=late, **{**ANSWER, "finding": "unjustified"})
    complaints(unit, Cause.DELAY, 1, S.WITHDRAWN)
    assert seen_by(made)["delay"] == CauseFigures(unit, "delay", 5, 5, 4, 4, 0)


@pytest.mark.django_db
def test_a_supervisor_sees_the_own_unit_and_nobody_elses() -> None:
    made = make_complaint()
    own = actor_of_user(make_officer(Role.SUPERVISOR, made.complaint.complained_of))
    other = actor_of_user(make_officer(Role.SUPERVISOR, make_department()))
    assert len(figures(own, since=SINCE, until=UNTIL)) == len(["total", "delay"])
    assert figures(other, since=SINCE, until=UNTIL) == ()


@pytest.mark.django_db
def test_list_and_figures_take_as_many_statements_for_many_as_for_one() -> None:
    made = make_complaint()
    actor = actor_of_user(made.supervisor)

    def statements() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as listing:
            complaints_for(actor, "new")
        with CaptureQueriesContext(connection) as counting:
            figures(actor, since=SINCE, until=UNTIL)
        return len(listing), len(counting)

    first = statements()
    complaints(make_department(), Cause.DELAY, 4, S.RECEIVED)
    assert statements() == first
    assert max(first) <= len(["lead places", "rows", "counts", "watched", "calendars"])


@pytest.mark.django_db
def test_the_tabs_count_and_page() -> None:
    made = make_complaint(S.ACCEPTED)
    make_complaint()
    make_complaint(S.DECLINED)
    actor = actor_of_user(made.supervisor)
    page = complaints_for(actor, "accepted")
    assert [row.pk for row in page.rows] == [made.complaint.pk]
    assert page.counts == {"new": 1, "accepted": 1, "late": 0}
    assert page.next_cursor == ""
    assert complaints_for(actor, "accepted", after=str(made.complaint.pk)).rows == ()
