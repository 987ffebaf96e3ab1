"""登录破产裁定: reorganisation or settlement approved, carried out, terminated; administrators (rules C13 to C15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from journal.now import day_of
from journal.record import record as journal
from journal.refusals import Crossed, NotFound, Refusal
from records.models import Administration, CreditRecord, EnteredDocument, Listing, Subject
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


@dataclass(frozen=True)
class Appointment:
    """The court's decision that appoints an administrator: whose it is, its number and dates, whom it names."""

    name: str
    issuer: str
    number: str
    document_on: date
    received_on: date


@transaction.atomic
def appoint_administrator(
    *, subject_id: int, appointment: Appointment, at: datetime, actor_ref: str
) -> Administration:
    """指定管理人: from now on the administrator stands for the subject, and letters go to it (rule C15).

    Raises NotFound, Refusal for a decision without court, number or name or with impossible days, Crossed where
    one is in office or the party ceased.
    """
    subject = Subject.objects.select_for_update().filter(pk=subject_id).first()
    if subject is None:
        raise NotFound(
            "no-subject", _("This company is not known here. Check the unified social credit code.")
        )
    if not appointment.name.strip():
        raise Refusal("administrator", _("Name the administrator that the court appointed."))
    papers.refuse_impossible(
        issuer=appointment.issuer,
        number=appointment.number,
        document_on=appointment.document_on,
        received_on=appointment.received_on,
        at=at,
    )
    if subject.ceased_on is not None:
        raise Crossed("ceased-already", _("It was noted already that this party ceased."))
    if subject.administrations.filter(ended_on__isnull=True).exists():
        raise Crossed(
            "administrator-in-office", _("An administrator is in office already; relieve it first.")
        )
    administration = Administration.objects.create(
        subject=subject,
        name=appointment.name.strip(),
        issuer=appointment.issuer.strip(),
        number=appointment.number.strip(),
        document_on=appointment.document_on,
        received_on=appointment.received_on,
        entered_at=at,
        entered_by_ref=actor_ref,
    )
    journal(
        stream=f"subject:{subject.pk}",
        verb="subject.administrator_appointed",
        actor_ref=actor_ref,
        at=at,
        payload={
            "subject_id": subject.pk,
            "administration_id": administration.pk,
            "name": administration.name,
            "issuer": administration.issuer,
            "document": administration.number,
            "document_on": administration.document_on.isoformat(),
            "received_on": administration.received_on.isoformat(),
        },
    )
    return administration


@transaction.atomic
def relieve_administrator(
    *, subject_id: int, document: str, on: date, at: datetime, actor_ref: str
) -> Administration:
    """终止管理人职务: the management stands for the subject again. `on` is the day by the court's paper.

    Raises Refusal without its number, for a day to come or before the appointment, Crossed where none is in office.
    """
    Subject.objects.select_for_update().filter(pk=subject_id).first()
    standing = Administration.objects.filter(subject=subject_id, ended_on__isnull=True).first()
    if standing is None:
        raise Crossed("no-administrator", _("No administrator is in office."))
    if not document.strip():
        raise Refusal("document", _("Give the number of the ruling or document."))
    if not standing.document_on <= on <= day_of(at):
        raise Refusal(
            "relieved-on", _("The day lies in the future or before the appointment. Check the day.")
        )
    Administration.objects.filter(pk=standing.pk).update(ended_on=on, ended_document=document.strip())
    standing.ended_on, standing.ended_document = on, document.strip()
    journal(
        stream=f"subject:{subject_id}",
        verb="subject.administrator_relieved",
        actor_ref=actor_ref,
        at=at,
        payload={
            "subject_id": subject_id,
            "administration_id": standing.pk,
            "document": standing.ended_document,
            "ended_on": on.isoformat(),
        },
    )
    return standing
