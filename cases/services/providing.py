"""Who gave a training or a report: a body of the register, or another where the edition leaves that open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from cases.labels import WAYS
from cases.models import Case, Step
from cases.refusals import refusal
from cases.services.owed import ways_owed
from cases.ways import PROVIDED, PROVIDER
from journal.refusals import Refusal
from records.models import Provider
from records.selectors import providers_of
from rulebook.edition import Edition
from rulebook.editions_in_use import editions_in_use

REGISTER = "register"


def bound_ways(case: Case, edition: Edition) -> frozenset[str]:
    """The ways whose provider must stand in the register under an edition."""
    owed = ways_owed(edition, case.record.class_name)
    return frozenset(way.id for way in owed if way.providers == REGISTER and way.id in PROVIDED)


def named_provider(case: Case, way: str, facts: Mapping[str, str]) -> dict[str, str]:
    """The facts of a step with the name that the register gives to the chosen provider.

    Raises a refusal for one that is not of the register, and where none is chosen though the edition asks for one.
    """
    given = dict(facts)
    chosen = given.get(PROVIDER, "").strip()
    if way not in PROVIDED:
        return given
    if not chosen:
        if way in bound_ways(case, editions_in_use().by_key(case.edition_key)):
            raise refusal("provider-not-registered", way=WAYS[way])
        return given
    known = providers_of(PROVIDED[way].kind, jurisdiction=case.record.jurisdiction)
    provider = known.filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    if provider is None:
        raise refusal("unknown-provider")
    return {**given, PROVIDER: str(provider.pk), PROVIDED[way].name: provider.name}


def providers_named(steps: Iterable[Step]) -> dict[str, Provider]:
    """The bodies of the register that steps name, by the key under which they name them; asked for once."""
    chosen = {step.facts[PROVIDER] for step in steps if step.way in PROVIDED and PROVIDER in step.facts}
    return {str(one.pk): one for one in Provider.objects.filter(pk__in=chosen)} if chosen else {}


def wrong_providers(
    case: Case, steps: Iterable[Step], edition: Edition, *, known: Mapping[str, Provider] | None = None
) -> list[Refusal]:
    """What is wrong with the providers of the steps answered so far: not of the register, or not on that day.

    Asks the register once, and only where a step names a body of it; not at all where `known` brings the bodies.
    """
    answered = [step for step in steps if step.way in PROVIDED and step.facts]
    if not answered:
        return []
    bound = bound_ways(case, edition)
    known = providers_named(answered) if known is None else known
    found: list[Refusal] = []
    for step in answered:
        provider = known.get(step.facts.get(PROVIDER, ""))
        if provider is None:
            if step.way in bound:
                found.append(refusal("provider-not-registered", way=WAYS[step.way]))
            continue
        day = date.fromisoformat(step.facts[PROVIDED[step.way].day])
        if not provider.stands_on(day):
            found.append(refusal("provider-not-valid", way=WAYS[step.way], provider=provider.name, day=day))
    return found
