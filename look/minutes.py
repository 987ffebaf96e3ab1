"""Where the minutes of a talk are on their way to the sharing platform, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from delisting.minutes_reading import MinutesDelivery
from delisting.models import MinutesKind, MinutesState
from journal.days import day_words, speaks_chinese
from journal.now import day_of
from look.cards import late_words
from look.parts import SummaryRow, Tone

TONES: Mapping[str, Tone] = {
    MinutesState.PENDING: "quiet",
    MinutesState.SENT: "accent",
    MinutesState.RECEIVED: "good",
    MinutesState.SUPERSEDED: "quiet",
}


@dataclass(frozen=True)
class MinutesLine:
    """One delivery for a list of officers."""

    id: int
    what: str
    talk: str
    case_number: str
    decision_number: str
    subject_name: str
    holder: str
    state: str
    tone: Tone
    stalled: bool
    late: str
    due_on: date | None
    sent_at: datetime | None
    fault: str


def minutes_line(row: MinutesDelivery) -> MinutesLine:
    """A delivery in the reader's words."""
    return MinutesLine(
        id=row.id,
        what=str(MinutesKind(row.kind).label),
        talk=row.talk_kind,
        case_number=row.case_number,
        decision_number=row.decision_number,
        subject_name=row.subject_name,
        holder=holder_words(row),
        state=str(MinutesState(row.state).label),
        tone=minutes_tone(row.state, stalled=row.stalled),
        stalled=row.stalled,
        late=late_words(row.late_since, stalled=row.stalled),
        due_on=row.due_on,
        sent_at=row.sent_at,
        fault=row.fault,
    )


def minutes_tone(state: str, *, stalled: bool) -> Tone:
    """How a delivery feels; a late one is late whatever the state says."""
    return "late" if stalled else TONES[state]


def holder_words(row: MinutesDelivery) -> str:
    """The platform by the name of the reader's language."""
    return row.holder_zh if speaks_chinese() else row.holder_en


def sharing_row(row: MinutesDelivery) -> SummaryRow:
    """A line of a talk's minutes: which platform, and how far the delivery is."""
    return SummaryRow(holder_words(row), _progress(row))


def _progress(row: MinutesDelivery) -> str:
    if row.received_at is not None:
        facts = {"number": row.receipt_number, "day": day_words(day_of(row.received_at))}
        if row.by_hand:
            return _("Taken in under %(number)s on %(day)s, confirmed by hand") % facts
        return _("Taken in under %(number)s on %(day)s") % facts
    state = str(MinutesState(row.state).label)
    if row.stalled:
        return _("%(state)s; late, the supervisor was told") % {"state": state}
    if row.due_on is None:
        return state
    return _("%(state)s; due by %(day)s") % {"state": state, "day": day_words(row.due_on)}
