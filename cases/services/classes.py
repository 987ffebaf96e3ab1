"""Who determines the class of a record, and who may ask for it: the department in charge, and the subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.roles import Role
from cases.policies import may_file_on
from cases.refusals import refusal
from journal.now import day_of
from journal.record import record as journal
from journal.refusals import Crossed, NotFound, Refusal
from records.models import ClassRequest, CreditRecord, Department, Reclassification
from records.models.credit_record import ClassStatus
from records.selectors import in_charge
from records.services import class_change, reclassify
from records.services.class_change import Change
from records.services.classing import facts_of
from rulebook.classify import classify

CLASS_ROLES = (Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR)
OPEN = (ClassStatus.PROVISIONAL, ClassStatus.UNDECIDABLE)
TEXT_LIMIT = 2000


@dataclass(frozen=True)
class Proposed:
    """What a decision would do to one record: the change, or the sentence with which it is refused."""

    record: CreditRecord
    class_name: str
    change: Change | None
    refused: str = ""


def departments_of(actor: Actor, *, on: date) -> tuple[Department, ...]:
    """The departments for whose records the actor determines classes on a day: its own and those they followed."""
    desks = actor.departments(*CLASS_ROLES)
    if not desks:
        return ()
    candidates = Department.objects.select_related("successor")
    found = [one for one in candidates if (now := in_charge(one, on)) is not None and now.pk in desks]
    return tuple(found)


def undetermined(actor: Actor, *, on: date) -> QuerySet[CreditRecord]:
    """The records of the actor's departments whose class is open or asked for; those asked for first.

    Rows bear `asked`. A record whose heavier class waits for its notice is not among them.
    """
    asked = ClassRequest.objects.filter(record=OuterRef("pk"), answer__isnull=True)
    waiting = Reclassification.objects.filter(
        record=OuterRef("pk"), effective_at__isnull=True, void_at__isnull=True
    )
    return (
        CreditRecord.objects.filter(
            department__in=departments_of(actor, on=on), listing__ended_at__isnull=True
        )
        .annotate(asked=Exists(asked))
        .filter(Q(class_status__in=OPEN) | Q(asked=True))
        .exclude(Exists(waiting))
        .select_related("subject", "department", "listing")
        .order_by("-asked", "-determined_on", "-pk")
    )


def proposals(
    actor: Actor, choices: Mapping[int, str], *, on: date, edition_key: str = ""
) -> tuple[Proposed, ...]:
    """What giving records these classes (record id to class) would do on a day; nothing is written.

    Raises the refusal of an absent record for one that is not the actor's to determine.
    """
    return tuple(
        _proposed(record, class_name, on=on, edition_key=edition_key)
        for record, class_name in _chosen(actor, choices, on=on)
    )


def under_edition(actor: Actor, edition_key: str, *, on: date, limit: int = 500) -> tuple[Proposed, ...]:
    """What a later text would make of the actor's records that were determined before it, where it decides.

    Records whose class that text leaves open are left out: they are determined one by one.
    """
    rows = (
        CreditRecord.objects.filter(
            department__in=departments_of(actor, on=on), listing__ended_at__isnull=True
        )
        .exclude(edition_key=edition_key)
        .select_related("subject", "department", "listing")
        .order_by("pk")[:limit]
    )
    found = []
    for record in rows:
        try:
            edition = class_change.edition_for(record, edition_key)
        except Refusal:
            continue
        if edition.key == record.edition_key:
            continue
        judged = classify(facts_of(record), edition)
        if judged.class_ is not None and judged.status == "decided":
            found.append(_proposed(record, judged.class_, on=on, edition_key=edition_key))
    return tuple(found)


def determine(
    *, record_id: int, class_name: str, reason: str, actor: Actor, at: datetime, edition_key: str = ""
) -> Reclassification:
    """Determine the class of a record (分类认定), by an officer of the department in charge of it."""
    record = _record(record_id)
    authorise(record, actor, on=day_of(at))
    return reclassify.reclassify(
        record_id=record_id,
        class_name=class_name,
        reason=reason,
        at=at,
        actor_ref=actor.ref,
        edition_key=edition_key,
    )


def determine_many(
    *,
    choices: Mapping[int, str],
    reason: str,
    actor: Actor,
    at: datetime,
    edition_key: str = "",
    reasons: Mapping[int, str] | None = None,
) -> tuple[tuple[Reclassification, ...], tuple[Proposed, ...]]:
    """Determine the classes of many records, each in a transaction of its own.

    `reasons` are those given for single records, before the common one. Returns what was decided, and those
    that were refused with their sentences.
    """
    done, refused = [], []
    for record, class_name in _chosen(actor, choices, on=day_of(at)):
        try:
            row = determine(
                record_id=record.pk,
                class_name=class_name,
                reason=(reasons or {}).get(record.pk) or reason,
                actor=actor,
                at=at,
                edition_key=edition_key,
            )
        except Refusal as why:
            refused.append(Proposed(record, class_name, None, str(why)))
        else:
            done.append(row)
    return tuple(done), tuple(refused)


@transaction.atomic
def ask(*, record_id: int, reason: str, actor: Actor, at: datetime) -> ClassRequest:
    """Ask the department to determine the class of a record (申请分类认定), by the subject.

    Raises the refusal of an absent record for a foreign one; Crossed where it was asked already, where the class
    is decided, or where publication is over.
    """
    record = CreditRecord.objects.select_for_update().filter(pk=record_id).first()
    if record is None:
        raise refusal("no-record")
    may_file_on(record, actor)
    if record.listing.is_over:
        raise refusal("record-over")
    if record.class_status not in OPEN:
        raise Crossed("class-decided", _("The class of this record was determined already."))
    if record.class_requests.filter(answer__isnull=True).exists():
        raise Crossed("asked-already", _("The department was asked already; its answer will come by letter."))
    asked = ClassRequest.objects.create(
        record=record, reason=reason.strip()[:TEXT_LIMIT], asked_by_ref=actor.ref, asked_at=at
    )
    journal(
        stream=record.stream,
        verb="record.class_requested",
        actor_ref=actor.ref,
        at=at,
        payload={
            "record_id": record.pk,
            "subject_id": record.subject_id,
            "department_id": record.department_id,
            "reason": asked.reason,
        },
    )
    return asked


def open_requests(subject_id: int) -> frozenset[int]:
    """The records of a subject on which its request waits for an answer."""
    waiting = ClassRequest.objects.filter(record__subject_id=subject_id, answer__isnull=True)
    return frozenset(waiting.values_list("record_id", flat=True))


def _record(record_id: int) -> CreditRecord:
    record = CreditRecord.objects.select_related("subject", "department", "listing").filter(pk=record_id)
    found = record.first()
    if found is None:
        raise NotFound("no-record", _("This credit record does not exist."))
    return found


def _chosen(actor: Actor, choices: Mapping[int, str], *, on: date) -> list[tuple[CreditRecord, str]]:
    chosen = [(_record(record_id), class_name) for record_id, class_name in choices.items()]
    for record, _class_name in chosen:
        authorise(record, actor, on=on)
    return chosen


def _proposed(record: CreditRecord, class_name: str, *, on: date, edition_key: str) -> Proposed:
    try:
        change = class_change.preview(record, class_name=class_name, on=on, edition_key=edition_key)
    except Refusal as refused:
        return Proposed(record, class_name, None, str(refused))
    return Proposed(record, class_name, change)


def authorise(record: CreditRecord, actor: Actor, *, on: date) -> None:
    """Refuse whoever may not determine the class of a record: absent and foreign records look the same."""
    unit = in_charge(record.department, on)
    if unit is None or not any(actor.holds(role, unit.pk) for role in CLASS_ROLES):
        raise NotFound("no-record", _("This credit record does not exist."))
    if record.subject_id in actor.subjects:
        raise refusal("own-company")
