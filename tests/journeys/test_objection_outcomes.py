"""An objection from the company's page to its end, page by page: corrected, withdrawn, upheld, noted."""

from __future__ import annotations

from decimal import Decimal
from http import HTTPStatus

import pytest
from django.core.cache import cache

from cases.models import Case
from cases.states import ObjectionState as S
from delisting.models import Order
from records.models import CreditRecord, FieldCorrection, Measure
from records.models.holder import HolderKind
from tests.acts.reading import at_day
from tests.conftest import Clock, Deliver
from tests.factories.cases import FILED_AT
from tests.factories.records import make_department, make_holder, make_measure, make_record
from tests.journeys.objecting import (
    People,
    decide,
    examine,
    file_objection,
    people_around,
    read,
    send,
    visitor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _first_of_september(clock: Clock) -> None:
    cache.clear()
    clock.stand_at(FILED_AT)


@pytest.fixture
def people(clock: Clock, deliver: Deliver) -> People:
    """Everybody around a published record with a fine of 3 and a copy elsewhere."""
    record = make_record(fine=Decimal(3))
    make_holder(kind=HolderKind.CREDIT_CHINA, department=make_department(name_zh="信用中国网站", field=""))
    return people_around(record, clock, deliver)


def entry_of(people: People) -> str:
    return f"/register/{people.record.listing.key}/"


def closed(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_wrong_field_is_corrected_everywhere_and_the_company_confirms_it(people: People) -> None:
    public = visitor(None)
    assert "Sign in and object" in read(public, entry_of(people))
    case = file_objection(people, {"fine": "2", "violation": "超限运输未遂"})
    assert "Under objection" not in read(public, entry_of(people))
    examine(people, case, {"fine": ("confirmed-wrong", "2"), "violation": ("confirmed-right", "")})
    assert "Under objection" in read(public, entry_of(people))
    page = decide(people, case, "correct", {"fine": ("corrected", "2"), "violation": ("upheld", "")})
    assert "Record corrected" in page
    assert closed(case).state == S.CLOSED_CORRECTED
    assert "Under objection" not in read(public, entry_of(people))
    assert CreditRecord.objects.get(pk=people.record.pk).fine == 2
    change = FieldCorrection.objects.get(case_number=case.number)
    assert (change.field, change.before, change.after) == ("fine", "3", "2")
    assert Order.objects.get(record=people.record).kind == "correct"
    mine = read(people.owner, f"/my/cases/{case.number}/")
    assert "Decision on the objection" in mine
    assert "Upheld as it is" in mine
    assert "Where the copies of the record follow" in mine
    item = closed(case).redress.get()
    send(
        people.reviewer,
        f"/desk/cases/{case.number}/redress/{item.pk}/",
        shown_at=f"/desk/cases/{case.number}/redress/",
        proof="各处均已更正并核实。",
    )
    assert "各处均已更正并核实。" in read(people.owner, f"/my/cases/{case.number}/")
    send(people.owner, f"/my/cases/{case.number}/confirm_redress/")
    item.refresh_from_db()
    assert item.confirmed_at is not None


def test_a_withdrawn_record_goes_with_its_measures_and_is_made_good(people: People) -> None:
    measure = make_measure(people.record)
    case = file_objection(people, {"whole-record": ""})
    examine(people, case, {"whole-record": ("confirmed-wrong", "")})
    decide(people, case, "withdraw_record", {"whole-record": ("withdrawn", "")})
    assert closed(case).state == S.CLOSED_RECORD_WITHDRAWN
    read(visitor(None), entry_of(people), HTTPStatus.GONE)
    assert Measure.objects.get(pk=measure.pk).state == "LIFTED"
    assert Order.objects.get(record=people.record).kind == "withdraw"
    mine = read(people.owner, f"/my/cases/{case.number}/")
    assert "A public statement" in mine
    assert "Where the copies of the record follow" in mine
    assert "A written apology or a certificate" in send(people.owner, f"/my/cases/{case.number}/ask_apology/")


def test_an_upheld_record_stays_and_its_company_reads_the_remedies(people: People) -> None:
    case = file_objection(people, {"fine": "2"})
    examine(people, case, {"fine": ("confirmed-right", "")})
    decide(people, case, "uphold", {"fine": ("upheld", "")})
    assert closed(case).state == S.CLOSED_UPHELD
    assert "Under objection" not in read(visitor(None), entry_of(people))
    mine = read(people.owner, f"/my/cases/{case.number}/")
    assert "Administrative review" in mine
    assert not closed(case).redress.exists()
    again = file_objection(people, {"fine": "2"})
    refused = people.reviewer.post(f"/desk/cases/{again.number}/accept/", {})
    assert refused.status_code in {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT}
    assert case.number in refused.content.decode()


def test_what_nobody_can_confirm_is_noted_after_a_silent_provider_was_reminded(people: People) -> None:
    case = file_objection(people, {"fine": "2"})
    here = f"/desk/cases/{case.number}/"
    send(people.reviewer, f"{here}accept/")
    send(people.reviewer, f"{here}inquire/", fields_asked=["fine"], question="请与处罚决定书原件核对。")
    people.wait_until(at_day(9, 16))
    assert "Reminded on" in read(people.owner, f"/my/cases/{case.number}/")
    people.wait_until(at_day(9, 22))
    assert closed(case).state == S.REVIEWING
    assert "No answer came" in read(people.owner, f"/my/cases/{case.number}/")
    decide(people, case, "note", {"fine": ("noted", "")})
    assert closed(case).state == S.CLOSED_NOTED
    entry = read(visitor(None), entry_of(people))
    assert "Under objection" not in entry
    assert "Could not be confirmed after an objection" in entry
