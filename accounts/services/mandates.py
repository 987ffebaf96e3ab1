"""Mandates: who acts for a subject besides its owner, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Mandate, User
from accounts.policies import can_end_mandate, can_enter_mandate, can_give_mandate
from accounts.refusals import refusal
from accounts.roles import MandateKind, MandateScope
from accounts.services.telling import locked_person, tell
from clocks import services as clocks
from journal.now import day_of
from records.models import CreditRecord, Subject
from records.standing import in_force_on

OWNER_KIND = "mandate"
TERM = "mandate"


@dataclass(frozen=True)
class MandatePower:
    """What a mandate is for: scopes as words, records (none named: all of them), its last day (None: no end)."""

    subject_id: int
    scopes: str
    record_ids: tuple[int, ...]
    until: date | None


@transaction.atomic
def give_mandate(
    *,
    user_id: int,
    subject_id: int,
    until: date | None,
    actor: Actor,
    at: datetime,
    scopes: Sequence[str] = tuple(MandateScope),
    record_ids: Sequence[int] = (),
) -> Mandate:
    """Let an agent act for a subject from this day on, up to and including `until` (without end where None).

    By a clerk who serves the subject and has seen the papers; an owner offers it (`offers.offer`). Without
    `record_ids` it is for all records. Raises Refusal for another actor, an unknown person, the actor itself, a day in
    the past, no or unknown scopes, foreign records, and an account that can act for the subject already.
    """
    if not can_enter_mandate(actor, subject_id):
        raise refusal("offer-it" if can_give_mandate(actor, subject_id) else "not-owner")
    if actor.user_id == user_id:
        raise refusal("own-mandate")
    power = checked_power(subject_id, scopes=scopes, record_ids=record_ids, until=until, on=day_of(at))
    return grant(locked_person(user_id), power, given_by_ref=actor.ref, actor_ref=actor.ref, at=at)


def checked_power(
    subject_id: int, *, scopes: Sequence[str], record_ids: Sequence[int], until: date | None, on: date
) -> MandatePower:
    """What a mandate is to be for, in the house's order. Raises Refusal for what cannot be given."""
    if until is not None and until < on:
        raise refusal("until-past")
    given = set(scopes)
    if not given or given - set(MandateScope.values):
        raise refusal("no-scope")
    records = tuple(sorted(set(record_ids)))
    if CreditRecord.objects.filter(pk__in=records, subject=subject_id).count() != len(records):
        raise refusal("foreign-record")
    words = " ".join(word for word in MandateScope.values if word in given)
    return MandatePower(subject_id, words, records, until)


def grant(agent: User, power: MandatePower, *, given_by_ref: str, actor_ref: str, at: datetime) -> Mandate:
    """Write a mandate for a locked person and let its last day be a term; for services that have authorised it."""
    on = day_of(at)
    if in_force(agent, power.subject_id, on):
        raise refusal("mandate-held")
    mandate = Mandate.objects.create(
        user=agent,
        subject=subject_of(power.subject_id),
        kind=MandateKind.AGENT,
        from_on=on,
        to_on=None if power.until is None else power.until + timedelta(days=1),
        given_by_ref=given_by_ref,
        scopes=power.scopes,
        limited=bool(power.record_ids),
    )
    mandate.records.set(power.record_ids)
    tell("account.mandate_given", actor_ref=actor_ref, at=at, **facts_of(mandate))
    if power.until is not None:
        clocks.start_until(
            owner=_owner(mandate),
            term_id=TERM,
            edition_key="",
            last_day=power.until,
            at=at,
            actor_ref=actor_ref,
            receipt={"trigger": "given", "started_on": on.isoformat()},
            to_confirm=False,
        )
    return mandate


def run_out(*, mandate_id: int, at: datetime, actor_ref: str) -> None:
    """Tell that a mandate ended by its day; the day itself ended its power. Ended otherwise, nothing is told."""
    mandate = Mandate.objects.filter(pk=mandate_id).first()
    if mandate is not None and mandate.to_on is not None and mandate.to_on <= day_of(at):
        tell("account.mandate_ended", actor_ref=actor_ref, at=at, **facts_of(mandate), reason="day")


def _owner(mandate: Mandate) -> clocks.Owner:
    return clocks.Owner(OWNER_KIND, mandate.pk, f"mandate:{mandate.pk}", mandate.subject.jurisdiction)


@transaction.atomic
def end_mandate(*, mandate_id: int, actor: Actor, at: datetime) -> Mandate:
    """End a mandate today: every later act under it is refused. Its holder may give it back.

    Raises Refusal for a mandate that is unknown or not the actor's to end, and for one that has ended.
    """
    mandate = Mandate.objects.select_for_update().filter(pk=mandate_id).first()
    if mandate is None or not can_end_mandate(actor, mandate):
        raise refusal("no-mandate")
    if mandate.to_on is not None and mandate.to_on <= day_of(at):
        raise refusal("mandate-over")
    return close(mandate, actor_ref=actor.ref, at=at, reason="ended")


def close(mandate: Mandate, *, actor_ref: str, at: datetime, reason: str) -> Mandate:
    """Set a mandate's end to today and tell it; for services that have authorised the act."""
    mandate.to_on = max(day_of(at), mandate.from_on)
    mandate.save(update_fields=["to_on"])
    clocks.stop(owner=_owner(mandate), at=at, actor_ref=actor_ref, reason="ended")
    tell("account.mandate_ended", actor_ref=actor_ref, at=at, **facts_of(mandate), reason=reason)
    return mandate


def in_force(user: User, subject_id: int, on: date) -> Mandate | None:
    """The mandate by which a person can act for a subject on a day."""
    return Mandate.objects.filter(in_force_on(on), user=user, subject=subject_id).first()


def subject_of(subject_id: int) -> Subject:
    """The subject, or the refusal that names its absence."""
    subject = Subject.objects.filter(pk=subject_id).first()
    if subject is None:
        raise refusal("no-subject")
    return subject


def facts_of(mandate: Mandate) -> dict[str, object]:
    """What every entry says of a mandate."""
    return {
        "mandate_id": mandate.pk,
        "user_id": mandate.user_id,
        "subject_id": mandate.subject_id,
        "kind": mandate.kind,
        "from_on": mandate.from_on.isoformat(),
        "to_on": mandate.to_on and mandate.to_on.isoformat(),
        "scopes": mandate.scopes,
        "limited": mandate.limited,
    }
