"""What the case room does about complaints when it hears of the journal; told twice or late, it changes nothing."""

from __future__ import annotations

from django.db import transaction

from cases.services.complaint import answering
from cases.services.complaint.frame import OWNER_KIND
from journal.models import Entry


def on_deadline_breached(entry: Entry) -> None:
    """A term of a complaint ran out, or a department's last day came; a promise is the house's own affair."""
    facts = entry.payload
    if facts["owner_kind"] == "department":
        _hand_over(facts["owner_id"], entry)
    if facts["owner_kind"] == OWNER_KIND and facts["goal"] == "law":
        answering.breach(
            complaint_id=facts["owner_id"], term=facts["term"], due_on=facts["due_on"], at=entry.at
        )


def on_deadline_recounted(entry: Entry) -> None:
    """A released calendar moved a day of a complaint."""
    if entry.payload["owner_kind"] == OWNER_KIND:
        answering.follow_the_clock(complaint_id=entry.payload["owner_id"])


def on_department_changed(entry: Entry) -> None:
    """A department ended or got its successor: the complaints it had to answer move."""
    _hand_over(entry.payload["department_id"], entry)


def _hand_over(department_id: int, entry: Entry) -> None:
    with transaction.atomic():
        answering.hand_over(department_id=department_id, at=entry.at)
