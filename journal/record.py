"""The one way to write the journal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from journal import switchboard
from journal.models import Delivery, Entry, StreamHead
from journal.verbs import VERBS

GENESIS = "0" * 64


class UnknownVerb(Exception):
    """A verb that is not in `journal.verbs`."""


def digest(
    *,
    stream: str,
    seq: int,
    at: datetime,
    actor_ref: str,
    verb: str,
    payload: Mapping[str, Any],
    previous: str,
) -> str:
    """The SHA-256 of an entry in canonical form (sorted keys, UTC instant to the microsecond)."""
    body = {
        "stream": stream,
        "seq": seq,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": actor_ref,
        "verb": verb,
        "payload": payload,
        "previous": previous,
    }
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def record(
    *, stream: str, verb: str, actor_ref: str, at: datetime, payload: Mapping[str, Any] | None = None
) -> Entry:
    """Append what happened to a stream, in the caller's transaction, and note who must hear of it.

    `actor_ref` is a plain reference such as "user:7", "subject:91…" or "system:clock"; a missing one is
    refused. The payload holds plain JSON values only (dates as ISO text), so that its digest never changes.
    Raises UnknownVerb, ValueError for a missing actor or a naive instant, and
    TransactionManagementError outside a transaction.
    """
    if verb not in VERBS:
        raise UnknownVerb(verb)
    if not actor_ref:
        raise ValueError("A journal entry names its actor.")
    if at.tzinfo is None:
        raise ValueError("A journal entry bears an aware instant.")
    facts = dict(payload or {})
    head, _ = StreamHead.objects.select_for_update().get_or_create(
        stream=stream, defaults={"seq": 0, "hash": GENESIS}
    )
    seq = head.seq + 1
    own = digest(
        stream=stream, seq=seq, at=at, actor_ref=actor_ref, verb=verb, payload=facts, previous=head.hash
    )
    entry = Entry.objects.create(
        stream=stream,
        seq=seq,
        at=at,
        actor_ref=actor_ref,
        verb=verb,
        payload=facts,
        previous_hash=head.hash,
        hash=own,
    )
    StreamHead.objects.filter(pk=stream).update(seq=seq, hash=own)
    handlers = switchboard.handlers_of(verb)
    if handlers:
        Delivery.objects.bulk_create(
            Delivery(entry=entry, handler=name, stream=stream, due_at=at) for name in handlers
        )
        nudge_after_commit()
    return entry


def nudge_after_commit() -> None:
    """Wake a worker once a transaction, however many entries it wrote; a broker that is down harms no act."""
    if not any(call is switchboard.nudge for _, call, *_ in transaction.get_connection().run_on_commit):
        transaction.on_commit(switchboard.nudge, robust=True)
