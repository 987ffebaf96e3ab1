"""Whether a letter is genuine: kind, day and validity, and no name."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from cases.states import RepairState
from journal.now import noon_of
from notifications.models import Letter
from tests.factories.cases import FILED_AT, make_filed_case

pytestmark = pytest.mark.django_db


def check(public: Client, code: str) -> tuple[int, str]:
    page = public.get(reverse("register:letter_check", args=[code]))
    return page.status_code, page.content.decode()


@pytest.fixture
def letter() -> Letter:
    made = make_filed_case(RepairState.ROUTED)
    return Letter.objects.create(
        number="XF-2026-0001",
        kind="receipt",
        case=made.case,
        record=made.case.record,
        subject=made.case.subject,
        caused_by_entry=1,
        content={},
        pdf=b"%PDF-",
        sha256="0" * 64,
        check_code="7K3MQ9ABCDEF",
        issued_at=FILED_AT,
    )


def test_a_genuine_letter_is_told_by_kind_and_day_without_names(public: Client, letter: Letter) -> None:
    status, words = check(public, letter.check_code)
    assert status == HTTPStatus.OK
    assert "1 September 2026" in words
    assert "Valid" in words
    assert letter.subject.name not in words
    assert letter.subject.code not in words


def test_a_withdrawn_letter_is_told_as_no_longer_valid(public: Client, letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(withdrawn_at=noon_of(FILED_AT.date()))
    assert "no longer valid" in check(public, letter.check_code)[1]


def test_an_unknown_code_is_told_as_not_from_here(public: Client) -> None:
    status, words = check(public, "AAAA-BBBB-CCCC")
    assert status == HTTPStatus.NOT_FOUND
    assert "No letter has this check code" in words


def test_a_typed_code_leads_to_the_letters_own_address(public: Client) -> None:
    page = public.get(reverse("register:letter_check"), {"code": " ab cd "})
    assert page["Location"] == reverse("register:letter_check", args=["ABCD"])


def test_nothing_typed_is_asked_for(public: Client) -> None:
    page = public.get(reverse("register:letter_check"), {"code": ""})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
