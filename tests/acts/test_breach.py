"""逾期（督办）: a term of the department runs out; the state stays, the supervisor is told once."""

from __future__ import annotations

import pytest

from cases.services import keeping
from cases.states import RepairState as S
from clocks import services as clocks
from journal.models import Entry
from tests.acts.reading import at_day, make_six_ways_record, owed, refusal_of, six_ways, unit_of
from tests.conftest import Deliver
from tests.factories.cases import GRANTED, FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_officer
from workflows.worklists.pages import overdue

pytestmark = pytest.mark.django_db


def told(made: FiledCase) -> list[tuple[str, str, str]]:
    entries = Entry.objects.filter(stream=made.case.stream, verb="case.breached").order_by("seq")
    return [(entry.payload["term"], entry.payload["goal"], entry.payload["due_on"]) for entry in entries]


def test_an_acceptance_term_that_ran_out_is_told_and_stays_owed(deliver: Deliver) -> None:
    made = make_filed_case(S.ROUTED)
    clocks.sweep(at=at_day(9, 5, 0))
    deliver(at_day(9, 5, 0))
    made = made.later()
    assert made.case.state == S.ROUTED
    assert made.case.late
    assert told(made) == [("accept", "law", "2026-09-04")]
    assert owed(made.case) == {"accept": "breached 2026-09-04", "total": "running 2026-09-15"}


def test_a_promise_that_was_broken_is_told_and_nobody_is_late_by_law(deliver: Deliver) -> None:
    made = make_filed_case(S.VERIFYING)
    clocks.sweep(at=at_day(9, 3, 0))
    deliver(at_day(9, 3, 0))
    assert told(made) == [("decide", "promise", "2026-09-02")]
    assert not made.later().case.late


def test_after_weeks_of_outage_each_term_is_told_once(deliver: Deliver) -> None:
    made = make_filed_case(S.VERIFYING)
    for _look in range(3):
        clocks.sweep(at=at_day(11, 2))
        deliver(at_day(11, 2))
    assert sorted(told(made)) == [
        ("decide", "law", "2026-09-10"),
        ("decide", "promise", "2026-09-02"),
        ("total", "law", "2026-09-15"),
    ]


def test_the_late_act_is_valid(deliver: Deliver) -> None:
    made = make_filed_case(S.PROPOSED)
    clocks.sweep(at=at_day(9, 20))
    deliver(at_day(9, 20))
    made = made.later(at=at_day(9, 21)).countersign("approve")
    assert made.case.state == S.CLOSED_REPAIRED
    assert made.case.late
    assert owed(made.case) == {}


def test_a_term_met_late_before_any_sweep_marks_the_case_all_the_same(deliver: Deliver) -> None:
    made = make_filed_case(S.PROPOSED).later(at=at_day(9, 12)).countersign("approve")
    clocks.sweep(at=at_day(9, 20))
    deliver(at_day(9, 20))
    assert made.later().case.late
    assert told(made) == [], "the end of the term tells it; no second report"
    stopped = Entry.objects.filter(stream=made.case.stream, verb="deadline.stopped").latest("seq")
    assert stopped.payload["late"] == ["decide", "decide"] or "decide" in stopped.payload["late"]


def test_a_term_that_ran_out_just_before_the_acceptance_is_still_told(deliver: Deliver) -> None:
    made = make_filed_case(S.ROUTED)
    clocks.sweep(at=at_day(9, 5, 0))
    made = made.later(at=at_day(9, 5, 9)).perform("accept")
    deliver(at_day(9, 5, 10))
    assert made.later().case.state == S.VERIFYING
    assert told(made) == [("accept", "law", "2026-09-04")]


def test_a_closed_case_hears_of_no_term_any_more(deliver: Deliver) -> None:
    made = make_filed_case(S.PROPOSED)
    clocks.sweep(at=at_day(9, 11))
    made = made.later(at=at_day(9, 11)).countersign("approve")
    deliver(at_day(9, 11))
    assert told(made) == []
    assert made.later().case.late


def test_no_department_is_late_while_the_subject_has_its_time(deliver: Deliver) -> None:
    with six_ways():
        made = make_filed_case(S.UNDER_REPAIR, record=make_six_ways_record())
        clocks.sweep(at=at_day(10, 8))
        deliver(at_day(10, 8))
    assert told(made) == []
    assert not made.later().case.late


def test_the_supervisors_list_shows_it_and_lets_it_go_when_it_is_done(deliver: Deliver) -> None:
    made = make_filed_case(S.VERIFYING)
    supervisor = actor_of_user(make_officer("supervisor", unit_of(made.case)))
    clocks.sweep(at=at_day(9, 11))
    deliver(at_day(9, 11))
    assert [row.case.pk for row in overdue(supervisor, at=at_day(9, 11)).rows] == [made.case.pk]
    made = made.later(at=at_day(9, 11)).check_all().perform("propose", **GRANTED).countersign("approve")
    assert overdue(supervisor, at=at_day(9, 12)).rows == ()


def test_a_draft_is_not_breached() -> None:
    made = make_filed_case(S.DRAFT)
    refusal = refusal_of(
        lambda: keeping.breach(
            case_id=made.case.pk, term="draft", goal="law", due_on="2026-10-08", at=made.at
        ),
        case=made.case,
    )
    assert refusal.code == "not-now"
