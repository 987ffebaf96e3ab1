"""受理: the unit accepts, the decision term begins."""

from __future__ import annotations

from datetime import date

import pytest

from cases.services import review
from cases.states import RepairState as S
from clocks import services as clocks
from tests.acts.reading import (
    at_day,
    entry_of,
    make_six_ways_record,
    owed,
    owner_of,
    promised,
    refusal_of,
    refused_at_the_desk,
    six_ways,
)
from tests.factories.cases import make_filed_case
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department

pytestmark = pytest.mark.django_db


def test_acceptance_ends_its_term_and_begins_the_decision_term() -> None:
    made = make_filed_case(S.ROUTED).perform("accept")
    assert made.case.state == S.VERIFYING
    assert made.case.accepted_on == date(2026, 9, 1)
    assert owed(made.case) == {"decide": "running 2026-09-10", "total": "running 2026-09-15"}
    assert promised(made.case) == {"decide": "running 2026-09-02"}
    assert made.case.next_due_at == clocks.next_due_at(owner_of(made.case))


def test_seven_working_days_pass_over_a_working_sunday_and_the_mid_autumn_festival() -> None:
    made = make_filed_case(S.ROUTED, at=at_day(9, 18)).perform("accept")
    assert owed(made.case)["decide"] == "running 2026-09-29"


def test_acceptance_on_the_last_day_is_in_time() -> None:
    made = make_filed_case(S.ROUTED).later(at=at_day(9, 4, 23)).perform("accept")
    assert not made.case.late
    assert owed(made.case)["decide"] == "running 2026-09-15"


def test_acceptance_after_the_last_day_is_valid_and_late() -> None:
    made = make_filed_case(S.ROUTED).later(at=at_day(9, 7)).perform("accept")
    assert made.case.state == S.VERIFYING
    assert made.case.late
    accept = next(term for term in clocks.terms_of(owner_of(made.case)) if term.term == "accept")
    assert accept.breached_at is not None
    assert accept.stopped_at is not None


def test_where_the_edition_asks_for_steps_the_decision_term_waits_for_them() -> None:
    with six_ways():
        made = make_filed_case(S.ROUTED, record=make_six_ways_record()).perform("accept")
    assert made.case.state == S.UNDER_REPAIR
    assert owed(made.case) == {"decide": "paused", "steps": "running 2026-10-08", "total": "paused"}


def test_acceptance_is_journalled_with_the_state_it_led_to() -> None:
    made = make_filed_case(S.ROUTED).perform("accept")
    entry = entry_of(made.case, "case.accepted")
    assert entry.actor_ref == actor_of_user(made.reviewer).ref
    assert (entry.payload["act"], entry.payload["from"], entry.payload["to"]) == (
        "accept",
        "ROUTED",
        "VERIFYING",
    )


def test_a_second_acceptance_is_told_who_was_first() -> None:
    made = make_filed_case(S.ROUTED).perform("accept")
    refusal = refused_at_the_desk(made, "accept")
    assert refusal.code == "overtaken"
    assert str(made.reviewer) in str(refusal)


def test_a_decider_does_not_accept() -> None:
    made = make_filed_case(S.ROUTED)
    assert refused_at_the_desk(made, "accept", by=made.decider).code == "not-officer"


def test_a_reviewer_of_another_unit_does_not_even_see_the_case() -> None:
    made = make_filed_case(S.ROUTED)
    stranger = make_officer("reviewer", make_department())
    assert refused_at_the_desk(made, "accept", by=stranger).code == "no-case"


def test_the_subject_does_not_accept_its_own_application() -> None:
    made = make_filed_case(S.ROUTED)
    assert refused_at_the_desk(made, "accept", by=made.owner).code == "own-company"


def test_a_case_on_hold_is_not_accepted() -> None:
    made = make_filed_case(S.ROUTED).perform("hold", cause="competence", document="枣编办函〔2026〕3号")
    assert refused_at_the_desk(made, "accept").code == "held"


def test_a_page_of_before_another_change_is_stale() -> None:
    made = make_filed_case(S.ROUTED)
    stale = made.case.version
    other = make_department()
    held = made.perform("reroute", department_id=other.pk, reason="职权属该单位").later()
    back = make_officer("reviewer", other)
    refusal = refused_at_the_desk(held, "accept", by=back, version=stale)
    assert refusal.code == "stale"


def test_the_service_itself_refuses_what_the_machine_does_not_know() -> None:
    made = make_filed_case(S.SUPPLEMENTING)
    actor = actor_of_user(made.reviewer)
    refusal = refusal_of(lambda: review.accept(case_id=made.case.pk, actor=actor, at=made.at), case=made.case)
    assert refusal.code == "not-now"


def test_a_closed_case_is_not_accepted() -> None:
    made = make_filed_case(S.TERMINATED)
    actor = actor_of_user(made.reviewer)
    refusal = refusal_of(lambda: review.accept(case_id=made.case.pk, actor=actor, at=made.at), case=made.case)
    assert refusal.code == "not-now"
    assert refused_at_the_desk(made, "accept").code == "overtaken"
