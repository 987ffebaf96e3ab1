"""终止办理: for a named cause, by an officer or by the desk itself."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.actors import DESK
from cases.labels import TERMINATION_CAUSES
from cases.models import Hold
from cases.services import keeping
from cases.states import RepairState as S
from tests.acts.reading import (
    entry_of,
    make_six_ways_record,
    owed,
    refusal_of,
    refused_at_the_desk,
    six_ways,
    unit_of,
)
from tests.conftest import Deliver
from tests.factories.cases import REPAIR_RUNNING, make_filed_case
from tests.factories.people import actor_of_user, make_officer
from workflows import desks
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db

CEASED: dict[str, Any] = {"cause": "subject-ceased", "document": " 枣市监登记〔2026〕1号 "}


def test_a_reviewer_terminates_with_cause_and_paper() -> None:
    made = make_filed_case(S.VERIFYING).perform("terminate", **CEASED)
    assert made.case.state == S.TERMINATED
    assert made.case.cause == "subject-ceased"
    facts = entry_of(made.case, "case.terminated").payload
    assert (facts["cause"], facts["document"]) == ("subject-ceased", "枣市监登记〔2026〕1号")
    assert owed(made.case) == {}
    assert desks.desk_of(made.case) is None


@pytest.mark.parametrize("state", REPAIR_RUNNING)
def test_the_desk_itself_terminates_in_every_running_state(state: str, deliver: Deliver) -> None:
    with six_ways():
        record = make_six_ways_record() if state == S.UNDER_REPAIR else None
        made = make_filed_case(state, record=record)
        keeping.terminate(case_id=made.case.pk, cause="publicity-ended", actor=DESK, at=made.at)
        deliver(made.at)
    made = made.later()
    assert made.case.state == S.TERMINATED
    assert owed(made.case) == {}
    assert list(drifts()) == []


def test_a_supervisor_may_terminate_what_a_reviewer_has_taken() -> None:
    made = make_filed_case(S.VERIFYING)
    supervisor = make_officer("supervisor", unit_of(made.case))
    desks.claim(case_id=made.case.pk, actor=actor_of_user(made.reviewer), at=made.at)
    desks.perform(
        case_id=made.case.pk, act="terminate", actor=actor_of_user(supervisor), at=made.at, **CEASED
    )
    assert made.later().case.state == S.TERMINATED


def test_on_hold_it_may_be_terminated_and_the_hold_ends_with_it() -> None:
    made = make_filed_case(S.ROUTED).perform("hold", cause="succession", document="枣市监〔2026〕8号")
    made = made.perform("terminate", **CEASED)
    assert made.case.state == S.TERMINATED
    assert not Hold.objects.filter(case=made.case, to_at__isnull=True).exists()
    assert owed(made.case) == {}


@pytest.mark.parametrize("cause", ["", "because", "repaired"])
def test_the_cause_is_one_of_those_named(cause: str) -> None:
    assert cause not in TERMINATION_CAUSES
    assert refused_at_the_desk(make_filed_case(S.ROUTED), "terminate", cause=cause).code == "unknown-cause"


def test_a_closed_case_is_not_terminated() -> None:
    made = make_filed_case(S.CLOSED_REPAIRED)
    refusal = refusal_of(
        lambda: keeping.terminate(case_id=made.case.pk, cause="publicity-ended", actor=DESK, at=made.at),
        case=made.case,
    )
    assert refusal.code == "not-now"


def test_a_draft_is_not_terminated() -> None:
    made = make_filed_case(S.DRAFT)
    refusal = refusal_of(
        lambda: keeping.terminate(case_id=made.case.pk, cause="publicity-ended", actor=DESK, at=made.at),
        case=made.case,
    )
    assert refusal.code == "not-now"


def test_a_decider_does_not_terminate() -> None:
    made = make_filed_case(S.PROPOSED)
    assert refused_at_the_desk(made, "terminate", by=made.decider, **CEASED).code == "not-officer"


def test_the_subject_withdraws_and_does_not_terminate() -> None:
    made = make_filed_case(S.ROUTED)
    assert refused_at_the_desk(made, "terminate", by=made.owner, **CEASED).code == "own-company"
