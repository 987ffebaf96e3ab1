"""Filing many records of one company in one sitting (批量申请): shared parts once, each record a case of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.actors import Actor, still_stands
from accounts.roles import MandateScope
from cases.commitment import COMMITMENT_VERSION, commitment_text, group_commitment_text
from cases.models import Application, Case, GroupFiling
from cases.models.declaring import SHEET
from cases.models.group import new_group_number
from cases.policies import acts_for, authorise
from cases.refusals import refusal
from cases.services import drafting
from cases.services.acting import text
from cases.services.drafting import FORM_LIMITS
from cases.services.group_papers import lay_in_draft
from cases.services.seconding import void_of_group
from cases.states import CaseKind, RepairState
from journal.now import day_of
from journal.record import record as journal_record
from journal.refusals import Refusal
from records.models import Subject

GROUP_LIMIT = 200  # records in one sitting; the house's own choice (K)
FILE, SIGN_SECOND = "file", "sign_second"
SCOPES: Mapping[str, MandateScope] = {FILE: MandateScope.FILE, SIGN_SECOND: MandateScope.SIGN}
"""What is done with a whole group, and which part of a mandate it belongs to."""


@dataclass(frozen=True)
class Sitting:
    """A group and its drafts, locked for one act."""

    group: GroupFiling
    drafts: tuple[Case, ...]
    actor: Actor
    at: datetime

    def note(self, verb: str, **payload: object) -> None:
        """Journal an act on the group's own stream."""
        journal_record(
            stream=self.group.stream,
            verb=verb,
            actor_ref=self.actor.ref,
            at=self.at,
            payload={"group": self.group.number, "subject_id": self.group.subject_id, **payload},
        )


def drafts_of(group: GroupFiling) -> QuerySet[Case]:
    """The drafts that a group still holds, oldest first."""
    return Case.objects.filter(
        application__group=group, kind=CaseKind.REPAIR, state=RepairState.DRAFT
    ).order_by("pk")


@contextmanager
def holding(*, group_id: int, actor: Actor, at: datetime, act: str = FILE) -> Iterator[GroupFiling]:
    """Lock an open group for an act of its company, in one transaction; its drafts are left alone.

    A second signature that is waited for is void afterwards where the act changed what was declared. Absent and
    foreign groups look the same. Raises a refusal for a closed one, and where a mandate has ended.
    """
    scope = SCOPES[act]
    with transaction.atomic():
        group = GroupFiling.objects.select_for_update().filter(pk=group_id).first()
        if group is None or not can_group(actor, group.subject_id, scope):
            raise refusal("no-group")
        _refuse_ended_mandate(actor, group.subject_id, at, scope)
        if group.closed_at is not None:
            raise refusal("group-closed")
        yield group
        void_of_group(group, actor, at=at)


@contextmanager
def sitting(*, group_id: int, actor: Actor, at: datetime, act: str = FILE) -> Iterator[Sitting]:
    """Lock an open group and all its drafts for one act; raises what `holding` raises."""
    with holding(group_id=group_id, actor=actor, at=at, act=act) as group:
        # the records first, then their cases: the order in which everybody locks them
        drafts = tuple(
            drafts_of(group)
            .select_for_update(of=("record", "self"))
            .select_related("record__department", "subject", "application")
        )
        for case in drafts:
            authorise(act, case, actor)
        yield Sitting(group, drafts, actor, at)


def choose(
    *, subject_id: int, record_ids: Sequence[int], actor: Actor, at: datetime
) -> tuple[GroupFiling, dict[int, Refusal]]:
    """Open the company's group, or go on with the open one, and take records into it.

    Each record gets its draft in a transaction of its own: one that cannot be filed keeps no other one back. The
    second value says of each record that was not taken why. Raises a refusal for a foreign company, without records,
    and for more than GROUP_LIMIT.
    """
    if not record_ids:
        raise refusal("group-empty")
    wanted = sorted(set(record_ids))
    group = _opened(subject_id=subject_id, record_ids=wanted, actor=actor, at=at)
    refused: dict[int, Refusal] = {}
    for record_id in wanted:
        try:
            _join(group, record_id, actor=actor, at=at)
        except Refusal as why:
            refused[record_id] = why
    return group, refused


@transaction.atomic
def _opened(*, subject_id: int, record_ids: Sequence[int], actor: Actor, at: datetime) -> GroupFiling:
    subject = Subject.objects.select_for_update().filter(pk=subject_id).first()
    if subject is None or not can_group(actor, subject_id):
        raise refusal("no-record")
    _refuse_ended_mandate(actor, subject_id, at)
    group = GroupFiling.objects.filter(subject=subject, closed_at__isnull=True).first()
    _refuse_full(group, record_ids)
    if group is not None:
        return group
    group = GroupFiling.objects.create(
        number=new_group_number(day_of(at).year), subject=subject, opened_by_ref=actor.ref, opened_at=at
    )
    Sitting(group, (), actor, at).note("group.opened")
    return group


def _refuse_full(group: GroupFiling | None, record_ids: Sequence[int]) -> None:
    """Refuse more records than a sitting holds; one that is in it already counts once."""
    others = 0 if group is None else drafts_of(group).exclude(record__in=record_ids).count()
    if others + len(record_ids) > GROUP_LIMIT:
        raise refusal("group-full", limit=GROUP_LIMIT)


