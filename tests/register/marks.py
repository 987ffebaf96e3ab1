"""What a record bears in the public register while somebody objects to it, or after what could not be confirmed."""

from __future__ import annotations

from datetime import datetime

from records.models import CreditRecord
from records.services import notes, objections
from tests.register.conftest import NOON

NUMBER = "YY-2026-AAAAAAAA"


def contest(record: CreditRecord, *, at: datetime = NOON) -> None:
    """An objection that was accepted and hides nothing."""
    objections.contest(
        record_id=record.pk, meanwhile="mark", case_id=5, number=NUMBER, at=at, actor_ref="user:1"
    )


def note(record: CreditRecord) -> None:
    """A fact of the record could be confirmed neither way, and hides nothing."""
    notes.keep_note(
        record_id=record.pk,
        fields=["facts"],
        case_id=5,
        number=NUMBER,
        hides=False,
        at=NOON,
        actor_ref="user:1",
    )
