"""消除不良影响: what is owed to a wrongly listed subject after its objection, each thing with its proof and its term.

The case is closed; its stream goes on. Terms have the owner kind "redress" and the item as their owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.actors import DESK, Actor
from accounts.roles import MandateScope, Role
from cases.models import Case, Document, RedressItem
from cases.models.decision import Outcome
from cases.models.objection import EVERY_COPY, RedressKind
from cases.policies import acts_for, refuse_outside_mandate, visible_to
from cases.refusals import refusal
from cases.services import documents
from cases.services.acting import Doing, facts_of, text
from cases.services.objection.admission import BY_PLATFORM
from cases.states import CaseKind, ObjectionState
from clocks import services as clocks
from journal.models import Entry
from journal.now import day_of
from journal.record import record as journal
from records.models import Department, Listing
from records.models.listing import ListingState
from records.selectors import in_charge, lead_of, platform_of
from rulebook.edition import Edition, Redress
from rulebook.editions_in_use import editions_in_use

OWNER_KIND = "redress"
CORRECT_TERM = "objection.correct"  # the record's copies, promptly
REDRESS_TERM = "objection.redress"
CONFIRM_TERM = "objection.redress-confirm"
FOUND_WRONG = (ObjectionState.CLOSED_CORRECTED, ObjectionState.CLOSED_RECORD_WITHDRAWN)
DECISION_OF = {
    ObjectionState.CLOSED_CORRECTED: Outcome.CORRECT,
    ObjectionState.CLOSED_RECORD_WITHDRAWN: Outcome.WITHDRAW_RECORD,
}
# the public saw it in these states, or when it was hidden or ended out of them
SEEN = (ListingState.PUBLISHED, ListingState.KEPT_ON, ListingState.HIDDEN, ListingState.ENDED)


def open_redress(doing: Doing, decision: str) -> None:
    """Open the list of what a decision owes its subject, from the text; an apology only when it is asked for.

    A public statement is owed only where the record had been public. Told before the record is withdrawn.
    """
    owed = [
        item
        for item in doing.edition.objection.redress_after(str(decision))
        if item.id != RedressKind.APOLOGY
        and (item.id != RedressKind.PUBLIC_STATEMENT or had_been_public(doing.case))
    ]
    items = [_open_item(doing.case, item, doing.edition, actor=doing.actor, at=doing.at) for item in owed]
    if items:
        doing.note("case.redress_opened", items=[{"id": item.pk, "kind": item.kind} for item in items])


def had_been_public(case: Case) -> bool:
    """Whether anybody could see the record of a case before; of a withdrawn one the journal knows where it stood."""
    listing = Listing.objects.get(record=case.record_id)
    state = listing.state
    if state == ListingState.WITHDRAWN:
        withdrawn = (
            Entry.objects.filter(stream=listing.stream, verb="record.withdrawn").order_by("-seq").first()
        )
        state = withdrawn.payload["from"] if withdrawn is not None else state
    return listing.published_on is not None or state in SEEN


def _open_item(case: Case, item: Redress, edition: Edition, *, actor: Actor, at: datetime) -> RedressItem:
    on = day_of(at)
    row = RedressItem.objects.create(
        case=case, kind=item.id, department=_debtor(case, item.who, at), opened_at=at, due_on=on
    )
    term = CORRECT_TERM if item.id == RedressKind.CORRECT_PLACE else REDRESS_TERM
    begun = clocks.start(
        owner=owner_of(row, case),
        term=edition.term(term),
        edition=edition,
        trigger_on=on,
        at=at,
        actor_ref=actor.ref,
    )
    RedressItem.objects.filter(pk=row.pk).update(due_on=begun.due_on)
    row.due_on = begun.due_on
    return row


def _debtor(case: Case, who: str, at: datetime) -> Department:
    """The unit that owes a thing: the platform, or who is in charge of the record, or the lead department for it."""
    on = day_of(at)
    if who == BY_PLATFORM:
        return platform_of(case.record.jurisdiction, on)
    found = in_charge(case.determining_department, on) or lead_of(case.record.jurisdiction, on)
    if found is None:
        raise refusal("no-department", day=on)
    return found


def owner_of(item: RedressItem, case: Case) -> clocks.Owner:
    """Whose terms those of an item are."""
    return clocks.Owner(OWNER_KIND, item.pk, case.stream, case.record.jurisdiction)


@dataclass(frozen=True)
class Redressing:
    """A closed case whose list of redress is worked on."""

    case: Case
    actor: Actor
    at: datetime

    def note(self, verb: str, **payload: object) -> None:
        journal(
            stream=self.case.stream,
            verb=verb,
            actor_ref=self.actor.ref,
            at=self.at,
            payload={**facts_of(self.case, self.actor), **payload},
        )


@contextmanager
def _redressing(case_id: int, actor: Actor, at: datetime) -> Iterator[Redressing]:
    """Lock a closed objection that was found right; absent and foreign ones look the same."""
    with transaction.atomic():
        case = (
            Case.objects.select_for_update(of=("record", "self"))
            .select_related("record")
            .filter(pk=case_id, kind=CaseKind.OBJECTION)
            .first()
        )
        if case is None or not visible_to(actor).filter(pk=case_id).exists():
            raise refusal("no-case")
        if case.state not in FOUND_WRONG:
            raise refusal("no-redress")
        yield Redressing(case, actor, at)


def ask_apology(*, case_id: int, actor: Actor, at: datetime) -> RedressItem:
    """Ask for a written apology or a certificate, by the subject, once; where its text owes one after the decision."""
    with _redressing(case_id, actor, at) as redressing:
        case = redressing.case
        if not acts_for(actor, case.subject_id):
            raise refusal("not-subject")
        refuse_outside_mandate(MandateScope.OBJECT, actor, case.subject_id, case.record_id)
        edition = editions_in_use().by_key(case.edition_key)
        owed = edition.objection.redress_after(str(DECISION_OF[ObjectionState(case.state)]))
        apology = next((item for item in owed if item.id == RedressKind.APOLOGY), None)
        if apology is None:
            raise refusal("no-apology")
        if case.redress.filter(kind=RedressKind.APOLOGY).exists():
            raise refusal("asked-apology")
        item = _open_item(case, apology, edition, actor=actor, at=at)
        redressing.note("case.apology_asked", item_id=item.pk)
    return item


def redress_done(
    *,
    item_id: int,
    proof: str,
    actor: Actor,
    at: datetime,
    document_id: int | None = None,
    upload: UploadedFile[bytes] | None = None,
) -> RedressItem:
    """Say what was done, where, and by which proof, by an officer of the unit that owes it; its subject is asked.

    `document_id` is a document of the case, `upload` a new one. Raises a refusal without proof, for another unit, or
    where it is done.
    """
    said = text(proof, otherwise="proof", limit=2000)
    known = RedressItem.objects.filter(pk=item_id).first()
    if known is None:
        raise refusal("no-redress")
    with _redressing(known.case_id, actor, at) as redressing:
        item = (
            RedressItem.objects.select_for_update(of=("self",)).select_related("department").get(pk=item_id)
        )
        if not may_redress(item, actor, at=at):
            raise refusal("not-debtor")
        if item.done_at is not None:
            raise refusal("redressed-already")
        paper = None if document_id is None else _paper(redressing.case, document_id)
        if upload is not None:
            paper = documents.store(
                redressing.case, material=documents.REDRESS, upload=upload, actor=actor, at=at
            )
        RedressItem.objects.filter(pk=item_id).update(
            done_at=at, done_by_ref=actor.ref, proof=said, document=paper
        )
        item.refresh_from_db()
        _ask_to_confirm(redressing, item)
        redressing.note("case.redressed", item_id=item.pk, kind=item.kind, proof=said)
    return item


def may_redress(item: RedressItem, actor: Actor, *, at: datetime) -> bool:
    """Whether an actor may say that a thing is done: reviewers and supervisors of the unit that owes it, now."""
    if actor.is_system:
        return True
    unit = in_charge(item.department, day_of(at)) or item.department
    if item.case.subject_id in actor.subjects:
        return False
    return any(actor.holds(role, unit.pk) for role in (Role.REVIEWER, Role.SUPERVISOR))


def _paper(case: Case, document_id: int) -> Document:
    found = case.documents.filter(pk=document_id, removed_at__isnull=True).first()
    if found is None:
        raise refusal("no-document")
    return found


def _ask_to_confirm(redressing: Redressing, item: RedressItem) -> None:
    """What was owed is done: its term ends, that of the subject's word begins."""
    owner = owner_of(item, redressing.case)
    edition = editions_in_use().by_key(redressing.case.edition_key)
    ref, at = redressing.actor.ref, redressing.at
    clocks.stop(owner=owner, at=at, actor_ref=ref, reason="redressed", terms=(CORRECT_TERM, REDRESS_TERM))
    clocks.start(
        owner=owner,
        term=edition.term(CONFIRM_TERM),
        edition=edition,
        trigger_on=day_of(at),
        at=at,
        actor_ref=ref,
    )


