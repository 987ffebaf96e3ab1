"""变更主体、变更经营者、注销: a party that merged, split, changed form or operator, or ceased (rules C10 to C12).

And who takes over the copies of a department that ended (C8).
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from journal.now import day_of
from journal.record import record as journal
from journal.refusals import Crossed, NotFound, Refusal
from records.models import CreditRecord, Department, Holder, Subject
from records.models.subject import SubjectKind
from records.selectors import in_charge
from records.services import listing
from records.services.causes import EndCause


@transaction.atomic
def pass_on(
    *, record_id: int, successor_code: str, document: str, at: datetime, actor_ref: str
) -> CreditRecord:
    """Let a record follow its party to the successor because the law passes the penalty on.

    Raises Refusal for a successor that is not known, or is the party itself, or without the number of the
    proof; Crossed where publication is over or the successor has the same decision already.
    """
    record, shown = listing.locked(record_id)
    paper = _number(document)
    successor = Subject.objects.filter(code=successor_code.strip().upper()).first()
    if successor is None or successor.ceased_on is not None:
        raise Refusal("no-successor", _("This successor is not known here. Check its unified credit code."))
    if successor.pk == record.subject_id:
        raise Refusal("same-party", _("The successor is the party itself. Give the other code."))
    if shown.is_over:
        raise Crossed("listing-over", _("The publication of this record is over already."))
    twice = CreditRecord.objects.filter(
        department=record.department_id, decision_number=record.decision_number, subject=successor
    )
    if twice.exists():
        raise Crossed("has-it-already", _("The successor has this decision on record already."))
    before = record.subject_id
    CreditRecord.objects.filter(pk=record.pk).update(subject=successor)
    record.subject = successor
    journal(
        stream=record.stream,
        verb="record.passed_on",
        actor_ref=actor_ref,
        at=at,
        payload={
            "record_id": record.pk,
            "from_subject_id": before,
            "subject_id": successor.pk,
            "cause": "passed-on",
            "edition_key": record.edition_key,
            "document": paper,
        },
    )
    return record


@transaction.atomic
def end_with_party(*, record_id: int, document: str, at: datetime, actor_ref: str) -> CreditRecord:
    """End a publication because the party ceased and the law does not pass the penalty on. Raises as `pass_on`."""
    record, shown = listing.locked(record_id)
    _number(document)
    if shown.is_over:
        raise Crossed("listing-over", _("The publication of this record is over already."))
    listing.end(record_id=record.pk, cause=EndCause.PARTY_CEASED, at=at, actor_ref=actor_ref)
    return record


@transaction.atomic
def cease(
    *, subject_id: int, document: str, on: date, at: datetime, actor_ref: str, successor_code: str = ""
) -> Subject:
    """Note that a party was deregistered (注销) or merged into another; its publications run to their own end.

    Raises NotFound, Refusal without proof or for a day to come, Crossed where it was noted already.
    """
    subject = Subject.objects.select_for_update().filter(pk=subject_id).first()
    if subject is None:
        raise NotFound(
            "no-subject", _("This company is not known here. Check the unified social credit code.")
        )
    paper = _number(document)
    if on > day_of(at):
        raise Refusal("ceased-on", _("The day of deregistration lies in the future. Check the day."))
    if subject.ceased_on is not None:
        raise Crossed("ceased-already", _("It was noted already that this party ceased."))
    successor = (
        Subject.objects.filter(code=successor_code.strip().upper()).first() if successor_code else None
    )
    Subject.objects.filter(pk=subject.pk).update(ceased_on=on, successor=successor)
    subject.ceased_on, subject.successor = on, successor
    journal(
        stream=f"subject:{subject.pk}",
        verb="subject.ceased",
        actor_ref=actor_ref,
        at=at,
        payload={
            "subject_id": subject.pk,
            "ceased_on": on.isoformat(),
            "document": paper,
            "successor_id": successor and successor.pk,
        },
    )
    return subject


def masked(name: str) -> str:
    """A person's name as it may still be told: the first character, the others starred."""
    clean = name.strip()
    return clean[:1] + "*" * (len(clean) - 1)


@transaction.atomic
def change_operator(
    *, subject_id: int, operator: str, document: str, on: date, at: datetime, actor_ref: str
) -> Subject:
    """变更经营者: note the new operator of an individual business; its code stays.

    The former operator's name is kept nowhere any more; without a new one (death, no successor) none stands in
    its place. `on` is the day of the change; from then on deliveries change the operator no more. Raises
    NotFound, Refusal for a company, without proof, for a day to come or the same person, Crossed where the
    business ceased.
    """
    subject = Subject.objects.select_for_update().filter(pk=subject_id).first()
    if subject is None:
        raise NotFound(
            "no-subject", _("This company is not known here. Check the unified social credit code.")
        )
    paper, new = _number(document), operator.strip()
    if subject.kind != SubjectKind.INDIVIDUAL_BUSINESS:
        raise Refusal(
            "no-individual-business",
            _("Only an individual business has an operator. A company changes its representative elsewhere."),
        )
    if subject.ceased_on is not None:
        raise Crossed("ceased-already", _("It was noted already that this party ceased."))
    if on > day_of(at):
        raise Refusal("changed-on", _("The day of the change lies in the future. Check the day."))
    if new and new == subject.representative:
        raise Refusal("same-operator", _("This person is the operator already."))
    former = masked(subject.representative)
    Subject.objects.filter(pk=subject.pk).update(representative=new, operator_since=on)
    subject.representative, subject.operator_since = new, on
    journal(
        stream=f"subject:{subject.pk}",
        verb="subject.operator_changed",
        actor_ref=actor_ref,
        at=at,
        payload={
            "subject_id": subject.pk,
            "changed_on": on.isoformat(),
            "document": paper,
            "from": former,
            "to": masked(new),
        },
    )
    return subject


@transaction.atomic
def pass_on_holders(*, department_id: int, on: date, at: datetime, actor_ref: str) -> int:
    """Give the copies of a department that ended to whoever stands in its place; returns how many places.

    Without a named successor they stay, and are confirmed by hand (C9).
    """
    department = Department.objects.get(pk=department_id)
    following = in_charge(department, on)
    if following is None or following.pk == department.pk:
        return 0
    holders = list(Holder.objects.select_for_update().filter(department=department, active=True))
    for holder in holders:
        Holder.objects.filter(pk=holder.pk).update(department=following)
        journal(
            stream=f"department:{department.pk}",
            verb="holder.passed_on",
            actor_ref=actor_ref,
            at=at,
            payload={"holder_id": holder.pk, "department_id": following.pk},
        )
    return len(holders)


def _number(document: str) -> str:
    if not document.strip():
        raise Refusal("document", _("Give the number of the ruling or document."))
    return document.strip()
