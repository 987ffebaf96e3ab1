from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from journal import switchboard
from journal.deliver import FIRST_WAIT, LONGEST_WAIT, deliver_all, deliver_due
from journal.models import Delivery, Entry
from journal.record import record

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
Heard = list[str]


@pytest.fixture
def listen(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Heard]:
    """A switchboard of its own, on which a test lets handlers listen."""
    monkeypatch.setattr(switchboard, "_handlers", {})
    monkeypatch.setattr(switchboard, "_verbs", {})

    def subscribe(name: str, verb: str = "case.filed", fault: Callable[[Entry], None] | None = None) -> Heard:
        heard: Heard = []

        def handler(entry: Entry) -> None:
            if fault:
                fault(entry)
            heard.append(f"{entry.stream} {entry.seq}")

        switchboard._handlers[name] = handler  # noqa: SLF001 - the switchboard has no unsubscribe
        switchboard._verbs.setdefault(verb, []).append(name)  # noqa: SLF001
        return heard

    return subscribe


def write(stream: str = "case:1", verb: str = "case.filed") -> Entry:
    return record(stream=stream, verb=verb, actor_ref="user:7", at=AT)


def fails(_entry: Entry) -> None:
    raise OSError("nobody answers")


def test_each_handler_of_a_verb_hears_an_entry_once(listen: Callable[..., Heard]) -> None:
    letters, desks = listen("letters"), listen("desks")
    write()
    assert deliver_all(at=AT) == 2
    assert deliver_all(at=AT) == 0
    assert (letters, desks) == (["case:1 1"], ["case:1 1"])


def test_a_handler_hears_a_stream_in_order(listen: Callable[..., Heard]) -> None:
    heard = listen("letters")
    for stream in ("case:1", "case:2", "case:1", "case:1"):
        write(stream)
    deliver_all(at=AT)
    assert [line for line in heard if line.startswith("case:1 ")] == ["case:1 1", "case:1 2", "case:1 3"]


def test_an_entry_of_the_future_waits(listen: Callable[..., Heard]) -> None:
    heard = listen("letters")
    write()
    assert deliver_all(at=AT - timedelta(seconds=1)) == 0
    assert heard == []


def test_a_failure_is_kept_with_its_words_and_tried_again_later(listen: Callable[..., Heard]) -> None:
    listen("letters", fault=fails)
    write()
    assert deliver_due(at=AT) == 0
    row = Delivery.objects.get()
    assert (row.attempts, row.last_error) == (1, "OSError: nobody answers")
    assert row.due_at == AT + FIRST_WAIT
    assert row.done_at is None


def test_waits_grow_up_to_an_hour(listen: Callable[..., Heard]) -> None:
    listen("letters", fault=fails)
    write()
    at, waits = AT, []
    for _ in range(16):
        deliver_due(at=at)
        due = Delivery.objects.get().due_at
        waits.append(due - at)
        at = due
    assert waits[:3] == [FIRST_WAIT, FIRST_WAIT * 2, FIRST_WAIT * 4]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT


def test_a_failure_delays_its_own_stream_for_its_own_handler_only(listen: Callable[..., Heard]) -> None:
    def fails_on_first(entry: Entry) -> None:
        if entry.stream == "case:1" and entry.seq == 1:
            fails(entry)

    stuck, other = listen("letters", fault=fails_on_first), listen("desks")
    for stream in ("case:1", "case:1", "case:2"):
        write(stream)
    deliver_due(at=AT)
    deliver_due(at=AT)
    assert stuck == ["case:2 1"]
    assert sorted(other) == ["case:1 1", "case:1 2", "case:2 1"]


def test_what_a_failing_handler_wrote_is_undone(listen: Callable[..., Heard]) -> None:
    def writes_then_fails(entry: Entry) -> None:
        write("case:2", verb="case.pushed")
        fails(entry)

    listen("letters", fault=writes_then_fails)
    write()
    deliver_due(at=AT)
    assert not Entry.objects.filter(stream="case:2").exists()


def test_an_entry_that_a_handler_causes_is_delivered_in_the_same_run(listen: Callable[..., Heard]) -> None:
    listen("desks", fault=lambda _entry: bool(write("case:1", verb="case.pushed")) and None)
    heard = listen("letters", verb="case.pushed")
    write()
    assert deliver_all(at=AT) == 2
    assert heard == ["case:1 2"]


def test_handlers_that_never_come_to_an_end_are_told(listen: Callable[..., Heard]) -> None:
    listen("desks", fault=lambda _entry: bool(write()) and None)
    write()
    with pytest.raises(RuntimeError, match="not empty after 5 rounds"):
        deliver_all(at=AT, rounds=5)


def test_a_handler_that_is_no_longer_wired_keeps_its_rows(listen: Callable[..., Heard]) -> None:
    listen("letters")
    write()
    switchboard._handlers.clear()  # noqa: SLF001 - what a careless removal from the wiring does
    assert deliver_due(at=AT) == 0
    assert "letters" in Delivery.objects.get().last_error


def test_two_handlers_of_one_name_are_refused(listen: Callable[..., Heard]) -> None:
    switchboard.subscribe(name="letters", handler=fails, verbs=())
    with pytest.raises(ValueError, match="Two handlers are called letters"):
        switchboard.subscribe(name="letters", handler=fails, verbs=())


@pytest.mark.django_db(transaction=True)
def test_workers_are_woken_after_commit_and_not_before(
    listen: Callable[..., Heard], monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[bool] = []
    monkeypatch.setattr(switchboard, "_nudge", lambda: woken.append(True))
    listen("letters")
    with transaction.atomic():
        write()
        assert woken == []
    assert woken == [True]


@pytest.mark.django_db(transaction=True)
def test_nobody_is_woken_for_an_act_that_was_undone(
    listen: Callable[..., Heard], monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[bool] = []
    monkeypatch.setattr(switchboard, "_nudge", lambda: woken.append(True))
    listen("letters")
    with pytest.raises(OSError, match="nobody answers"), transaction.atomic():
        fails(write())
    assert woken == []
