"""What tests of complaints look at: terms, entries, the code of a refusal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cases.models import Complaint
from clocks.models import Deadline
from journal.models import Entry
from journal.refusals import Refusal


def owed(complaint: Complaint) -> dict[str, str]:
    """The legal terms that are open, as "standing last-day"."""
    rows = Deadline.objects.filter(
        owner_kind="complaint", owner_id=complaint.pk, stopped_at__isnull=True, goal="law"
    )
    return {row.term: f"{row.standing} {row.due_on}" for row in rows}


def verbs(complaint: Complaint) -> list[str]:
    """What happened, without the clocks' own notes."""
    entries = Entry.objects.filter(stream=complaint.stream).order_by("seq")
    return [entry.verb for entry in entries if not entry.verb.startswith("deadline.")]


def refused(act: Callable[[], object]) -> str:
    """The code of the refusal of an act."""
    with pytest.raises(Refusal) as found:
        act()
    return found.value.code
