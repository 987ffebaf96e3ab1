"""A worker's look at the outbox on SQLite leaves room for whoever waits to write."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from journal import tasks


class Outbox:
    """Full for so many deliveries, each of which takes so many seconds of a clock of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, full: int, takes: float) -> None:
        self.left, self.takes, self.time = full, takes, 0.0
        self.done: list[str] = []
        monkeypatch.setattr(tasks, "connection", SimpleNamespace(vendor="sqlite"))
        monkeypatch.setattr(tasks, "deliver_due", self.deliver)
        monkeypatch.setattr(tasks, "sleep", self.breathe)
        monkeypatch.setattr(tasks, "monotonic", lambda: self.time)

    def deliver(self, **_asked: object) -> int:
        if not self.left:
            return 0
        self.left -= 1
        self.time += self.takes
        self.done.append("delivered")
        return 1

    def breathe(self, seconds: float) -> None:
        self.time += seconds
        self.done.append("breath")


def test_after_each_stretch_others_may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    outbox = Outbox(monkeypatch, full=4, takes=0.11)
    tasks.look_at_outbox()
    assert outbox.done == ["delivered", "delivered", "breath"] * 2


def test_a_long_delivery_is_followed_by_a_breath(monkeypatch: pytest.MonkeyPatch) -> None:
    outbox = Outbox(monkeypatch, full=2, takes=0.7)
    tasks.look_at_outbox()
    assert outbox.done == ["delivered", "breath"] * 2


def test_a_look_ends_though_the_outbox_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    outbox = Outbox(monkeypatch, full=1000, takes=0.05)
    tasks.look_at_outbox()
    assert outbox.left > 0
    assert outbox.time < tasks.LOOK_FOR + tasks.AT_A_STRETCH + tasks.BREATH


def test_a_second_look_at_the_same_time_leaves_it_to_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    outbox = Outbox(monkeypatch, full=1, takes=0.1)
    with tasks._ONE_AT_A_TIME:  # noqa: SLF001 - what the other thread holds
        tasks.look_at_outbox()
    assert outbox.done == []
