"""A note on a record that could be neither confirmed nor refuted: kept, hidden where the text says so, lifted later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from journal.models import Entry
from journal.now import SHANGHAI
from records.models import CreditRecord, RecordNote
from records.services import listing as listings
from records.services import notes, objections
from records.services.causes import HideCause
from tests.factories.records import make_record

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)
LATER = datetime(2026, 9, 20, 10, tzinfo=SHANGHAI)
FIRST, SECOND = "YY-2026-AAAAAAAA", "YY-2026-BBBBBBBB"


def keep(
    record: CreditRecord, *, hides: bool, number: str = FIRST, fields: tuple[str, ...] = ("fine",)
) -> RecordNote:
    return notes.keep_note(
        record_id=record.pk, fields=fields, case_id=5, number=number, hides=hides, at=AT, actor_ref="user:1"
    )


def lift(record: CreditRecord, *fields: str) -> int:
    return notes.lift_notes(
        record_id=record.pk, fields=fields, case_id=6, number=SECOND, at=LATER, actor_ref="user:2"
    )


def state_of(record: CreditRecord) -> tuple[str, str]:
    record.listing.refresh_from_db()
    return record.listing.state, record.listing.hidden_cause


def test_a_note_is_kept_once_and_the_record_stays_in_the_public() -> None:
    record = make_record()
    assert keep(record, hides=False) == keep(record, hides=False)
    assert state_of(record) == ("PUBLISHED", "")
    assert Entry.objects.filter(stream=record.stream, verb="record.noted").count() == 1


def test_a_note_that_hides_keeps_the_record_hidden_until_a_later_objection_decides_it() -> None:
    record = make_record()
    keep(record, hides=True)
    assert state_of(record) == ("HIDDEN", HideCause.UNCONFIRMED)
    assert lift(record, "fine") == 1
    assert state_of(record) == ("PUBLISHED", "")
    note = RecordNote.objects.get()
    assert (note.lifted_at, note.lifted_by) == (LATER, SECOND)


def test_a_note_about_two_fields_goes_on_with_the_one_that_is_left() -> None:
    record = make_record()
    keep(record, hides=True, fields=("fine", "content"))
    assert lift(record, "fine") == 0
    assert RecordNote.objects.get().fields == ["content"]
    assert state_of(record) == ("HIDDEN", HideCause.UNCONFIRMED)


def test_what_was_hidden_for_the_objection_stays_hidden_for_its_note() -> None:
    record = make_record()
    who: dict[str, Any] = {
        "record_id": record.pk,
        "case_id": 5,
        "number": FIRST,
        "at": AT,
        "actor_ref": "user:1",
    }
    objections.contest(meanwhile="hide", **who)
    keep(record, hides=True)
    objections.settle(**who)
    assert state_of(record) == ("HIDDEN", HideCause.UNCONFIRMED)


def test_nothing_is_hidden_where_publication_is_over() -> None:
    record = make_record()
    listings.end(record_id=record.pk, cause="repaired", at=AT, actor_ref="user:1")
    assert keep(record, hides=True).hides is False
    assert lift(record, "violation") == 0
