"""责令重新作出: a refusal was annulled on review or in court, so the repair is decided anew by other officers (C18).

The new case begins where the unit has the application: no form, no fee, no minimum is asked for again.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.actors import DESK, Actor
from cases.models import Application, Case, Document, Step
from cases.models.application import Finding
from cases.models.case import new_number
from cases.policies import visible_to
from cases.refusals import refusal
from cases.services.acting import acting
from cases.services.crossing import may_enter
from cases.services.intake import decider_of
from cases.states import OPEN_STATES, CaseKind, RepairState
from journal.now import day_of
from records.models import CreditRecord
from records.models.entered import REVIEW_KINDS
from records.services import papers
from records.services.papers import Paper
from rulebook.editions_in_use import editions_in_use

AGAINST_THE_SUBJECT = (RepairState.CLOSED_REFUSED, RepairState.DECLINED)
KEPT_OF_THE_FORM = (
    *("contact_name", "contact_phone", "reason", "performed_on", "performance", "declared_at"),
    *("commitment_version", "commitment_text", "commitment_signed_by", "commitment_signed_at"),
    *("filed_by_ref", "served_by_ref"),
)


@transaction.atomic
def remand(*, case_id: int, paper: Paper, actor: Actor, at: datetime) -> Case:
    """Open the case on which a refused repair is decided again, in ROUTED, by the document that annulled the refusal.

    Its form, commitment, answers and papers are those of the refused one; every step is checked anew. Raises
    NotFound for whoever may not enter documents on the record, Crossed where it was not refused, is decided anew
    already, another case is open or publication is over, and what `records.services.papers` refuses.
    """
    record = _record_of(case_id)
    if record is None or not may_enter(record, actor, on=day_of(at)):
        raise refusal("no-record")
    refused = Case.objects.select_for_update().get(pk=case_id)
    _refuse_impossible(refused, record)
    document = papers.enter(
        record, paper, verb="court.entered", allowed=REVIEW_KINDS, at=at, actor_ref=actor.ref
    )
    case = _copied(refused, record, at=at)
    return route(case_id=case.pk, document=document.number, at=at)


@transaction.atomic
def decide_again(*, case_id: int, number: str, at: datetime) -> Case:
    """The same because the objection `number` against the result was found right (C23); once, then the case it opened.

    Raises as `remand`, but for what is asked of a document.
    """
    record = _record_of(case_id)
    if record is None:
        raise refusal("no-record")
    refused = Case.objects.select_for_update().get(pk=case_id)
    known = Case.objects.filter(remanded_from=refused).first()
    if known is not None:
        return known
    _refuse_impossible(refused, record)
    return route(case_id=_copied(refused, record, at=at).pk, document=number, at=at)


def _record_of(case_id: int) -> CreditRecord | None:
    """The record of a repair, locked before its cases."""
    known = Case.objects.filter(pk=case_id, kind=CaseKind.REPAIR).values_list("record_id", flat=True).first()
    if known is None:
        return None
    return (
        CreditRecord.objects.select_for_update(of=("self",))
        .select_related("department", "listing", "subject")
        .filter(pk=known)
        .first()
    )


def _refuse_impossible(refused: Case, record: CreditRecord) -> None:
    if refused.state not in AGAINST_THE_SUBJECT:
        raise refusal("not-refused")
    if Case.objects.filter(remanded_from=refused).exists():
        raise refusal("remanded-already")
    running = Case.objects.filter(record=record, kind=CaseKind.REPAIR, state__in=OPEN_STATES).first()
    if running is not None:
        raise refusal("second-case", number=running.number)
    if record.listing.is_over:
        raise refusal("record-over")


def _copied(refused: Case, record: CreditRecord, *, at: datetime) -> Case:
    case = Case.objects.create(
        number=new_number(CaseKind.REPAIR, day_of(at).year),
        kind=CaseKind.REPAIR,
        subject=record.subject,
        record=record,
        determining_department=record.department,
        edition_key=refused.edition_key,
        drafted_at=at,
        previous=refused,
        remanded_from=refused,
    )
    form = refused.application
    Application.objects.create(case=case, **{name: getattr(form, name) for name in KEPT_OF_THE_FORM})
    Step.objects.bulk_create(
        Step(
            case=case,
            way=step.way,
            phase=step.phase,
            who=step.who,
            facts=step.facts,
            submitted_at=step.submitted_at,
            finding=Finding.SUBMITTED if step.submitted_at or step.checked_at else Finding.OWED,
        )
        for step in refused.steps.order_by("pk")
    )
    Document.objects.bulk_create(
        Document(
            case=case,
            file=paper.file.name,
            **{
                name: getattr(paper, name)
                for name in (
                    *("material", "title", "original_name", "content_type"),
                    *("size", "sha256", "added_by_ref", "added_at"),
                )
            },
        )
        for paper in refused.documents.filter(removed_at__isnull=True).order_by("pk")
    )
    return case


def route(*, case_id: int, document: str, at: datetime) -> Case:
    """Put a case that is decided anew on the desk of the unit in charge; its terms run from this day."""
    with acting(case_id=case_id, act="remand", actor=DESK, at=at) as doing:
        department, reason = decider_of(
            doing.case, editions_in_use().by_key(doing.case.edition_key), on=doing.on
        )
        doing.move(
            "case.remanded",
            fields={
                "filed_at": at,
                "pushed_at": at,
                "handling_department_id": department.pk,
                "handling_reason": reason,
            },
            payload={
                "from_case_id": doing.case.remanded_from_id,
                "from_number": doing.case.remanded_from.number if doing.case.remanded_from else "",
                "department_id": department.pk,
                "document": document,
            },
        )
        doing.start("total")
        doing.start("accept")
    return doing.case


def refused_repairs(record: CreditRecord, actor: Actor) -> list[Case]:
    """The refused repairs of a record that the actor sees and that are not decided anew yet, newest first."""
    rows = visible_to(actor).filter(
        record=record, kind=CaseKind.REPAIR, state__in=AGAINST_THE_SUBJECT, remanded_to__isnull=True
    )
    return list(rows.order_by("-pk"))
