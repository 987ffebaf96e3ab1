from __future__ import annotations

from datetime import date, datetime

import pytest

from clocks import services as clocks
from clocks.models import Deadline
from clocks.services import sweep
from journal.models import Entry
from journal.now import SHANGHAI
from journal.refusals import Crossed, NotFound, Refusal
from journal.verify import findings
from records.handlers import on_deadline_breached
from records.models import CreditRecord, Listing
from records.models.listing import ListingState
from records.models.measure import MeasureState
from records.services import duties, listing, measures
from records.services.causes import EndCause, HideCause
from records.services.classing import judge
from records.services.terms import owner_of, start_terms
from tests.factories.records import make_department, make_measure, make_record

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)
LAPSED = datetime(2027, 5, 16, 0, 0, tzinfo=SHANGHAI)


def with_terms(record: CreditRecord) -> CreditRecord:
    on = date(2026, 6, 1)
    start_terms([(record, record.listing, judge(record).days)], at=AT, on=on)
    return record


def state_of(record: CreditRecord) -> str:
    return str(Listing.objects.get(record=record).state)


def last_entry(record: CreditRecord, verb: str) -> Entry:
    return Entry.objects.filter(stream=record.stream, verb=verb).latest("seq")


def test_a_granted_repair_ends_publication_lifts_measures_and_stops_the_terms() -> None:
    record = with_terms(make_record())
    measure = make_measure(record)
    ended = listing.end(record_id=record.pk, cause="repaired", case_id=7, at=AT, actor_ref="user:1")
    assert (ended.state, ended.end_cause, ended.ended_at) == (ListingState.ENDED, "repaired", AT)
    measure.refresh_from_db()
    assert (measure.state, measure.lifted_at) == (MeasureState.LIFTED, AT)
    assert clocks.open_terms(owner_of(record)) == []
    told = last_entry(record, "listing.ended").payload
    assert (told["cause"], told["case_id"], told["edition_key"]) == ("repaired", 7, record.edition_key)
    assert list(findings()) == []


def test_a_repaired_record_that_was_never_published_is_over_and_holders_are_told() -> None:
    record = make_record(class_name="minor")
    listing.end(record_id=record.pk, cause="repaired", at=AT, actor_ref="user:1")
    kept = Listing.objects.get(record=record)
    assert (kept.state, kept.is_over) == (ListingState.UNPUBLISHED, True)
    assert last_entry(record, "listing.ended").payload["cause"] == "repaired"


def test_publication_ends_once() -> None:
    record = make_record()
    listing.end(record_id=record.pk, cause="repaired", at=AT, actor_ref="user:1")
    with pytest.raises(Crossed):
        listing.end(record_id=record.pk, cause="repaired", at=AT, actor_ref="user:1")
    assert Entry.objects.filter(verb="listing.ended").count() == 1


def test_the_longest_period_ends_publication_by_itself() -> None:
    record = with_terms(make_record())
    sweep(at=LAPSED)
    for entry in Entry.objects.filter(verb="deadline.breached"):
        on_deadline_breached(entry)
        on_deadline_breached(entry)
    over = Listing.objects.get(record=record)
    assert (over.state, over.end_cause) == (ListingState.EXPIRED, EndCause.LONGEST_PERIOD)
    assert Entry.objects.filter(verb="listing.ended").count() == 1
    assert not Deadline.objects.filter(stopped_at__isnull=True).exists()


def test_reaching_the_minimum_ends_nothing() -> None:
    record = with_terms(make_record())
    sweep(at=datetime(2026, 8, 16, 0, 0, tzinfo=SHANGHAI))
    entry = last_entry(record, "deadline.breached")
    assert entry.payload["term"] == "minimum"
    on_deadline_breached(entry)
    assert state_of(record) == ListingState.PUBLISHED


def test_publication_does_not_run_out_a_day_early() -> None:
    record = make_record()
    with pytest.raises(Refusal):
        listing.run_out(
            record_id=record.pk, at=datetime(2027, 5, 15, 23, 59, tzinfo=SHANGHAI), actor_ref="user:1"
        )
    assert state_of(record) == ListingState.PUBLISHED


def test_open_duties_keep_it_published_where_a_rule_is_cited_until_they_are_done() -> None:
    record = make_record()
    listing.keep_on(record_id=record.pk, rule="交通运输部规定第八条", at=AT, actor_ref="user:1")
    listing.run_out(record_id=record.pk, at=LAPSED, actor_ref="system:clock")
    assert state_of(record) == ListingState.KEPT_ON
    assert not Entry.objects.filter(verb="listing.ended").exists()
    duties.mark_done(record_id=record.pk, at=LAPSED, actor_ref="user:1", proof="缴款收据 0001")
    assert state_of(record) == ListingState.EXPIRED
    assert last_entry(record, "listing.ended").payload["cause"] == EndCause.LONGEST_PERIOD


def test_open_duties_without_a_cited_rule_do_not_keep_it() -> None:
    record = make_record(duties_open=True)
    listing.run_out(record_id=record.pk, at=LAPSED, actor_ref="system:clock")
    assert state_of(record) == ListingState.EXPIRED


