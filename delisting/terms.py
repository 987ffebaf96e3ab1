"""The terms under which deliveries stand: which one runs, and since when one is late."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from clocks.models import Deadline, Standing


@dataclass(frozen=True)
class Terms:
    """By the key of what they are about: the term that runs, and the last day of the first one that ran out.

    A silent holder is told again under a new term, so that one may be late and run at once.
    """

    running: dict[int, Deadline]
    ran_out: dict[int, date]


def terms_of(owner_kind: str, keys: Collection[int]) -> Terms:
    """The terms of many deliveries of one sort (one statement)."""
    found = Terms({}, {})
    for term in Deadline.objects.filter(owner_kind=owner_kind, owner_id__in=keys).order_by("pk"):
        if term.breached_at is not None:
            found.ran_out.setdefault(term.owner_id, term.due_on)
        if term.standing == Standing.RUNNING:
            found.running[term.owner_id] = term
    return found
