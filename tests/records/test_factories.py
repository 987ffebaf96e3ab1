from __future__ import annotations

from datetime import date

import pytest

from records import credit_code
from tests.factories.records import make_holder, make_measure, make_record

pytestmark = pytest.mark.django_db


def test_the_default_record_has_the_days_of_a_general_penalty() -> None:
    record = make_record()
    assert record.listing.earliest_filing_on == date(2026, 8, 16)
    assert record.listing.lapses_on == date(2027, 5, 16)
    assert record.listing.is_public
    assert credit_code.check(record.subject.code).outer_ok


def test_a_minor_record_may_be_repaired_at_once_and_is_not_shown() -> None:
    record = make_record(class_name="minor")
    assert record.listing.earliest_filing_on == record.determined_on
    assert not record.listing.is_public


def test_measures_and_holders_can_be_made_beside_a_record() -> None:
    record = make_record()
    assert make_measure(record).record_id == record.pk
    assert make_holder().active