def confirm_redress(*, case_id: int, actor: Actor, at: datetime) -> Case:
    """Confirm that the influence is gone (影响已消除): every thing done so far, by the subject or a supervisor.

    A supervisor is one of the handling unit, in the place of a subject that keeps silent. Raises a refusal for
    anybody else, and where nothing waits for it.
    """
    with _redressing(case_id, actor, at) as redressing:
        case = redressing.case
        for_the_subject = acts_for(actor, case.subject_id)
        if not for_the_subject and not actor.holds(Role.SUPERVISOR, case.handling_department_id):
            raise refusal("not-confirming")
        refuse_outside_mandate(MandateScope.OBJECT, actor, case.subject_id, case.record_id)
        waiting = list(case.redress.filter(done_at__isnull=False, confirmed_at__isnull=True))
        if not waiting:
            raise refusal("nothing-to-confirm")
        case.redress.filter(pk__in=[item.pk for item in waiting]).update(
            confirmed_at=at, confirmed_by_ref=actor.ref
        )
        for item in waiting:
            clocks.stop(
                owner=owner_of(item, case),
                at=at,
                actor_ref=actor.ref,
                reason="confirmed",
                terms=(CONFIRM_TERM,),
            )
        left = case.redress.filter(confirmed_at__isnull=True).count()
        redressing.note(
            "case.redress_confirmed",
            items=[item.pk for item in waiting],
            by="subject" if for_the_subject else "supervisor",
            left=left,
        )
    return case


def term_over(*, item_id: int, term: str, due_on: str, at: datetime) -> None:
    """A term of redress ran out: told as late, or as unconfirmed, so that a supervisor looks; the item stays owed."""
    item = RedressItem.objects.select_related("case__record").get(pk=item_id)
    unconfirmed = term == CONFIRM_TERM
    if item.confirmed_at is not None or (item.done_at is not None and not unconfirmed):
        return
    with transaction.atomic():
        verb = "case.redress_unconfirmed" if unconfirmed else "case.redress_late"
        Redressing(item.case, DESK, at).note(verb, item_id=item.pk, kind=item.kind, term=term, due_on=due_on)


def copies_are_right(*, record_id: int, at: datetime) -> None:
    """Every holder confirmed a correction or withdrawal: what objections on the record owe of it is done."""
    items = RedressItem.objects.filter(
        case__record=record_id,
        kind=RedressKind.CORRECT_PLACE,
        done_at__isnull=True,
        opened_at__lte=at,
    )
    for item in items.order_by("pk"):
        redress_done(item_id=item.pk, proof=EVERY_COPY, actor=DESK, at=at)
