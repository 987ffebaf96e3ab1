"""逐项核验: one step is found satisfied or insufficient."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import Step
from cases.models.application import Finding
from cases.states import RepairState as S
from tests.acts.reading import entry_of, make_six_ways_record, owed, refused_at_the_desk, six_ways
from tests.factories.cases import answer_steps, make_filed_case
from tests.factories.people import actor_of_user

pytestmark = pytest.mark.django_db

SATISFIED: dict[str, Any] = {"way": "rectification", "finding": "satisfied"}
INSUFFICIENT: dict[str, Any] = {
    "way": "rectification",
    "finding": "insufficient",
    "reason": " 缴款凭证看不清。 ",
    "clause": "第三章",
}


def test_a_step_found_satisfied_bears_who_and_when() -> None:
    made = make_filed_case(S.VERIFYING)
    before = owed(made.case)
    made = made.perform("check_step", **SATISFIED)
    step = made.case.steps.get(way="rectification")
    assert step.finding == Finding.SATISFIED
    assert (step.checked_by_ref, step.checked_at) == (actor_of_user(made.reviewer).ref, made.at)
    assert made.case.state == S.VERIFYING
    assert owed(made.case) == before


def test_a_step_found_insufficient_names_reason_and_clause() -> None:
    made = make_filed_case(S.VERIFYING).perform("check_step", **INSUFFICIENT)
    step = made.case.steps.get(way="rectification")
    assert (step.finding, step.reason, step.clause) == (Finding.INSUFFICIENT, "缴款凭证看不清。", "第三章")
    facts = entry_of(made.case, "case.step_checked").payload
    assert (facts["way"], facts["finding"], facts["reason"]) == (
        "rectification",
        "insufficient",
        "缴款凭证看不清。",
    )


def test_a_finding_may_be_mended_and_the_journal_keeps_both() -> None:
    made = (
        make_filed_case(S.VERIFYING).perform("check_step", **INSUFFICIENT).perform("check_step", **SATISFIED)
    )
    step = made.case.steps.get(way="rectification")
    assert (step.finding, step.reason, step.clause) == (Finding.SATISFIED, "", "")


def test_while_steps_are_under_way_those_that_came_in_may_be_checked() -> None:
    with six_ways():
        made = make_filed_case(S.UNDER_REPAIR, record=make_six_ways_record())
        answer_steps(made, phase="during-case")
        made = made.perform("check_step", way="training", finding="satisfied")
    assert made.case.state == S.UNDER_REPAIR
    assert Step.objects.get(case=made.case, way="training").finding == Finding.SATISFIED


def test_a_step_that_the_subject_has_not_answered_cannot_be_satisfied() -> None:
    with six_ways():
        made = make_filed_case(S.UNDER_REPAIR, record=make_six_ways_record())
        refusal = refused_at_the_desk(made, "check_step", way="training", finding="satisfied")
    assert refusal.code == "step"


def test_the_units_own_verification_needs_no_answer_of_the_subject() -> None:
    with six_ways():
        made = make_filed_case(S.VERIFYING, record=make_six_ways_record())
        made = made.perform("check_step", way="verification", finding="satisfied")
    assert made.case.steps.get(way="verification").finding == Finding.SATISFIED


@pytest.mark.parametrize(("missing", "code"), [("reason", "reason"), ("clause", "clause")])
def test_insufficient_without_reason_or_clause_is_refused(missing: str, code: str) -> None:
    made = make_filed_case(S.VERIFYING)
    assert refused_at_the_desk(made, "check_step", **{**INSUFFICIENT, missing: " "}).code == code


def test_a_way_that_the_edition_does_not_ask_for_is_refused() -> None:
    made = make_filed_case(S.VERIFYING)
    refusal = refused_at_the_desk(made, "check_step", way="public-good", finding="satisfied")
    assert refusal.code == "unknown-way"


@pytest.mark.parametrize("finding", ["owed", "submitted", "perhaps"])
def test_only_satisfied_and_insufficient_are_findings(finding: str) -> None:
    made = make_filed_case(S.VERIFYING)
    refusal = refused_at_the_desk(made, "check_step", way="rectification", finding=finding)
    assert refusal.code == "unknown-way"


def test_before_acceptance_nothing_is_checked() -> None:
    made = make_filed_case(S.ROUTED)
    assert refused_at_the_desk(made, "check_step", **SATISFIED).code == "overtaken"


def test_after_the_proposal_nothing_is_checked() -> None:
    made = make_filed_case(S.PROPOSED)
    assert refused_at_the_desk(made, "check_step", **SATISFIED).code == "overtaken"


def test_a_decider_does_not_check() -> None:
    made = make_filed_case(S.VERIFYING)
    assert refused_at_the_desk(made, "check_step", by=made.decider, **SATISFIED).code == "not-officer"
