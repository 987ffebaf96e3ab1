"""存疑备注: the note on a record that could be neither confirmed nor refuted, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from journal.record import record as journal
from records.models import RecordNote
from records.models.listing import PUBLIC_STATES
from records.services import listing as listings
from records.services.causes import HideCause


@transaction.atomic
def keep_note(
    *,
    record_id: int,
    fields: Sequence[str],
    case_id: int,
    number: str,
    hides: bool,
    at: datetime,
    actor_ref: str,
) -> RecordNote:
    """Keep a note of contested fields after an objection; with `hides` a public record is hidden for it.

    Told twice, it changes nothing. Raises NotFound.
    """
    record, shown = listings.locked(record_id)
    note, new = RecordNote.objects.get_or_create(
        record=record,
        case_number=number,
        defaults={"fields": list(fields), "hides": hides and not shown.is_over, "noted_at": at},
    )
    if not new:
        return note
    journal(
        stream=record.stream,
        verb="record.noted",
        actor_ref=actor_ref,
        at=at,
        payload={
            "record_id": record.pk,
            "subject_id": record.subject_id,
            "fields": list(fields),
            "number": number,
            "case_id": case_id,
            "hides": note.hides,
        },
    )
    if note.hides and shown.state in PUBLIC_STATES:
        listings.hide(
            record_id=record.pk, cause=HideCause.UNCONFIRMED, document=number, at=at, actor_ref=actor_ref
        )
    return note


@transaction.atomic
def lift_notes(
    *, record_id: int, fields: Sequence[str], case_id: int, number: str, at: datetime, actor_ref: str
) -> int:
    """End the notes about fields that a later objection decided; a record hidden only for them is shown again.

    A note about several fields ends when none of them is left open. Returns how many ended.
    """
    record, _shown = listings.locked(record_id)
    ended = 0
    for note in record.notes.filter(lifted_at__isnull=True).order_by("pk"):
        left = [name for name in note.fields if name not in fields]
        if left == note.fields:
            continue
        changes: dict[str, object] = {"fields": left} if left else {"lifted_at": at, "lifted_by": number}
        RecordNote.objects.filter(pk=note.pk).update(**changes)
        ended += not left
        journal(
            stream=record.stream,
            verb="record.note_lifted",
            actor_ref=actor_ref,
            at=at,
            payload={
                "record_id": record.pk,
                "subject_id": record.subject_id,
                "fields": [name for name in note.fields if name in fields],
                "number": number,
                "case_id": case_id,
                "note_of": note.case_number,
            },
        )
    if ended:
        listings.uncover(record_id=record.pk, reason=number, at=at, actor_ref=actor_ref)
    return ended
