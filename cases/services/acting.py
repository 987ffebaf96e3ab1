"""The frame of every act: lock, authorise, move, journal, terms; all in one transaction or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.actors import DESK, Actor, still_stands
from cases.labels import act_label
from cases.machines.kinds import on_its_machine
from cases.machines.whose import Who
from cases.models import Case, Signature
from cases.policies import authorise, who_of
from cases.refusals import refusal
from cases.scopes import scope_of
from cases.services import waiting_signature as waiting
from cases.services.declared import is_draft
from cases.services.seconding import void_of_case
from cases.states import CaseKind, state_label
from clocks import services as clocks
from clocks.models import Deadline
from journal.models import Entry
from journal.moves import Conflict, NotNow, move
from journal.now import day_of
from journal.record import record
from rulebook.edition import Edition
from rulebook.editions_in_use import editions_in_use

TEXT_LIMIT = 4000


@dataclass(frozen=True)
class Doing:
    """An act under way on a locked case."""

    case: Case
    act: str
    actor: Actor
    at: datetime

    @property
    def on(self) -> date:
        """The Asia/Shanghai day of the act."""
        return day_of(self.at)

    @property
    def owner(self) -> clocks.Owner:
        case = self.case
        return clocks.Owner("case", case.pk, case.stream, case.record.jurisdiction)

    @property
    def is_held(self) -> bool:
        return self.case.holds.filter(to_at__isnull=True).exists()

    @property
    def edition(self) -> Edition:
        """The edition the case was filed under."""
        return editions_in_use().by_key(self.case.edition_key)

    def move(
        self, verb: str, *, payload: Mapping[str, Any] | None = None, fields: Mapping[str, Any] | None = None
    ) -> Entry:
        """Move the machine and journal it, with the plain facts that every case entry bears."""
        return move(
            self.case,
            self.act,
            verb=verb,
            actor_ref=self.actor.ref,
            at=self.at,
            payload={**facts_of(self.case, self.actor), **(payload or {})},
            fields=fields,
        )

    def note(self, verb: str, **payload: object) -> Entry:
        """Journal something that leaves the state as it is."""
        return record(
            stream=self.case.stream,
            verb=verb,
            actor_ref=self.actor.ref,
            at=self.at,
            payload={**facts_of(self.case, self.actor), "act": self.act, **payload},
        )

    def start(self, term_id: str, *, on: date | None = None, days: int | None = None) -> Deadline:
        """Start a term of the pinned edition today; the clocks put the promise beside it.

        `on` is the day of its event where that is another one; `days` what an order or the minutes of a talk set
        instead of the text's own number, which must lie within its bounds (raises DaysOutOfReach).
        """
        edition = self.edition
        return clocks.start(
            owner=self.owner,
            term=edition.term(term_id) if days is None else edition.rectification.within(term_id, days),
            edition=edition,
            trigger_on=on or self.on,
            at=self.at,
            actor_ref=self.actor.ref,
        )

    def stop(self, *term_ids: str, reason: str) -> None:
        """End terms (all of them where none is named); a department's own that was met late marks the case."""
        ended = clocks.stop(
            owner=self.owner, at=self.at, actor_ref=self.actor.ref, reason=reason, terms=term_ids or None
        )
        late = any(
            term.breached_at is not None
            and term.due_at <= self.at  # an act of before counts, however late the clocks looked
            and term.goal == "law"
            and term.on_breach == "escalate"
            and term.who != "subject"
            for term in ended
        )
        if late:
            self.mark_late()

    def mark_late(self) -> None:
        """Note on the case that a term of the department ran out."""
        if not self.case.late:
            Case.objects.filter(pk=self.case.pk).update(late=True)
            self.case.late = True

    def pause(self, *term_ids: str, cause: str) -> None:
        clocks.pause(
            owner=self.owner, cause=cause, at=self.at, actor_ref=self.actor.ref, terms=term_ids or None
        )

    def resume(self, cause: str) -> None:
        """Let the terms that stand still for a cause go on."""
        clocks.resume(owner=self.owner, cause=cause, at=self.at, actor_ref=self.actor.ref)

    def end_hold(self) -> None:
        """Close the hold of a case that ends while it stands still."""
        self.case.holds.filter(to_at__isnull=True).update(to_at=self.at, ended_by_ref=self.actor.ref)

    def open_terms(self) -> tuple[str, ...]:
        """The ids of the terms that are running or standing still."""
        return tuple(term.term for term in clocks.open_terms(self.owner))

    def pausing(self, cause: str) -> tuple[str, ...]:
        """The running terms that the edition stops for a cause (supplement, steps, hold, extension)."""
        stops = {term.id for term in self.edition.every_term if cause in term.pauses}
        return tuple(term.term for term in clocks.open_terms(self.owner) if term.term in stops)


