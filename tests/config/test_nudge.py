"""A journal entry travels over the broker that is configured (Redis where REDIS_URL names one)."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from celery.worker import WorkController
from celery.worker import state as worker_state
from django.db import connections, transaction

from config import wiring
from config.celery import app
from journal import switchboard
from journal.models import Delivery, Entry
from journal.record import record

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture
def wired(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One handler on the switchboard, and workers woken as in service."""
    heard: list[str] = []
    monkeypatch.setattr(switchboard, "_handlers", {"letters": lambda entry: heard.append(entry.stream)})
    monkeypatch.setattr(switchboard, "_verbs", {"case.filed": ["letters"]})
    monkeypatch.setattr(switchboard, "_nudge", wiring._wake)  # noqa: SLF001 - the call under test
    return heard


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A worker of this process on the configured broker."""
    monkeypatch.setattr(worker_state, "should_stop", None)
    controller = WorkController(
        app=app, pool_cls="solo", without_heartbeat=True, without_mingle=True, without_gossip=True
    )

    def work() -> None:
        try:
            controller.start()
        finally:
            connections.close_all()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    yield
    worker_state.should_stop = 0
    thread.join(10)
    assert not thread.is_alive()


def write() -> None:
    with transaction.atomic():
        record(stream="case:1", verb="case.filed", actor_ref="user:7", at=AT)


def test_an_entry_wakes_a_worker_which_delivers_it(wired: list[str], worker: None) -> None:
    write()
    patience = time.monotonic() + 15
    while Delivery.objects.filter(done_at__isnull=True).exists() and time.monotonic() < patience:
        time.sleep(0.02)
    assert wired == ["case:1"]
    assert Delivery.objects.get().done_at is not None


def test_a_broker_that_is_down_harms_no_act(wired: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def no_broker(*_args: object, **_kwargs: object) -> None:
        raise OSError("connection refused")

    monkeypatch.setattr(app, "send_task", no_broker)
    write()
    assert Entry.objects.count() == Delivery.objects.filter(done_at__isnull=True).count() == 1
