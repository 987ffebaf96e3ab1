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

from accounts.roles import Role
from cases.models import SubjectConfirmation
from cases.states import RepairState as S
from journal.now import standing_at
from tests.conftest import Deliver
from tests.factories.cases import FILED_AT, FiledCase
from tests.factories.people import make_officer, make_owner
from tests.factories.records import make_department, make_subject
from tests.journeys.confirming import (
    EVERY_WAY,
    Address,
    clerk_for,
    confirm_by_code,
    confirm_by_sheet,
    each_confirms_in_its_own_way,
    speak,
)
from tests.journeys.filing import browser, complete_application, declaration

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _first_of_september() -> Iterator[None]:
    with standing_at(FILED_AT):
        yield


def at_the_window() -> tuple[FiledCase, Client]:
    made = complete_application()
    return made, clerk_for(made.case.subject)


def address(name: str, made: FiledCase) -> str:
    return reverse(f"portal:{name}", args=[made.case.number])


def ways(made: FiledCase) -> Address:
    return lambda way: address(way, made)


def file_it(made: FiledCase, client: Client) -> str:
    answers = declaration(client, made.case.number)
    return client.post(address("file", made), answers, follow=True).content.decode()


def test_the_owners_code_lets_the_clerk_file(deliver: Deliver) -> None:
    made, client = at_the_window()
    page = client.get(address("check", made)).content.decode()
    assert "You are acting at the window for" in page
    assert "The company confirms first" in page
    assert "Declare and file the application" not in page
    assert "The company has not confirmed what is to be filed" in file_it(made, client)
    confirm_by_code(client, made.owner, ways(made), deliver)
    assert "Print the receipt" in file_it(made, client)
    form = made.later().case.application
    assert form.served_by_ref == form.filed_by_ref != ""
    assert "The receipt is being set" in client.get(address("window_receipt", made)).content.decode()
    deliver(FILED_AT)
    printed = client.get(address("window_receipt", made), follow=True)
    assert printed["Content-Type"] == "application/pdf"


def test_the_company_confirms_in_its_own_account() -> None:
    made, client = at_the_window()
    owner = browser(made.owner)
    assert "Nothing waits to be confirmed" in owner.get(address("confirm", made)).content.decode()
    client.post(address("ask_confirmation", made))
    page = owner.get(address("confirm", made)).content.decode()
    assert "Confirm it" in page
    owner.post(address("confirm_own", made))
    assert "Your application was filed" in file_it(made, client)
    assert SubjectConfirmation.objects.get().how == "account"


def test_a_company_without_an_account_signs_the_printed_sheet() -> None:
    made, client = at_the_window()
    sheet = client.get(address("scan_sheet", made))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(sheet.content)).pages)
    assert made.case.number in text
    assert made.case.subject.name in text
    assert "单位公章" in text
    assert "proof.pdf" in text
    again = client.get(address("scan_sheet", made))
    assert again.content == sheet.content
    confirm_by_sheet(client, ways(made))
    assert "Your application was filed" in file_it(made, client)


def test_a_file_that_is_none_confirms_nothing() -> None:
    made, client = at_the_window()
    for upload in ({}, {"file": SimpleUploadedFile("scan.pdf", b"no pdf")}):
        page = client.post(address("scan_confirmation", made), upload)
        assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not SubjectConfirmation.objects.exists()


@pytest.mark.parametrize("way", EVERY_WAY)
def test_nobody_else_speaks_for_the_company(way: str) -> None:
    made, client = at_the_window()
    client.post(address("ask_confirmation", made))
    people = (
        make_owner(make_subject()),
        make_officer(Role.REVIEWER, made.case.record.department),
        make_officer(Role.WINDOW_CLERK, make_department()),
    )
    for person in people:
        assert speak(person, address(way, made)) == HTTPStatus.NOT_FOUND
    assert made.later().case.state == S.DRAFT
    assert SubjectConfirmation.objects.get().confirmed_at is None


def test_the_clerk_confirms_nothing_and_the_owner_has_no_use_of_the_clerks_ways() -> None:
    made, client = at_the_window()
    each_confirms_in_its_own_way(client, made.owner, ways(made))
