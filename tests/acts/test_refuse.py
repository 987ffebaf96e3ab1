"""不予信用修复: refused with reasons and clause; a second application answers the ground."""

from __future__ import annotations

import pytest

from cases.services import drafting, intake
from cases.services.preflight import gaps
from cases.states import RepairState as S
from journal.models import Entry
from tests.acts.reading import entry_of, owed, refusal_of, refused_at_the_desk, unit_of
from tests.factories.cases import REFUSED, complete_draft, make_filed_case
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_measure, make_record

pytestmark = pytest.mark.django_db


def test_a_refused_repair_leaves_record_and_measures_as_they_are() -> None:
    record = make_record()
    measure = make_measure(record)
    made = make_filed_case(S.CLOSED_REFUSED, record=record)
    assert made.case.state == S.CLOSED_REFUSED
    assert made.case.record.listing.state == "PUBLISHED"
    measure.refresh_from_db()
    assert measure.state == "IN_FORCE"
    assert owed(made.case) == {}
    assert not Entry.objects.filter(verb="listing.ended").exists()


def test_the_decision_names_reasons_and_clause() -> None:
    made = make_filed_case(S.CLOSED_REFUSED)
    facts = entry_of(made.case, "case.refused").payload
    assert (facts["reasons"], facts["clause"]) == (REFUSED["reasons"], REFUSED["clause"])


def test_a_second_application_is_linked_to_the_first_and_answers_its_ground() -> None:
    refused = make_filed_case(S.CLOSED_REFUSED)
    again = make_filed_case(S.DRAFT, record=refused.case.record, owner=refused.owner)
    assert again.case.previous == refused.case
    complete_draft(again)
    missing = gaps(again.later().case, on=again.at.date())
    assert [(gap.code, gap.part) for gap in missing] == [("refused-before", "application")]
    assert refused.case.number in str(missing[0].sentence)

    owner = actor_of_user(again.owner)
    drafting.save_application(case_id=again.case.pk, actor=owner, at=again.at, reason="罚款已于8月补缴。")
    assert intake.file(case_id=again.case.pk, actor=owner, at=again.at).state == S.FILED


def test_a_first_application_owes_no_such_answer() -> None:
    assert make_filed_case(S.FILED).case.previous is None


def test_the_proposal_says_grant_so_it_is_not_refused() -> None:
    made = make_filed_case(S.PROPOSED)
    assert refused_at_the_desk(made, "refuse", by=made.decider).code == "wrong-outcome"


def test_a_reviewer_does_not_sign_a_refusal() -> None:
    made = make_filed_case(S.VERIFYING).check_all("insufficient").perform("propose", **REFUSED)
    assert refused_at_the_desk(made, "refuse").code == "not-countersigner"


def test_whoever_proposed_the_refusal_does_not_sign_it() -> None:
    made = make_filed_case(S.VERIFYING).check_all("insufficient").perform("propose", **REFUSED)
    make_officer("decider", unit_of(made.case), user=made.reviewer)
    assert refused_at_the_desk(made, "refuse").code == "own-hand"


def test_a_refused_case_cannot_be_withdrawn_any_more() -> None:
    made = make_filed_case(S.CLOSED_REFUSED)
    refusal = refusal_of(
        lambda: intake.withdraw(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at),
        case=made.case,
    )
    assert refusal.code == "not-now"
