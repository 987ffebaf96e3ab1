"""Appending many things at once: what a delivery of thousands of rows writes in a handful of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from journal import switchboard
from journal.models import Delivery, Entry, StreamHead
from journal.record import GENESIS, UnknownVerb, digest, nudge_after_commit
from journal.verbs import VERBS


@dataclass(frozen=True)
class Happened:
    """One thing that happened, to be appended to its stream."""

    stream: str
    verb: str
    payload: Mapping[str, Any] = field(default_factory=dict)


def record_many(happened: Sequence[Happened], *, actor_ref: str, at: datetime) -> list[Entry]:
    """Append many things at once, each stream in the given order: for deliveries of thousands of rows.

    The same rows, chains and deliveries as `record` would write one by one, in the caller's transaction. A
    stream that somebody else begins at the same moment fails it (IntegrityError); nothing is half-written.
    Raises as `record` does.
    """
    if not actor_ref:
        raise ValueError("A journal entry names its actor.")
    if at.tzinfo is None:
        raise ValueError("A journal entry bears an aware instant.")
    unknown = {one.verb for one in happened} - VERBS.keys()
    if unknown:
        raise UnknownVerb(", ".join(sorted(unknown)))
    known, fresh = _heads(one.stream for one in happened)
    heads = {**known, **fresh}
    entries: list[Entry] = []
    for one in happened:
        head = heads[one.stream]
        facts, previous = dict(one.payload), head.hash
        head.seq += 1
        head.hash = digest(
            stream=one.stream,
            seq=head.seq,
            at=at,
            actor_ref=actor_ref,
            verb=one.verb,
            payload=facts,
            previous=previous,
        )
        entries.append(
            Entry(
                stream=one.stream,
                seq=head.seq,
                at=at,
                actor_ref=actor_ref,
                verb=one.verb,
                payload=facts,
                previous_hash=previous,
                hash=head.hash,
            )
        )
    StreamHead.objects.bulk_create(fresh.values())
    StreamHead.objects.bulk_create(
        known.values(), update_conflicts=True, unique_fields=["stream"], update_fields=["seq", "hash"]
    )
    Entry.objects.bulk_create(entries)
    _note_deliveries(entries, at)
    return entries


def _heads(streams: Iterable[str]) -> tuple[dict[str, StreamHead], dict[str, StreamHead]]:
    """The heads of streams that are there (locked in one order for everybody), and new ones for the rest."""
    wanted = sorted(set(streams))
    rows = StreamHead.objects.select_for_update().filter(stream__in=wanted).order_by("stream")
    known = {head.stream: head for head in rows}
    fresh = {
        stream: StreamHead(stream=stream, seq=0, hash=GENESIS) for stream in wanted if stream not in known
    }
    return known, fresh


def _note_deliveries(entries: Iterable[Entry], at: datetime) -> None:
    due = [
        Delivery(entry=entry, handler=name, stream=entry.stream, due_at=at)
        for entry in entries
        for name in switchboard.handlers_of(entry.verb)
    ]
    if due:
        Delivery.objects.bulk_create(due)
        nudge_after_commit()
