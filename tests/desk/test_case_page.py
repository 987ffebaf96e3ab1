from __future__ import annotations

from http import HTTPStatus
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from accounts.actors import DESK
from accounts.roles import Role
from cases.services import intake
from cases.states import RepairState as S
from tests.desk.conftest import SignIn
from tests.factories.cases import PDF, FiledCase, add_document, complete_draft, make_filed_case
from tests.factories.people import actor_of_user, make_officer, make_user
from tests.factories.records import make_department, make_record
from workflows import desks, router

pytestmark = pytest.mark.django_db


def address(made: FiledCase) -> str:
    return f"/desk/cases/{made.case.number}/"


def filed_with(*, papers: int = 1) -> FiledCase:
    """A case on the desk with so many documents for its duties."""
    made = make_filed_case(S.DRAFT)
    complete_draft(made)
    for number in range(papers - 1):
        add_document(made, content=PDF + b"%" + str(number).encode() + b"\n%%EOF\n")
    intake.file(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
    intake.push(case_id=made.case.pk, actor=DESK, at=made.at)
    router.align(made.case.pk)
    return made.later()


@pytest.mark.parametrize(
    "state", [state for state in S if state not in {S.DRAFT, S.DISCARDED, S.FILED, S.UNDER_REPAIR}]
)
def test_every_state_has_its_page(sign_in: SignIn, state: S) -> None:
    made = make_filed_case(state)
    for officer in (made.reviewer, made.decider):
        page = sign_in(officer).get(address(made))
        assert page.status_code == HTTPStatus.OK
        assert str(state.label) in page.content.decode()


def test_evidence_stands_beside_the_checklist(sign_in: SignIn) -> None:
    made = filed_with()
    page = sign_in(made.reviewer).get(address(made))
    text = page.content.decode()
    assert "proof.pdf" in text
    assert "The commitment is signed" in text
    assert all(check.holds for check in page.context["checks"])
    assert "罚款已于决定后十日内缴清" in text


def test_a_check_that_no_longer_holds_is_said_in_the_companys_words(sign_in: SignIn) -> None:
    made = filed_with()
    made.case.application.contact_phone = ""
    made.case.application.save()
    text = sign_in(made.reviewer).get(address(made)).content.decode()
    assert "Give a telephone number." in text


def test_the_page_says_why_this_date_and_why_this_desk(sign_in: SignIn) -> None:
    made = filed_with()
    text = sign_in(made.reviewer).get(address(made)).content.decode()
    assert "3 working days" in text
    assert "Why this date" in text
    assert "so it decides on the repair" in text


def test_a_rerouted_case_says_who_passed_it_on_and_why(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    other = make_department(name_en="Health Commission")
    moved = made.perform("reroute", department_id=other.pk, reason="该事项由卫生健康部门负责。")
    text = sign_in(make_officer(Role.REVIEWER, other)).get(address(moved)).content.decode()
    assert "The case was passed on to Health Commission" in text
    assert "该事项由卫生健康部门负责。" in text


def test_the_timeline_is_the_journal_with_names_and_digests(sign_in: SignIn) -> None:
    made = make_filed_case(S.VERIFYING, reviewer=None)
    timeline = sign_in(made.reviewer).get(address(made)).context["timeline"].entries
    titles = [entry.title for entry in timeline]
    assert titles.index("The application was filed") < titles.index("The application was accepted")
    accepted = next(entry for entry in timeline if entry.title == "The application was accepted")
    assert accepted.actor == str(made.reviewer)
    assert all(entry.digest for entry in timeline)


def test_the_buttons_are_those_of_the_policies(sign_in: SignIn) -> None:
    made = make_filed_case(S.PROPOSED)
    reviewer = sign_in(made.reviewer).get(address(made)).context["acts"]
    decider = sign_in(made.decider).get(address(made)).context["acts"]
    assert decider.primary.name == "approve"
    assert {act.name for act in decider.others} == {"send_back"}
    assert reviewer.primary is None
    assert {act.name for act in (*reviewer.others, *reviewer.destructive)} == {"hold", "terminate"}


def test_work_that_somebody_has_taken_shows_by_whom(sign_in: SignIn) -> None:
    made = filed_with()
    other = make_officer(Role.REVIEWER, made.case.record.department, user=make_user(full_name="李经办"))
    desks.claim(case_id=made.case.pk, actor=actor_of_user(other), at=made.at)
    page = sign_in(made.reviewer).get(address(made))
    assert "李经办 has taken this work." in page.content.decode()
    assert page.context["acts"].primary is None


def test_a_supplement_may_be_asked_for_only_once(sign_in: SignIn) -> None:
    made = make_filed_case(S.SUPPLEMENTING)
    intake.supplement(case_id=made.case.pk, answer="已补充。", actor=actor_of_user(made.owner), at=made.at)
    router.align(made.case.pk)
    page = sign_in(made.reviewer).get(address(made))
    assert "已补充。" in page.content.decode()
    assert "ask_supplement" not in {act.name for act in page.context["acts"].others}


def test_other_cases_of_the_company_are_named_where_the_officer_may_see_them(sign_in: SignIn) -> None:
    first = make_filed_case(S.DECLINED)
    department, subject = first.case.record.department, first.case.subject
    second = make_filed_case(
        S.ROUTED,
        record=make_record(department=department, subject=subject),
        owner=first.owner,
        reviewer=first.reviewer,
    )
    hidden = make_filed_case(S.ROUTED, record=make_record(subject=subject), owner=first.owner)
    earlier = sign_in(first.reviewer).get(address(second)).context["earlier"]
    assert [case.number for case in earlier] == [first.case.number]
    assert hidden.case.number not in {case.number for case in earlier}


def test_a_case_of_another_unit_looks_like_none(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(make_officer(Role.REVIEWER, make_department()))
    foreign, absent = client.get(address(made)), client.get("/desk/cases/XF-2026-AAAAAAAA/")
    assert foreign.status_code == absent.status_code == HTTPStatus.NOT_FOUND
    assert "This case does not exist or is not yours to see." in foreign.content.decode()


def test_a_pdf_is_shown_in_place_and_can_run_nothing(sign_in: SignIn) -> None:
    made = filed_with()
    document = made.case.documents.get()
    shown = sign_in(made.reviewer).get(f"/desk/documents/{document.pk}/")
    assert shown.headers["Content-Type"] == "application/pdf"
    assert shown.headers["Content-Disposition"] == "inline"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert "script-src" not in shown.headers["Content-Security-Policy"]
    assert shown.getvalue() == PDF


def test_an_image_is_shown_in_a_sandbox(sign_in: SignIn) -> None:
    picture = BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    made = make_filed_case(S.DRAFT)
    complete_draft(made)
    document = add_document(made, name="permit.png", content=picture.getvalue())
    intake.file(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
    shown = sign_in(made.reviewer).get(f"/desk/documents/{document.pk}/")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    shown.close()


def test_a_foreign_document_is_not_found(sign_in: SignIn) -> None:
    document = filed_with().case.documents.get()
    client = sign_in(make_officer(Role.REVIEWER, make_department()))
    assert client.get(f"/desk/documents/{document.pk}/").status_code == HTTPStatus.NOT_FOUND


def test_more_documents_and_entries_cost_no_more_statements(sign_in: SignIn) -> None:
    few, many = filed_with(papers=1), filed_with(papers=10)
    counts = []
    for made in (few, many):
        client = sign_in(made.reviewer)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(made)).status_code == HTTPStatus.OK
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 30
