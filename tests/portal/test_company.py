"""The company's page: records, what may be done now, cases; one statement more for nothing."""

from __future__ import annotations

import json
from datetime import date
from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.states import RepairState
from clocks.receipts import recompute
from journal.now import noon_of
from records.models.listing import ListingState
from records.services.classing import judge
from records.services.terms import start_terms
from tests.factories.cases import make_filed_case
from tests.factories.people import make_owner, make_user
from tests.factories.records import make_record, make_subject
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db
COMPANY = "portal:company"


def test_a_record_that_is_ripe_offers_to_file_now(sign_in: SignIn) -> None:
    record = make_record()
    words = sign_in(make_owner(record.subject)).get(reverse(COMPANY)).content.decode()
    assert record.decision_number in words
    assert "Apply for repair of this record" in words


def test_a_record_before_its_first_day_says_wait_until(sign_in: SignIn) -> None:
    record = make_record(determined_on=date(2026, 8, 1))
    words = sign_in(make_owner(record.subject)).get(reverse(COMPANY)).content.decode()
    assert "you may apply from Monday 2 November 2026 on" in words
    assert "Apply for repair of this record" not in words


def test_an_open_case_is_gone_on_with(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.ROUTED)
    words = sign_in(made.owner).get(reverse(COMPANY)).content.decode()
    assert reverse("portal:case", args=[made.case.number]) in words
    assert "Apply for repair of this record" not in words


@pytest.mark.parametrize("state", [ListingState.ENDED, ListingState.HIDDEN])
def test_the_company_sees_its_own_records_that_the_public_does_not(sign_in: SignIn, state: str) -> None:
    record = make_record(state=state)
    words = sign_in(make_owner(record.subject)).get(reverse(COMPANY)).content.decode()
    assert record.decision_number in words


def test_each_day_of_a_record_stands_with_its_reason_and_its_receipt(sign_in: SignIn) -> None:
    record = make_record()
    at = noon_of(record.determined_on)
    start_terms([(record, record.listing, judge(record).days)], at=at, on=record.determined_on)
    page = sign_in(make_owner(record.subject)).get(reverse(COMPANY))
    words = page.content.decode()
    assert "Longest publication" in words
    assert "From the determination on 15 May 2026" in words
    written = [json.loads(term.written) for term in page.context["record_terms"][record.pk]]
    assert [recompute(receipt) for receipt in written] == [date(2026, 8, 15), date(2027, 5, 15)]
    assert words.count("The receipt as JSON") == 2


def test_a_record_without_a_class_is_shown_with_the_reason(sign_in: SignIn) -> None:
    record = make_record(class_name="")
    page = sign_in(make_owner(record.subject)).get(reverse(COMPANY))
    assert page.status_code == HTTPStatus.OK
    assert "Not determined yet" in page.content.decode()


def test_an_account_without_a_company_is_led_to_activation(sign_in: SignIn) -> None:
    page = sign_in(make_user()).get(reverse(COMPANY))
    assert page["Location"] == reverse("portal:activate")


def test_whoever_acts_for_several_chooses(sign_in: SignIn) -> None:
    first, second = make_subject(), make_subject()
    user = make_owner(first)
    make_owner(second, user=user)
    client = sign_in(user)
    words = client.get(reverse(COMPANY)).content.decode()
    assert first.name in words
    assert second.name in words
    assert second.name in client.get(reverse(COMPANY), {"code": second.code}).content.decode()


def test_a_foreign_code_opens_nothing(sign_in: SignIn) -> None:
    own, foreign = make_subject(), make_record().subject
    words = sign_in(make_owner(own)).get(reverse(COMPANY), {"code": foreign.code}).content.decode()
    assert own.name in words
    assert foreign.name not in words


def test_statements_do_not_grow_with_the_records(sign_in: SignIn) -> None:
    counted = []
    for count in (1, 5):
        subject = make_subject()
        for _number in range(count):
            make_record(subject=subject)
        client = sign_in(make_owner(subject))
        with CaptureQueriesContext(connection) as statements:
            client.get(reverse(COMPANY))
        counted.append(len(statements))
    assert counted[0] == counted[1]
