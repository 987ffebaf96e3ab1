from __future__ import annotations

from datetime import date

import pytest

from journal.refusals import Refusal
from records.models.holder import HolderKind
from records.models.listing import ListingState
from records.selectors import (
    edition_of,
    holders_of,
    in_charge,
    periods_of,
    platform_of,
    public_records,
    records_of,
)
from tests.factories.records import (
    make_department,
    make_holder,
    make_measure,
    make_platform,
    make_record,
    make_subject,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)


def test_a_department_that_stands_is_in_charge_itself() -> None:
    department = make_department()
    assert in_charge(department, DAY) == department


def test_the_successor_is_in_charge_from_the_day_of_the_merger() -> None:
    successor = make_department(valid_from=DAY)
    merged = make_department(valid_to=DAY, successor=successor)
    assert in_charge(merged, date(2026, 5, 31)) == merged
    assert in_charge(merged, DAY) == successor


def test_successors_are_followed_through_two_reforms() -> None:
    last = make_department()
    middle = make_department(valid_to=date(2026, 1, 1), successor=last)
    first = make_department(valid_to=date(2025, 1, 1), successor=middle)
    assert in_charge(first, DAY) == last


def test_nobody_is_in_charge_where_no_successor_was_named() -> None:
    assert in_charge(make_department(valid_to=DAY), DAY) is None


def test_successors_that_point_in_a_ring_end() -> None:
    one = make_department(valid_to=DAY)
    other = make_department(valid_to=DAY, successor=one)
    one.successor = other
    one.save()
    assert in_charge(one, DAY) is None


def test_a_district_is_served_by_its_citys_platform() -> None:
    platform = make_platform(jurisdiction="370400")
    make_platform(jurisdiction="370000")
    assert platform_of("370406", DAY) == platform


def test_a_place_without_platform_is_refused() -> None:
    make_platform(jurisdiction="370400")
    with pytest.raises(Refusal):
        platform_of("370500", DAY)


def test_a_platform_that_ended_is_not_taken() -> None:
    make_department(is_platform=True, valid_to=DAY)
    with pytest.raises(Refusal):
        platform_of("370400", DAY)


@pytest.mark.parametrize("state", ListingState)
def test_only_published_records_are_public(state: ListingState) -> None:
    record = make_record(state=state)
    shown = list(public_records(record.determined_on))
    assert shown == ([record] if state in {"PUBLISHED", "KEPT_ON"} else [])


def test_the_records_of_a_subject_come_newest_first() -> None:
    subject = make_subject()
    old = make_record(subject=subject, determined_on=date(2026, 4, 2))
    new = make_record(subject=subject, determined_on=date(2026, 5, 2))
    make_record()
    assert list(records_of(subject.pk)) == [new, old]


def test_a_record_keeps_its_edition_and_days() -> None:
    record = make_record()
    assert edition_of(record).key == "NDRC-36"
    days = periods_of(record)
    assert (days.earliest_filing_on, days.lapses_on) == (
        record.listing.earliest_filing_on,
        record.listing.lapses_on,
    )


@pytest.mark.parametrize("class_name", ["minor", "general", "serious"])
def test_factories_date_records_as_the_edition_does(class_name: str) -> None:
    record = make_record(class_name=class_name)
    days = periods_of(record)
    assert (days.earliest_filing_on, days.lapses_on) == (
        record.listing.earliest_filing_on,
        record.listing.lapses_on,
    )


def test_an_undetermined_record_has_no_days_and_says_why() -> None:
    record = make_record(class_name="")
    with pytest.raises(Refusal) as refused:
        periods_of(record)
    assert str(refused.value)


def test_holders_of_the_place_of_the_unit_and_of_its_measures_hold_copies() -> None:
    record = make_record()
    everywhere = make_holder()
    city = make_holder(kind=HolderKind.SHARING_PLATFORM, jurisdiction="370400")
    own_site = make_holder(kind=HolderKind.DEPARTMENT_SITE, department=record.department)
    applying = make_holder(kind=HolderKind.MEASURE_HOLDER, department=make_measure(record).department)
    make_holder(kind=HolderKind.SHARING_PLATFORM, jurisdiction="370500")
    make_holder(kind=HolderKind.DEPARTMENT_SITE)
    make_holder(kind=HolderKind.MEASURE_HOLDER)
    assert holders_of(record) == [everywhere, city, own_site, applying]


def test_a_holder_that_was_closed_holds_nothing() -> None:
    holder = make_holder()
    holder.active = False
    holder.save()
    assert holders_of(make_record()) == []
