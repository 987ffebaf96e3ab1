"""退回重审: the decider sends the proposal back, the term keeps running."""

from __future__ import annotations

import pytest

from cases.models import Decision
from cases.states import RepairState as S
from tests.acts.reading import at_day, entry_of, owed, refused_at_the_desk, unit_of
from tests.factories.cases import GRANTED, REFUSED, make_filed_case
from tests.factories.people import actor_of_user, make_officer

pytestmark = pytest.mark.django_db

WHY = "请补充实地核查的情况。"


def test_the_case_is_examined_again_and_the_term_runs_on() -> None:
    made = make_filed_case(S.PROPOSED).later(at=at_day(9, 4)).countersign("send_back", reason=WHY)
    assert made.case.state == S.VERIFYING
    assert owed(made.case) == {"decide": "running 2026-09-10", "total": "running 2026-09-15"}
    assert entry_of(made.case, "case.sent_back").payload["reason"] == WHY


def test_the_proposal_is_kept_with_who_sent_it_back_and_why() -> None:
    made = make_filed_case(S.PROPOSED).countersign("send_back", reason=WHY)
    proposal = Decision.objects.get(case=made.case)
    assert proposal.sent_back_at == made.at
    assert proposal.sent_back_by_ref == actor_of_user(made.decider).ref
    assert proposal.sent_back_reason == WHY


def test_another_proposal_may_say_the_opposite_and_is_then_signed() -> None:
    made = make_filed_case(S.PROPOSED).countersign("send_back", reason=WHY)
    made = made.perform("propose", **REFUSED).countersign("refuse")
    assert made.case.state == S.CLOSED_REFUSED
    outcomes = Decision.objects.filter(case=made.case).order_by("pk").values_list("outcome", "signed_by_ref")
    assert list(outcomes) == [("approve", ""), ("refuse", actor_of_user(made.decider).ref)]


def test_whoever_sent_it_back_may_sign_the_next_proposal() -> None:
    made = make_filed_case(S.PROPOSED).countersign("send_back", reason=WHY)
    assert made.perform("propose", **GRANTED).countersign("approve").case.state == S.CLOSED_REPAIRED


def test_a_reason_is_owed() -> None:
    made = make_filed_case(S.PROPOSED)
    assert refused_at_the_desk(made, "send_back", by=made.decider, reason="").code == "reason"


def test_a_reviewer_does_not_send_back() -> None:
    made = make_filed_case(S.PROPOSED)
    assert refused_at_the_desk(made, "send_back", reason=WHY).code == "not-countersigner"


def test_a_decider_of_another_role_in_the_same_case_does_not_send_back() -> None:
    made = make_filed_case(S.PROPOSED)
    make_officer("decider", unit_of(made.case), user=made.reviewer)
    assert refused_at_the_desk(made, "send_back", reason=WHY).code == "own-hand"


def test_what_was_sent_back_is_not_sent_back_again() -> None:
    made = make_filed_case(S.PROPOSED).countersign("send_back", reason=WHY)
    assert refused_at_the_desk(made, "send_back", by=made.decider, reason=WHY).code == "overtaken"


def test_on_hold_nothing_is_sent_back() -> None:
    made = make_filed_case(S.PROPOSED).perform("hold", cause="other-proceeding", document="枣法〔2026〕9号")
    assert refused_at_the_desk(made, "send_back", by=made.decider, reason=WHY).code == "held"
