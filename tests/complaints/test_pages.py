"""From the case page to the answer and back: a complaint's way through the pages, and who is turned away."""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.roles import Role
from cases.models import Complaint
from cases.models.complaint import Cause
from cases.models.complaint import ComplaintState as S
from cases.states import RepairState
from tests.complaints.conftest import SignIn
from tests.conftest import Deliver
from tests.factories.cases import FILED_AT, PDF, make_filed_case
from tests.factories.complaints import ANSWER, STATEMENT, make_complaint
from tests.factories.people import make_officer, make_owner
from tests.factories.records import make_department, make_platform, make_record, make_subject

pytestmark = pytest.mark.django_db
MINE, DESK = "/my/complaints/", "/desk/complaints/"


def text(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == HTTPStatus.OK, (address, response.status_code)
    return response.content.decode()


def test_from_the_case_page_to_the_answer(sign_in: SignIn, deliver: Deliver) -> None:
    platform, case = make_platform(), make_filed_case(RepairState.ROUTED)
    owner = sign_in(case.owner)
    way = f"{MINE}new/?case={case.case.number}"
    assert way in text(owner, f"/my/cases/{case.case.number}/")
    assert case.case.handling_department.name_en in text(owner, way)  # type: ignore[union-attr]  # it is routed
    said = {"about": "delay", "department": case.case.record.department_id, "statement": STATEMENT}
    done = owner.post(way, {**said, "file": SimpleUploadedFile("录音.pdf", PDF)}, follow=True)
    complaint = Complaint.objects.get()
    page = done.content.decode()
    for part in (complaint.number, "The complaint was received.", "8 September 2026", STATEMENT, "录音.pdf"):
        assert part in page, part
    deliver(FILED_AT)

    desk = sign_in(make_officer(Role.SUPERVISOR, platform))
    assert complaint.number in text(desk, DESK)
    one = f"{DESK}{complaint.number}/"
    assert "Take the complaint up" in text(desk, one)
    for act, facts in (("accept", {}), ("extend", {"reason": "需核实。"}), ("answer", ANSWER)):
        assert "What will happen" in text(desk, f"{one}{act}/")
        assert desk.post(f"{one}{act}/", facts).status_code == HTTPStatus.FOUND, act
    deliver(FILED_AT + timedelta(hours=1))
    assert complaint.number in text(desk, DESK, tab="done")

    answered = text(owner, f"{MINE}{complaint.number}/")
    for part in ("Justified", ANSWER["done"], ANSWER["remedy"], "Answer to the complaint", "需核实。"):
        assert part in answered, part
    assert "Withdraw the complaint" not in answered
    assert complaint.number in text(owner, MINE)
    opened = re.search(r'href="(/my/inbox/\d+/[^"]*)">Open the complaint', text(owner, "/my/inbox/"))
    assert opened is not None
    assert owner.get(opened[1])["Location"] == f"{MINE}{complaint.number}/"


def test_the_letters_and_files_reach_both_sides(sign_in: SignIn, deliver: Deliver) -> None:
    made = make_complaint(uploads=[SimpleUploadedFile("a.pdf", PDF)])
    deliver(made.at)
    paper = f"{MINE}papers/{made.complaint.papers.get().pk}/"
    desk, stranger = sign_in(made.supervisor), sign_in(make_owner(make_subject()))
    pdf = next(
        part
        for part in text(desk, f"{DESK}{made.complaint.number}/").split('"')
        if part.startswith(DESK) and "/letters/" in part
    )
    assert desk.get(pdf).headers["Content-Type"] == "application/pdf"
    assert desk.get(f"{DESK}{made.complaint.number}/letters/TSHZ-1/").status_code == HTTPStatus.NOT_FOUND
    for client in (desk, sign_in(made.owner)):
        given = client.get(paper)
        assert given.headers["Content-Security-Policy"].endswith("sandbox")
        assert b"".join(given.streaming_content) == PDF  # type: ignore[attr-defined]  # a file's answer
    assert stranger.get(paper).status_code == HTTPStatus.NOT_FOUND


def test_a_record_and_the_company_lead_to_a_complaint_too(sign_in: SignIn) -> None:
    make_platform()
    record = make_record()
    owner = sign_in(make_owner(record.subject))
    home = text(owner, "/my/")
    assert f"{MINE}new/?record={record.pk}" in home
    assert f"{MINE}?code={record.subject.code}" in home
    assert record.decision_number in text(owner, f"{MINE}new/", record=str(record.pk))
    assert "No complaint yet" in text(owner, MINE)
    said = {"about": "other", "department": record.department_id, "statement": STATEMENT}
    owner.post(f"{MINE}new/", said)
    assert Complaint.objects.get().record is None


def test_what_is_missing_stands_beside_its_field_and_nothing_is_kept(sign_in: SignIn) -> None:
    make_platform()
    record = make_record()
    owner = sign_in(make_owner(record.subject))
    way = f"{MINE}new/?record={record.pk}"
    refused = owner.post(way, {"statement": " "})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = refused.content.decode()
    assert "Choose what the complaint is about." in page
    assert "Say what happened: when, where, and who was involved." in page
    said = {"about": "delay", "department": record.department_id, "statement": STATEMENT}
    wrong = owner.post(way, {**said, "file": SimpleUploadedFile("a.pdf", b"MZ")})
    assert "Only PDF, PNG and JPEG files are taken" in wrong.content.decode()
    assert not Complaint.objects.exists()


def test_the_cause_can_stand_in_the_address(sign_in: SignIn) -> None:
    make_platform()
    record = make_record()
    page = text(sign_in(make_owner(record.subject)), f"{MINE}new/", record=str(record.pk), about="fee-asked")
    chosen = next(part for part in page.split("<input") if 'value="fee-asked"' in part)
    assert "checked" in chosen


def test_taken_back_on_a_page_of_its_own(sign_in: SignIn) -> None:
    made = make_complaint()
    owner = sign_in(made.owner)
    way = f"{MINE}{made.complaint.number}/withdraw/"
    assert "What will happen" in text(owner, way)
    page = owner.post(way, {"reason": "已解决。"}, follow=True).content.decode()
    assert "The complaint was withdrawn." in page
    assert owner.get(way).status_code == HTTPStatus.CONFLICT


def test_a_clerk_files_at_the_window_for_the_company(sign_in: SignIn) -> None:
    platform, record = make_platform(), make_record()
    clerk = sign_in(make_officer(Role.WINDOW_CLERK, platform))
    clerk.post("/my/window/", {"code": record.subject.code})
    said = {"about": "delay", "department": record.department_id, "statement": STATEMENT}
    way = f"{MINE}new/?record={record.pk}"
    unsigned = clerk.post(way, said)
    assert unsigned.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "At the window the company signs its complaint." in unsigned.content.decode()
    done = clerk.post(
        way, {**said, "signed": SimpleUploadedFile("scan.pdf", PDF)}, follow=True
    ).content.decode()
    assert Complaint.objects.get().number in done
    assert "Service window, for the company" in done
    assert "The complaint as the company signed it" in done


def test_the_company_itself_is_asked_for_no_scan(sign_in: SignIn) -> None:
    record = make_record()
    assert 'name="signed"' not in text(
        sign_in(make_owner(record.subject)), f"{MINE}new/", record=str(record.pk)
    )


def test_an_officer_is_led_from_the_inbox_to_the_desk(sign_in: SignIn) -> None:
    made = make_complaint()
    response = sign_in(made.supervisor).get(f"{MINE}{made.complaint.number}/")
    assert response.headers["Location"] == f"{DESK}{made.complaint.number}/"


def test_the_unit_complained_of_and_strangers_find_nothing(sign_in: SignIn) -> None:
    made = make_complaint()
    number = made.complaint.number
    unit = sign_in(make_officer(Role.SUPERVISOR, made.complaint.complained_of))
    assert number not in text(unit, DESK)
    assert unit.get(f"{DESK}{number}/").status_code == HTTPStatus.NOT_FOUND
    assert unit.post(f"{DESK}{number}/accept/").status_code == HTTPStatus.NOT_FOUND
    assert sign_in(make_owner(make_subject())).get(f"{MINE}{number}/").status_code == HTTPStatus.NOT_FOUND
    reviewer = sign_in(make_officer(Role.REVIEWER, made.lead))
    assert reviewer.get(DESK).status_code == HTTPStatus.FORBIDDEN
    assert Client().get(f"{MINE}{number}/").status_code == HTTPStatus.FOUND


def test_the_audit_administrator_reads_a_complaint_about_a_fee_and_does_nothing(sign_in: SignIn) -> None:
    made = make_complaint(about=Cause.FEE)
    audit = sign_in(make_officer(Role.AUDIT_ADMIN, made.lead))
    page = text(audit, f"{DESK}{made.complaint.number}/")
    assert "A fee is said to have been asked" in page
    assert "Take the complaint up" not in page
    assert audit.post(f"{DESK}{made.complaint.number}/accept/").status_code == HTTPStatus.FORBIDDEN


def test_an_act_that_is_not_possible_says_so(sign_in: SignIn) -> None:
    made = make_complaint(S.ANSWERED)
    desk = sign_in(made.supervisor)
    one = f"{DESK}{made.complaint.number}/"
    assert desk.get(f"{one}accept/").status_code == HTTPStatus.CONFLICT
    assert desk.post(f"{one}accept/").status_code == HTTPStatus.CONFLICT
    assert desk.get(f"{one}forgive/").status_code == HTTPStatus.NOT_FOUND


def test_an_answer_with_a_gap_is_shown_again(sign_in: SignIn) -> None:
    made = make_complaint(S.ACCEPTED)
    refused = sign_in(made.supervisor).post(f"{DESK}{made.complaint.number}/answer/", {**ANSWER, "done": ""})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Say what was done about it." in refused.content.decode()


def test_the_figures_hide_small_cells(sign_in: SignIn) -> None:
    unit = make_department()
    earlier = FILED_AT - timedelta(hours=1)
    made = make_complaint(record=make_record(department=unit), about=Cause.FEE, at=earlier)
    for _each in range(5):
        make_complaint(record=make_record(department=unit), at=earlier)
    desk = sign_in(made.supervisor)
    page = text(desk, f"{DESK}figures/")
    assert "All causes" in page
    assert "Not shown: so few would tell of single companies." in page
    assert "No complaint was filed in this period" in text(
        sign_in(make_officer(Role.SUPERVISOR, make_department())), f"{DESK}figures/", period="quarter"
    )


@pytest.mark.parametrize("query", [{"tab": "unknown"}, {"after": "x"}])
def test_a_made_up_address_is_not_found(sign_in: SignIn, query: dict[str, str]) -> None:
    desk = sign_in(make_officer(Role.SUPERVISOR, make_department()))
    assert desk.get(DESK, query).status_code == HTTPStatus.NOT_FOUND


def test_the_page_of_a_complaint_takes_as_many_statements_however_long_its_story(
    sign_in: SignIn, deliver: Deliver, django_assert_max_num_queries: object
) -> None:
    made = make_complaint(S.ANSWERED)
    deliver(made.at)
    client = sign_in(made.owner)
    with django_assert_max_num_queries(20):  # type: ignore[operator]  # the plugin's own fixture
        client.get(f"{MINE}{made.complaint.number}/")
