"""中止办理 and 恢复办理: every term stands still, exactly the working days that were left are left."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.models import Hold
from cases.models.hold import HoldCause
from cases.policies import acts_open_to
from cases.services import keeping
from cases.states import RepairState as S
from clocks import services as clocks
from journal.models import Entry
from journal.now import noon_of
from rulebook.terms import working_days_between
from rulebook.working_days import shipped_calendar
from tests.acts.reading import (
    at_day,
    entry_of,
    make_six_ways_record,
    owed,
    promised,
    refusal_of,
    refused_at_the_desk,
    six_ways,
    unit_of,
)
from tests.conftest import Deliver
from tests.factories.cases import REPAIR_RUNNING, FiledCase, add_document, make_filed_case
from tests.factories.people import actor_of_user, make_officer

pytestmark = pytest.mark.django_db

STAY: dict[str, Any] = {"cause": "execution-stayed", "document": "枣行复〔2026〕12号"}


def held(state: str = S.VERIFYING) -> FiledCase:
    """Accepted on 1 September, on hold from the third."""
    return make_filed_case(state).later(at=at_day(9, 3)).perform("hold", **STAY)


def test_a_hold_stops_every_term_but_its_own_review() -> None:
    made = held()
    assert made.case.state == S.VERIFYING
    assert owed(made.case) == {
        "decide": "paused",
        "total": "paused",
        "hold-review": "running 2026-10-08",
    }
    row = Hold.objects.get(case=made.case)
    assert (row.cause, row.document, row.review_on) == (STAY["cause"], STAY["document"], date(2026, 10, 8))
    assert entry_of(made.case, "case.held").payload["document"] == STAY["document"]


def test_taken_up_again_the_terms_have_what_was_left() -> None:
    made = held().later(at=at_day(9, 21)).perform("resume")
    # 2 and 3 September were used: 5 of 7 and 8 of 10 working days are left
    assert owed(made.case) == {"decide": "running 2026-09-29", "total": "running 2026-10-09"}
    assert Hold.objects.get(case=made.case).to_at == made.at
    assert entry_of(made.case, "case.resumed").payload["cause"] == STAY["cause"]


def test_a_promise_that_was_over_before_the_hold_stays_over() -> None:
    made = held()
    assert promised(made.case) == {"decide": "running 2026-09-02"}


def test_a_hold_of_an_hour_costs_nothing() -> None:
    made = held().perform("resume")
    assert owed(made.case) == {"decide": "running 2026-09-10", "total": "running 2026-09-15"}


@settings(max_examples=8)
@given(first=st.integers(0, 8), lasting=st.integers(0, 60))
def test_as_many_working_days_are_left_after_a_hold_as_before_it(first: int, lasting: int) -> None:
    made = make_filed_case(S.VERIFYING)
    begun = date(2026, 9, 1) + timedelta(days=first)
    ended = begun + timedelta(days=lasting)
    calendar = shipped_calendar()
    before = working_days_between(begun, date(2026, 9, 10), calendar)
    made = made.later(at=noon_of(begun)).perform("hold", **STAY)
    made = made.later(at=noon_of(ended)).perform("resume")
    last = date.fromisoformat(owed(made.case)["decide"].removeprefix("running "))
    left = working_days_between(ended, last, calendar)
    assert left == before


@pytest.mark.parametrize("state", REPAIR_RUNNING)
def test_in_every_running_state_a_hold_is_possible_and_nothing_runs_meanwhile(state: str) -> None:
    with six_ways():
        record = make_six_ways_record() if state == S.UNDER_REPAIR else None
        made = make_filed_case(state, record=record)
        before = owed(made.case)
        if state == S.FILED:  # on no unit's desk yet: nobody can hold it
            assert "hold" not in acts_open_to(made.case, actor_of_user(made.reviewer))
            return
        made = made.perform("hold", **STAY)
        running = {term for term, standing in owed(made.case).items() if standing.startswith("running")}
        assert running == {"hold-review"}
        made = made.later(at=made.at).perform("resume")
    assert owed(made.case) == before


def test_a_pause_that_stood_before_the_hold_outlasts_it() -> None:
    made = make_filed_case(S.SUPPLEMENTING).perform("hold", **STAY).perform("resume")
    standing = owed(made.case)
    assert (standing["accept"], standing["total"]) == ("paused", "paused")
    assert standing["supplement"].startswith("running")


def test_meanwhile_only_these_acts_are_open() -> None:
    made = held()
    assert set(acts_open_to(made.case, actor_of_user(made.reviewer))) == {"terminate", "resume"}
    assert set(acts_open_to(made.case, actor_of_user(made.owner))) == {"withdraw"}


def test_evidence_may_be_added_meanwhile() -> None:
    made = make_filed_case(S.SUPPLEMENTING).perform("hold", **STAY)
    assert add_document(made, content=b"%PDF-1.4\nother\n%%EOF\n").pk


def test_a_supervisor_may_hold_and_take_up_again() -> None:
    made = make_filed_case(S.VERIFYING)
    supervisor = actor_of_user(make_officer("supervisor", unit_of(made.case)))
    keeping.hold(case_id=made.case.pk, actor=supervisor, at=made.at, **STAY)
    keeping.resume(case_id=made.case.pk, actor=supervisor, at=made.at)
    assert not Hold.objects.filter(case=made.case, to_at__isnull=True).exists()


def test_a_hold_that_nobody_looked_at_is_told_to_the_supervisor(deliver: Deliver) -> None:
    made = held(S.SUPPLEMENTING)
    clocks.sweep(at=at_day(10, 9))
    deliver(at_day(10, 9))
    assert made.later().case.state == S.SUPPLEMENTING
    told = entry_of(made.case, "case.breached").payload
    assert (told["term"], told["due_on"]) == ("hold-review", "2026-10-08")
    assert Hold.objects.get(case=made.case).to_at is None


def test_a_department_that_was_late_before_the_hold_stays_late(deliver: Deliver) -> None:
    made = make_filed_case(S.VERIFYING)
    clocks.sweep(at=at_day(9, 11))
    made = made.later(at=at_day(9, 11)).perform("hold", **STAY)
    deliver(at_day(9, 11))
    assert made.later().case.late
    assert Entry.objects.filter(
        stream=made.case.stream, verb="case.breached", payload__term="decide"
    ).exists()


def test_a_term_of_the_subject_that_ran_out_before_the_hold_lapses_when_it_ends(deliver: Deliver) -> None:
    made = make_filed_case(S.SUPPLEMENTING)
    clocks.sweep(at=at_day(9, 16))
    made = made.later(at=at_day(9, 16)).perform("hold", **STAY)
    deliver(at_day(9, 16))
    assert made.later().case.state == S.SUPPLEMENTING, "the hold came first"
    made = made.later(at=at_day(9, 30)).perform("resume")
    assert made.case.state == S.LAPSED
    assert owed(made.case) == {}


@pytest.mark.parametrize("cause", ["", "holiday"])
def test_the_cause_is_one_of_those_named(cause: str) -> None:
    assert cause not in set(HoldCause)
    made = make_filed_case(S.ROUTED)
    assert refused_at_the_desk(made, "hold", cause=cause, document="x").code == "unknown-hold"


def test_a_paper_is_owed() -> None:
    made = make_filed_case(S.ROUTED)
    assert refused_at_the_desk(made, "hold", cause="succession", document="  ").code == "reason"


def test_a_case_is_held_once() -> None:
    assert refused_at_the_desk(held(), "hold", **STAY).code == "held-already"


def test_what_is_not_held_is_not_taken_up() -> None:
    assert refused_at_the_desk(make_filed_case(S.ROUTED), "resume").code == "not-held"


def test_a_draft_is_not_held() -> None:
    made = make_filed_case(S.DRAFT)
    actor = actor_of_user(made.reviewer)
    refusal = refusal_of(
        lambda: keeping.hold(case_id=made.case.pk, actor=actor, at=made.at, **STAY), case=made.case
    )
    assert refusal.code == "not-officer"


def test_a_decider_does_not_hold() -> None:
    made = make_filed_case(S.PROPOSED)
    assert refused_at_the_desk(made, "hold", by=made.decider, **STAY).code == "not-officer"


def test_the_subject_does_not_hold() -> None:
    made = make_filed_case(S.ROUTED)
    assert refused_at_the_desk(made, "hold", by=made.owner, **STAY).code == "own-company"
