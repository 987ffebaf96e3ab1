"""登录破产裁定: reorganisation or settlement approved, carried out, terminated (rules C13 and C14)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from journal.refusals import Crossed, Refusal
from records.models import CreditRecord, EnteredDocument, Listing
from records.models.entered import INSOLVENCY_KINDS, DocumentKind
from records.models.listing import PUBLIC_STATES
from records.selectors import edition_of
from records.services import court, listing, measures, papers
from records.services.causes import EndCause, HideCause
from records.services.papers import Paper
from rulebook.procedure import Bankruptcy

ENDS_DIRECTLY = "ends-publicity"


@transaction.atomic
def enter_insolvency_ruling(*, record_id: int, paper: Paper, at: datetime, actor_ref: str) -> EnteredDocument:
    """Enter the ruling and do what it says, in one transaction; the publicity period runs on throughout.

    Plan approved: listing hidden, measures suspended. Carried out: where the edition says so publication ends
    at once, else a repair may be filed without waiting for the minimum. Terminated: shown again and measures
    in force, unless the period is over. Raises Refusal where the edition knows no such effect, Crossed where
    publication is over or no plan stands.
    """
    record, shown = listing.locked(record_id)
    law = edition_of(record).bankruptcy
    if shown.is_over:
        raise Crossed("listing-over", _("The publication of this record is over already."))
    document = papers.enter(
        record, paper, verb="insolvency.entered", allowed=INSOLVENCY_KINDS, at=at, actor_ref=actor_ref
    )
    if paper.kind == DocumentKind.PLAN_APPROVED:
        _approved(record, shown, document, law, at=at, actor_ref=actor_ref)
    elif paper.kind == DocumentKind.PLAN_EXECUTED:
        papers.end_standing(record.pk, DocumentKind.PLAN_APPROVED, document)
        if law.final.value == ENDS_DIRECTLY:
            listing.end(record_id=record.pk, cause=EndCause.PLAN_EXECUTED, at=at, actor_ref=actor_ref)
    else:
        papers.end_standing(record.pk, DocumentKind.PLAN_APPROVED, document)
        measures.resume_all(record_id=record.pk, at=at, actor_ref=actor_ref)
        court.uncover(record_id=record.pk, reason=document.number, at=at, actor_ref=actor_ref)
    return document


def _approved(
    record: CreditRecord,
    shown: Listing,
    document: EnteredDocument,
    law: Bankruptcy,
    *,
    at: datetime,
    actor_ref: str,
) -> None:
    if law.temporary_hide.value == "none":
        raise Refusal(
            "no-temporary-hide", _("The text that governs this record knows no suspension for insolvency.")
        )
    if shown.state in PUBLIC_STATES:
        listing.hide(
            record_id=record.pk,
            cause=HideCause.INSOLVENCY,
            document=document.number,
            at=at,
            actor_ref=actor_ref,
        )
    else:
        measures.suspend_all(record_id=record.pk, at=at, actor_ref=actor_ref)
