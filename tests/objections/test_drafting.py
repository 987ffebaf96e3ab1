"""Drafting an objection: who may, on what, and what of it is kept before it is filed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from cases.models import Case, ContestedField
from cases.models.objection import Against
from cases.services.objection import drafting
from cases.states import ObjectionState as S
from cases.states import RepairState
from journal.now import noon_of
from journal.refusals import Refusal
from records.models import CreditRecord
from records.models.listing import ListingState
from tests.acts.reading import refusal_of
from tests.factories.cases import FILED_AT, add_document, make_filed_case
from tests.factories.objections import FiledObjection, make_objection
from tests.factories.people import actor_of_user, make_owner
from tests.factories.records import make_department, make_record
from tests.objections.reading import field_of, refused_to, terms

pytestmark = pytest.mark.django_db


def draft(record: CreditRecord, *, user: User | None = None, **how: Any) -> Case:
    owner = user or make_owner(record.subject)
    return drafting.draft(record_id=record.pk, actor=actor_of_user(owner), at=FILED_AT, **how)


def test_a_draft_is_kept_for_thirty_days_and_the_days_off_after_them_and_opened_once() -> None:
    made = make_objection(S.DRAFT)
    assert made.case.number.startswith("YY-2026-")
    assert terms(made) == {"draft": "running 2026-10-08"}
    assert draft(made.case.record, user=made.owner) == made.case


def test_another_objection_on_the_record_is_refused_with_the_number_of_the_first() -> None:
    made = make_objection(S.CHECKING)
    with pytest.raises(Refusal) as told:
        draft(made.case.record, user=made.owner)
    assert told.value.code == "second-case"
    assert made.case.number in str(told.value)


def test_nobody_contests_the_record_of_another() -> None:
    record = make_record()
    with pytest.raises(Refusal) as told:
        draft(record, user=make_owner(make_record().subject))
    assert told.value.code == "no-record"


def test_a_withdrawn_record_has_nothing_left_to_contest() -> None:
    with pytest.raises(Refusal) as told:
        draft(make_record(state=ListingState.WITHDRAWN))
    assert told.value.code == "record-withdrawn"


def test_after_the_publication_an_objection_is_possible_unless_the_text_says_otherwise() -> None:
    assert draft(make_record(state=ListingState.EXPIRED)).state == S.DRAFT
    guangzhou = make_department(name_zh="广州市交通运输局", jurisdiction="440100")
    with pytest.raises(Refusal) as told:
        draft(make_record(department=guangzhou, state=ListingState.EXPIRED))
    assert told.value.code == "only-while-valid"


def test_what_is_only_shown_here_is_contested_at_its_court() -> None:
    court = make_department(name_zh="枣庄市中级人民法院", field="court")
    with pytest.raises(Refusal) as told:
        draft(make_record(department=court, kind="court-list", route="court"))
    assert told.value.code == "contest-elsewhere"


def test_a_copy_is_contested_where_it_is_decided() -> None:
    leading = make_record()
    copy = make_record(subject=leading.subject, department=leading.department)
    CreditRecord.objects.filter(pk=copy.pk).update(site="gsxt", follows=leading)
    case = draft(copy)
    assert case.record == leading


def test_a_field_bears_what_is_shown_and_what_is_right() -> None:
    made = make_objection(S.DRAFT)
    contest(made, "fine", "2.50")
    contest(made, "determined_on", "2026-05-14")
    contest(made, "whole-record", "anything")
    assert [(row.field, row.shown_value, row.right_value) for row in ContestedField.objects.all()] == [
        ("fine", "5", "2.5"),
        ("determined_on", "2026-05-15", "2026-05-14"),
        ("whole-record", "", ""),
    ]
    contest(made, "fine", "3")
    assert field_of(made).right_value == "3"
    drafting.drop_field(case_id=made.case.pk, field="fine", actor=actor_of_user(made.owner), at=made.at)
    assert not ContestedField.objects.filter(field="fine").exists()


def contest(made: FiledObjection, field: str, right: str) -> None:
    drafting.contest_field(
        case_id=made.case.pk,
        field=field,
        right_value=right,
        reason="与原件不符",
        actor=actor_of_user(made.owner),
        at=made.at,
    )


@pytest.mark.parametrize(
    ("field", "right", "reason", "code"),
    [
        ("fine", "5.00", "与原件不符", "same-value"),
        ("fine", "many", "与原件不符", "amount"),
        ("determined_on", "2027-01-01", "与原件不符", "day"),
        ("class_name", "minor", "与原件不符", "unknown-field"),
        ("repair-result", "", "与原件不符", "unknown-field"),
        ("fine", "2", " ", "reason"),
    ],
)
def test_what_cannot_be_contested_so_is_refused_by_name(
    field: str, right: str, reason: str, code: str
) -> None:
    made = make_objection(S.DRAFT)
    how = {"field": field, "right_value": right, "reason": reason}
    assert refused_to(made, drafting.contest_field, **how) == code


def test_an_unknown_ground_and_a_field_nobody_contested_are_refused() -> None:
    made = make_objection(S.DRAFT)
    form = {"grounds": ["envy"], "statement": "", "contact_name": "", "contact_phone": ""}
    assert refused_to(made, drafting.save_filing, **form) == "unknown-ground"
    assert refused_to(made, drafting.drop_field, field="fine") == "unknown-field"


def test_the_form_is_closed_while_officers_work_on_it() -> None:
    made = make_objection(S.CHECKING)
    how = {"field": "content", "right_value": "无", "reason": "与原件不符"}
    assert refused_to(made, drafting.contest_field, **how) == "documents-closed"


def test_the_result_of_a_repair_is_contested_by_naming_the_refused_case() -> None:
    repair = make_filed_case(RepairState.CLOSED_REFUSED)
    record = repair.case.record
    case = draft(record, user=repair.owner, against=Against.REPAIR_RESULT, previous_id=repair.case.pk)
    assert case.previous == repair.case
    assert [row.field for row in ContestedField.objects.all()] == ["repair-result"]


def test_a_repair_that_was_granted_or_is_anothers_is_no_result_to_contest() -> None:
    granted = make_filed_case(RepairState.CLOSED_REPAIRED)
    elsewhere = make_filed_case(RepairState.CLOSED_REFUSED)
    for previous in (granted.case.pk, elsewhere.case.pk, None):
        told = refusal_of(
            lambda previous=previous: draft(  # type: ignore[misc]
                granted.case.record, user=granted.owner, against=Against.REPAIR_RESULT, previous_id=previous
            ),
            case=granted.case,
        )
        assert told.code == "no-result"


def test_a_draft_is_discarded_or_runs_out() -> None:
    assert make_objection(S.DISCARDED).case.closed_at == FILED_AT
    assert terms(make_objection(S.DISCARDED)) == {}


def test_proof_is_added_to_a_draft_and_not_to_a_case_under_examination() -> None:
    made = make_objection(S.DRAFT)
    add_document(made, material="fine")  # type: ignore[arg-type]
    assert made.case.documents.count() == 1
    busy = make_objection(S.REVIEWING)
    told = refusal_of(lambda: add_document(busy, material="fine"), case=busy.case)  # type: ignore[arg-type]
    assert told.code == "documents-closed"


def test_a_record_determined_long_ago_is_contested_under_the_text_of_today() -> None:
    old = make_record(determined_on=noon_of(FILED_AT.date()).date() - timedelta(days=200))
    assert draft(old).edition_key.startswith("NDRC-36")
