"""重新分类认定: a department determines the class of a record; lighter at once, heavier with the notice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from clocks.models import Deadline
from delisting.models import Order
from journal.models import Entry
from journal.now import noon_of
from journal.refusals import Crossed, Refusal
from notifications.models import Letter, Message
from records.models import ClassRequest, CreditRecord, Listing, Reclassification
from records.services import reclassify
from records.services.class_change import preview
from records.services.terms import start_terms
from rulebook.in_force import shipped_editions
from rulebook.publicity import periods
from tests.conftest import Deliver
from tests.factories.people import make_owner
from tests.factories.records import make_record

pytestmark = pytest.mark.django_db

WHY = "罚款数额未达较大数额标准。"
BY = "user:1"
NOW = noon_of(date(2026, 7, 1))


def general(**facts: Any) -> CreditRecord:
    """A record of 15 May 2026 with its terms running."""
    record = make_record(**{"class_status": "provisional", **facts})
    edition = shipped_editions().by_key(record.edition_key)
    days = periods(record.class_name, edition, record.determined_on, None)
    start_terms([(record, record.listing, days)], at=noon_of(record.determined_on), on=record.determined_on)
    return record


def decide(record: CreditRecord, class_name: str, *, at: datetime = NOW, **facts: str) -> Reclassification:
    return reclassify.reclassify(
        record_id=record.pk, class_name=class_name, reason=WHY, at=at, actor_ref=BY, **facts
    )


def now_of(record: CreditRecord) -> tuple[str, str, Listing]:
    fresh = CreditRecord.objects.select_related("listing").get(pk=record.pk)
    return fresh.class_name, fresh.class_status, fresh.listing


def terms_of(record: CreditRecord) -> dict[str, date]:
    rows = Deadline.objects.filter(owner_kind="record", owner_id=record.pk, stopped_at__isnull=True)
    return dict(rows.values_list("term", "due_on"))


def test_a_confirmed_class_is_decided_and_its_days_stay() -> None:
    record = general()
    before = now_of(record)[2]
    row = decide(record, "general")
    name, status, after = now_of(record)
    assert (name, status, row.direction) == ("general", "decided", "same")
    assert (after.earliest_filing_on, after.ends_on) == (before.earliest_filing_on, before.ends_on)
    assert terms_of(record) == {"minimum": date(2026, 8, 15), "maximum": date(2027, 5, 15)}


def test_a_lighter_class_acts_at_once_and_filing_opens() -> None:
    record = general(class_name="serious")
    row = decide(record, "general", at=noon_of(date(2026, 9, 1)))
    _name, _status, listing = now_of(record)
    assert (row.direction, row.effective_at is not None) == ("lighter", True)
    assert listing.earliest_filing_on == date(2026, 8, 16)
    assert listing.ends_on == date(2027, 5, 15)
    assert terms_of(record) == {"maximum": date(2027, 5, 15)}


def test_publication_that_is_over_by_the_lighter_class_ends(deliver: Deliver) -> None:
    record = general(class_name="serious", determined_on=date(2025, 6, 2))
    decide(record, "general", at=NOW)
    _name, _status, listing = now_of(record)
    assert (listing.state, listing.end_cause) == ("EXPIRED", "longest-period")
    assert terms_of(record) == {}
    deliver(NOW)
    assert list(Order.objects.values_list("kind", flat=True)) == ["end"]


def test_a_class_that_is_not_published_takes_the_record_out_of_the_public() -> None:
    record = general()
    decide(record, "minor")
    name, _status, listing = now_of(record)
    assert (name, listing.state, listing.is_over) == ("minor", "UNPUBLISHED", False)
    assert listing.ends_on == date(2026, 8, 15)
    assert Entry.objects.filter(stream=record.stream, verb="listing.kept_back").count() == 1


def test_a_heavier_class_acts_only_with_the_notice(deliver: Deliver) -> None:
    record = general()
    owner = make_owner(record.subject)
    row = decide(record, "serious")
    name, status, listing = now_of(record)
    assert (row.direction, row.effective_at) == ("heavier", None)
    assert (name, status, listing.ends_on) == ("general", "provisional", date(2027, 5, 15))
    deliver(NOW)
    name, status, listing = now_of(record)
    assert (name, status) == ("serious", "decided")
    assert (listing.earliest_filing_on, listing.ends_on) == (date(2027, 5, 16), date(2029, 5, 15))
    letter = Letter.objects.get(kind="class-notice", record=record)
    assert Message.objects.filter(user=owner, template="reclassified", letter=letter).exists()
    taken = Entry.objects.get(stream=record.stream, verb="record.class_took_effect")
    issued = Entry.objects.get(stream=record.stream, verb="letter.issued", payload__kind="class-notice")
    assert taken.seq > issued.seq
    assert terms_of(record) == {"minimum": date(2027, 5, 15), "maximum": date(2029, 5, 15)}


def test_a_record_that_was_not_shown_is_shown_only_with_the_notice(deliver: Deliver) -> None:
    record = make_record(class_name="")
    CreditRecord.objects.filter(pk=record.pk).update(edition_key="NDRC-36")
    decide(record, "general")
    assert now_of(record)[2].state == "UNPUBLISHED"
    deliver(NOW)
    name, _status, listing = now_of(record)
    assert (name, listing.state) == ("general", "PUBLISHED")


def test_a_record_that_ended_before_the_notice_stays_ended() -> None:
    record = general()
    row = decide(record, "serious")
    Listing.objects.filter(record=record).update(state="ENDED", ended_at=NOW)
    reclassify.take_effect(record_id=record.pk, at=NOW + timedelta(days=1), actor_ref="system:desk")
    row.refresh_from_db()
    assert row.effective_at is None
    assert row.void_at is not None
    assert now_of(record)[0] == "general"


def test_history_keeps_both_classes_and_their_days() -> None:
    record = general(class_name="serious")
    decide(record, "general")
    row = Reclassification.objects.get(record=record)
    assert (row.from_class, row.from_status, row.to_class) == ("serious", "provisional", "general")
    assert row.days_before["ends_on"] == "2029-05-15"
    assert row.days_after["ends_on"] == "2027-05-15"
    facts = Entry.objects.get(stream=record.stream, verb="record.reclassified").payload
    assert (facts["from_class"], facts["to_class"], facts["reason"]) == ("serious", "general", WHY)


def test_a_later_text_gives_its_class_by_an_explicit_act() -> None:
    record = make_record(
        class_name="ordinary", edition_key="NDRC-58+zaozhuang", determined_on=date(2026, 3, 2)
    )
    row = decide(record, "general", edition_key="NDRC-36")
    _name, _status, listing = now_of(record)
    assert (row.from_edition, row.to_edition) == ("NDRC-58+zaozhuang", "NDRC-36+zaozhuang")
    # three years became one, from the old determination
    assert listing.ends_on == date(2027, 3, 2)


def test_a_second_decision_overtakes_one_that_waits_for_its_notice() -> None:
    record = general()
    first = decide(record, "serious")
    decide(record, "general")
    first.refresh_from_db()
    assert first.void_at is not None
    assert reclassify.take_effect(record_id=record.pk, at=NOW, actor_ref="system:desk") is None


def test_a_decision_answers_the_request() -> None:
    record = general()
    asked = ClassRequest.objects.create(record=record, asked_by_ref="user:2", asked_at=NOW)
    row = decide(record, "general")
    asked.refresh_from_db()
    assert asked.answer == row


def test_a_reason_is_owed() -> None:
    record = general()
    with pytest.raises(Refusal) as refused:
        reclassify.reclassify(record_id=record.pk, class_name="minor", reason=" ", at=NOW, actor_ref=BY)
    assert refused.value.code == "reason"
    assert not Reclassification.objects.exists()


def test_a_class_of_another_text_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        decide(general(), "long")
    assert refused.value.code == "no-class"


def test_an_earlier_text_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        decide(general(), "ordinary", edition_key="NDRC-58")
    assert refused.value.code == "other-text"


def test_a_record_whose_publication_is_over_keeps_its_class() -> None:
    record = make_record(state="ENDED")
    with pytest.raises(Crossed):
        decide(record, "minor")


def test_a_preview_tells_the_days_and_writes_nothing() -> None:
    record = general(class_name="serious")
    record = CreditRecord.objects.select_related("listing").get(pk=record.pk)
    seen = preview(record, class_name="general", on=date(2026, 9, 1))
    assert (seen.direction, seen.opens_at_once, seen.ends_at_once) == ("lighter", True, False)
    assert seen.after.ends_on == date(2027, 5, 15)
    assert now_of(record)[0] == "serious"
    assert not Reclassification.objects.exists()
