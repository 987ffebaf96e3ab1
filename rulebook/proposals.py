"""Four eyes on what becomes law: one system administrator proposes it, another one decides.

Calendars (`rulebook.releasing`) and legal texts (`rulebook.releasing_texts`) are decided on alike; a `Kind` holds
what is said of each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journal.moves import move
from journal.record import record
from journal.refusals import Crossed, NotAllowed, NotFound, Refusal
from rulebook.calendar_in_use import digest_of
from rulebook.models import Proposal, ProposalState, Released

ADMINISTRATOR = "system-admin"
VERBS = {"release": "released", "reject": "rejected", "withdraw": "withdrawn"}

Waiting = TypeVar("Waiting", bound=Proposal)


class Person(Protocol):
    """Whoever acts, as this storey knows them: a reference (`user:7`), and pairs of a department and a role."""

    @property
    def ref(self) -> str: ...

    @property
    def posts(self) -> frozenset[tuple[int, str]]: ...


@dataclass(frozen=True)
class Kind(Generic[Waiting]):
    """What is proposed: `name` heads its verbs (`gazette.released`), refusal codes (`gazette-decided`) and keys.

    `facts` are what the journal tells of a proposal beside its people and digest; the rest are sentences.
    """

    name: str
    rows: models.Manager[Waiting]
    facts: Callable[[Waiting], dict[str, Any]]
    only_administrators: Promise
    not_by_proposer: Promise
    only_by_proposer: Promise


def is_administrator(actor: Person) -> bool:
    """Whether the actor may propose, and decide on what others propose: a system administrator."""
    return any(role == ADMINISTRATOR for _department, role in actor.posts)


def authorise(kind: Kind[Waiting], actor: Person) -> None:
    """Raises NotAllowed for anybody but a system administrator."""
    if not is_administrator(actor):
        raise NotAllowed("not-system-admin", kind.only_administrators)


def put_forward(kind: Kind[Waiting], proposal: Waiting, *, waits: str | Promise) -> Waiting:
    """Let a new proposal wait for a second person. Raises Crossed (`waits`) where another one of its name does."""
    _save(proposal, Crossed(f"{kind.name}-waiting", waits))
    record(
        stream=proposal.stream,
        verb=f"{kind.name}.proposed",
        actor_ref=proposal.proposed_by,
        at=proposal.proposed_at,
        payload=_told(kind, proposal),
    )
    return proposal


def of_another(kind: Kind[Waiting], proposal_id: int, actor: Person) -> Waiting:
    """The waiting proposal, locked, for a second person to decide on. Raises NotAllowed, NotFound, Crossed."""
    proposal = _waiting(kind, proposal_id, actor)
    if proposal.proposed_by == actor.ref:
        raise NotAllowed(f"{kind.name}-four-eyes", kind.not_by_proposer)
    return proposal


def release(
    kind: Kind[Waiting],
    proposal: Waiting,
    row: Released,
    *,
    crossed: str | Promise,
    actor: Person,
    at: datetime,
    payload: dict[str, Any] | None = None,
) -> None:
    """Append what was proposed as a released `row`. Raises Crossed (`crossed`) where somebody was first."""
    row.text, row.digest = proposal.text, digest_of(proposal.text)
    row.proposed_by, row.proposed_at = proposal.proposed_by, proposal.proposed_at
    row.released_by, row.released_at = actor.ref, at
    _save(row, Crossed(f"{kind.name}-crossed", crossed))
    told = {f"{kind.name}_id": row.pk, **(payload or {})}
    _decide(kind, proposal, "release", actor=actor, at=at, payload=told, fields={"released": row})


@transaction.atomic
def reject(kind: Kind[Waiting], *, proposal_id: int, reason: str, actor: Person, at: datetime) -> Waiting:
    """Turn a proposal down. Raises NotAllowed, NotFound, Crossed, and Refusal without a reason."""
    proposal = of_another(kind, proposal_id, actor)
    if not reason.strip():
        raise Refusal(f"{kind.name}-reason", _("Say what is wrong, so that the proposal can be mended."))
    told = {"reason": reason.strip()}
    _decide(kind, proposal, "reject", actor=actor, at=at, payload=told, fields=told)
    return proposal


@transaction.atomic
def withdraw(kind: Kind[Waiting], *, proposal_id: int, actor: Person, at: datetime) -> Waiting:
    """Take one's own proposal back. Raises NotAllowed, NotFound, Crossed."""
    proposal = _waiting(kind, proposal_id, actor)
    if proposal.proposed_by != actor.ref:
        raise NotAllowed(f"{kind.name}-not-own", kind.only_by_proposer)
    _decide(kind, proposal, "withdraw", actor=actor, at=at)
    return proposal


def _waiting(kind: Kind[Waiting], proposal_id: int, actor: Person) -> Waiting:
    authorise(kind, actor)
    proposal = kind.rows.select_for_update().filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound("no-proposal", _("This proposal does not exist."))
    if proposal.state != ProposalState.WAITING:
        raise Crossed(f"{kind.name}-decided", _("This proposal was decided on or taken back already."))
    return proposal


def _decide(
    kind: Kind[Waiting],
    proposal: Waiting,
    act: str,
    *,
    actor: Person,
    at: datetime,
    payload: dict[str, Any] | None = None,
    fields: dict[str, Any] | None = None,
) -> None:
    move(
        proposal,
        act,
        verb=f"{kind.name}.{VERBS[act]}",
        actor_ref=actor.ref,
        at=at,
        payload={**_told(kind, proposal), **(payload or {})},
        fields={"decided_by": actor.ref, "decided_at": at, **(fields or {})},
    )


def _save(row: models.Model, crossed: Crossed) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as first:
        raise crossed from first


def _told(kind: Kind[Waiting], proposal: Waiting) -> dict[str, Any]:
    return {
        "proposal_id": proposal.pk,
        **kind.facts(proposal),
        "digest": proposal.digest,
        "proposed_by": proposal.proposed_by,
        "proposed_at": proposal.proposed_at.isoformat(),
    }
