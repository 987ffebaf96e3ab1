"""The frame of every act on a complaint: lock, authorise, move, journal, terms; all in one transaction or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.actors import Actor
from cases.complaint_policies import authorise_complaint
from cases.labels import ACTS_OF_COMPLAINTS
from cases.machines.complaint import ComplaintMachine
from cases.models import Complaint
from cases.models.complaint import ComplaintState
from cases.refusals import refusal
from clocks import services as clocks
from journal.moves import Conflict, NotNow, move
from journal.now import day_of
from journal.record import record
from rulebook.edition import Edition
from rulebook.editions_in_use import editions_in_use

OWNER_KIND = "complaint"
ACCEPT, ANSWER = "complaint.accept", "complaint.answer"


def owner_of(complaint: Complaint) -> clocks.Owner:
    """Whose the terms of a complaint are."""
    return clocks.Owner(OWNER_KIND, complaint.pk, complaint.stream, complaint.jurisdiction)


def facts_of(complaint: Complaint, actor: Actor) -> dict[str, Any]:
    """What every entry of a complaint says: which one, whose, about what and whom, who answers."""
    facts: dict[str, Any] = {
        "complaint_id": complaint.pk,
        "number": complaint.number,
        "subject_id": complaint.subject_id,
        "about": complaint.about,
        "complained_of_id": complaint.complained_of_id,
        "department_id": complaint.handling_department_id,
    }
    if actor.acting_for is not None and actor.acting_for == complaint.subject_id:
        facts["acting_for"] = actor.acting_for
    elif actor.is_agent_for(complaint.subject_id):
        facts["agent_for"] = complaint.subject_id
    return facts


@dataclass(frozen=True)
class Handling:
    """An act under way on a locked complaint."""

    complaint: ComplaintMachine
    act: str
    actor: Actor
    at: datetime

    @property
    def on(self) -> date:
        """The Asia/Shanghai day of the act."""
        return day_of(self.at)

    @property
    def edition(self) -> Edition:
        """The edition the complaint was filed under."""
        return editions_in_use().by_key(self.complaint.edition_key)

    def move(
        self, verb: str, *, payload: Mapping[str, Any] | None = None, fields: Mapping[str, Any] | None = None
    ) -> None:
        """Move the machine and journal it, with the plain facts that every such entry bears."""
        move(
            self.complaint,
            self.act,
            verb=verb,
            actor_ref=self.actor.ref,
            at=self.at,
            payload={**facts_of(self.complaint, self.actor), **(payload or {})},
            fields=fields,
        )

    def note(self, verb: str, **payload: object) -> None:
        """Journal something that leaves the state as it is."""
        record(
            stream=self.complaint.stream,
            verb=verb,
            actor_ref=self.actor.ref,
            at=self.at,
            payload={**facts_of(self.complaint, self.actor), **payload},
        )

    def start(self, term_id: str) -> None:
        """Start a term of the pinned edition today."""
        edition = self.edition
        clocks.start(
            owner=owner_of(self.complaint),
            term=edition.term(term_id),
            edition=edition,
            trigger_on=self.on,
            at=self.at,
            actor_ref=self.actor.ref,
        )

    def stop(self, reason: str) -> None:
        """End every term; one that was met late marks the complaint, whether or not a sweep had seen it."""
        ended = clocks.stop(
            owner=owner_of(self.complaint), at=self.at, actor_ref=self.actor.ref, reason=reason
        )
        if any(term.breached_at is not None and term.goal == "law" for term in ended):
            Complaint.objects.filter(pk=self.complaint.pk).update(late=True)
            self.complaint.late = True

    def copy_nearest(self) -> None:
        """Copy the nearest running term to the row, for sorting."""
        nearest = clocks.next_due_at(owner_of(self.complaint))
        if nearest != self.complaint.next_due_at:
            Complaint.objects.filter(pk=self.complaint.pk).update(next_due_at=nearest)
            self.complaint.next_due_at = nearest


@contextmanager
def handling(
    *, complaint_id: int, act: str, actor: Actor, at: datetime, version: int | None = None
) -> Iterator[Handling]:
    """Lock a complaint for one act by one actor. `version` is what the page showed; an older one is refused as stale.

    Raises Refusal; nothing is written then.
    """
    try:
        with transaction.atomic():
            row = ComplaintMachine.objects.select_for_update().filter(pk=complaint_id).first()
            if row is None:
                raise refusal("no-complaint")
            authorise_complaint(act, row, actor)
            if version is not None and version != row.version:
                raise refusal("complaint-stale")
            doing = Handling(complaint=row, act=act, actor=actor, at=at)
            yield doing
            doing.copy_nearest()
    except NotNow as refused:
        raise refusal(
            "complaint-not-now", act=ACTS_OF_COMPLAINTS[act], state=ComplaintState(refused.state).label
        ) from refused
    except Conflict as crossed:
        raise refusal("complaint-crossed") from crossed
