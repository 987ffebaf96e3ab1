"""A record under objection says so in every answer, from acceptance until the objection ends."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from cases.services.planner import plan_subject
from journal.now import SHANGHAI, day_of
from notifications.models import Letter
from notifications.selectors import check_letter
from records.models import CreditRecord
from records.services import objections
from tests.conftest import Clock
from tests.factories.records import make_record
from tests.register.marks import NUMBER, contest

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 1, 23, 30, tzinfo=SHANGHAI)
WORDS = "Under objection"


def settle(record: CreditRecord) -> None:
    objections.settle(record_id=record.pk, case_id=5, number=NUMBER, at=AT, actor_ref="user:1")


def answer(public: Client, page: str, record: CreditRecord) -> str:
    if page == "entry":
        return public.get(reverse("register:entry", args=[record.listing.key])).content.decode()
    return public.get(reverse(f"register:{page}"), {"code": record.subject.code}).content.decode()


@pytest.mark.parametrize("page", ["entry", "search", "plan"])
def test_the_public_sees_the_mark_while_the_objection_is_examined(
    public: Client, clock: Clock, page: str
) -> None:
    clock.stand_at(AT)
    record = make_record()
    assert WORDS not in answer(public, page, record)
    contest(record, at=AT)
    marked = answer(public, page, record)
    assert WORDS in marked
    assert NUMBER not in marked  # whose objection it is, is nobody's business here
    settle(record)
    assert WORDS not in answer(public, page, record)


def test_the_entry_tells_since_which_day_of_the_place(public: Client, clock: Clock) -> None:
    clock.stand_at(AT)
    record = make_record()
    contest(record, at=AT)
    assert "1 September 2026" in answer(public, "entry", record)


def test_the_subject_sees_the_mark_on_its_records() -> None:
    record = make_record()
    contest(record, at=AT)
    (plan,) = plan_subject(record.subject.code, on=day_of(AT), public_only=False)
    assert plan.contested


def test_the_check_of_a_letter_about_the_record_tells_it(public: Client) -> None:
    record = make_record()
    Letter.objects.create(
        number="FH-1",
        kind="repair-notice",
        record=record,
        subject=record.subject,
        caused_by_entry=1,
        content={},
        pdf=b"",
        sha256="",
        check_code="ABCDEFGHJKLM",
        issued_at=AT,
    )
    letter = check_letter("ABCDEFGHJKLM")
    assert letter is not None
    assert not letter.contested
    contest(record, at=AT)
    page = public.get(reverse("register:letter_check", args=["ABCDEFGHJKLM"])).content.decode()
    assert WORDS in page
    assert record.subject.name not in page
