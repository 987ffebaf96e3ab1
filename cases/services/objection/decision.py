"""The countersigning officer's acts on an objection, with what they do to the record in the same transaction."""

from __future__ import annotations

from datetime import datetime

from accounts.actors import Actor
from cases.contested import PUBLICATION, REPAIR_RESULT, WITHOUT_VALUE
from cases.models import Case, ContestedField
from cases.models.decision import Outcome
from cases.models.objection import FieldOutcome
from cases.services.acting import Doing, acting
from cases.services.decision import sign
from cases.services.ending import contested_records, ends
from cases.services.objection.correcting import correct_record
from cases.services.objection.redress import open_redress
from cases.states import CaseKind
from records.models import CreditRecord
from records.models.listing import ListingState
from records.services import listing as listings
from records.services import notes
from records.services.class_change import CAN_BE_HIDDEN

DELETE = "delete"
HIDE = "note-and-hide"


def correct(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Correct the record field by field (更正); both values are kept, every holder is told.

    Where the result of a repair is contested, that repair is decided again instead (C18, C23).
    """
    with acting(
        case_id=case_id, act="correct", actor=actor, at=at, version=version, kind=CaseKind.OBJECTION
    ) as doing:
        sign(doing, Outcome.CORRECT, verb="case.corrected")
        fields = _settle_fields(doing)
        _apply_corrections(doing, fields)
        _keep_notes(doing, fields)
        if REPAIR_RESULT in fields:
            previous = doing.case.previous
            doing.note(
                "case.decide_again",
                previous_id=doing.case.previous_id,
                previous_number=previous.number if previous is not None else "",
            )
        else:
            open_redress(doing, Outcome.CORRECT)
        ends(doing)
    return doing.case


def withdraw_record(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Withdraw the record (撤销、删除): publication and measures end, every holder deletes its copy."""
    with acting(
        case_id=case_id, act="withdraw_record", actor=actor, at=at, version=version, kind=CaseKind.OBJECTION
    ) as doing:
        sign(doing, Outcome.WITHDRAW_RECORD, verb="case.record_withdrawn")
        _settle_fields(doing)
        # what is owed depends on whether it was public: asked before it is withdrawn
        open_redress(doing, Outcome.WITHDRAW_RECORD)
        _withdraw(doing)
        ends(doing)
    return doing.case


def uphold(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Uphold the record (维持), with the reasons and the clause of the proposal."""
    with acting(
        case_id=case_id, act="uphold", actor=actor, at=at, version=version, kind=CaseKind.OBJECTION
    ) as doing:
        sign(doing, Outcome.UPHOLD, verb="case.upheld")
        _settle_fields(doing)
        ends(doing)
    return doing.case


def note(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Keep a note of what nobody could confirm (存疑备注); the text says whether the record stays in the public."""
    with acting(
        case_id=case_id, act="note", actor=actor, at=at, version=version, kind=CaseKind.OBJECTION
    ) as doing:
        sign(doing, Outcome.NOTE, verb="case.noted")
        fields = _settle_fields(doing)
        if doing.edition.objection.unconfirmed.value == DELETE:
            open_redress(doing, Outcome.NOTE)
            _withdraw(doing)
        else:
            _keep_notes(doing, fields)
        ends(doing)
    return doing.case


def _settle_fields(doing: Doing) -> dict[str, ContestedField]:
    """Let every proposed outcome be the field's outcome; earlier notes about what is decided now end.

    Returns the standing fields by name.
    """
    rows = list(doing.case.contested.filter(dropped_at__isnull=True))
    for row in rows:
        row.outcome = row.proposed
    ContestedField.objects.bulk_update(rows, ["outcome"])
    settled = [row.field for row in rows if row.outcome in {FieldOutcome.CORRECTED, FieldOutcome.UPHELD}]
    if settled:
        notes.lift_notes(
            record_id=doing.case.record_id,
            fields=settled,
            case_id=doing.case.pk,
            number=doing.case.number,
            at=doing.at,
            actor_ref=doing.actor.ref,
        )
    return {row.field: row for row in rows}


def _apply_corrections(doing: Doing, fields: dict[str, ContestedField]) -> None:
    """The wrong values go first, the mark afterwards: nothing wrong is shown again, not even for a moment."""
    right = {name: row for name, row in fields.items() if row.outcome == FieldOutcome.CORRECTED}
    records = contested_records(doing.case.record_id)
    values = {name: row.proposed_value for name, row in right.items() if name not in WITHOUT_VALUE}
    correct_record(doing, values, records=records)
    if PUBLICATION in right:
        for record_id in records:
            _take_out_of_the_public(doing, record_id)


def _take_out_of_the_public(doing: Doing, record_id: int) -> None:
    """Publication was wrong: over where its longest period is, else the record is kept and not published."""
    shown = CreditRecord.objects.select_related("listing").get(pk=record_id).listing
    if shown.state not in CAN_BE_HIDDEN:
        return
    if shown.lapses_on is not None and shown.lapses_on <= doing.on and shown.state != ListingState.KEPT_ON:
        listings.run_out(record_id=record_id, at=doing.at, actor_ref=doing.actor.ref)
    else:
        listings.withhold(record_id=record_id, cause="objection", at=doing.at, actor_ref=doing.actor.ref)


def _withdraw(doing: Doing) -> None:
    for record_id in contested_records(doing.case.record_id):
        shown = CreditRecord.objects.select_related("listing").get(pk=record_id).listing
        if shown.state != ListingState.WITHDRAWN:
            listings.withdraw(
                record_id=record_id, document=doing.case.number, at=doing.at, actor_ref=doing.actor.ref
            )


def _keep_notes(doing: Doing, fields: dict[str, ContestedField]) -> None:
    doubtful = [name for name, row in fields.items() if row.outcome == FieldOutcome.NOTED]
    if not doubtful:
        return
    for record_id in contested_records(doing.case.record_id):
        notes.keep_note(
            record_id=record_id,
            fields=doubtful,
            case_id=doing.case.pk,
            number=doing.case.number,
            hides=doing.edition.objection.unconfirmed.value == HIDE,
            at=doing.at,
            actor_ref=doing.actor.ref,
        )
