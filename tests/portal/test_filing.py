"""Filing over the pages: draft, parts, check, declaration, confirmation; and what is refused on the way."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.models import Case, Document
from cases.states import RepairState
from records.models import CreditRecord
from tests.factories.cases import PDF, complete_draft, make_filed_case
from tests.factories.people import make_owner
from tests.factories.records import make_record
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db

APPLICATION = {
    "contact_name": "张某某",
    "contact_phone": "0632-1234567",
    "reason": "",
}
PERFORMED = {"performed_on": "2026-05-25", "performance": "罚款已缴清。"}


def begin(client: Client, record: CreditRecord) -> Case:
    client.post(reverse("portal:draft"), {"record": record.pk})
    return Case.objects.get(record=record)


def part(case: Case, name: str) -> str:
    return reverse("portal:part", args=[case.number, name])


def upload(client: Client, case: Case, name: str = "proof.pdf", content: bytes = PDF) -> int:
    page = client.post(
        part(case, "documents"), {"material": "M3", "title": "", "file": SimpleUploadedFile(name, content)}
    )
    return page.status_code


def test_a_repair_is_filed_page_by_page(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_owner(record.subject))
    case = begin(client, record)
    assert client.post(part(case, "application"), APPLICATION).status_code == HTTPStatus.FOUND
    assert client.post(part(case, "rectification"), PERFORMED).status_code == HTTPStatus.FOUND
    assert client.post(part(case, "commitment"), {"signed_by": "张某某"}).status_code == HTTPStatus.FOUND
    assert upload(client, case) == HTTPStatus.FOUND
    check = client.get(reverse("portal:check", args=[case.number]))
    assert "罚款已缴清。" in check.content.decode()
    filed = client.post(
        reverse("portal:file", args=[case.number]), {"declared": "on", "version": case.version}, follow=True
    )
    case.refresh_from_db()
    assert case.state == RepairState.FILED
    assert case.number in filed.content.decode()
    assert "15 September 2026" in filed.content.decode()  # ten working days after 1 September


def test_a_draft_goes_on_where_it_was_left(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_owner(record.subject))
    case = begin(client, record)
    client.post(part(case, "application"), APPLICATION)
    assert begin(client, record) == case
    assert "张某某" in client.get(part(case, "application")).content.decode()


def test_a_half_filled_form_is_kept(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_owner(record.subject))
    case = begin(client, record)
    client.post(part(case, "rectification"), {**PERFORMED, "performance": ""})
    tasks = client.get(reverse("portal:filing", args=[case.number])).content.decode()
    assert "In progress" in tasks


def test_an_incomplete_application_is_not_filed(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_owner(record.subject))
    case = begin(client, record)
    page = client.post(reverse("portal:file", args=[case.number]), {"declared": "on"})
    case.refresh_from_db()
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Sign the credit commitment." in page.content.decode()
    assert case.state == RepairState.DRAFT


def test_the_declaration_is_asked_for(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.DRAFT)
    complete_draft(made)
    page = sign_in(made.owner).post(reverse("portal:file", args=[made.case.number]), {})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Confirm the declaration" in page.content.decode()


def test_a_day_in_the_future_is_refused_at_its_field(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_owner(record.subject))
    case = begin(client, record)
    page = client.post(part(case, "rectification"), {**PERFORMED, "performed_on": "2026-09-02"})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'href="#id_performed_on"' in page.content.decode()
    assert case.application.performed_on is None


def test_filing_before_the_first_day_is_refused_with_the_day(sign_in: SignIn) -> None:
    record = make_record(determined_on=date(2026, 8, 1))
    page = sign_in(make_owner(record.subject)).post(reverse("portal:draft"), {"record": record.pk})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "2 November 2026" in page.content.decode()
    assert not Case.objects.exists()


def test_a_second_open_case_is_refused_with_the_number_of_the_first(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.ROUTED)
    page = sign_in(made.owner).post(reverse("portal:draft"), {"record": made.case.record_id})
    assert page.status_code == HTTPStatus.CONFLICT
    assert made.case.number in page.content.decode()


def test_a_foreign_record_looks_like_an_absent_one(sign_in: SignIn) -> None:
    own, foreign = make_record(), make_record()
    client = sign_in(make_owner(own.subject))
    foreign_page = client.post(reverse("portal:draft"), {"record": foreign.pk})
    absent_page = client.post(reverse("portal:draft"), {"record": 999999})
    assert foreign_page.status_code == absent_page.status_code == HTTPStatus.NOT_FOUND


def test_a_foreign_case_is_not_found(sign_in: SignIn) -> None:
    made, other = make_filed_case(RepairState.DRAFT), make_record()
    page = sign_in(make_owner(other.subject)).get(reverse("portal:filing", args=[made.case.number]))
    assert page.status_code == HTTPStatus.NOT_FOUND


def test_a_file_of_another_kind_is_refused(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_owner(record.subject))
    case = begin(client, record)
    assert upload(client, case, "proof.pdf", b"MZ not a PDF") == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Document.objects.exists()


def test_a_file_above_ten_megabytes_is_refused(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_owner(record.subject))
    case = begin(client, record)
    large = PDF + b" " * (10 * 1024 * 1024) + b"%%EOF"
    assert upload(client, case, content=large) == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Document.objects.exists()


def test_an_empty_file_is_refused_in_plain_words(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_owner(record.subject))
    case = begin(client, record)
    assert upload(client, case, content=b"") == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_document_can_be_taken_out_again(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_owner(record.subject))
    case = begin(client, record)
    upload(client, case)
    document = Document.objects.get()
    client.post(reverse("portal:remove_document", args=[case.number, document.pk]))
    document.refresh_from_db()
    assert document.removed_at is not None


def test_a_second_click_on_file_is_told_that_it_is_done(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.DRAFT)
    complete_draft(made)
    client, address = sign_in(made.owner), reverse("portal:file", args=[made.case.number])
    client.post(address, {"declared": "on", "version": made.case.version})
    second = client.post(address, {"declared": "on", "version": made.case.version})
    assert second.status_code == HTTPStatus.CONFLICT
    assert "out of date" in second.content.decode()


def test_a_form_without_its_version_is_told_what_is_possible(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.ROUTED)
    page = sign_in(made.owner).post(reverse("portal:file", args=[made.case.number]), {"declared": "on"})
    assert page.status_code == HTTPStatus.CONFLICT


def test_a_draft_is_discarded(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.DRAFT)
    sign_in(made.owner).post(reverse("portal:discard", args=[made.case.number]))
    assert made.later().case.state == RepairState.DISCARDED


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    made = make_filed_case(RepairState.DRAFT)
    page = client.get(reverse("portal:filing", args=[made.case.number]))
    assert page.status_code == HTTPStatus.FOUND
    assert page["Location"].startswith(reverse("account_login"))
