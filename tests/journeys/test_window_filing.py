"""At the window a clerk files for a company only what the company has confirmed, and works on it no further."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import User
from accounts.roles import Role
from cases.models import SubjectConfirmation
from cases.states import RepairState as S
from journal.now import standing_at
from tests.conftest import Deliver
from tests.factories.cases import FILED_AT, PDF, FiledCase
from tests.factories.people import make_officer, make_owner
from tests.factories.records import make_department, make_platform, make_subject
from tests.journeys.filing import browser, code_in_inbox, complete_application, declaration

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _first_of_september() -> Iterator[None]:
    with standing_at(FILED_AT):
        yield


def at_the_window() -> tuple[FiledCase, User, Client]:
    made = complete_application()
    clerk = make_officer(Role.WINDOW_CLERK, make_platform())
    client = browser(clerk)
    client.post(reverse("portal:window"), {"code": made.case.subject.code})
    return made, clerk, client


def address(name: str, made: FiledCase) -> str:
    return reverse(f"portal:{name}", args=[made.case.number])


def file_it(made: FiledCase, client: Client) -> str:
    answers = declaration(client, made.case.number)
    return client.post(address("file", made), answers, follow=True).content.decode()


def test_the_owners_code_lets_the_clerk_file(deliver: Deliver) -> None:
    made, _clerk, client = at_the_window()
    page = client.get(address("check", made)).content.decode()
    assert "You are acting at the window for" in page
    assert "The company confirms first" in page
    assert "Declare and file the application" not in page
    assert "The company has not confirmed what is to be filed" in file_it(made, client)
    client.post(address("ask_confirmation", made))
    deliver(FILED_AT)
    code = code_in_inbox(made.owner)
    wrong = client.post(address("enter_code", made), {"code": "x"})
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    taken = client.post(address("enter_code", made), {"code": code}, follow=True)
    assert "The company has confirmed it by a code" in taken.content.decode()
    assert "Print the receipt" in file_it(made, client)
    form = made.later().case.application
    assert form.served_by_ref == form.filed_by_ref != ""
    assert "The receipt is being set" in client.get(address("window_receipt", made)).content.decode()
    deliver(FILED_AT)
    printed = client.get(address("window_receipt", made), follow=True)
    assert printed["Content-Type"] == "application/pdf"


def test_the_company_confirms_in_its_own_account() -> None:
    made, _clerk, client = at_the_window()
    owner = browser(made.owner)
    assert "Nothing waits to be confirmed" in owner.get(address("confirm", made)).content.decode()
    client.post(address("ask_confirmation", made))
    page = owner.get(address("confirm", made)).content.decode()
    assert "Confirm it" in page
    owner.post(address("confirm_own", made))
    assert "Your application was filed" in file_it(made, client)
    assert SubjectConfirmation.objects.get().how == "account"


def test_a_company_without_an_account_signs_the_printed_sheet() -> None:
    made, _clerk, client = at_the_window()
    sheet = client.get(address("scan_sheet", made))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(sheet.content)).pages)
    assert made.case.number in text
    assert made.case.subject.name in text
    assert "单位公章" in text
    assert "proof.pdf" in text
    again = client.get(address("scan_sheet", made))
    assert again.content == sheet.content
    scan = SimpleUploadedFile("scan.pdf", PDF + b"% signed\n%%EOF")
    done = client.post(address("scan_confirmation", made), {"file": scan}, follow=True)
    assert "by its signature on the printed sheet" in done.content.decode()
    assert "Your application was filed" in file_it(made, client)


def test_a_file_that_is_none_confirms_nothing() -> None:
    made, _clerk, client = at_the_window()
    for upload in ({}, {"file": SimpleUploadedFile("scan.pdf", b"no pdf")}):
        page = client.post(address("scan_confirmation", made), upload)
        assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not SubjectConfirmation.objects.exists()


@pytest.mark.parametrize("name", ["ask_confirmation", "enter_code", "scan_confirmation", "confirm_own"])
def test_nobody_else_speaks_for_the_company(name: str) -> None:
    made, _clerk, client = at_the_window()
    client.post(address("ask_confirmation", made))
    facts: dict[str, object] = {"code": "123456", "file": SimpleUploadedFile("scan.pdf", PDF)}
    stranger = browser(make_owner(make_subject()))
    assert stranger.post(address(name, made), facts).status_code == HTTPStatus.NOT_FOUND
    officer = browser(make_officer(Role.REVIEWER, made.case.record.department))
    assert officer.post(address(name, made), facts).status_code == HTTPStatus.NOT_FOUND
    other = browser(make_officer(Role.WINDOW_CLERK, make_department()))
    assert other.post(address(name, made), facts).status_code == HTTPStatus.NOT_FOUND
    assert made.later().case.state == S.DRAFT
    assert SubjectConfirmation.objects.get().confirmed_at is None


def test_the_clerk_cannot_confirm_in_the_companys_place() -> None:
    made, _clerk, client = at_the_window()
    client.post(address("ask_confirmation", made))
    refused = client.post(address("confirm_own", made))
    assert refused.status_code == HTTPStatus.FORBIDDEN


def test_the_owner_has_no_use_of_the_clerks_ways() -> None:
    made = complete_application()
    owner = browser(made.owner)
    for name in ("ask_confirmation", "enter_code", "scan_confirmation"):
        facts: dict[str, object] = {"code": "123456", "file": SimpleUploadedFile("scan.pdf", PDF)}
        assert owner.post(address(name, made), facts).status_code == HTTPStatus.FORBIDDEN
