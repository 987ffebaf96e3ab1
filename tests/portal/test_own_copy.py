"""What the company takes away: its application as a PDF with the digests of its papers, its dates for a calendar."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from cases.models import Application
from cases.services import documents, intake
from cases.states import RepairState as S
from journal.refusals import Refusal
from notifications.copies import application_copy
from notifications.letters import LetterKind
from notifications.models import Letter
from notifications.selectors import check_letter, letters_of_case
from tests.factories.cases import PDF, make_filed_case
from tests.factories.people import actor_of_user, make_agent, make_owner
from tests.factories.records import make_record, make_subject
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db
COPY = "portal:application_copy"
DATES = "portal:case_dates"


def words_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def test_the_copy_says_what_was_filed_and_names_each_paper_by_its_digest(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.owner)
    pdf = client.post(reverse(COPY, args=[made.case.number]), follow=True)
    said = words_of(pdf.getvalue())
    assert pdf["Content-Type"] == "application/pdf"
    assert made.case.number in said
    assert "张某某" in said
    assert "罚款已于决定后十日内缴清" in said
    assert all(paper.sha256 in said for paper in made.case.documents.all())


def test_its_code_can_be_checked_and_it_is_no_letter_that_was_sent(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    sign_in(made.owner).post(reverse(COPY, args=[made.case.number]))
    copy = Letter.objects.get(kind=LetterKind.APPLICATION_COPY)
    found = check_letter(copy.check_code)
    assert found is not None
    assert found.valid
    assert copy.pk not in {letter.pk for letter in letters_of_case(made.case.pk)}


def test_an_agent_has_it_made_for_the_records_of_the_mandate_alone() -> None:
    made = make_filed_case(S.ROUTED)
    subject = made.case.subject
    other = make_agent(subject, records=[make_record(subject=subject)])
    with pytest.raises(Refusal) as refused:
        application_copy(made.case, actor=actor_of_user(other))
    assert refused.value.code == "no-case"
    agent = make_agent(subject, records=[made.case.record])
    assert application_copy(made.case, actor=actor_of_user(agent)).kind == LetterKind.APPLICATION_COPY


def test_asked_for_twice_it_is_the_same_copy(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.owner)
    places = {client.post(reverse(COPY, args=[made.case.number]))["Location"] for _time in range(2)}
    assert len(places) == 1


def test_after_a_supplement_there_is_a_new_copy_with_the_new_paper(sign_in: SignIn) -> None:
    items = [{"what": "缴款凭证不清晰", "material": "M3", "clause": "第三章"}]
    made = make_filed_case(S.ROUTED).perform("ask_supplement", items=items)
    client = sign_in(made.owner)
    client.post(reverse(COPY, args=[made.case.number]))
    later, owner = made.at + timedelta(hours=1), actor_of_user(made.owner)
    added = documents.add(
        case_id=made.case.pk,
        material="M3",
        upload=SimpleUploadedFile("clear.pdf", PDF + b"%clear\n%%EOF"),
        actor=owner,
        at=later,
    )
    before = words_of(client.post(reverse(COPY, args=[made.case.number]), follow=True).getvalue())
    assert added.sha256 not in before, "it was not handed in yet"
    intake.supplement(case_id=made.case.pk, answer="已补充。", actor=owner, at=later)
    after = words_of(client.post(reverse(COPY, args=[made.case.number]), follow=True).getvalue())
    assert added.sha256 in after


def test_a_character_that_the_font_lacks_holds_no_copy_up(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    Application.objects.filter(case=made.case).update(performance="已缴清🙂。")
    pdf = sign_in(made.owner).post(reverse(COPY, args=[made.case.number]), follow=True)
    assert "已缴清□。" in words_of(pdf.getvalue())


def test_the_longest_text_goes_over_the_pages_end(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    Application.objects.filter(case=made.case).update(performance="整改" * 1999 + "末", reason="说明" * 1000)
    pdf = sign_in(made.owner).post(reverse(COPY, args=[made.case.number]), follow=True)
    assert "整改末" in words_of(pdf.getvalue())


def test_the_next_dates_go_into_a_calendar(sign_in: SignIn) -> None:
    made = make_filed_case(S.FILED)
    answer = sign_in(made.owner).get(reverse(DATES, args=[made.case.number]))
    assert answer["Content-Type"].startswith("text/calendar")
    assert b"DTSTART;VALUE=DATE:20260915" in answer.content  # ten working days after 1 September
    assert made.case.number.encode() in answer.content
    assert made.case.subject.name.encode() not in answer.content, "calendars lie with strangers"


@pytest.mark.parametrize("name", [COPY, DATES])
def test_nobody_else_takes_them_away(sign_in: SignIn, name: str) -> None:
    made = make_filed_case(S.ROUTED)
    address = reverse(name, args=[made.case.number])
    for person in (make_owner(make_subject()), made.reviewer):
        client = sign_in(person)
        answer = client.post(address) if name == COPY else client.get(address)
        assert answer.status_code == HTTPStatus.NOT_FOUND
    assert not Letter.objects.filter(kind=LetterKind.APPLICATION_COPY).exists()


def test_of_a_draft_there_is_no_copy(sign_in: SignIn) -> None:
    made = make_filed_case(S.DRAFT)
    answer = sign_in(made.owner).post(reverse(COPY, args=[made.case.number]))
    assert answer.status_code == HTTPStatus.NOT_FOUND
