"""Rows of a holder's list, and of the silent holders a supervisor calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from delisting.models import OPEN_RELEASES, ReleaseState
from delisting.selectors import ReleaseRow
from journal.days import speaks_chinese
from look.cards import late_words, release_tone
from look.parts import Tone


@dataclass(frozen=True)
class ListedRelease:
    """One removal request. `late` says since when a silent holder is; `is_open` while an officer can still answer."""

    id: int
    decision_number: str
    subject_name: str
    holder: str
    state: str
    tone: Tone
    stalled: bool
    late: str
    near: bool
    due_on: date | None
    sent_at: datetime | None
    confirmed_at: datetime | None
    fault: str
    is_open: bool


def listed_release(row: ReleaseRow) -> ListedRelease:
    """A release in the reader's words."""
    return ListedRelease(
        id=row.id,
        decision_number=row.decision_number,
        subject_name=row.subject_name,
        holder=row.holder_zh if speaks_chinese() else row.holder_en,
        state=str(ReleaseState(row.state).label),
        tone=release_tone(row.state, stalled=row.stalled),
        stalled=row.stalled,
        late=late_words(row.late_since, stalled=row.stalled),
        near=row.near,
        due_on=row.due_on,
        sent_at=row.sent_at,
        confirmed_at=row.confirmed_at,
        fault=row.fault,
        is_open=row.state in {str(state) for state in OPEN_RELEASES},
    )
