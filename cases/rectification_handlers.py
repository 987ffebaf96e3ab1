"""What the case room does about rectifications when it hears of the journal; told twice or late, it changes nothing."""

from __future__ import annotations

from datetime import datetime

from cases.models import Case
from cases.services.rectification import corrected, crossing, minutes
from cases.states import RUNNING_STATES, CaseKind
from journal.models import Entry
from records.services import talk_entries

WITHDRAWN, REPAIRED = "withdrawn", "repaired"


def on_listing_ended(entry: Entry) -> None:
    """A repaired record leaves nothing to demand (C24); talks about a withdrawn one lost their basis (C4)."""
    record_id, cause = entry.payload["record_id"], entry.payload["cause"]
    if cause == REPAIRED:
        crossing.end_after_repair(record_id, at=entry.at)
    elif cause == WITHDRAWN:
        talk_entries.basis_fell(record_id=record_id, at=entry.at, actor_ref=entry.actor_ref)


def on_record_corrected(entry: Entry) -> None:
    """A record was set right: the open demands on it are looked at again (C3, C5)."""
    running = Case.objects.filter(
        record=entry.payload["record_id"], kind=CaseKind.RECTIFICATION, state__in=RUNNING_STATES
    )
    for case in running:
        corrected.flag_demands(case_id=case.pk, at=entry.at)


def on_resumed(entry: Entry) -> None:
    """A rectification was taken up again: a plan that stands holds it anew, a limit that was over is over."""
    if entry.payload["case_kind"] == CaseKind.RECTIFICATION:
        crossing.after_a_hold(case_id=entry.payload["case_id"], at=entry.at)


def on_minutes_received(entry: Entry) -> None:
    """The sharing platform took the minutes in: number and day stand with the talk; what an officer noted, stands."""
    facts = entry.payload
    if facts["how"] != minutes.BY_HAND and facts["kind"] != minutes.BASIS_FELL:
        minutes.take_receipt(
            number=facts["number"],
            talk=facts["talk"],
            receipt=facts["receipt"],
            received_at=datetime.fromisoformat(facts["received_at"]),
            how=facts["how"],
            at=entry.at,
        )
