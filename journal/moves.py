"""How a thing changes its state: machine moves, row is guarded, journal is written, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol, cast

from django.db import models
from django_fsm import TransitionNotAllowed

from journal.models import Entry
from journal.record import record


class NotNow(Exception):
    """The machine does not know this act in the present state."""

    def __init__(self, act: str, state: str) -> None:
        self.act = act
        self.state = state
        super().__init__(f"{act} is not possible in state {state}")


class Conflict(Exception):
    """Somebody else changed the thing first; whoever catches this does so outside the transaction."""

    def __init__(self, act: str, stream: str) -> None:
        self.act = act
        self.stream = stream
        super().__init__(f"{stream} was changed by somebody else before {act}")


class Movable(Protocol):
    """A row with a state machine: `state`, `version`, and a journal stream of its own."""

    pk: int
    state: str
    version: int

    @property
    def stream(self) -> str: ...


def move(
    thing: Movable,
    act: str,
    *,
    verb: str,
    actor_ref: str,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    fields: Mapping[str, Any] | None = None,
) -> Entry:
    """Perform a machine's act on a row and journal it, in the caller's transaction.

    The row is written with `WHERE state = source AND version = n` (and by the manager of its kind); `fields`
    are the other columns that the act changes. Raises NotNow when the machine refuses, Conflict when the row
    moved.
    """
    source, version = thing.state, thing.version
    try:
        getattr(thing, act)()
    except TransitionNotAllowed as refusal:
        raise NotNow(act, source) from refusal
    changes = {"state": thing.state, "version": version + 1, **(fields or {})}
    row = cast("models.Model", thing)
    kind = type(row)
    rows = kind._default_manager.filter(pk=thing.pk, state=source, version=version).update(**changes)  # noqa: SLF001 - Django's documented name
    if rows != 1:
        raise Conflict(act, thing.stream)
    for name, value in changes.items():
        setattr(thing, name, value)
    return record(
        stream=thing.stream,
        verb=verb,
        actor_ref=actor_ref,
        at=at,
        payload={"act": act, "from": source, "to": thing.state, **(payload or {})},
    )
