from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction

from journal import switchboard
from journal.many import Happened, record_many
from journal.models import Delivery, Entry
from journal.record import UnknownVerb, record
from journal.verify import findings

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


def many(*happened: Happened) -> list[Entry]:
    with transaction.atomic():
        return record_many(happened, actor_ref="user:7", at=AT)


def test_many_entries_stand_in_their_streams_as_if_written_one_by_one() -> None:
    with transaction.atomic():
        record(stream="record:1", verb="record.imported", actor_ref="user:7", at=AT)
    many(
        Happened("record:1", "listing.published"),
        Happened("record:2", "record.imported", {"line": 3}),
        Happened("record:2", "listing.withheld"),
    )
    with transaction.atomic():
        record(stream="record:2", verb="record.updated", actor_ref="user:7", at=AT)
    written = list(Entry.objects.order_by("stream", "seq").values_list("stream", "seq", "verb"))
    assert written == [
        ("record:1", 1, "record.imported"),
        ("record:1", 2, "listing.published"),
        ("record:2", 1, "record.imported"),
        ("record:2", 2, "listing.withheld"),
        ("record:2", 3, "record.updated"),
    ]
    assert list(findings()) == []


def test_every_entry_of_many_is_delivered_to_its_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(switchboard, "_handlers", {"letters": lambda _entry: None})
    monkeypatch.setattr(switchboard, "_verbs", {"record.imported": ["letters"]})
    many(Happened("record:1", "record.imported"), Happened("record:1", "listing.withheld"))
    assert list(Delivery.objects.values_list("entry__verb", "handler")) == [("record.imported", "letters")]


def test_an_unknown_verb_among_many_writes_nothing() -> None:
    with pytest.raises(UnknownVerb):
        many(Happened("record:1", "record.imported"), Happened("record:1", "record.eaten"))
    assert not Entry.objects.exists()


def test_a_missing_actor_is_refused() -> None:
    with pytest.raises(ValueError, match="names its actor"), transaction.atomic():
        record_many([Happened("record:1", "record.imported")], actor_ref="", at=AT)
