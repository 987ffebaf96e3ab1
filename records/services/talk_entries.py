"""约谈记录入档: held talks enter the credit record they were about, and stay there when the record falls (C4)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from journal.now import day_of
from journal.record import record as journal
from records.models import TalkEntry
from records.services import listing as listings


@transaction.atomic
def enter(
    *,
    record_id: int,
    case_id: int,
    case_number: str,
    ordinal: int,
    talk_kind: str,
    held_on: date,
    edition_key: str,
    at: datetime,
    actor_ref: str,
) -> TalkEntry:
    """Enter a held talk in the record it was about (国办发〔2019〕35号 item 9, R). Entered twice, it stands once.

    Raises NotFound for an unknown record.
    """
    record, _listing = listings.locked(record_id)
    entry, new = TalkEntry.objects.get_or_create(
        record=record,
        case_number=case_number,
        ordinal=ordinal,
        defaults={
            "talk_kind": talk_kind,
            "held_on": held_on,
            "entered_at": at,
            "edition_key": edition_key,
        },
    )
    if new:
        told = {"kind": talk_kind, "held_on": held_on.isoformat()}
        _tell("minutes.entered", entry, case_id=case_id, at=at, actor_ref=actor_ref, **told)
    return entry


@transaction.atomic
def add_remark(
    *, record_id: int, case_id: int, case_number: str, ordinal: int, remark: str, at: datetime, actor_ref: str
) -> None:
    """Add what the company said to the minutes of a talk when it confirmed them; told twice, it stands once.

    Raises NotFound for an unknown record.
    """
    record, _listing = listings.locked(record_id)
    found = TalkEntry.objects.select_related("record")
    entry = found.filter(record=record, case_number=case_number, ordinal=ordinal).first()
    if entry is None or entry.remark == remark:
        return
    TalkEntry.objects.filter(pk=entry.pk).update(remark=remark)
    _tell("minutes.corrected", entry, case_id=case_id, at=at, actor_ref=actor_ref)


@transaction.atomic
def basis_fell(*, record_id: int, at: datetime, actor_ref: str) -> int:
    """Note on the talks of a record that it was withdrawn since; returns how many. Told twice, nothing changes."""
    record, _listing = listings.locked(record_id)
    standing = TalkEntry.objects.filter(record=record, basis_fell_on__isnull=True)
    noted = list(standing.order_by("pk").values_list("pk", flat=True))
    TalkEntry.objects.filter(pk__in=noted).update(basis_fell_on=day_of(at))
    if noted:
        journal(
            stream=record.stream,
            verb="minutes.basis_fell",
            actor_ref=actor_ref,
            at=at,
            payload={
                "record_id": record.pk,
                "subject_id": record.subject_id,
                "talks": len(noted),
                "entry_ids": noted,
            },
        )
    return len(noted)


def _tell(verb: str, entry: TalkEntry, *, case_id: int, at: datetime, actor_ref: str, **told: str) -> None:
    """Journal what happened to the entry of one talk."""
    journal(
        stream=entry.record.stream,
        verb=verb,
        actor_ref=actor_ref,
        at=at,
        payload={
            "record_id": entry.record_id,
            "subject_id": entry.record.subject_id,
            "case_id": case_id,
            "number": entry.case_number,
            "talk": entry.ordinal,
            **told,
            "entry_ids": [entry.pk],
        },
    )
