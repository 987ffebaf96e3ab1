"""Reads the journal as an auditor does: recomputes every chain and names the first bad row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from journal.models import Entry, StreamHead
from journal.record import GENESIS, digest


@dataclass(frozen=True)
class Finding:
    """What is wrong with which row (`entry_id` is None for a row that is missing)."""

    stream: str
    seq: int
    entry_id: int | None
    reason: str


def findings() -> Iterator[Finding]:
    """The first fault of every stream, in the order of streams; nothing where all chains hold."""
    heads = dict(StreamHead.objects.values_list("stream", "seq"))
    hashes = dict(StreamHead.objects.values_list("stream", "hash"))
    stream, seq, previous, broken = "", 0, GENESIS, False
    for entry in Entry.objects.order_by("stream", "seq").iterator(chunk_size=2000):
        if entry.stream != stream:
            if stream and not broken:
                yield from _end(stream, seq, previous, heads, hashes)
            heads_known = entry.stream in heads
            stream, seq, previous, broken = entry.stream, 0, GENESIS, not heads_known
            if not heads_known:
                yield Finding(entry.stream, entry.seq, entry.pk, "the stream has no head")
        if broken:
            continue
        seq += 1
        reason = _fault(entry, seq, previous)
        if reason:
            broken = True
            yield Finding(stream, seq, None if entry.seq != seq else entry.pk, reason)
        previous = entry.hash
    if stream and not broken:
        yield from _end(stream, seq, previous, heads, hashes)
    for lone in sorted(set(heads) - set(Entry.objects.values_list("stream", flat=True).distinct())):
        if heads[lone]:
            yield Finding(lone, 1, None, "every entry of the stream is missing")


def _fault(entry: Entry, seq: int, previous: str) -> str:
    if entry.seq != seq:
        return f"entry {seq} is missing"
    if entry.previous_hash != previous:
        return "the entry does not follow the one before it"
    expected = digest(
        stream=entry.stream,
        seq=entry.seq,
        at=entry.at,
        actor_ref=entry.actor_ref,
        verb=entry.verb,
        payload=entry.payload,
        previous=entry.previous_hash,
    )
    return "" if expected == entry.hash else "the entry was changed"


def _end(
    stream: str, seq: int, last: str, heads: dict[str, int], hashes: dict[str, str]
) -> Iterator[Finding]:
    if heads[stream] != seq:
        yield Finding(stream, seq + 1, None, "the end of the stream was cut off")
    elif hashes[stream] != last:
        yield Finding(stream, seq, None, "the head does not match the last entry")
