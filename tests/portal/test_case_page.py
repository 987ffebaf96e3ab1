"""The case page and the subject's acts on a filed case."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.roles import Role
from cases.services import intake
from cases.states import RepairState
from tests.factories.cases import PDF, add_document, complete_draft, make_filed_case
from tests.factories.people import actor_of_user, make_officer, make_owner
from tests.factories.records import make_record
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db


def act(number: str, name: str) -> str:
    return reverse("portal:case_act", args=[number, name])


def test_the_page_tells_state_turn_and_next_date(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.ROUTED)
    words = sign_in(made.owner).get(reverse("portal:case", args=[made.case.number])).content.decode()
    assert made.case.number in words
    assert made.case.record.department.name_en in words
    assert "4 September 2026" in words  # three working days to accept, after 1 September
    assert "The application was filed" in words


def test_promise_and_legal_limit_stand_side_by_side(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.VERIFYING)
    words = sign_in(made.owner).get(reverse("portal:case", args=[made.case.number])).content.decode()
    told = strip_tags(words)
    assert (
        "Decision: legal limit Thursday 10 September 2026, service promise Wednesday 2 September 2026" in told
    )


def test_officers_are_told_as_their_unit_not_by_name(sign_in: SignIn) -> None:
    department = make_record().department
    reviewer = make_officer(Role.REVIEWER, department)
    reviewer.full_name = "李审查"
    reviewer.save()
    made = make_filed_case(
        RepairState.VERIFYING, record=make_record(department=department), reviewer=reviewer
    )
    words = sign_in(made.owner).get(reverse("portal:case", args=[made.case.number])).content.decode()
    assert "The application was accepted" in words
    assert "李审查" not in words


def test_a_proposal_is_not_told_before_it_is_signed(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.PROPOSED)
    words = sign_in(made.owner).get(reverse("portal:case", args=[made.case.number])).content.decode()
    assert "A decision was proposed" not in words
    assert "义务已全部履行" not in words


def test_what_is_missing_is_shown_and_supplied(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.SUPPLEMENTING)
    client = sign_in(made.owner)
    assert "缴款凭证" in client.get(reverse("portal:case", args=[made.case.number])).content.decode()
    page = client.get(act(made.case.number, "supplement"))
    assert "缴款凭证" in page.content.decode()
    client.post(
        act(made.case.number, "supplement"), {"answer": "已补交缴款凭证。", "version": made.case.version}
    )
    assert made.later().case.state == RepairState.ROUTED


def test_an_empty_answer_is_refused(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.SUPPLEMENTING)
    page = sign_in(made.owner).post(act(made.case.number, "supplement"), {"version": made.case.version})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert made.later().case.state == RepairState.SUPPLEMENTING


def test_an_application_is_withdrawn_with_a_reason(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.ROUTED)
    client = sign_in(made.owner)
    assert client.get(act(made.case.number, "withdraw")).status_code == HTTPStatus.OK
    client.post(act(made.case.number, "withdraw"), {"reason": "另行处理", "version": made.case.version})
    assert made.later().case.state == RepairState.WITHDRAWN


def test_a_page_drawn_before_the_case_moved_is_refused_as_stale(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.ROUTED)
    seen = made.case.version
    made = made.perform("accept")
    page = sign_in(made.owner).post(
        act(made.case.number, "withdraw"), {"reason": "另行处理", "version": seen}
    )
    assert page.status_code == HTTPStatus.CONFLICT
    assert "out of date" in page.content.decode()
    assert made.later().case.state == RepairState.VERIFYING


def test_a_double_click_on_withdraw_is_told_in_words(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.ROUTED)
    client = sign_in(made.owner)
    client.post(act(made.case.number, "withdraw"), {"reason": "另行处理"})
    second = client.post(act(made.case.number, "withdraw"), {"reason": "另行处理"})
    assert second.status_code == HTTPStatus.CONFLICT
    assert "is not possible while the case is in the state" in second.content.decode()


def test_an_officers_act_cannot_be_done_here(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.ROUTED)
    page = sign_in(made.owner).post(act(made.case.number, "accept"), {})
    assert page.status_code == HTTPStatus.NOT_FOUND
    assert made.later().case.state == RepairState.ROUTED


def test_a_refusal_names_reason_clause_and_remedies(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.CLOSED_REFUSED)
    words = sign_in(made.owner).get(reverse("portal:case", args=[made.case.number])).content.decode()
    assert "罚款尚未缴清。" in words
    assert "第三章" in words
    assert "Administrative review" in words
    assert "60 calendar days" in words


def test_a_closed_repair_shows_where_the_record_is_taken_down(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.CLOSED_REPAIRED)
    page = sign_in(made.owner).get(reverse("portal:case", args=[made.case.number]))
    assert page.status_code == HTTPStatus.OK
    assert "Repair granted" in page.content.decode()


def test_an_officer_has_no_business_on_the_subjects_page(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.ROUTED)
    page = sign_in(made.reviewer).get(reverse("portal:case", args=[made.case.number]))
    assert page.status_code == HTTPStatus.NOT_FOUND


def test_another_company_does_not_see_the_case(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.ROUTED)
    stranger = make_owner(make_record().subject)
    page = sign_in(stranger).get(reverse("portal:case", args=[made.case.number]))
    assert page.status_code == HTTPStatus.NOT_FOUND
    assert made.case.subject.name not in page.content.decode()


def test_statements_do_not_grow_with_documents_and_entries(sign_in: SignIn) -> None:
    counted = []
    for more in (0, 4):
        made = make_filed_case(RepairState.DRAFT)
        complete_draft(made)
        for number in range(more):
            add_document(made, content=PDF + b"%%EOF\n" * (number + 1))
        intake.file(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
        client = sign_in(made.owner)
        client.get(reverse("portal:inbox"))
        with CaptureQueriesContext(connection) as statements:
            client.get(reverse("portal:case", args=[made.case.number]))
        counted.append(len(statements))
    assert counted[0] == counted[1]