def facts_of(case: Case, actor: Actor) -> dict[str, Any]:
    """What every entry of a case says: which case, record and subject, whom a clerk or a substitute acted for."""
    facts: dict[str, Any] = {
        "case_id": case.pk,
        "number": case.number,
        "case_kind": case.kind,
        "record_id": case.record_id,
        "subject_id": case.subject_id,
    }
    if actor.acting_for is not None and actor.acting_for == case.subject_id:
        facts["acting_for"] = actor.acting_for
    elif actor.is_agent_for(case.subject_id):
        facts["agent_for"] = case.subject_id
    if actor.in_place_of:
        facts["in_place_of"] = actor.in_place_of
    return facts


@contextmanager
def acting(
    *,
    case_id: int,
    act: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    kind: CaseKind | frozenset[CaseKind] | None = CaseKind.REPAIR,
) -> Iterator[Doing]:
    """Lock a case for one act by one actor; afterwards its nearest term is copied for sorting.

    `version` is what the page showed; an older one is refused as stale. A case of another kind than `kind` (or those;
    None: whatever it is) does not exist for the act. Raises Refusal; nothing is written then.
    """
    try:
        with transaction.atomic():
            # the record first, then its case: the order in which everybody locks them
            row = (
                Case.objects.select_for_update(of=("record", "self"))
                .select_related("record")
                .filter(pk=case_id)
                .first()
            )
            if row is None or not _is_of(row, kind):
                raise refusal("no-case")
            case = on_its_machine(row)
            authorise(act, case, actor)
            _refuse_ended_mandate(act, case, actor, on=day_of(at))
            if version is not None and version != case.version:
                raise refusal("stale")
            doing = Doing(case=case, act=act, actor=actor, at=at)
            signature = waiting.meets(case, act, actor, at)
            was_draft = is_draft(case)
            yield doing
            if was_draft:
                void_of_case(case, {**facts_of(case, actor), "act": act}, actor, at=at)
            if signature is not None and waiting.fall(signature, why=act, at=at):
                _tell_fallen(doing, signature)
            nearest = clocks.next_due_at(doing.owner)
            if nearest != case.next_due_at:
                Case.objects.filter(pk=case.pk).update(next_due_at=nearest)
                case.next_due_at = nearest
    except NotNow as refused:
        raise _not_now(case_id, act, refused.state) from refused
    except Conflict as crossed:
        raise refusal("crossed") from crossed


def _is_of(case: Case, kind: CaseKind | frozenset[CaseKind] | None) -> bool:
    return kind is None or case.kind in (kind if isinstance(kind, frozenset) else {kind})


def _tell_fallen(doing: Doing, signature: Signature) -> None:
    """The desk itself says that another act let a signature fall; whoever did that act did not mean to."""
    record(
        stream=doing.case.stream,
        verb="case.signature_fell",
        actor_ref=DESK.ref,
        at=doing.at,
        payload={
            **facts_of(doing.case, DESK),
            **waiting.fell_facts(signature, why=doing.act),
        },
    )


def _refuse_ended_mandate(act: str, case: Case, actor: Actor, *, on: date) -> None:
    """Under the lock it is asked again whether a mandate still stands: it may have ended while the act waited (C16)."""
    by_mandate = actor.user_id is not None and case.subject_id in actor.subjects
    if (
        by_mandate
        and who_of(act, case.kind) == Who.SUBJECT
        and not still_stands(actor, case.subject_id, on=on, scope=scope_of(act, case))
    ):
        raise refusal("not-subject")


def _not_now(case_id: int, act: str, state: str) -> Exception:
    case = Case.objects.get(pk=case_id)
    label = act_label(act, case.kind)
    if case.holds.filter(to_at__isnull=True).exists():
        return refusal("held", act=label)
    return refusal("not-now", act=label, state=state_label(case.kind, state))


def text(value: str, *, otherwise: str, limit: int = TEXT_LIMIT) -> str:
    """A text that must be there: stripped, or the refusal `otherwise`; too long is refused too."""
    clean = value.strip()
    if not clean:
        raise refusal(otherwise)
    if len(clean) > limit:
        raise refusal("too-long", field=clean[:20] + "…", limit=limit)
    return clean
