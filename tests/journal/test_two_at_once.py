"""Two connections at once: what only a database with row locks can show."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, connections, transaction

from journal import switchboard
from journal.deliver import deliver_due
from journal.models import Entry, StreamHead
from journal.record import record
from journal.verify import findings

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
WRITERS, EACH = 4, 10


def append(_writer: int) -> None:
    try:
        for _ in range(EACH):
            with transaction.atomic():
                record(stream="case:1", verb="case.filed", actor_ref="user:7", at=AT)
    finally:
        connections.close_all()


def test_many_writers_of_one_stream_never_fork_its_chain() -> None:
    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(append, range(WRITERS)))
    assert StreamHead.objects.get().seq == WRITERS * EACH
    assert sorted(Entry.objects.values_list("seq", flat=True)) == list(range(1, WRITERS * EACH + 1))
    assert list(findings()) == []


def test_a_second_writer_waits_for_the_first_ones_commit() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time by itself")
    with transaction.atomic():
        record(stream="case:1", verb="case.filed", actor_ref="user:1", at=AT)
    started, order = threading.Event(), []

    def second() -> None:
        started.set()
        append_one("user:2")
        order.append("second")

    def append_one(actor_ref: str) -> None:
        try:
            with transaction.atomic():
                record(stream="case:1", verb="case.pushed", actor_ref=actor_ref, at=AT)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            record(stream="case:1", verb="case.accepted", actor_ref="user:1", at=AT)
            waiting = other.submit(second)
            assert started.wait(5)
            assert not waiting.done()
            order.append("first")
        waiting.result(10)
    assert order == ["first", "second"]
    assert list(Entry.objects.order_by("seq").values_list("verb", flat=True)) == [
        "case.filed",
        "case.accepted",
        "case.pushed",
    ]


def test_two_deliverers_never_run_the_same_row(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []
    gate = threading.Barrier(2, timeout=10)
    monkeypatch.setattr(switchboard, "_handlers", {"letters": lambda entry: heard.append(entry.pk)})
    monkeypatch.setattr(switchboard, "_verbs", {"case.filed": ["letters"]})
    with transaction.atomic():
        written = [
            record(stream=f"case:{n}", verb="case.filed", actor_ref="user:7", at=AT).pk for n in range(30)
        ]

    def deliver(_worker: int) -> int:
        try:
            gate.wait()
            return sum(deliver_due(at=AT) for _ in range(3))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as workers:
        done = sum(workers.map(deliver, range(2)))
    assert sorted(heard) == written
    assert done == len(written)
