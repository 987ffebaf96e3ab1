"""The rows of a worklist for a file: what the list shows, in its order, to whom the list shows it, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from journal.record import record
from workflows.refusals import refusal
from workflows.worklists.asked import Asked
from workflows.worklists.finding import Looker
from workflows.worklists.ordering import Key
from workflows.worklists.pages import Row, keys_of, rows_of

CSV, XLSX = "csv", "xlsx"
ROWS = {CSV: 50_000, XLSX: 10_000}
"""Rows a file of each kind may have. CSV leaves while it is written; XLSX is whole before its first byte leaves."""

CHUNK = 500
STREAM = "security"


def take_out(actor: Actor, asked: Asked, *, address: str, kind: str, at: datetime) -> Iterator[Row]:
    """The rows of a question, some hundred at a time; that they were taken out stands in the journal beforehand.

    The keys are read once, so that the journal says how many rows left; what leaves the actor's units while the
    file is written is left out. Raises a refusal where too many match for a file of this kind.
    """
    most = ROWS[kind]
    keys, who = keys_of(actor, asked, at=at, limit=most + 1)
    if len(keys) > most:
        raise refusal("rows-too-many-for-xlsx" if kind == XLSX else "rows-many", limit=most, other=ROWS[CSV])
    with transaction.atomic():
        record(
            stream=STREAM,
            verb="desk.exported",
            actor_ref=actor.ref,
            at=at,
            payload={"rows": len(keys), "kind": kind, "filter": address},
        )
    return _rows(keys, who)


def _rows(keys: list[Key], who: Looker) -> Iterator[Row]:
    for start in range(0, len(keys), CHUNK):
        yield from rows_of(keys[start : start + CHUNK], who)
