"""再次申请 (C17): after a refusal at once; the same papers unchanged are declined with reference to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from accounts.actors import DESK
from cases.again import repeats
from cases.services import drafting, intake
from cases.states import RepairState as S
from desk.checks import checklist
from tests.acts.reading import entry_of
from tests.conftest import Deliver
from tests.factories.cases import FiledCase, add_document, complete_draft, make_filed_case
from tests.factories.people import actor_of_user
from tests.notifications.telling import letter_of, text_of
from workflows import router

pytestmark = pytest.mark.django_db
OTHER_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n"


def filed_again(*, new_paper: bool = False, performance: str = "") -> tuple[FiledCase, FiledCase]:
    """A refused case and the application that followed on the same day."""
    refused = make_filed_case(S.CLOSED_REFUSED)
    actor = actor_of_user(refused.owner)
    case = drafting.draft(record_id=refused.case.record_id, actor=actor, at=refused.at)
    made = replace(refused, case=case)
    complete_draft(made)
    drafting.save_application(
        case_id=case.pk,
        actor=actor,
        at=made.at,
        reason="罚款已于九月一日补缴。",
        performance=performance or None,
    )
    if new_paper:
        add_document(made, name="payment.pdf", content=OTHER_PDF)
    intake.file(case_id=case.pk, actor=actor, at=made.at)
    intake.push(case_id=case.pk, actor=DESK, at=made.at)
    router.align(case.pk)
    return refused, made.later()


def test_the_same_papers_are_known_and_declined_with_the_number_of_the_refused_case(deliver: Deliver) -> None:
    refused, made = filed_again()
    assert made.case.previous == refused.case
    assert repeats(made.case) == refused.case
    last = checklist(made.case, on=made.at.date())[-1]
    assert not last.holds
    assert refused.case.number in str(last.missing[0].sentence)
    made = made.perform("decline", reason="未补充新的材料。", clause="第三章")
    assert entry_of(made.case, "case.declined").payload["repeats"] == refused.case.number
    deliver(made.at)
    assert refused.case.number in text_of(letter_of(made.case, "decline"))


@pytest.mark.parametrize(
    "brought", [{"new_paper": True}, {"performance": "罚款及加处罚款均已于九月一日缴清。"}]
)
def test_what_brings_something_new_is_examined_like_any_other(
    brought: dict[str, Any], deliver: Deliver
) -> None:
    refused, made = filed_again(**brought)
    assert repeats(made.case) is None
    assert checklist(made.case, on=made.at.date())[-1].holds
    made = made.perform("decline", reason="申请事项不属于本单位职权。", clause="第三章")
    assert "repeats" not in entry_of(made.case, "case.declined").payload
    deliver(made.at)
    assert refused.case.number not in text_of(letter_of(made.case, "decline"))


def test_a_first_application_repeats_nothing() -> None:
    made = make_filed_case(S.ROUTED)
    assert repeats(made.case) is None
    assert "refused" not in str([str(check.title) for check in checklist(made.case, on=made.at.date())])
