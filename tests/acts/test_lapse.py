"""逾期视为撤回: a term of the subject runs out and the application counts as withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.services import drafting, intake, keeping
from cases.states import RepairState as S
from clocks import services as clocks
from journal.models import Delivery, Entry
from tests.acts.reading import (
    at_day,
    entry_of,
    make_six_ways_record,
    owed,
    refusal_of,
    six_ways,
)
from tests.conftest import Deliver
from tests.factories.cases import FiledCase, answer_steps, make_filed_case
from tests.factories.people import actor_of_user
from workflows import desks, router
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db

LAST_DAY = at_day(9, 15, 23)
DAY_AFTER = at_day(9, 16, 0)


def supply(made: FiledCase) -> FiledCase:
    intake.supplement(case_id=made.case.pk, answer="已补充", actor=actor_of_user(made.owner), at=made.at)
    router.align(made.case.pk)
    return made.later()


def test_a_supplement_that_never_came_lapses_the_day_after_its_last(deliver: Deliver) -> None:
    made = make_filed_case(S.SUPPLEMENTING)
    assert owed(made.case)["supplement"] == "running 2026-09-15"
    clocks.sweep(at=LAST_DAY)
    deliver(LAST_DAY)
    assert made.later().case.state == S.SUPPLEMENTING
    clocks.sweep(at=DAY_AFTER)
    deliver(DAY_AFTER)
    made = made.later()
    assert made.case.state == S.LAPSED
    assert (made.case.cause, made.case.closed_at) == ("term:supplement", DAY_AFTER)
    assert owed(made.case) == {}
    assert desks.desk_of(made.case) is None
    assert list(drifts()) == []


def test_steps_that_never_came_lapse_after_their_rolled_end(deliver: Deliver) -> None:
    with six_ways():
        made = make_filed_case(S.UNDER_REPAIR, record=make_six_ways_record())
        clocks.sweep(at=at_day(10, 8, 23))
        deliver(at_day(10, 8, 23))
        assert made.later().case.state == S.UNDER_REPAIR
        clocks.sweep(at=at_day(10, 9))
        deliver(at_day(10, 9))
    made = made.later()
    assert (made.case.state, made.case.cause) == (S.LAPSED, "term:steps")


def test_after_an_outage_of_weeks_it_lapses_once(deliver: Deliver) -> None:
    made = make_filed_case(S.SUPPLEMENTING)
    for _look in range(3):
        clocks.sweep(at=at_day(10, 20))
        deliver(at_day(10, 20))
    assert Entry.objects.filter(stream=made.case.stream, verb="case.lapsed").count() == 1
    assert entry_of(made.case, "case.lapsed").payload["term"] == "supplement"


def test_nobody_is_late_but_the_subject(deliver: Deliver) -> None:
    made = make_filed_case(S.SUPPLEMENTING)
    clocks.sweep(at=DAY_AFTER)
    deliver(DAY_AFTER)
    assert not made.later().case.late


def test_a_lapsed_application_may_be_filed_anew() -> None:
    made = make_filed_case(S.LAPSED)
    again = drafting.draft(record_id=made.case.record_id, actor=actor_of_user(made.owner), at=DAY_AFTER)
    assert again.pk != made.case.pk


def test_the_answer_that_commits_before_the_entry_is_delivered_wins(deliver: Deliver) -> None:
    made = make_filed_case(S.SUPPLEMENTING)
    clocks.sweep(at=DAY_AFTER)
    made = supply(made.later(at=DAY_AFTER))
    deliver(DAY_AFTER + timedelta(minutes=1))
    assert made.later().case.state == S.ROUTED
    assert owed(made.case)["accept"].startswith("running")


def test_the_lapse_that_commits_first_refuses_the_answer(deliver: Deliver) -> None:
    made = make_filed_case(S.SUPPLEMENTING)
    clocks.sweep(at=DAY_AFTER)
    deliver(DAY_AFTER)
    refusal = refusal_of(lambda: supply(made.later(at=DAY_AFTER)), case=made.case)
    assert refusal.code == "not-now"


def test_the_end_of_an_earlier_limit_does_not_lapse_a_later_one(deliver: Deliver) -> None:
    """The first limit of the steps ran out, was met late, and a second one began before the entry came."""
    with six_ways():
        made = make_filed_case(S.UNDER_REPAIR, record=make_six_ways_record())
        deliver(made.at)
        late = at_day(10, 9)
        clocks.sweep(at=late)
        answer_steps(made.later(at=late), phase="during-case")
        intake.submit_steps(case_id=made.case.pk, actor=actor_of_user(made.owner), at=late)
        router.align(made.case.pk)
        found = {"finding": "insufficient", "reason": "材料看不清", "clause": "第13项"}
        made = made.later(at=late).perform("check_step", way="training", **found)
        made = made.perform("find_insufficient", reason="材料看不清，请重交。")
        deliver(late + timedelta(hours=1))
    made = made.later()
    assert made.case.state == S.UNDER_REPAIR
    assert owed(made.case)["steps"].startswith("running")


def test_the_entry_delivered_twice_changes_nothing(deliver: Deliver) -> None:
    made = make_filed_case(S.SUPPLEMENTING)
    clocks.sweep(at=DAY_AFTER)
    deliver(DAY_AFTER)
    before = Entry.objects.filter(stream=made.case.stream).count()
    Delivery.objects.filter(entry__stream=made.case.stream).update(done_at=None, due_at=DAY_AFTER)
    deliver(DAY_AFTER)
    assert Entry.objects.filter(stream=made.case.stream).count() == before


def test_a_case_at_the_unit_does_not_lapse() -> None:
    made = make_filed_case(S.VERIFYING)
    refusal = refusal_of(
        lambda: keeping.lapse(case_id=made.case.pk, term="decide", at=made.at), case=made.case
    )
    assert refusal.code == "not-now"
