"""登录裁判、复议文书: what a court's or reviewing authority's document does to a record and its publication.

Rules C4 to C6 of the crossing acts. The document is somebody else's: who entered it stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clocks import services as clocks
from journal.now import day_of
from journal.record import record as journal
from journal.refusals import Crossed, NotFound, Refusal
from records.models import CreditRecord, EnteredDocument, Listing
from records.models.entered import COURT_KINDS, FALLEN, DocumentKind
from records.models.listing import PUBLIC_STATES, ListingState
from records.services import correction, listing, papers
from records.services.causes import HideCause
from records.services.covering import stay_hides
from records.services.listing import uncover as uncover  # noqa: PLC0414 - insolvency knows it by this module
from records.services.papers import Paper
from records.services.terms import owner_of
from rulebook.edition import Edition, UnknownTerm
from rulebook.editions_in_use import editions_in_use
from rulebook.in_force import NoEdition, SeveralEditions

WITHDRAW_TERM = "withdraw-record"
STATEMENT_LIMIT = 4000


@transaction.atomic
def enter_court_document(
    *, record_id: int, paper: Paper, at: datetime, actor_ref: str, changes: Mapping[str, str] | None = None
) -> EnteredDocument:
    """Enter the document and do what it orders, in one transaction.

    A stay hides the listing where the edition says so and its end shows it again; a penalty that fell is
    withdrawn from any state, with three working days from arrival for the public reasons; a changed one is
    corrected by `changes` (fields of `correction.CORRECTABLE`). Raises Refusal and Crossed.
    """
    record, shown = listing.locked(record_id)
    if shown.state == ListingState.WITHDRAWN:
        raise Crossed("withdrawn-already", _("This record was withdrawn already."))
    document = papers.enter(
        record, paper, verb="court.entered", allowed=COURT_KINDS, at=at, actor_ref=actor_ref
    )
    if paper.kind == DocumentKind.STAY:
        _stay(record, shown, document, at=at, actor_ref=actor_ref)
    elif paper.kind == DocumentKind.STAY_ENDED:
        papers.end_standing(record.pk, DocumentKind.STAY, document)
        uncover(record_id=record.pk, reason=document.number, at=at, actor_ref=actor_ref)
    elif paper.kind in FALLEN:
        _withdraw(record, document, paper.statement, at=at, actor_ref=actor_ref)
    else:
        correction.correct(
            record_id=record.pk, changes=changes or {}, document=document, at=at, actor_ref=actor_ref
        )
    return document


def _stay(
    record: CreditRecord, shown: Listing, document: EnteredDocument, *, at: datetime, actor_ref: str
) -> None:
    if shown.state in PUBLIC_STATES and stay_hides(record):
        listing.hide(
            record_id=record.pk, cause=HideCause.STAY, document=document.number, at=at, actor_ref=actor_ref
        )


def _withdraw(
    record: CreditRecord, document: EnteredDocument, statement: str, *, at: datetime, actor_ref: str
) -> None:
    listing.withdraw(record_id=record.pk, document=document.number, at=at, actor_ref=actor_ref)
    edition = _edition_for_withdrawal(record, at)
    if edition is not None:
        clocks.start(
            owner=owner_of(record),
            term=edition.term(WITHDRAW_TERM),
            edition=edition,
            trigger_on=document.received_on,
            at=at,
            actor_ref=actor_ref,
        )
    if statement.strip():
        state_reasons(document_id=document.pk, statement=statement, at=at, actor_ref=actor_ref)


def _edition_for_withdrawal(record: CreditRecord, at: datetime) -> Edition | None:
    """The edition whose term runs for the withdrawal; a route without one withdraws without a term.

    Raises Refusal where several texts claim the day: which term runs is not this house's to choose.
    """
    editions = editions_in_use()
    try:
        edition = (
            editions.by_key(record.edition_key)
            if record.edition_key
            else editions.in_force(
                route=record.route,
                jurisdiction=record.jurisdiction,
                on=day_of(at),
                record_kind=record.kind,
            )
        )
        edition.term(WITHDRAW_TERM)
    except (NoEdition, UnknownTerm):
        return None
    except SeveralEditions as doubt:
        raise Refusal("several-texts", str(doubt)) from doubt
    return edition


@transaction.atomic
def state_reasons(*, document_id: int, statement: str, at: datetime, actor_ref: str) -> EnteredDocument:
    """State the reasons of a withdrawal in public (行政处罚法 第四十八条); the term is met with it.

    Raises NotFound for a document that withdrew nothing, Refusal without a text, Crossed where the reasons
    stand already.
    """
    document = EnteredDocument.objects.filter(pk=document_id, kind__in=FALLEN).first()
    if document is None:
        raise NotFound("no-document", _("This document does not exist or withdrew no record."))
    record, _shown = listing.locked(document.record_id)
    text = statement.strip()
    if not text:
        raise Refusal("statement", _("Write why the record is withdrawn; everybody can read it."))
    if len(text) > STATEMENT_LIMIT:
        raise Refusal("statement", _("The statement is too long."))
    rows = EnteredDocument.objects.filter(pk=document.pk, statement_at__isnull=True).update(
        statement=text, statement_at=at
    )
    if rows != 1:
        raise Crossed("stated-already", _("The reasons of this withdrawal were stated already."))
    document.statement, document.statement_at = text, at
    journal(
        stream=record.stream,
        verb="record.reasons_stated",
        actor_ref=actor_ref,
        at=at,
        payload={"record_id": record.pk, "document_id": document.pk, "document": document.number},
    )
    clocks.stop(
        owner=owner_of(record), at=at, actor_ref=actor_ref, reason="reasons stated", terms=(WITHDRAW_TERM,)
    )
    return document
