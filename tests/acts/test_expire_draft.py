"""作废 and 草稿到期: a draft is discarded by its subject or by time."""

from __future__ import annotations

import pytest

from cases.models import Case
from cases.services import drafting, intake, keeping
from cases.states import RepairState as S
from clocks import services as clocks
from tests.acts.reading import at_day, owed, refusal_of
from tests.conftest import Deliver
from tests.factories.cases import FiledCase, complete_draft, make_filed_case
from tests.factories.people import actor_of_user, make_owner
from tests.factories.records import make_subject

pytestmark = pytest.mark.django_db


def discard(made: FiledCase) -> Case:
    return drafting.discard(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)


def test_a_draft_lives_thirty_days_and_a_day_off_does_not_end_it() -> None:
    made = make_filed_case(S.DRAFT)
    assert owed(made.case) == {"draft": "running 2026-10-08"}
    assert made.later().case.next_due_at == at_day(10, 9, 0)


def test_after_its_days_it_is_discarded_by_itself(deliver: Deliver) -> None:
    made = make_filed_case(S.DRAFT)
    clocks.sweep(at=at_day(10, 9, 0))
    deliver(at_day(10, 9, 0))
    made = made.later()
    assert (made.case.state, made.case.cause) == (S.DISCARDED, "term:draft")
    assert owed(made.case) == {}
    assert made.case.next_due_at is None


def test_filed_on_the_day_after_and_before_any_sweep_it_is_filed(deliver: Deliver) -> None:
    made = make_filed_case(S.DRAFT)
    complete_draft(made)
    late = at_day(10, 9)
    clocks.sweep(at=late)
    intake.file(case_id=made.case.pk, actor=actor_of_user(made.owner), at=late)
    deliver(late)
    assert made.later().case.state == S.ROUTED
    assert not made.later().case.late


def test_a_discarded_draft_is_not_filed(deliver: Deliver) -> None:
    made = make_filed_case(S.DRAFT)
    complete_draft(made)
    clocks.sweep(at=at_day(10, 9))
    deliver(at_day(10, 9))
    refusal = refusal_of(
        lambda: intake.file(case_id=made.case.pk, actor=actor_of_user(made.owner), at=at_day(10, 9)),
        case=made.case,
    )
    assert refusal.code == "not-now"


def test_its_subject_discards_it() -> None:
    made = make_filed_case(S.DRAFT)
    assert discard(made).state == S.DISCARDED
    assert owed(made.case) == {}


def test_a_filed_application_is_withdrawn_not_discarded() -> None:
    made = make_filed_case(S.FILED)
    assert refusal_of(lambda: discard(made), case=made.case).code == "not-now"


def test_a_filed_application_does_not_run_out_as_a_draft() -> None:
    made = make_filed_case(S.FILED)
    refusal = refusal_of(lambda: keeping.expire_draft(case_id=made.case.pk, at=made.at), case=made.case)
    assert refusal.code == "not-now"


def test_another_company_does_not_discard_it() -> None:
    made = make_filed_case(S.DRAFT)
    stranger = actor_of_user(make_owner(make_subject()))
    refusal = refusal_of(
        lambda: drafting.discard(case_id=made.case.pk, actor=stranger, at=made.at), case=made.case
    )
    assert refusal.code == "not-subject"
