"""不予受理: the unit does not accept, with reason and clause."""

from __future__ import annotations

from typing import Any

import pytest

from cases.services import drafting
from cases.services.acting import TEXT_LIMIT
from cases.states import RepairState as S
from tests.acts.reading import entry_of, owed, refused_at_the_desk, unit_of
from tests.factories.cases import make_filed_case
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department
from workflows import desks

pytestmark = pytest.mark.django_db

WHY: dict[str, Any] = {"reason": "申请事项不属于本单位职权。", "clause": "第三章"}


def test_a_declined_application_is_closed_with_its_reason_and_owes_no_term() -> None:
    made = make_filed_case(S.ROUTED).perform("decline", **WHY)
    assert made.case.state == S.DECLINED
    assert made.case.closed_at == made.at
    assert owed(made.case) == {}
    assert made.case.next_due_at is None
    assert desks.desk_of(made.case) is None
    facts = entry_of(made.case, "case.declined").payload
    assert (facts["reason"], facts["clause"]) == (WHY["reason"], WHY["clause"])


def test_the_record_stays_published_and_free_for_another_application() -> None:
    made = make_filed_case(S.DECLINED)
    record = made.case.record
    assert record.listing.state == "PUBLISHED"
    again = drafting.draft(record_id=record.pk, actor=actor_of_user(made.owner), at=made.at)
    assert again.pk != made.case.pk


def test_a_reason_is_owed() -> None:
    made = make_filed_case(S.ROUTED)
    assert refused_at_the_desk(made, "decline", reason="  ", clause="第三章").code == "reason"


def test_a_clause_is_owed() -> None:
    made = make_filed_case(S.ROUTED)
    assert refused_at_the_desk(made, "decline", reason="无权", clause="").code == "clause"


def test_a_reason_longer_than_a_page_is_refused() -> None:
    made = make_filed_case(S.ROUTED)
    long = "长" * (TEXT_LIMIT + 1)
    assert refused_at_the_desk(made, "decline", reason=long, clause="第三章").code == "too-long"


def test_an_accepted_application_is_no_longer_declined() -> None:
    made = make_filed_case(S.VERIFYING)
    assert refused_at_the_desk(made, "decline", **WHY).code == "overtaken"


def test_a_reviewer_of_another_unit_does_not_decline() -> None:
    made = make_filed_case(S.ROUTED)
    stranger = make_officer("reviewer", make_department())
    assert refused_at_the_desk(made, "decline", by=stranger, **WHY).code == "no-case"


def test_a_supervisor_does_not_decline() -> None:
    made = make_filed_case(S.ROUTED)
    supervisor = make_officer("supervisor", unit_of(made.case))
    assert refused_at_the_desk(made, "decline", by=supervisor, **WHY).code == "not-officer"


def test_on_hold_nothing_is_declined() -> None:
    made = make_filed_case(S.ROUTED).perform("hold", cause="competence", document="枣编办函〔2026〕3号")
    assert refused_at_the_desk(made, "decline", **WHY).code == "held"
