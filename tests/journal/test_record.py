from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from journal.models import Delivery, Entry, StreamHead
from journal.record import GENESIS, UnknownVerb, digest, record
from journal.verbs import VERBS, sentence
from journal.verify import findings

AT = datetime(2026, 3, 2, 2, 0, 0, 123456, tzinfo=UTC)


def write(stream: str = "case:1", verb: str = "case.filed", **facts: Any) -> Entry:
    return record(stream=stream, verb=verb, actor_ref="user:7", at=AT, payload=facts)


def fail_after(_entry: Entry) -> None:
    raise RuntimeError("half way")


@pytest.mark.django_db
def test_entries_of_a_stream_are_numbered_and_chained() -> None:
    first, second = write(number="R-1"), write(verb="case.accepted")
    assert (first.seq, second.seq) == (1, 2)
    assert first.previous_hash == GENESIS
    assert second.previous_hash == first.hash
    head = StreamHead.objects.get(stream="case:1")
    assert (head.seq, head.hash) == (2, second.hash)


@pytest.mark.django_db
def test_streams_have_chains_of_their_own() -> None:
    write("case:1")
    assert write("case:2").previous_hash == GENESIS


@pytest.mark.django_db
def test_the_hash_survives_the_database() -> None:
    written = write(name="枣庄样例", amount="1.50", nested={"b": [1, 2], "a": None})
    stored = Entry.objects.get(pk=written.pk)
    assert stored.hash == digest(
        stream=stored.stream,
        seq=stored.seq,
        at=stored.at,
        actor_ref=stored.actor_ref,
        verb=stored.verb,
        payload=stored.payload,
        previous=stored.previous_hash,
    )


@pytest.mark.django_db
def test_an_entry_nobody_listens_to_owes_no_delivery() -> None:
    write(verb="account.refused", stream="security")
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_an_unknown_verb_is_refused() -> None:
    with pytest.raises(UnknownVerb):
        write(verb="case.guessed")


@pytest.mark.django_db
def test_a_missing_actor_is_refused() -> None:
    with pytest.raises(ValueError, match="names its actor"):
        record(stream="case:1", verb="case.filed", actor_ref="", at=AT)


@pytest.mark.django_db
def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware instant"):
        record(stream="case:1", verb="case.filed", actor_ref="user:7", at=datetime(2026, 3, 2))  # noqa: DTZ001


@pytest.mark.django_db(transaction=True)
def test_writing_outside_a_transaction_is_refused_where_rows_are_locked() -> None:
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite takes the whole file's lock instead of a row's")
    with pytest.raises(TransactionManagementError):
        write()


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_act_leaves_no_entry_and_no_gap() -> None:
    with transaction.atomic():
        write()
    with pytest.raises(RuntimeError, match="half way"), transaction.atomic():
        fail_after(write())
    with transaction.atomic():
        assert write().seq == 2
    assert list(findings()) == []


def test_every_verb_is_in_the_past_and_has_a_sentence() -> None:
    for verb in VERBS:
        noun, dot, happened = verb.partition(".")
        assert noun
        assert dot
        assert happened
        assert str(sentence(verb))
        assert len(verb) <= 40


def test_digests_tell_every_part_apart() -> None:
    facts: dict[str, Any] = {
        "stream": "case:1",
        "seq": 1,
        "at": AT,
        "actor_ref": "user:7",
        "verb": "case.filed",
        "payload": {"a": 1},
        "previous": GENESIS,
    }
    changed: dict[str, Any] = {
        "stream": "case:2",
        "seq": 2,
        "at": AT + timedelta(microseconds=1),
        "actor_ref": "user:8",
        "verb": "case.accepted",
        "payload": {"a": 2},
        "previous": "1" * 64,
    }
    plain = digest(**facts)
    others = {digest(**{**facts, name: value}) for name, value in changed.items()}
    assert len(others | {plain}) == len(changed) + 1
