"""Mandates offered: an owner names whom, for what and until when; it is none before that person accepts.

An offer to an e-mail address tells nobody whether somebody here bears it. It waits for 14 days (K, the house's choice).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from accounts.actors import Actor
from accounts.models import Mandate, MandateOffer, User
from accounts.policies import can_give_mandate
from accounts.refusals import refusal
from accounts.roles import OfferOutcome
from accounts.services.mandates import MandatePower, checked_power, grant, in_force
from accounts.services.telling import locked_person, tell
from journal.now import day_of
from records.models import Subject

WAITS = timedelta(days=14)
TAKEN_BACK = "account.offer_taken_back"
AT_ONCE = 50
"""How many offers of one company may wait at once."""


@transaction.atomic
def offer(
    *,
    address: str,
    subject_id: int,
    until: date | None,
    scopes: Sequence[str],
    actor: Actor,
    at: datetime,
    record_ids: Sequence[int] = (),
) -> MandateOffer:
    """Offer a mandate to whoever bears a sign-in name or a confirmed e-mail address.

    Raises Refusal for an actor who is not the owner, an unknown sign-in name, the owner itself, somebody who can act
    already, a second offer to the same address, and whatever `checked_power` refuses.
    """
    if not can_give_mandate(actor, subject_id):
        raise refusal("not-owner")
    # two offers at once meet here
    Subject.objects.select_for_update().get(pk=subject_id)
    power = checked_power(subject_id, scopes=scopes, record_ids=record_ids, until=until, on=day_of(at))
    wanted = address.strip()
    person = _person_of(wanted)
    if person is None and "@" not in wanted:
        raise refusal("no-agent")
    if person is not None and person.pk == actor.user_id:
        raise refusal("own-mandate")
    if person is not None and in_force(person, subject_id, day_of(at)):
        raise refusal("mandate-held")
    waiting = MandateOffer.objects.filter(subject=subject_id, outcome="", waits_until__gte=day_of(at))
    if waiting.filter(address__iexact=wanted).exists():
        raise refusal("offered-already")
    if waiting.count() >= AT_ONCE:
        raise refusal("too-many-offers", limit=AT_ONCE)
    MandateOffer.objects.filter(subject=subject_id, outcome="", waits_until__lt=day_of(at)).update(
        outcome=OfferOutcome.TAKEN_BACK, answered_at=at
    )
    made = MandateOffer.objects.create(
        subject_id=subject_id,
        address=wanted,
        user=person,
        scopes=power.scopes,
        limited=bool(power.record_ids),
        until=until,
        offered_by_ref=actor.ref,
        offered_at=at,
        waits_until=day_of(at) + WAITS,
    )
    made.records.set(power.record_ids)
    if person is not None:
        tell("account.mandate_offered", actor_ref=actor.ref, at=at, user_id=person.pk, **_facts(made))
    return made


@transaction.atomic
def accept(*, offer_id: int, actor: Actor, at: datetime) -> Mandate:
    """Accept an offered mandate: from now on its person acts for the subject.

    Raises Refusal for an offer that is not the actor's or waits no more, and whatever `grant` refuses.
    """
    made = _waiting(offer_id, actor, at)
    power = MandatePower(
        made.subject_id, made.scopes, tuple(made.records.values_list("pk", flat=True)), made.until
    )
    if power.until is not None and power.until < day_of(at):
        raise refusal("until-past")
    person = locked_person(actor.user_id or 0)
    mandate = grant(person, power, given_by_ref=made.offered_by_ref, actor_ref=actor.ref, at=at)
    MandateOffer.objects.filter(pk=made.pk).update(
        outcome=OfferOutcome.ACCEPTED, answered_at=at, user=person, mandate=mandate
    )
    return mandate


@transaction.atomic
def decline(*, offer_id: int, actor: Actor, at: datetime) -> MandateOffer:
    """Decline an offered mandate; the owner is told. Raises Refusal as `accept`."""
    made = _waiting(offer_id, actor, at)
    return _close(made, OfferOutcome.DECLINED, "account.offer_declined", actor.ref, at, to=actor.user_id)


@transaction.atomic
def take_back(*, offer_id: int, actor: Actor, at: datetime) -> MandateOffer:
    """Take an offer back before it is accepted. Raises Refusal for one that is not the actor's to take back."""
    made = MandateOffer.objects.select_for_update().filter(pk=offer_id).first()
    if made is None or not can_give_mandate(actor, made.subject_id):
        raise refusal("no-offer")
    if made.outcome:
        raise refusal("offer-over")
    return _close(made, OfferOutcome.TAKEN_BACK, TAKEN_BACK, actor.ref, at, to=made.user_id)


def take_back_all(*, subject_id: int, actor_ref: str, at: datetime) -> None:
    """Take back every offer of a subject that waits; for services that have authorised the act."""
    waiting = MandateOffer.objects.select_for_update().filter(
        subject=subject_id, outcome="", waits_until__gte=day_of(at)
    )
    for made in waiting.order_by("pk"):
        _close(made, OfferOutcome.TAKEN_BACK, TAKEN_BACK, actor_ref, at, to=made.user_id)


def offers_to(user: User, *, on: date) -> QuerySet[MandateOffer]:
    """The offers that wait for a person: to the person itself, or to an address it has confirmed as its own."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values(plain=Lower("email"))
    return (
        MandateOffer.objects.alias(plain=Lower("address"))
        .filter(Q(user=user) | Q(user__isnull=True, plain__in=confirmed), outcome="", waits_until__gte=on)
        .select_related("subject")
        .prefetch_related("records")
        .order_by("pk")
    )


def offers_of(subject_id: int, *, on: date) -> QuerySet[MandateOffer]:
    """The offers of a subject that wait on a day, oldest first."""
    return MandateOffer.objects.filter(subject=subject_id, outcome="", waits_until__gte=on).order_by("pk")


def _person_of(address: str) -> User | None:
    """The active person of a sign-in name, or of a confirmed e-mail address."""
    if "@" in address:
        found = EmailAddress.objects.filter(email__iexact=address, verified=True, user__is_active=True)
        owner = found.select_related("user").first()
        if owner is not None:
            return owner.user  # type: ignore[no-any-return]  # allauth ships no types
    return User.objects.filter(username=address, is_active=True).first()


def _waiting(offer_id: int, actor: Actor, at: datetime) -> MandateOffer:
    made = MandateOffer.objects.select_for_update().filter(pk=offer_id).first()
    user = User.objects.filter(pk=actor.user_id or 0, is_active=True).first()
    if made is None or user is None:
        raise refusal("no-offer")
    mine = offers_to(user, on=made.waits_until).filter(pk=made.pk).exists()
    if not mine:
        raise refusal("offer-over" if made.user_id == user.pk and made.outcome else "no-offer")
    if made.waits_until < day_of(at):
        raise refusal("offer-over")
    return made


def _close(
    made: MandateOffer, outcome: OfferOutcome, verb: str, actor_ref: str, at: datetime, *, to: int | None
) -> MandateOffer:
    """Write what became of an offer; `to` is whom it was made to, None where nobody here bears the address."""
    made.outcome, made.answered_at = outcome, at
    made.save(update_fields=["outcome", "answered_at"])
    tell(verb, actor_ref=actor_ref, at=at, user_id=to, **_facts(made))
    return made


def _facts(made: MandateOffer) -> dict[str, object]:
    return {
        "offer_id": made.pk,
        "subject_id": made.subject_id,
        "scopes": made.scopes,
        "limited": made.limited,
        "until": made.until and made.until.isoformat(),
    }
