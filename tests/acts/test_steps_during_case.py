"""提交整改材料 and 认定不到位: the ways that are gone while the case runs, under an edition that asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from cases.labels import WAYS
from cases.models.application import Finding
from cases.policies import acts_open_to
from cases.services import drafting, intake
from cases.states import RepairState as S
from cases.ways import WAY_FIELDS
from journal.models import Entry
from tests.acts.reading import (
    at_day,
    entry_of,
    make_six_ways_record,
    owed,
    refusal_of,
    refused_at_the_desk,
    six_ways,
)
from tests.factories.cases import FiledCase, answer_steps, make_filed_case
from tests.factories.people import actor_of_user
from workflows import router

pytestmark = pytest.mark.django_db

TRAINING = {
    "provider": "枣庄市信用协会",
    "course": "信用修复专题培训",
    "hours": "8",
    "completed_on": "2026-08-20",
    "certificate": "XF-2026-001",
}


@pytest.fixture(autouse=True)
def _six_ways() -> Iterator[None]:
    with six_ways():
        yield


def made_in(state: str) -> FiledCase:
    return make_filed_case(state, record=make_six_ways_record())


def submit(made: FiledCase, at: datetime) -> FiledCase:
    intake.submit_steps(case_id=made.case.pk, actor=actor_of_user(made.owner), at=at)
    router.align(made.case.pk)
    return made.later(at=at)


def answer(made: FiledCase, **facts: str) -> None:
    drafting.set_step(
        case_id=made.case.pk,
        actor=actor_of_user(made.owner),
        at=made.at,
        way="training",
        facts={**TRAINING, **facts},
    )


def test_four_ways_are_gone_after_acceptance_and_two_before() -> None:
    made = made_in(S.UNDER_REPAIR)
    assert set(made.case.steps.filter(phase="during-case").values_list("way", flat=True)) == {
        "verification",
        "training",
        "credit-report",
        "public-good",
    }
    assert set(made.case.steps.filter(phase="before-filing").values_list("finding", flat=True)) == {
        "submitted"
    }


def test_the_subject_has_thirty_days_and_the_unit_none_of_them() -> None:
    made = made_in(S.UNDER_REPAIR)
    assert made.case.state == S.UNDER_REPAIR
    # the thirtieth day, 1 October, is a holiday: the next working day
    assert owed(made.case) == {"decide": "paused", "total": "paused", "steps": "running 2026-10-08"}


def test_after_the_steps_the_unit_has_its_seven_working_days() -> None:
    made = made_in(S.UNDER_REPAIR)
    answer_steps(made, phase="during-case")
    made = submit(made, at_day(9, 21))
    assert made.case.state == S.VERIFYING
    assert owed(made.case) == {"decide": "running 2026-10-08", "total": "running 2026-10-12"}
    assert entry_of(made.case, "case.steps_submitted").payload["to"] == "VERIFYING"


def test_a_step_that_is_not_answered_keeps_them_all_back_and_is_named() -> None:
    made = made_in(S.UNDER_REPAIR)
    answer(made)
    refusal = refusal_of(lambda: submit(made, made.at), case=made.case)
    assert refusal.code == "steps-open"
    assert str(WAYS["credit-report"]) in str(refusal)
    assert str(WAYS["training"]) not in str(refusal)


def test_the_units_own_verification_is_not_asked_of_the_subject() -> None:
    made = made_in(S.VERIFYING)
    assert made.case.steps.get(way="verification").finding == Finding.OWED
    assert refused_at_the_desk(made, "propose", outcome="approve", reasons="齐全", clause="第三章").code == (
        "unchecked-steps"
    )


def test_a_fact_that_is_missing_is_named() -> None:
    made = made_in(S.UNDER_REPAIR)
    certificate = next(field for field in WAY_FIELDS["training"] if field.id == "certificate")
    refusal = refusal_of(lambda: answer(made, certificate=" "), case=made.case)
    assert refusal.code == "step-fact"
    assert str(certificate.label) in str(refusal)


@pytest.mark.parametrize(
    ("fact", "value", "code"),
    [
        ("completed_on", "2026-13-40", "wrong-day"),
        ("completed_on", "2026-12-31", "future-day"),
        ("hours", "acht", "wrong-number"),
        ("hours", "-3", "wrong-number"),
        ("hours", "NaN", "wrong-number"),
        ("provider", "长" * 201, "too-long"),
    ],
)
def test_a_fact_that_cannot_be_true_is_refused(fact: str, value: str, code: str) -> None:
    made = made_in(S.UNDER_REPAIR)
    assert refusal_of(lambda: answer(made, **{fact: value}), case=made.case).code == code


def test_a_way_that_was_not_asked_for_takes_no_answer() -> None:
    made = made_in(S.UNDER_REPAIR)
    refusal = refusal_of(
        lambda: drafting.set_step(
            case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at, way="verification", facts={}
        ),
        case=made.case,
    )
    assert refusal.code == "unknown-way"


def test_once_submitted_the_answers_stand() -> None:
    made = made_in(S.VERIFYING)
    assert refusal_of(lambda: answer(made), case=made.case).code == "documents-closed"


def test_steps_are_submitted_once() -> None:
    made = made_in(S.VERIFYING)
    assert refusal_of(lambda: submit(made, made.at), case=made.case).code == "not-now"


def test_an_officer_does_not_submit_steps() -> None:
    made = made_in(S.UNDER_REPAIR)
    refusal = refusal_of(
        lambda: intake.submit_steps(case_id=made.case.pk, actor=actor_of_user(made.reviewer), at=made.at),
        case=made.case,
    )
    assert refusal.code == "not-subject"


def test_what_was_found_insufficient_goes_back_with_a_new_limit() -> None:
    made = made_in(S.VERIFYING).later(at=at_day(9, 3))
    made = made.perform(
        "check_step", way="training", finding="insufficient", reason="学时不足", clause="第13项"
    )
    made = made.perform("find_insufficient", reason="培训学时不足，请补足。")
    assert made.case.state == S.UNDER_REPAIR
    assert owed(made.case) == {"decide": "paused", "total": "paused", "steps": "running 2026-10-08"}
    assert entry_of(made.case, "case.found_insufficient").payload["reason"] == "培训学时不足，请补足。"
    # of the seven days of the unit 2 and 3 September were used
    answer(made)
    made = submit(made, at_day(9, 21))
    assert owed(made.case)["decide"] == "running 2026-09-29"


def test_an_insufficient_step_must_be_answered_again() -> None:
    made = made_in(S.VERIFYING)
    made = made.perform(
        "check_step", way="training", finding="insufficient", reason="学时不足", clause="第13项"
    )
    made = made.perform("find_insufficient", reason="培训学时不足。")
    assert refusal_of(lambda: submit(made, made.at), case=made.case).code == "steps-open"


def test_where_no_step_is_found_insufficient_nothing_is_sent_back() -> None:
    made = made_in(S.VERIFYING)
    assert refused_at_the_desk(made, "find_insufficient", reason="不足").code == "no-step-insufficient"
    assert "find_insufficient" not in acts_open_to(made.case, actor_of_user(made.reviewer))
    # what the unit itself verifies is not the company's to mend
    why = {"finding": "insufficient", "reason": "核查不符", "clause": "第13项"}
    made = made.perform("check_step", way="verification", **why)
    assert refused_at_the_desk(made, "find_insufficient", reason="不足").code == "no-step-insufficient"
    made = made.perform("check_step", way="training", **why)
    assert "find_insufficient" in acts_open_to(made.case, actor_of_user(made.reviewer))


def test_a_reason_is_owed_for_sending_the_steps_back() -> None:
    assert refused_at_the_desk(made_in(S.VERIFYING), "find_insufficient", reason="").code == "reason"


def test_a_decider_does_not_find_insufficient() -> None:
    made = made_in(S.VERIFYING)
    assert (
        refused_at_the_desk(made, "find_insufficient", by=made.decider, reason="不足").code == "not-officer"
    )


def test_an_answer_after_filing_is_journalled_and_makes_an_officers_page_out_of_date() -> None:
    made = made_in(S.UNDER_REPAIR)
    answered = Entry.objects.filter(stream=made.case.stream, verb="case.step_answered")
    assert not answered.exists()  # what stands in the draft when it is filed is told by the filing
    seen = made.case.version
    answer(made)
    assert [entry.payload["way"] for entry in answered] == ["training"]
    stale = refused_at_the_desk(made, "check_step", way="training", finding="satisfied", version=seen)
    assert stale.code == "stale"
