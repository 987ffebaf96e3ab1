from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.edition import Edition, NumberMissing, UnknownTerm
from rulebook.in_force import shipped_editions
from rulebook.publicity import periods


def edition(key: str = "NDRC-36") -> Edition:
    return shipped_editions().by_key(key)


def test_a_general_record_is_shown_three_months_at_least_and_a_year_at_most() -> None:
    found = periods("general", edition(), date(2026, 5, 15), None)
    assert found.starts_on == date(2026, 5, 15)
    assert found.earliest_filing_on == date(2026, 8, 16)
    assert found.ends_on == date(2027, 5, 15)
    assert found.lapses_on == date(2027, 5, 16)
    assert (found.published, found.repairable, found.to_confirm, found.warning) == ("yes", True, False, "")


def test_a_period_ends_on_the_last_day_of_a_short_month() -> None:
    assert periods("general", edition(), date(2026, 11, 30), None).earliest_filing_on == date(2027, 3, 1)


def test_a_minor_record_may_be_repaired_at_once_and_is_not_shown() -> None:
    found = periods("minor", edition(), date(2026, 5, 15), None)
    assert found.published == "no-unless-needed"
    assert found.earliest_filing_on == date(2026, 5, 15)
    assert found.ends_on == date(2026, 8, 15)


def test_a_serious_record_waits_a_year() -> None:
    found = periods("serious", edition(), date(2028, 2, 29), None)
    assert found.earliest_filing_on == date(2029, 3, 1)
    assert found.ends_on == date(2031, 2, 28)


@pytest.mark.parametrize(
    ("key", "class_", "first", "ends"),
    [
        ("NDRC-527", "general", date(2023, 1, 11), date(2023, 10, 10)),
        ("NDRC-527", "serious", date(2023, 4, 11), date(2025, 10, 10)),
        ("NDRC-58", "ordinary", date(2023, 1, 11), date(2025, 10, 10)),
        ("NDRC-58", "long", date(2023, 10, 11), date(2025, 10, 10)),
    ],
)
def test_the_older_texts_have_their_own_periods(key: str, class_: str, first: date, ends: date) -> None:
    found = periods(class_, edition(key), date(2022, 10, 10), None)
    assert (found.earliest_filing_on, found.ends_on) == (first, ends)


def test_a_specific_serious_record_cannot_be_repaired() -> None:
    found = periods("specific-serious", edition("NDRC-527"), date(2022, 10, 10), None)
    assert not found.repairable
    assert found.earliest_filing_on is None
    assert found.lapses_on == date(2025, 10, 11)


@pytest.mark.parametrize(("class_", "published"), [("unpublished", "no"), ("not-collected", "not-collected")])
def test_what_is_not_shown_has_no_days(class_: str, published: str) -> None:
    found = periods(class_, edition("NDRC-58"), date(2024, 5, 1), date(2027, 5, 1))
    assert found.published == published
    assert (found.minimum, found.earliest_filing_on, found.ends_on, found.lapses_on) == (None,) * 4
    assert found.to_confirm


def test_an_earlier_end_delivered_wins() -> None:
    found = periods("general", edition(), date(2026, 5, 15), date(2026, 12, 31))
    assert found.ends_on == date(2026, 12, 31)
    assert found.lapses_on == date(2027, 1, 1)
    assert "2026-12-31" in found.warning
    assert "2027-05-15" in found.warning


def test_a_later_end_delivered_is_cut_and_reported() -> None:
    found = periods("general", edition(), date(2026, 5, 15), date(2029, 5, 15))
    assert found.ends_on == date(2027, 5, 15)
    assert "2029-05-15" in found.warning
    assert "2027-05-15" in found.warning


def test_the_same_end_is_no_warning() -> None:
    assert periods("general", edition(), date(2026, 5, 15), date(2027, 5, 15)).warning == ""


def test_a_record_that_ends_before_its_minimum_cannot_be_filed_for() -> None:
    found = periods("serious", edition(), date(2026, 5, 15), date(2026, 6, 15))
    assert found.repairable
    assert found.earliest_filing_on is None


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(UnknownTerm):
        periods("grave", edition(), date(2026, 5, 15), None)


def test_a_number_nobody_has_read_is_refused_by_name() -> None:
    text = edition()
    general = text.classes["general"]
    assert general.maximum is not None
    unread = replace(general, maximum=replace(general.maximum, count=None))
    with pytest.raises(NumberMissing) as refusal:
        periods("general", replace(text, classes={"general": unread}), date(2026, 5, 15), None)
    assert refusal.value.what == "general maximum"


DAYS = st.dates(min_value=date(2019, 7, 1), max_value=date(2035, 12, 31))
CLASSES = st.sampled_from(
    [(key, class_) for key in ("NDRC-527", "NDRC-58", "NDRC-36") for class_ in edition(key).classes]
)


@given(on=DAYS, which=CLASSES, delivered=st.none() | DAYS)
def test_days_stand_in_order(on: date, which: tuple[str, str], delivered: date | None) -> None:
    found = periods(which[1], edition(which[0]), on, delivered)
    if found.ends_on is None or found.lapses_on is None:
        assert found.earliest_filing_on is None
        return
    assert found.lapses_on == found.ends_on + timedelta(days=1)
    assert delivered is None or found.ends_on <= delivered
    assert found.earliest_filing_on is None or on <= found.earliest_filing_on < found.lapses_on
    assert bool(found.warning) == (
        delivered is not None and periods(which[1], edition(which[0]), on, None).ends_on != delivered
    )