def test_a_cited_rule_does_not_keep_it_once_the_duties_are_done() -> None:
    record = make_record()
    listing.keep_on(record_id=record.pk, rule="第八条", at=AT, actor_ref="user:1")
    duties.mark_done(record_id=record.pk, at=AT, actor_ref="user:1", proof="缴款收据 0001")
    listing.run_out(record_id=record.pk, at=LAPSED, actor_ref="system:clock")
    assert state_of(record) == ListingState.EXPIRED


def test_no_rule_can_be_cited_for_duties_that_are_done() -> None:
    record = make_record(duties_open=False)
    with pytest.raises(Refusal):
        listing.keep_on(record_id=record.pk, rule="第八条", at=AT, actor_ref="user:1")


def test_a_rule_must_be_named() -> None:
    with pytest.raises(Refusal):
        listing.keep_on(record_id=make_record().pk, rule=" ", at=AT, actor_ref="user:1")


def test_a_ruling_in_insolvency_hides_and_suspends_and_both_come_back() -> None:
    record = make_record()
    measure = make_measure(record)
    listing.hide(
        record_id=record.pk, cause=HideCause.INSOLVENCY, document="(2026)鲁04破1号", at=AT, actor_ref="user:1"
    )
    measure.refresh_from_db()
    assert (state_of(record), measure.state) == (ListingState.HIDDEN, MeasureState.SUSPENDED)
    listing.show_again(record_id=record.pk, reason="计划终止", at=AT, actor_ref="user:1")
    measure.refresh_from_db()
    assert (state_of(record), measure.state) == (ListingState.PUBLISHED, MeasureState.IN_FORCE)


def test_a_stay_hides_and_leaves_the_measures() -> None:
    record = make_record()
    measure = make_measure(record)
    listing.hide(record_id=record.pk, cause=HideCause.STAY, document="停字1号", at=AT, actor_ref="user:1")
    measure.refresh_from_db()
    assert measure.state == MeasureState.IN_FORCE


def test_nothing_is_shown_again_after_its_longest_period() -> None:
    record = make_record(state=ListingState.HIDDEN)
    with pytest.raises(Crossed):
        listing.show_again(record_id=record.pk, reason="x", at=LAPSED, actor_ref="user:1")


def test_hiding_needs_a_document() -> None:
    with pytest.raises(Refusal):
        listing.hide(record_id=make_record().pk, cause=HideCause.STAY, document="", at=AT, actor_ref="user:1")


def test_a_minor_record_is_published_where_found_necessary() -> None:
    record = make_record(class_name="minor", determined_on=date(2026, 8, 1))
    shown = listing.publish(record_id=record.pk, reason="涉及公共安全", at=AT, actor_ref="user:1")
    assert shown.is_public


def test_publishing_a_minor_record_needs_a_reason() -> None:
    record = make_record(class_name="minor", determined_on=date(2026, 8, 1))
    with pytest.raises(Refusal):
        listing.publish(record_id=record.pk, reason="", at=AT, actor_ref="user:1")
    assert state_of(record) == ListingState.UNPUBLISHED


def test_an_annulled_record_is_withdrawn_even_after_its_end() -> None:
    record = make_record()
    listing.end(record_id=record.pk, cause="repaired", at=AT, actor_ref="user:1")
    listing.withdraw(record_id=record.pk, document="(2026)鲁04行终1号", at=AT, actor_ref="user:1")
    assert state_of(record) == ListingState.WITHDRAWN
    assert last_entry(record, "listing.ended").payload["cause"] == EndCause.WITHDRAWN


def test_an_unknown_record_is_not_found() -> None:
    with pytest.raises(NotFound):
        listing.end(record_id=0, cause="repaired", at=AT, actor_ref="user:1")


def test_duties_are_found_done_once_and_with_proof() -> None:
    record = make_record()
    duties.mark_done(record_id=record.pk, at=AT, actor_ref="user:1", proof="缴款收据 0001")
    duties.mark_done(record_id=record.pk, at=AT, actor_ref="user:1", proof="缴款收据 0001")
    assert Entry.objects.filter(verb="record.duties_done").count() == 1
    with pytest.raises(Refusal):
        duties.mark_done(record_id=make_record().pk, at=AT, actor_ref="user:1", proof="")


def test_a_measure_names_the_item_of_the_list_that_allows_it() -> None:
    record = make_record()
    finance = make_department(name_zh="枣庄市财政局")
    measure = measures.impose(
        record_id=record.pk,
        name="限制参加政府采购活动",
        catalogue_item="全国失信惩戒措施基础清单 第5项",
        department_id=finance.pk,
        at=AT,
        actor_ref="user:1",
    )
    assert (measure.state, measure.imposed_on) == (MeasureState.IN_FORCE, date(2026, 9, 1))
    with pytest.raises(Refusal):
        measures.impose(
            record_id=record.pk,
            name="另一措施",
            catalogue_item="",
            department_id=finance.pk,
            at=AT,
            actor_ref="user:1",
        )


def test_no_measure_rests_on_a_record_that_is_over() -> None:
    record = make_record()
    listing.end(record_id=record.pk, cause="repaired", at=AT, actor_ref="user:1")
    with pytest.raises(Crossed):
        measures.impose(
            record_id=record.pk,
            name="措施",
            catalogue_item="第5项",
            department_id=record.department_id,
            at=AT,
            actor_ref="user:1",
        )
