"""Acceptance with its mark, the platform's own check, and the inquiry letter."""

from __future__ import annotations

import pytest

from cases.services import keeping
from cases.states import ObjectionState as S
from journal.models import Entry
from records.models import CreditRecord, Listing
from tests.factories.cases import add_document
from tests.factories.objections import CONTESTED, ITEMS, QUESTION, FiledObjection, file_draft, make_objection
from tests.factories.records import make_department, make_platform, make_record
from tests.objections.reading import breach, record_of, refused, said, spoken, terms

pytestmark = pytest.mark.django_db


def test_the_record_bears_its_mark_from_the_acceptance_on() -> None:
    made = make_objection(S.CHECKING)
    listing = record_of(made).listing
    assert (listing.contested_at, listing.contested_by) == (made.at, made.case.number)
    assert listing.state == "PUBLISHED"
    assert terms(made) == {"self-check": "running 2026-09-03", "handle": "running 2026-09-10"}
    assert made.case.accepted_on is not None


def test_a_place_may_hide_the_record_meanwhile() -> None:
    nantong = make_department(name_zh="南通市交通运输局", jurisdiction="320600")
    made = make_objection(S.CHECKING, record=make_record(department=nantong))
    listing = record_of(made).listing
    assert (listing.state, listing.hidden_cause) == ("HIDDEN", "objection")


def test_the_copies_of_the_record_bear_the_mark_too() -> None:
    record = make_record()
    copy = make_record(subject=record.subject, department=record.department)
    CreditRecord.objects.filter(pk=copy.pk).update(site="gsxt", follows=record)
    make_objection(S.CHECKING, record=record)
    assert Listing.objects.get(record=copy).is_contested


def test_it_is_declined_with_reason_and_clause() -> None:
    made = make_objection(S.FILED)
    assert refused(made, "decline", reason=" ", clause="异议指南").code == "reason"
    assert refused(made, "decline", reason="无关", clause=" ").code == "clause"
    done = make_objection(S.DECLINED)
    assert said(done, "case.declined")["repeats"] == ""
    assert terms(done) == {}


def test_missing_items_are_asked_for_once() -> None:
    made = make_objection(S.SUPPLEMENTING)
    assert refused(make_objection(S.FILED), "ask_supplement", items=[]).code == "no-items"
    assert said(made, "case.supplement_asked")["items"] == ITEMS


@pytest.mark.parametrize("state", [S.CLOSED_UPHELD, S.CLOSED_NOTED])
def test_a_second_objection_on_the_field_without_new_proof_is_declined_with_reference(state: str) -> None:
    """C17."""
    first = make_objection(state)
    again = second(first)
    told = refused(again, "accept")
    assert told.code == "repeats"
    assert first.case.number in str(told)
    declined = again.perform("decline", reason="事项相同，无新证据。", clause="异议指南")
    assert said(declined, "case.declined")["repeats"] == first.case.number


def test_new_proof_or_another_field_or_an_undecided_end_is_accepted() -> None:
    proof = make_objection(S.CLOSED_UPHELD)
    with_proof = second(proof, state=S.DRAFT)
    add_document(with_proof, material="fine")  # type: ignore[arg-type]
    assert accepted(with_proof)
    other = make_objection(S.CLOSED_UPHELD)
    assert second(other, fields={"content": "罚款2万元"}).perform("accept").case.state == S.CHECKING
    more = make_objection(S.CLOSED_UPHELD)
    assert (
        second(more, fields={**CONTESTED, "content": "罚款2万元"}).perform("accept").case.state == S.CHECKING
    )
    withdrawn = make_objection(S.WITHDRAWN)
    assert second(withdrawn).perform("accept").case.state == S.CHECKING


def second(
    first: FiledObjection, *, state: str = S.FILED, fields: dict[str, str] | None = None
) -> FiledObjection:
    return make_objection(
        state, record=first.case.record, owner=first.owner, fields=fields or CONTESTED, at=first.at
    )


def accepted(draft: FiledObjection) -> bool:
    """Whether a draft, completed and filed, is accepted."""
    return str(file_draft(draft).perform("accept").case.state) == S.CHECKING


def test_the_platforms_own_error_needs_no_inquiry() -> None:
    made = make_objection(S.CHECKING).perform("conclude", finding="own-error", reason="录入时金额错位。")
    assert made.case.state == S.REVIEWING
    assert terms(made) == {"handle": "running 2026-09-10"}
    assert said(made, "case.concluded")["finding"] == "own-error"


def test_a_check_is_concluded_only_by_its_findings() -> None:
    made = make_objection(S.CHECKING)
    assert refused(made, "conclude", finding="somebody", reason="核查").code == "own-finding"
    assert refused(made, "conclude", finding="own-error", reason=" ").code == "reason"
    assert refused(made, "conclude", finding="provider-is-us", reason="核查").code == "provider-is-another"


def test_where_the_handling_unit_provided_the_record_nobody_is_asked() -> None:
    platform = make_platform()
    made = make_objection(S.CHECKING, record=make_record(department=platform), platform=platform)
    assert refused(made, "inquire", question=QUESTION).code == "provider-is-us"
    done = made.perform("conclude", finding="provider-is-us", reason="本单位作出。")
    assert done.case.state == S.REVIEWING


def test_the_inquiry_goes_to_the_unit_that_determined_the_record_with_a_clock_of_its_own() -> None:
    made = make_objection(S.INQUIRING)
    inquiry = made.case.inquiries.get()
    assert inquiry.department == made.case.record.department
    assert made.case.asked_department == made.case.record.department
    assert (inquiry.ordinal, inquiry.fields, inquiry.question) == (1, ["fine"], QUESTION)
    assert terms(made) == {"handle": "paused", "inquiry": "running 2026-09-15"}


def test_an_inquiry_asks_about_contested_fields_only() -> None:
    made = make_objection(S.CHECKING, fields={"fine": "2", "content": "罚款2万元"})
    assert refused(made, "inquire", question=" ").code == "question"
    assert refused(made, "inquire", question=QUESTION, fields=["permit"]).code == "unknown-field"
    one = made.perform("inquire", question=QUESTION, fields=["content"])
    assert one.case.inquiries.get().fields == ["content"]


def test_nobody_asks_more_often_than_the_text_allows() -> None:
    made = make_objection(S.REVIEWING).perform("inquire_again", question="请补充原件。")
    assert said(made, "case.inquired_again")["ordinal"] == 2
    assert terms(made)["handle"] == "paused"
    back = made.answer("cannot-confirm")
    assert refused(back, "inquire_again", question="再问。").code == "inquiries-spent"


def test_a_term_of_the_platform_that_ran_out_is_reported_and_still_owed() -> None:
    made = breach(make_objection(S.FILED), "accept")
    keeping.breach(case_id=made.case.pk, term="objection.accept", goal="law", due_on="2026-09-03", at=made.at)
    assert made.later().case.late
    assert "case.breached" in spoken(made)
    assert Entry.objects.filter(verb="case.breached").count() == 1
