"""拟办: a reviewer proposes to grant or to refuse."""

from __future__ import annotations

from typing import Any

import pytest

from cases.labels import WAYS
from cases.models import Decision
from cases.states import RepairState as S
from tests.acts.reading import entry_of, owed, refused_at_the_desk, unit_of
from tests.factories.cases import GRANTED, REFUSED, FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_officer
from workflows import desks

pytestmark = pytest.mark.django_db


def checked() -> FiledCase:
    return make_filed_case(S.VERIFYING).check_all()


def test_a_proposal_stands_with_its_reasons_until_it_is_countersigned() -> None:
    made = checked().perform("propose", **GRANTED)
    assert made.case.state == S.PROPOSED
    standing = Decision.objects.get(case=made.case)
    assert (standing.outcome, standing.reasons, standing.clause) == (
        "approve",
        GRANTED["reasons"],
        GRANTED["clause"],
    )
    assert (standing.proposed_by_ref, standing.signed_by_ref) == (actor_of_user(made.reviewer).ref, "")
    assert entry_of(made.case, "case.proposed").payload["outcome"] == "approve"


def test_the_decision_term_runs_on_while_the_proposal_waits() -> None:
    made = checked()
    before = owed(made.case)
    assert owed(made.perform("propose", **GRANTED).case) == before


def test_the_case_goes_to_the_deciders_desk_and_nobody_has_taken_it() -> None:
    made = checked().perform("propose", **GRANTED)
    desk = desks.desk_of(made.case)
    assert desk is not None
    assert (desk.node, desk.owner_id) == ("countersignature", None)


def test_a_refusal_is_proposed_where_a_step_was_found_insufficient() -> None:
    made = make_filed_case(S.VERIFYING).check_all("insufficient").perform("propose", **REFUSED)
    assert made.case.state == S.PROPOSED


def test_a_repair_is_not_granted_where_a_step_was_found_insufficient() -> None:
    made = make_filed_case(S.VERIFYING).check_all("insufficient")
    refusal = refused_at_the_desk(made, "propose", **GRANTED)
    assert refusal.code == "not-satisfied"
    assert str(WAYS["rectification"]) in str(refusal)


@pytest.mark.parametrize("proposal", [GRANTED, REFUSED])
def test_every_step_is_checked_first_and_the_open_ones_are_named(proposal: dict[str, Any]) -> None:
    made = make_filed_case(S.VERIFYING).perform("check_step", way="commitment", finding="satisfied")
    refusal = refused_at_the_desk(made, "propose", **proposal)
    assert refusal.code == "unchecked-steps"
    assert str(WAYS["rectification"]) in str(refusal)
    assert str(WAYS["commitment"]) not in str(refusal)


def test_only_grant_and_refuse_are_outcomes() -> None:
    assert (
        refused_at_the_desk(checked(), "propose", **{**GRANTED, "outcome": "maybe"}).code == "wrong-outcome"
    )


def test_reasons_are_owed() -> None:
    assert refused_at_the_desk(checked(), "propose", **{**GRANTED, "reasons": ""}).code == "reason"


def test_a_clause_is_owed() -> None:
    assert refused_at_the_desk(checked(), "propose", **{**GRANTED, "clause": " "}).code == "clause"


def test_a_second_proposal_is_told_of_the_first() -> None:
    made = checked().perform("propose", **GRANTED)
    colleague = make_officer("reviewer", unit_of(made.case))
    refusal = refused_at_the_desk(made, "propose", by=colleague, **REFUSED)
    assert refusal.code == "overtaken"
    assert str(made.reviewer) in str(refusal)


def test_work_that_a_colleague_has_taken_is_the_colleagues() -> None:
    made = checked()
    colleague = make_officer("reviewer", unit_of(made.case))
    refusal = refused_at_the_desk(made, "propose", by=colleague, **GRANTED)
    assert refusal.code == "taken"
    assert str(made.reviewer) in str(refusal)


def test_a_decider_does_not_propose() -> None:
    made = checked()
    assert refused_at_the_desk(made, "propose", by=made.decider, **GRANTED).code == "not-officer"
