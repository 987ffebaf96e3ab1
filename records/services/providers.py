"""The register of providers: entered and ended, never deleted. Who may keep it is the caller's to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from journal.now import day_of
from journal.record import record
from journal.refusals import Crossed, NotFound, Refusal
from records import credit_code
from records.models import Provider
from records.models.provider import ProviderKind

REASON_LENGTH = 300
STANDS = _("This body stands in the register already for these days.")


@dataclass(frozen=True)
class ProviderFacts:
    """What is entered of a provider. `until` is its last day; None where its basis names none."""

    name: str
    code: str
    kind: str
    scope: str
    jurisdiction: str
    basis: str
    from_on: date
    until: date | None


@transaction.atomic
def enter(*, facts: ProviderFacts, at: datetime, actor_ref: str) -> Provider:
    """Enter a provider and journal it.

    Raises Refusal for a missing name or basis, a wrong code, place or end, Crossed for one that stands already.
    """
    code = credit_code.normalise(facts.code)
    _refuse_impossible(facts, code)
    first_not = None if facts.until is None else facts.until + timedelta(days=1)
    standing = Provider.objects.select_for_update().filter(
        Q(to_on__isnull=True) | Q(to_on__gt=facts.from_on),
        code=code,
        kind=facts.kind,
        jurisdiction=facts.jurisdiction,
    )
    if first_not is not None:
        standing = standing.filter(from_on__lt=first_not)
    if standing.exists():
        raise Crossed("provider-stands", STANDS)
    provider = Provider(
        name=facts.name.strip(),
        code=code,
        kind=facts.kind,
        scope=facts.scope.strip(),
        jurisdiction=facts.jurisdiction,
        basis=facts.basis.strip(),
        from_on=facts.from_on,
        to_on=first_not,
    )
    try:
        with transaction.atomic():
            provider.save()
    except IntegrityError as first:
        raise Crossed("provider-stands", STANDS) from first
    _tell("provider.entered", provider, at=at, actor_ref=actor_ref)
    return provider


@transaction.atomic
def end(*, provider_id: int, until: date, reason: str, at: datetime, actor_ref: str) -> Provider:
    """End a provider after its last day, with the reason; a certificate of a later day counts no more.

    The day may lie in the past, where the recognition was withdrawn as of then. Raises NotFound, Crossed for one
    that has ended, Refusal without a reason or for a day before its beginning.
    """
    provider = Provider.objects.select_for_update().filter(pk=provider_id).first()
    if provider is None:
        raise NotFound("no-provider", _("There is no such provider."))
    if provider.to_on is not None and provider.to_on <= day_of(at):
        raise Crossed("provider-over", _("This provider has ended already."))
    if not reason.strip():
        raise Refusal("reason", _("Give the reason."))
    if until < provider.from_on:
        raise Refusal("ends-before", _("The last day must not lie before the first one. Check the day."))
    provider.to_on = until + timedelta(days=1)
    provider.ended_reason = reason.strip()[:REASON_LENGTH]
    provider.save(update_fields=["to_on", "ended_reason"])
    _tell("provider.ended", provider, at=at, actor_ref=actor_ref)
    return provider


def _refuse_impossible(facts: ProviderFacts, code: str) -> None:
    if not facts.name.strip():
        raise Refusal("name", _("Give the name of the provider."))
    if not credit_code.check(code).outer_ok:
        raise Refusal(
            "code", _("This is not a valid unified social credit code. Compare it with the licence.")
        )
    if facts.kind not in set(ProviderKind):
        raise Refusal("kind", _("Say what the provider is recognised for."))
    if facts.jurisdiction and not (len(facts.jurisdiction) == 6 and facts.jurisdiction.isdecimal()):  # noqa: PLR2004 - GB/T 2260
        raise Refusal(
            "jurisdiction",
            _("A place is told by the six digits of its division. Leave it empty for everywhere."),
        )
    if not facts.basis.strip():
        raise Refusal("basis", _("Name the document that recognises the provider."))
    if facts.until is not None and facts.until < facts.from_on:
        raise Refusal("ends-before", _("The last day must not lie before the first one. Check the day."))


def _tell(verb: str, provider: Provider, *, at: datetime, actor_ref: str) -> None:
    record(
        stream=provider.stream,
        verb=verb,
        actor_ref=actor_ref,
        at=at,
        payload={
            "provider_id": provider.pk,
            "name": provider.name,
            "code": provider.code,
            "kind": provider.kind,
            "scope": provider.scope,
            "jurisdiction": provider.jurisdiction,
            "basis": provider.basis,
            "from_on": provider.from_on.isoformat(),
            "to_on": provider.to_on and provider.to_on.isoformat(),
            "reason": provider.ended_reason,
        },
    )
