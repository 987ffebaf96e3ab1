"""Publication ends by itself on the exact day, unless duties are open and the edition holds it (issue 3, item 11)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from clocks import services as clocks
from delisting.models import Order
from journal.models import Entry
from journal.now import SHANGHAI, noon_of, standing_at
from journal.refusals import Crossed, Refusal
from records.models import CreditRecord, Department, Listing, Subject
from records.models.listing import ListingState
from records.selectors import public_records
from records.services import duties, listing
from records.services.classing import Judgement, judge, listing_for, take
from records.services.terms import start_terms
from rulebook.terms import midnight_after
from tests.conftest import Deliver
from tests.factories.records import make_department, make_record, make_subject

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def taken_in(
    *, kinds: str, on: date, department: Department | None = None, duties_open: bool = True
) -> CreditRecord:
    """A record judged and put on the register as a delivery of its own day does."""
    record = make_record(
        department=department, determined_on=on, penalty_kinds=kinds, fine=None, duties_open=duties_open
    )
    judgement: Judgement = judge(record)
    take(record, judgement)
    record.save()
    record.listing.delete()
    shown = listing_for(record, judgement, at=noon_of(on), on=on)
    shown.save()
    start_terms([(record, shown, judgement.days)], at=noon_of(on), on=on)
    return CreditRecord.objects.select_related("listing").get(pk=record.pk)


def time_passes(at: datetime, deliver: Deliver) -> None:
    clocks.sweep(at=at)
    deliver(at)


def state_of(record: CreditRecord) -> str:
    return str(Listing.objects.get(record=record).state)


def market() -> Department:
    return make_department(name_zh="枣庄市市场监督管理局", name_en="Market Bureau", field="market-regulation")


@pytest.mark.parametrize(
    ("kinds", "last"),
    [
        ("没收违法所得", date(2027, 5, 1)),  # general: a year; a Saturday of Labour Day does not move it
        ("吊销许可证件", date(2029, 5, 1)),  # serious: three years
    ],
)
def test_a_record_ends_on_the_exact_day_and_not_a_minute_before(
    kinds: str, last: date, deliver: Deliver
) -> None:
    record = taken_in(kinds=kinds, on=date(2026, 5, 1), duties_open=False)
    assert record.listing.ends_on == last
    time_passes(midnight_after(last) - MINUTE, deliver)
    assert state_of(record) == ListingState.PUBLISHED
    time_passes(midnight_after(last), deliver)
    ended = Listing.objects.get(record=record)
    assert (ended.state, ended.end_cause) == (ListingState.EXPIRED, "longest-period")
    assert Order.objects.filter(record=record).count() == 1


def test_open_duties_alone_keep_nothing(deliver: Deliver) -> None:
    record = taken_in(kinds="没收违法所得", on=date(2026, 5, 1), duties_open=True)
    time_passes(datetime(2027, 5, 2, tzinfo=SHANGHAI), deliver)
    assert state_of(record) == ListingState.EXPIRED


def test_open_duties_keep_it_where_the_edition_lets_a_rule_of_the_unit_do_so(deliver: Deliver) -> None:
    record = taken_in(kinds="没收违法所得", on=date(2026, 5, 1))
    listing.keep_on(record_id=record.pk, rule="第八条", at=noon_of(date(2026, 9, 1)), actor_ref="user:1")
    over = datetime(2027, 5, 2, tzinfo=SHANGHAI)
    time_passes(over, deliver)
    assert state_of(record) == ListingState.KEPT_ON
    assert record in public_records(date(2027, 8, 1))
    duties.mark_done(record_id=record.pk, at=over + timedelta(days=9), actor_ref="user:1", proof="收据")
    assert state_of(record) == ListingState.EXPIRED
    assert record not in public_records(date(2027, 8, 1))


@pytest.mark.parametrize(
    ("on", "of_market"), [(date(2024, 5, 6), False), (date(2026, 5, 6), True)], ids=["NDRC-58", "SAMR-107"]
)
def test_other_editions_hold_nothing_whatever_is_cited(
    on: date, *, of_market: bool, deliver: Deliver
) -> None:
    record = taken_in(kinds="没收违法所得", on=on, department=market() if of_market else None)
    with pytest.raises(Refusal) as refused:
        listing.keep_on(record_id=record.pk, rule="第八条", at=noon_of(on), actor_ref="user:1")
    assert refused.value.code == "ends-anyway"
    assert record.listing.ends_on is not None
    time_passes(midnight_after(record.listing.ends_on), deliver)
    assert state_of(record) == ListingState.EXPIRED


def test_a_minor_record_of_the_national_text_is_not_shown_and_is_over_after_three_months(
    deliver: Deliver,
) -> None:
    record = taken_in(kinds="警告", on=date(2026, 8, 31))
    assert (record.class_name, state_of(record)) == ("minor", ListingState.UNPUBLISHED)
    assert record.listing.ends_on == date(2026, 11, 30)
    assert record not in public_records(date(2026, 9, 1))
    time_passes(datetime(2026, 12, 1, tzinfo=SHANGHAI), deliver)
    assert state_of(record) == ListingState.EXPIRED


def test_found_necessary_it_is_shown_for_three_months_at_most(deliver: Deliver) -> None:
    record = taken_in(kinds="警告", on=date(2026, 8, 31))
    shown_at = noon_of(date(2026, 11, 2))  # two months late: the end does not move
    listing.publish(record_id=record.pk, reason="涉及公共安全", at=shown_at, actor_ref="user:1")
    assert record in public_records(date(2026, 11, 30))
    time_passes(datetime(2026, 11, 30, 23, 59, tzinfo=SHANGHAI), deliver)
    assert state_of(record) == ListingState.PUBLISHED
    time_passes(datetime(2026, 12, 1, tzinfo=SHANGHAI), deliver)
    assert state_of(record) == ListingState.EXPIRED


def test_after_three_months_it_is_never_shown() -> None:
    record = taken_in(kinds="警告", on=date(2026, 8, 31))
    with pytest.raises(Crossed):
        listing.publish(
            record_id=record.pk, reason="公共安全", at=noon_of(date(2026, 12, 1)), actor_ref="user:1"
        )
    assert state_of(record) == ListingState.UNPUBLISHED


@pytest.mark.parametrize("duties_open", [True, False])
def test_a_minor_record_of_market_regulation_ends_after_three_months_without_application(
    *, duties_open: bool, deliver: Deliver
) -> None:
    record = taken_in(kinds="通报批评", on=date(2026, 5, 15), department=market(), duties_open=duties_open)
    assert (record.edition_key.partition("+")[0], record.class_name) == ("SAMR-107", "minor")
    assert state_of(record) == ListingState.PUBLISHED
    time_passes(datetime(2026, 8, 16, tzinfo=SHANGHAI) - MINUTE, deliver)
    assert state_of(record) == ListingState.PUBLISHED
    time_passes(datetime(2026, 8, 16, tzinfo=SHANGHAI), deliver)
    assert state_of(record) == ListingState.EXPIRED


def test_a_sweep_that_slept_shows_nothing_too_long_and_ends_it_once(deliver: Deliver) -> None:
    subject: Subject = make_subject()
    record = make_record(subject=subject, duties_open=False)  # lapses on 16 May 2027
    days = judge(record).days
    start_terms([(record, record.listing, days)], at=noon_of(date(2026, 6, 1)), on=date(2026, 6, 1))
    entry = reverse("register:entry", args=[record.listing.key])
    with standing_at(datetime(2027, 5, 15, 23, 59, tzinfo=SHANGHAI)):
        assert Client().get(entry).status_code == 200
    with standing_at(datetime(2027, 5, 16, tzinfo=SHANGHAI)):
        assert Client().get(entry).status_code == 410
    assert record in public_records(date(2027, 5, 15))
    assert record not in public_records(date(2027, 5, 16))
    for _look in range(2):
        time_passes(datetime(2027, 5, 26, 9, tzinfo=SHANGHAI), deliver)  # ten days later, twice
    assert state_of(record) == ListingState.EXPIRED
    assert Entry.objects.filter(stream=record.stream, verb="listing.ended").count() == 1
