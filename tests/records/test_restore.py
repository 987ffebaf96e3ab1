"""A repair is revoked: its record is published again for the days that are left, or is over (C25, C20)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clocks import services as clocks
from clocks.models import Deadline
from delisting.handlers import on_listing_entry
from delisting.models import Order, OrderKind
from journal.models import Entry
from journal.now import SHANGHAI, noon_of
from journal.refusals import Crossed, NotFound
from journal.verify import findings
from records.handlers import on_leading_record
from records.models import CreditRecord, Listing
from records.models.entered import DocumentKind
from records.models.listing import ListingState
from records.models.measure import MeasureState
from records.services import listing, measures, objections
from records.services.causes import HideCause
from records.services.court import enter_court_document
from records.services.papers import Paper
from records.services.terms import owner_of
from tests.conftest import Deliver
from tests.factories.records import make_holder, make_measure, make_record

REPAIRED = datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)
REVOKED = datetime(2026, 11, 2, 10, tzinfo=SHANGHAI)
LAPSED = datetime(2027, 5, 16, 9, tzinfo=SHANGHAI)

pytestmark = pytest.mark.django_db


def repaired(**facts: Any) -> CreditRecord:
    record = make_record(**facts)
    listing.end(record_id=record.pk, cause="repaired", case_id=3, at=REPAIRED, actor_ref="user:1")
    return record


def restore(record: CreditRecord, *, at: datetime = REVOKED, edition_key: str = "") -> Listing:
    return listing.restore(record_id=record.pk, case_id=9, edition_key=edition_key, at=at, actor_ref="user:2")


def told(record: CreditRecord) -> dict[str, Any]:
    payload: dict[str, Any] = Entry.objects.get(stream=record.stream, verb="listing.restored").payload
    return payload


def running(record: CreditRecord) -> dict[str, date]:
    return {term.term: term.due_on for term in clocks.open_terms(owner_of(record))}


def test_the_record_is_published_again_for_the_days_that_are_left() -> None:
    record = repaired()
    again = restore(record)
    assert (again.state, again.is_over, again.ended_at, again.end_cause) == (
        ListingState.PUBLISHED,
        False,
        None,
        "",
    )
    assert (again.earliest_filing_on, again.lapses_on) == (date(2026, 8, 16), date(2027, 5, 16))
    assert running(record) == {"maximum": date(2027, 5, 15)}
    facts = told(record)
    assert (facts["cause"], facts["case_id"], facts["shown"], facts["to"]) == (
        "revoked",
        9,
        True,
        "PUBLISHED",
    )
    assert list(findings()) == []


def test_the_measures_of_that_end_are_in_force_again_and_no_others() -> None:
    record = make_record()
    measure, earlier = make_measure(record), make_measure(record, name="限制享受财政补贴")
    measures.lift_all(record_id=record.pk, at=datetime(2026, 7, 1, 9, tzinfo=SHANGHAI), actor_ref="user:1")
    type(measure).objects.filter(pk=measure.pk).update(state=MeasureState.IN_FORCE, lifted_at=None)
    listing.end(record_id=record.pk, cause="repaired", at=REPAIRED, actor_ref="user:1")
    restore(record)
    measure.refresh_from_db()
    earlier.refresh_from_db()
    assert (measure.state, measure.lifted_at) == (MeasureState.IN_FORCE, None)
    assert earlier.state == MeasureState.LIFTED


def test_where_no_day_is_left_it_is_over_and_its_measures_stay_lifted() -> None:
    record = make_record()
    measure = make_measure(record)
    listing.end(record_id=record.pk, cause="repaired", at=REPAIRED, actor_ref="user:1")
    over = restore(record, at=LAPSED)
    measure.refresh_from_db()
    assert (over.state, over.end_cause, over.is_over) == (ListingState.EXPIRED, "longest-period", True)
    assert measure.state == MeasureState.LIFTED
    assert (told(record)["shown"], running(record)) == (False, {})


def test_a_record_that_was_kept_is_kept_again_and_runs_out_on_its_day() -> None:
    record = repaired(class_name="minor", determined_on=date(2026, 8, 1))
    kept = restore(record, at=datetime(2026, 9, 15, 9, tzinfo=SHANGHAI))
    assert (kept.state, kept.is_over) == (ListingState.UNPUBLISHED, False)
    assert running(record) == {"maximum": date(2026, 11, 1)}
    assert told(record)["shown"] is False
    second = repaired(class_name="minor", determined_on=date(2026, 8, 1))
    assert restore(second, at=REVOKED).state == ListingState.EXPIRED


def test_where_the_text_says_so_the_period_counts_anew_from_the_revocation() -> None:
    record = repaired(class_name="general")
    again = restore(record, edition_key="SAMR-3")
    assert (again.starts_on, again.ends_on, again.lapses_on) == (
        date(2026, 11, 2),
        date(2027, 11, 2),
        date(2027, 11, 3),
    )
    assert again.earliest_filing_on == date(2027, 2, 3)
    assert again.dates_to_confirm
    assert running(record) == {"minimum": date(2027, 2, 2), "maximum": date(2027, 11, 2)}
    assert told(record)["anew"] is True


def test_an_end_that_was_delivered_earlier_stays_the_end() -> None:
    record = repaired()
    Listing.objects.filter(record=record).update(ends_on=date(2026, 12, 31), lapses_on=date(2027, 1, 1))
    assert restore(record).lapses_on == date(2027, 1, 1)
    assert running(record) == {"maximum": date(2026, 12, 31)}


@pytest.mark.parametrize("end", ["run_out", "withdraw", "none"])
def test_only_what_a_repair_ended_is_restored(end: str) -> None:
    record = make_record()
    if end == "run_out":
        listing.run_out(record_id=record.pk, at=LAPSED, actor_ref="system:clock")
    if end == "withdraw":
        listing.withdraw(record_id=record.pk, document="(2026)鲁04行终1号", at=REPAIRED, actor_ref="user:1")
    with pytest.raises(Crossed):
        restore(record)


def test_a_repair_is_revoked_once_and_the_record_can_be_repaired_again() -> None:
    record = repaired()
    restore(record)
    with pytest.raises(Crossed):
        restore(record)
    listing.end(record_id=record.pk, cause="repaired", at=REVOKED, actor_ref="user:1")
    assert Listing.objects.get(record=record).state == ListingState.ENDED


def test_an_unknown_record_is_not_found() -> None:
    with pytest.raises(NotFound):
        listing.restore(record_id=0, case_id=9, edition_key="", at=REVOKED, actor_ref="user:2")


def test_a_stay_that_came_meanwhile_hides_what_is_restored() -> None:
    record = repaired()
    paper = Paper(
        kind=DocumentKind.STAY,
        issuer="枣庄市中级人民法院",
        number="停字1号",
        document_on=date(2026, 10, 1),
        received_on=date(2026, 10, 1),
    )
    enter_court_document(record_id=record.pk, paper=paper, at=REVOKED, actor_ref="user:3")
    hidden = restore(record)
    assert (hidden.state, hidden.hidden_cause) == (ListingState.HIDDEN, HideCause.STAY)


def test_an_objection_can_mark_the_restored_record() -> None:
    record = repaired()
    restore(record)
    shown = objections.contest(
        record_id=record.pk, meanwhile="mark", case_id=5, number="YY-1", at=REVOKED, actor_ref="user:1"
    )
    assert shown.is_contested


def test_holders_are_asked_to_show_it_again_and_a_late_end_never_wins() -> None:
    record = repaired()
    make_holder()
    restore(record)
    ended, again = (
        Entry.objects.get(stream=record.stream, verb=verb) for verb in ("listing.ended", "listing.restored")
    )
    on_listing_entry(again)
    on_listing_entry(ended)
    order = Order.objects.get(record=record)
    assert (order.kind, order.cause) == (OrderKind.RESTORE, "revoked")


def test_without_a_day_left_no_holder_is_asked() -> None:
    record = repaired()
    make_holder()
    restore(record, at=LAPSED)
    on_listing_entry(Entry.objects.get(stream=record.stream, verb="listing.restored"))
    assert not Order.objects.filter(record=record).exists()


def test_what_followed_the_record_to_its_end_is_restored_with_it(deliver: Deliver) -> None:
    leading, copy, own = make_record(), make_record(), make_record()
    CreditRecord.objects.filter(pk__in=[copy.pk, own.pk]).update(follows=leading)
    before = datetime(2026, 8, 20, 9, tzinfo=SHANGHAI)
    listing.end(record_id=own.pk, cause="repaired", at=before, actor_ref="user:1")
    listing.end(record_id=leading.pk, cause="repaired", at=REPAIRED, actor_ref="user:1")
    on_leading_record(Entry.objects.get(stream=leading.stream, verb="listing.ended"))
    assert Listing.objects.get(record=copy).state == ListingState.ENDED
    restore(leading)
    entry = Entry.objects.get(stream=leading.stream, verb="listing.restored")
    on_leading_record(entry)
    on_leading_record(entry)
    assert Listing.objects.get(record=copy).state == ListingState.PUBLISHED
    assert Listing.objects.get(record=own).state == ListingState.ENDED


def test_the_whole_house_hears_of_it(deliver: Deliver) -> None:
    record = repaired()
    make_holder()
    deliver(REPAIRED)
    restore(record)
    deliver(REVOKED)
    kinds = list(Order.objects.filter(record=record).order_by("sequence").values_list("kind", "state"))
    assert kinds == [("end", "SUPERSEDED"), ("restore", "OPEN")]


@given(day=st.dates(min_value=date(2026, 9, 2), max_value=date(2028, 1, 1)))
def test_on_any_day_it_is_shown_exactly_while_days_are_left(day: date) -> None:
    record = repaired()
    again = restore(record, at=noon_of(day))
    assert again.is_shown_on(day) is (day < date(2027, 5, 16))
    assert again.is_over is not again.is_shown_on(day)
    assert bool(running(record)) is again.is_shown_on(day)
    assert Deadline.objects.filter(owner_kind="record", owner_id=record.pk, stopped_at=None).count() <= 1
