"""Entering a document of a court, a reviewing authority or an insolvency: the row, and the entry that tells it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from journal.now import day_of
from journal.record import record as journal
from journal.refusals import Crossed, Refusal
from records.models import CreditRecord, EnteredDocument
from records.models.entered import DocumentKind


@dataclass(frozen=True)
class Paper:
    """What stands on a document. `issuer` is whose it is; its legal effect follows `document_on`.

    `received_on` is the day it arrived: the clocks follow that. `statement` are the public reasons of a
    withdrawal; `new_number` is the number of the decision that takes the place of a changed one.
    """

    kind: DocumentKind
    issuer: str
    number: str
    document_on: date
    received_on: date
    statement: str = ""
    new_number: str = ""


def enter(
    record: CreditRecord,
    paper: Paper,
    *,
    verb: str,
    allowed: Sequence[DocumentKind],
    at: datetime,
    actor_ref: str,
) -> EnteredDocument:
    """Store a document on a locked record and journal it, in the caller's transaction.

    Raises Refusal for a document without issuer or number, with a day to come, or that arrived before it was
    made; Crossed where the same document stands on the record already.
    """
    if paper.kind not in allowed:
        raise Refusal("document-kind", _("Choose what the document says."))
    refuse_impossible(
        issuer=paper.issuer,
        number=paper.number,
        document_on=paper.document_on,
        received_on=paper.received_on,
        at=at,
    )
    number = paper.number.strip()
    if record.entered_documents.filter(kind=paper.kind, number=number).exists():
        raise Crossed("entered-already", _("This document was entered on this record already."))
    document = EnteredDocument.objects.create(
        record=record,
        kind=paper.kind,
        issuer=paper.issuer.strip(),
        number=number,
        document_on=paper.document_on,
        received_on=paper.received_on,
        new_decision_number=paper.new_number.strip(),
        key=secrets.token_urlsafe(12),
        entered_at=at,
        entered_by_ref=actor_ref,
    )
    journal(
        stream=record.stream,
        verb=verb,
        actor_ref=actor_ref,
        at=at,
        payload={
            "record_id": record.pk,
            "subject_id": record.subject_id,
            "document_id": document.pk,
            "kind": str(paper.kind),
            "issuer": document.issuer,
            "document": number,
            "document_on": paper.document_on.isoformat(),
            "received_on": paper.received_on.isoformat(),
            "new_decision_number": document.new_decision_number,
        },
    )
    return document


def refuse_impossible(
    *, issuer: str, number: str, document_on: date, received_on: date, at: datetime
) -> None:
    """Refuse a document that names nobody or has no number, that is to come, or that arrived before it was made."""
    if not issuer.strip():
        raise Refusal("issuer", _("Name the court or authority whose document it is."))
    if not number.strip():
        raise Refusal("document", _("Give the number of the ruling or document."))
    if received_on > day_of(at):
        raise Refusal("received-on", _("The day of arrival lies in the future. Check the day."))
    if document_on > received_on:
        raise Refusal(
            "document-on", _("The document cannot have arrived before its own date. Check the days.")
        )


def standing(record_id: int, kind: DocumentKind) -> EnteredDocument | None:
    """The latest stay or approved plan of a record that no later document ended."""
    return (
        EnteredDocument.objects.filter(record_id=record_id, kind=kind, ended_by__isnull=True)
        .order_by("-pk")
        .first()
    )


def end_standing(record_id: int, kind: DocumentKind, by: EnteredDocument) -> None:
    """Let a document end every standing one of a kind. Raises Crossed where none stands."""
    ended = EnteredDocument.objects.filter(record_id=record_id, kind=kind, ended_by__isnull=True).update(
        ended_by=by
    )
    if not ended:
        raise Crossed(
            "nothing-stands",
            _("No stay or plan stands on this record that this document could end. Enter that one first."),
        )


def plan_executed(record: CreditRecord) -> bool:
    """Whether a ruling confirms that the plan was fully carried out (asks no more where the papers are loaded)."""
    return any(
        paper.kind == DocumentKind.PLAN_EXECUTED and paper.ended_by_id is None
        for paper in record.entered_documents.all()
    )
