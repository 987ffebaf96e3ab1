"""撤回: the subject withdraws until the decision is signed; no bar follows."""

from __future__ import annotations

import pytest

from cases.models import Hold
from cases.services import drafting, intake
from cases.states import RepairState as S
from tests.acts.reading import entry_of, make_six_ways_record, owed, refusal_of, six_ways
from tests.conftest import Deliver
from tests.factories.cases import REPAIR_RUNNING, FiledCase, make_filed_case
from tests.factories.people import actor_of_user
from workflows import desks
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db


def withdraw(made: FiledCase) -> FiledCase:
    intake.withdraw(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at, reason=" 暂不申请。 ")
    return made.later()


@pytest.mark.parametrize("state", REPAIR_RUNNING)
def test_in_every_running_state_the_subject_may_withdraw(state: str, deliver: Deliver) -> None:
    with six_ways():
        record = make_six_ways_record() if state == S.UNDER_REPAIR else None
        made = withdraw(make_filed_case(state, record=record))
        deliver(made.at)
    assert made.case.state == S.WITHDRAWN
    assert made.case.closed_at == made.at
    assert owed(made.case) == {}
    assert made.case.next_due_at is None
    assert desks.desk_of(made.case) is None
    assert list(drifts()) == []
    assert made.later().case.state == S.WITHDRAWN, "the late push must find nothing to do"


def test_the_reason_is_kept_and_none_is_owed() -> None:
    made = withdraw(make_filed_case(S.ROUTED))
    assert entry_of(made.case, "case.withdrawn").payload["reason"] == "暂不申请。"


def test_a_new_application_may_be_filed_at_once() -> None:
    made = withdraw(make_filed_case(S.ROUTED))
    again = drafting.draft(record_id=made.case.record_id, actor=actor_of_user(made.owner), at=made.at)
    assert again.pk != made.case.pk
    assert again.previous is None


def test_on_hold_it_may_be_withdrawn_and_the_hold_ends_with_it() -> None:
    made = make_filed_case(S.VERIFYING).perform("hold", cause="other-proceeding", document="枣法〔2026〕9号")
    made = withdraw(made)
    assert made.case.state == S.WITHDRAWN
    assert not Hold.objects.filter(case=made.case, to_at__isnull=True).exists()
    assert owed(made.case) == {}


def test_a_signed_decision_is_not_withdrawn_from() -> None:
    made = make_filed_case(S.CLOSED_REPAIRED)
    assert refusal_of(lambda: withdraw(made), case=made.case).code == "not-now"


def test_a_draft_is_discarded_not_withdrawn() -> None:
    made = make_filed_case(S.DRAFT)
    assert refusal_of(lambda: withdraw(made), case=made.case).code == "not-now"


def test_a_case_is_withdrawn_once() -> None:
    made = withdraw(make_filed_case(S.ROUTED))
    assert refusal_of(lambda: withdraw(made), case=made.case).code == "not-now"


def test_an_officer_does_not_withdraw_for_the_subject() -> None:
    made = make_filed_case(S.ROUTED)
    actor = actor_of_user(made.reviewer)
    refusal = refusal_of(
        lambda: intake.withdraw(case_id=made.case.pk, actor=actor, at=made.at), case=made.case
    )
    assert refusal.code == "not-subject"
