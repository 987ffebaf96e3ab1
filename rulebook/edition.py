"""One legal text as a value: everything the desk asks of the law, each rule with its clause and mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from rulebook.classes import (
    Classification,
    Elsewhere,
    FieldStandard,
    Publicity,
    PublicityClass,
    Rule,
    Scope,
    Undecidable,
)
from rulebook.clauses import Clause, Extension, Limit, Mark, NumberMissing, Quantity, Switch, Term
from rulebook.procedure import (
    Bankruptcy,
    Bar,
    Changeover,
    Condition,
    Effect,
    Forward,
    Ground,
    Letter,
    Material,
    Process,
    Promise,
    Release,
    Remedy,
    Removal,
    Revocation,
    Way,
)
from rulebook.proceedings import Complaint, Objection, Rectification, Redress, Talks
from rulebook.reminders import OF_THE_HOUSE, Reminders
from rulebook.when import When

REQUIRED = "required"
BEFORE_FILING = "before-filing"
DURING_CASE = "during-case"


class UnknownTerm(LookupError):
    """The edition has no such term, release or class: `edition` and `id` name it."""

    def __init__(self, edition: str, id_: str) -> None:
        super().__init__(f"{edition} has no `{id_}`.")
        self.edition = edition
        self.id = id_


@dataclass(frozen=True)
class Edition:
    """One text in force, with the overlays of a jurisdiction merged into it where its key has a `+`."""

    key: str
    base_key: str
    title_zh: str
    title_en: str
    number: str
    issuer: str
    adopted_on: date
    in_force_from: date
    in_force_to: date | None
    repeals: tuple[str, ...]
    layer: str
    jurisdiction: str
    route: str
    confirmed_by: str
    confirmed_on: date | None
    scope: Scope
    classes: Mapping[str, PublicityClass]
    publicity: Publicity
    classification: Classification
    conditions: tuple[Condition, ...]
    bars: tuple[Bar, ...]
    ways: tuple[Way, ...]
    materials: tuple[Material, ...]
    procedural_day_off: Switch
    terms: tuple[Term, ...]
    process: Process
    effects: tuple[Effect, ...]
    releases: tuple[Release, ...]
    revocation: Revocation
    bankruptcy: Bankruptcy
    objection: Objection
    rectification: Rectification
    talks: Talks
    complaint: Complaint
    changeover: Changeover
    promises: tuple[Promise, ...]
    remedies: tuple[Remedy, ...]
    letters: tuple[Letter, ...]
    removals: tuple[Removal, ...]
    forward: Forward | None
    file: str

    def for_kind(self, kind: str) -> Edition:
        """The text as it governs one kind of list: conditions and terms of the removal in place of the general."""
        removal = self.removal(kind)
        if removal is None:
            return self
        own = {term.id: term for term in removal.terms}
        return replace(
            self,
            key=f"{self.key}/{kind}",
            conditions=removal.conditions or self.conditions,
            terms=tuple(own.get(term.id, term) for term in self.terms),
        )

    def removal(self, kind: str) -> Removal | None:
        """How entries of a kind leave their list; None where the text has no rules of their own for them."""
        return next((removal for removal in self.removals if removal.kind == kind), None)

    reminders: Reminders = OF_THE_HOUSE
    second_signature: Switch | None = None

    @property
    def every_term(self) -> tuple[Term, ...]:
        """The terms of all proceedings, those of a repair first."""
        return (
            *self.terms,
            *self.objection.terms,
            *self.rectification.terms,
            *self.revocation.terms,
            *self.complaint.terms,
        )

    def term(self, id_: str) -> Term:
        """A term by its id, such as `decide`, `objection.accept`, `rectification.serve`, `revocation.defence`.

        Raises UnknownTerm.
        """
        for term in self.every_term:
            if term.id == id_:
                return term
        raise UnknownTerm(self.key, id_)

    def class_of(self, id_: str) -> PublicityClass:
        """A class by its id.

        Raises UnknownTerm.
        """
        if id_ not in self.classes:
            raise UnknownTerm(self.key, id_)
        return self.classes[id_]

    def way(self, id_: str) -> Way:
        """A way by its id.

        Raises UnknownTerm.
        """
        for way in self.ways:
            if way.id == id_:
                return way
        raise UnknownTerm(self.key, id_)

    def ways_required(self, class_: str) -> tuple[Way, ...]:
        """Every way the class must go, whenever and whoever does it."""
        return tuple(way for way in self.ways if way.need == REQUIRED and class_ in way.classes)

    def ways_before_filing(self, class_: str) -> tuple[Way, ...]:
        """The required ways that must be gone before the application is filed."""
        return tuple(way for way in self.ways_required(class_) if way.phase == BEFORE_FILING)

    def ways_during_case(self, class_: str) -> tuple[Way, ...]:
        """The required ways that the subject goes after acceptance: the steps of 整改履行中.

        A check by the department (verification) is no such step; it is done while the case is examined.
        """
        return tuple(
            way for way in self.ways_required(class_) if way.phase == DURING_CASE and way.who == "subject"
        )

    def materials_for(self, class_: str) -> tuple[Material, ...]:
        """The papers owed for the required ways of a class."""
        owed = {way.id for way in self.ways_required(class_)}
        return tuple(
            material for material in self.materials if material.way in owed and class_ in material.classes
        )

    def release(self, to: str) -> Release:
        """The release of one kind of holder.

        Raises UnknownTerm.
        """
        for release in self.releases:
            if release.to == to:
                return release
        raise UnknownTerm(self.key, f"release {to}")

    def promise(self, term: str) -> Promise | None:
        """The service goal beside a term; None where no layer gives one."""
        return next((promise for promise in self.promises if promise.term == term), None)

    def remedies_against(self, act: str) -> tuple[Remedy, ...]:
        """The remedies a letter about this act must name."""
        return tuple(remedy for remedy in self.remedies if act in remedy.against)


__all__ = [
    "BEFORE_FILING",
    "DURING_CASE",
    "REQUIRED",
    "Bankruptcy",
    "Bar",
    "Changeover",
    "Classification",
    "Clause",
    "Complaint",
    "Condition",
    "Edition",
    "Effect",
    "Elsewhere",
    "Extension",
    "FieldStandard",
    "Forward",
    "Ground",
    "Letter",
    "Limit",
    "Mark",
    "Material",
    "NumberMissing",
    "Objection",
    "Process",
    "Promise",
    "Publicity",
    "PublicityClass",
    "Quantity",
    "Rectification",
    "Redress",
    "Release",
    "Remedy",
    "Removal",
    "Revocation",
    "Rule",
    "Scope",
    "Switch",
    "Talks",
    "Term",
    "Undecidable",
    "UnknownTerm",
    "Way",
    "When",
]
