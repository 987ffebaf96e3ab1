"""The router: late, repeated and reordered entries all end on the desk of the case's state."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from accounts.actors import DESK
from cases.models import Case
from cases.services import intake, keeping, review
from cases.states import RepairState as S
from clocks import services as clocks
from journal.models import Delivery, Entry
from tests.acts.reading import at_day, make_six_ways_record, six_ways
from tests.conftest import Deliver
from tests.factories.cases import FiledCase, answer_steps, make_filed_case
from tests.factories.people import actor_of_user
from workflows import router
from workflows.alignment import Drift, drifts, open_nodes
from workflows.desks import claim, desk_of
from workflows.models import CaseProcess

pytestmark = pytest.mark.django_db


def nodes(case: Case) -> tuple[str, ...]:
    process = CaseProcess.objects.filter(case=case).first()
    return () if process is None else open_nodes(process.pk)


def told_to_the_router(case: Case) -> list[Entry]:
    heard = Delivery.objects.filter(handler="workflows.router", entry__stream=case.stream)
    return [row.entry for row in heard.select_related("entry").order_by("pk")]


def supplemented() -> FiledCase:
    """Filed, pushed, asked and supplemented; of all that the router has heard nothing after the asking."""
    made = make_filed_case(S.SUPPLEMENTING)
    intake.supplement(case_id=made.case.pk, answer="已补充", actor=actor_of_user(made.owner), at=made.at)
    return made.later()


def test_the_first_entry_opens_the_process_wherever_the_case_stands_by_then(deliver: Deliver) -> None:
    made = make_filed_case(S.FILED)
    intake.push(case_id=made.case.pk, actor=DESK, at=made.at)
    deliver(made.at)
    assert nodes(made.case) == ("acceptance",)
    assert CaseProcess.objects.filter(case=made.case).count() == 1


def test_a_case_that_was_withdrawn_before_the_router_heard_of_it_gets_no_process(deliver: Deliver) -> None:
    made = make_filed_case(S.FILED)
    intake.withdraw(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
    deliver(made.at)
    assert not CaseProcess.objects.filter(case=made.case).exists()
    assert list(drifts()) == []


def test_every_entry_told_twice_changes_nothing(deliver: Deliver) -> None:
    made = supplemented()
    deliver(made.at)
    before = list(Task.objects.order_by("pk").values_list("pk", "status", "owner_id"))
    Delivery.objects.filter(handler="workflows.router").update(done_at=None, due_at=made.at)
    deliver(made.at)
    assert list(Task.objects.order_by("pk").values_list("pk", "status", "owner_id")) == before
    assert nodes(made.case) == ("acceptance",)


def test_entries_in_any_order_end_on_the_same_desk() -> None:
    made = supplemented()
    entries = told_to_the_router(made.case)
    assert {entry.verb for entry in entries} >= {"case.filed", "case.pushed", "case.supplemented"}
    for order in permutations(entries):
        for entry in order:
            router.on_case_entry(entry)
        assert nodes(made.case) == ("acceptance",)


def test_a_late_entry_takes_no_work_from_whoever_has_it(deliver: Deliver) -> None:
    made = make_filed_case(S.ROUTED)
    actor = actor_of_user(made.reviewer)
    claim(case_id=made.case.pk, actor=actor, at=made.at)
    deliver(made.at + timedelta(days=2))
    desk = desk_of(made.case)
    assert desk is not None
    assert desk.owner_id == actor.user_id


@pytest.mark.parametrize("act", ["withdraw", "terminate", "lapse"])
def test_a_case_closed_outside_its_desk_leaves_no_open_work(act: str, deliver: Deliver) -> None:
    made = make_filed_case(S.SUPPLEMENTING)
    if act == "withdraw":
        intake.withdraw(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
    elif act == "terminate":
        keeping.terminate(case_id=made.case.pk, cause="publicity-ended", actor=DESK, at=made.at)
    else:
        keeping.lapse(case_id=made.case.pk, term="supplement", at=at_day(10, 1))
    deliver(made.at)
    assert nodes(made.case) == ()
    process = CaseProcess.objects.get(case=made.case)
    assert process.status == PROCESS.CANCELED
    assert process.finished is not None


def test_a_case_closed_at_its_desk_ends_its_process_as_done() -> None:
    made = make_filed_case(S.CLOSED_REPAIRED)
    process = CaseProcess.objects.get(case=made.case)
    assert (process.status, nodes(made.case)) == (PROCESS.DONE, ())


def test_work_that_somebody_had_taken_ends_with_the_case(deliver: Deliver) -> None:
    made = make_filed_case(S.ROUTED)
    claim(case_id=made.case.pk, actor=actor_of_user(made.reviewer), at=made.at)
    intake.withdraw(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
    deliver(made.at)
    assert nodes(made.case) == ()


def test_an_act_done_past_the_desk_is_followed_all_the_same() -> None:
    """A service called without its desk (a command, an older release) drifts until the router looks."""
    made = make_filed_case(S.ROUTED)
    review.accept(case_id=made.case.pk, actor=actor_of_user(made.reviewer), at=made.at)
    assert [drift.found for drift in _drifts_now()] == [("acceptance",)]
    router.align(made.case.pk)
    assert nodes(made.case) == ("verification",)
    assert _drifts_now() == []


def test_the_steps_submitted_come_to_the_examiners_desk(deliver: Deliver) -> None:
    with six_ways():
        made = make_filed_case(S.UNDER_REPAIR, record=make_six_ways_record())
        answer_steps(made, phase="during-case")
        intake.submit_steps(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
        deliver(made.at)
    assert nodes(made.case) == ("verification",)


def test_a_report_of_lateness_moves_no_token(deliver: Deliver) -> None:
    made = make_filed_case(S.ROUTED)
    clocks.sweep(at=at_day(9, 8))
    deliver(at_day(9, 8))
    assert made.later().case.late
    assert nodes(made.case) == ("acceptance",)


def test_a_case_is_given_time_until_its_entries_are_delivered() -> None:
    made = make_filed_case(S.FILED)
    assert list(drifts()) == []
    assert [drift.number for drift in _drifts_now()] == [made.case.number]


def _drifts_now() -> list[Drift]:
    """The drifts as they are, whether or not something is still on its way."""
    Delivery.objects.filter(handler="workflows.router").update(done_at=at_day(9, 1))
    return list(drifts())
