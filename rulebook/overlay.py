"""What a province, city or sector lays over a legal text, and how both become one edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

from rulebook.classes import FieldStandard, Rule
from rulebook.clauses import Switch, Term
from rulebook.edition import Edition
from rulebook.overlay_proceedings import (
    LaidOver,
    Overreach,
    objection_with,
    only_tightens,
    rectification_with,
    talks_with,
)
from rulebook.procedure import Bar, Material, Promise, Way
from rulebook.reading_procedure import LAYERS
from rulebook.reminders import Reminders
from rulebook.source import EditionFault, TomlSource


@dataclass(frozen=True)
class Overlay:
    """One overlay file. A sector overlay is a field's class standard; the others add ways, bars and promises.

    `power` cites what allows it to do more than add, shorten for authorities or lengthen for subjects.
    """

    key: str
    title_zh: str
    title_en: str
    number: str
    issuer: str
    in_force_from: date
    in_force_to: date | None
    layer: str
    jurisdiction: str
    extends: tuple[str, ...]
    authority_field: str
    power: str
    bars: tuple[Bar, ...]
    ways: tuple[Way, ...]
    materials: tuple[Material, ...]
    terms: tuple[Term, ...]
    promises: tuple[Promise, ...]
    proceedings: Mapping[str, LaidOver]
    rules: tuple[Rule, ...]
    source: TomlSource
    reminders: Reminders | None = None
    second_signature: Switch | None = None

    @property
    def file(self) -> str:
        """The file it was read from."""
        return str(self.source.path)

    def fault(self, reason: str, *trail: str | int) -> EditionFault:
        """A fault in this overlay's file."""
        return EditionFault(self.file, self.source.line_of(trail), reason)


def merged(base: Edition, overlays: Iterable[Overlay]) -> Edition:
    """The base text with its overlays, the upper layer first.

    Raises EditionFault where an overlay takes away what it has no power over.
    """
    found = base
    for overlay in sorted(overlays, key=lambda overlay: (LAYERS.index(overlay.layer), overlay.key)):
        found = _with_standard(found, overlay) if overlay.layer == "sector" else _laid_over(found, overlay)
    return found


def _with_standard(base: Edition, overlay: Overlay) -> Edition:
    standard = FieldStandard(
        key=overlay.key,
        authority_field=overlay.authority_field,
        number=overlay.number,
        rules=overlay.rules,
    )
    classification = base.classification
    return replace(
        base,
        classification=replace(classification, standards=(*classification.standards, standard)),
    )


def _laid_over(base: Edition, overlay: Overlay) -> Edition:
    if not overlay.power:
        for place, way in enumerate(overlay.ways):
            _only_adds(base, overlay, way, place)
        for place, term in enumerate(overlay.terms):
            _only_tightens(base, overlay, term, place)
    ways = {way.id: way for way in chain(base.ways, overlay.ways)}
    terms = {term.id: term for term in chain(base.terms, overlay.terms)}
    materials = {material.id: material for material in chain(base.materials, overlay.materials)}
    bars = {bar.id: bar for bar in chain(base.bars, overlay.bars)}
    promises = {promise.term: promise for promise in chain(base.promises, overlay.promises)}
    return replace(
        base,
        key=f"{base.key}+{overlay.key}",
        layer=overlay.layer,
        jurisdiction=overlay.jurisdiction,
        ways=tuple(ways.values()),
        terms=tuple(terms.values()),
        materials=tuple(materials.values()),
        bars=tuple(bars.values()),
        promises=tuple(promises.values()),
        reminders=overlay.reminders or base.reminders,
        second_signature=overlay.second_signature or base.second_signature,
        **_proceedings(base, overlay),
    )


def _proceedings(base: Edition, overlay: Overlay) -> dict[str, Any]:
    laid, power = overlay.proceedings, bool(overlay.power)
    found: dict[str, Any] = {}
    for room, laid_over in (
        ("objection", objection_with),
        ("rectification", rectification_with),
        ("talks", talks_with),
    ):
        if room in laid:
            try:
                found[room] = laid_over(getattr(base, room), laid[room], power=power)
            except Overreach as fault:
                raise overlay.fault(f"[{room}]: {fault}", room, *fault.trail) from fault
    return found


def _only_adds(base: Edition, overlay: Overlay, way: Way, place: int) -> None:
    known = next((found for found in base.ways if found.id == way.id), None)
    if known is None or known.need != "required":
        return
    lighter = way.need != "required" or not set(known.classes) <= set(way.classes)
    later = known.phase == "before-filing" and way.phase != "before-filing"
    if lighter or later:
        raise overlay.fault(
            f"way {way.id!r} is required by {base.key}; citing no power, it stays so", "way", place
        )


def _only_tightens(base: Edition, overlay: Overlay, term: Term, place: int) -> None:
    known = next((found for found in base.terms if found.id == term.id), None)
    if known is None:
        return
    try:
        only_tightens(known, term)
    except Overreach as fault:
        raise overlay.fault(str(fault), "term", place) from fault


def covers(start: date, end: date | None, on: date) -> bool:
    """Whether a day lies in a time of force, both ends included."""
    return start <= on and (end is None or on <= end)


def meet(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Whether two times of force have a day in common."""
    return (one[1] is None or other[0] <= one[1]) and (other[1] is None or one[0] <= other[1])