def _join(group: GroupFiling, record_id: int, *, actor: Actor, at: datetime) -> None:
    """A draft on the record with contact and papers of the group; what was signed before did not name this record."""
    with holding(group_id=group.pk, actor=actor, at=at) as held:
        _refuse_full(held, [record_id])  # somebody else may have chosen at the same time
        case = drafting.draft(record_id=record_id, actor=actor, at=at)
        if case.subject_id != held.subject_id:
            raise refusal("no-record")
        Application.objects.filter(case=case).update(group=held, **_contact(held))
        for paper in held.papers.filter(removed_at__isnull=True).exclude(material=SHEET):
            lay_in_draft(paper, case, actor=actor, at=at)


def _contact(group: GroupFiling) -> dict[str, str]:
    """What the group says of whom to ask; nothing where it was not asked yet, so that a draft keeps its own."""
    given = {"contact_name": group.contact_name, "contact_phone": group.contact_phone}
    return {name: value for name, value in given.items() if value}


def save_contact(
    *, group_id: int, contact_name: str, contact_phone: str, actor: Actor, at: datetime
) -> GroupFiling:
    """Say once whom to ask; it stands in every draft of the group. Raises a refusal for an empty or long one."""
    name = text(contact_name, otherwise="contact-name", limit=FORM_LIMITS["contact_name"])
    phone = text(contact_phone, otherwise="contact-phone", limit=FORM_LIMITS["contact_phone"])
    with sitting(group_id=group_id, actor=actor, at=at) as held:
        told = {"contact_name": name, "contact_phone": phone}
        GroupFiling.objects.filter(pk=held.group.pk).update(**told)
        Application.objects.filter(case__in=[case.pk for case in held.drafts]).update(**told)
    return held.group


def sign_commitment(*, group_id: int, signed_by: str, actor: Actor, at: datetime) -> GroupFiling:
    """Sign the credit commitment once for every record of the group; each application keeps its own text of it.

    A record that joins later is not in the text that was signed: the commitment is then signed anew.
    """
    name = text(signed_by, otherwise="commitment", limit=80)
    with sitting(group_id=group_id, actor=actor, at=at) as held:
        if not held.drafts:
            raise refusal("group-empty")
        group = held.group
        group.commitment_text = group_commitment_text(group.subject, [case.record for case in held.drafts])
        group.commitment_signed_by, group.commitment_signed_at = name, at
        group.save(update_fields=["commitment_text", "commitment_signed_by", "commitment_signed_at"])
        _sign(group, held.drafts)
        held.note("group.signed", cases=[case.number for case in held.drafts])
    return group


def _sign(group: GroupFiling, drafts: Sequence[Case]) -> None:
    """The one signature, under each draft's own text."""
    signed = []
    for case in drafts:
        form = case.application
        form.commitment_version = COMMITMENT_VERSION
        form.commitment_text = commitment_text(case)
        form.commitment_signed_by = group.commitment_signed_by
        form.commitment_signed_at = group.commitment_signed_at
        signed.append(form)
    Application.objects.bulk_update(
        signed, ["commitment_version", "commitment_text", "commitment_signed_by", "commitment_signed_at"]
    )


def leave(*, group_id: int, case_id: int, actor: Actor, at: datetime) -> GroupFiling:
    """Take a record out of the group; its draft stays, to be filed by itself."""
    with sitting(group_id=group_id, actor=actor, at=at) as held:
        if case_id not in {case.pk for case in held.drafts}:
            raise refusal("no-case")
        Application.objects.filter(case=case_id).update(group=None)
    return held.group


def close(*, group_id: int, actor: Actor, at: datetime) -> GroupFiling:
    """End the sitting; drafts that were not filed stay, each by itself."""
    with sitting(group_id=group_id, actor=actor, at=at) as held:
        Application.objects.filter(case__in=[case.pk for case in held.drafts]).update(group=None)
        GroupFiling.objects.filter(pk=held.group.pk).update(closed_at=at)
        held.note("group.closed", left=[case.number for case in held.drafts])
    return held.group


def can_group(actor: Actor, subject_id: int, scope: MandateScope = MandateScope.FILE) -> bool:
    """Whether an actor does something for all records of a company: not an agent for some of them, or other things."""
    if subject_id in actor.subjects:
        return actor.may(scope, subject_id)
    return acts_for(actor, subject_id)


def visible_groups(actor: Actor, *scopes: MandateScope) -> QuerySet[GroupFiling]:
    """The groups of the companies for all of whose records an actor may do one of these; without any, file."""
    wanted = scopes or (MandateScope.FILE,)
    companies = {*actor.subjects, *([actor.acting_for] if actor.acting_for is not None else [])}
    return GroupFiling.objects.filter(
        subject__in=[one for one in companies if any(can_group(actor, one, scope) for scope in wanted)]
    )


def _refuse_ended_mandate(
    actor: Actor, subject_id: int, at: datetime, scope: MandateScope = MandateScope.FILE
) -> None:
    """Under the lock it is asked again whether the mandate still stands (C16)."""
    if subject_id in actor.subjects and not still_stands(actor, subject_id, on=day_of(at), scope=scope):
        raise refusal("not-subject")
