"""Which class a record has under an edition: decided, provisional with candidates, or undecidable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_noop as _

from rulebook.classes import Classification, Rule
from rulebook.clauses import Clause, Mark
from rulebook.edition import Edition
from rulebook.when import SIMPLE, SIMPLE_IN_REMARK, Answer, PenaltyFacts

Status = Literal["decided", "provisional", "undecidable"]

AMOUNT_MISSING = _("An amount is missing from the record, so a threshold cannot be compared.")
FIELD_MISSING = _("The field of the authority is not known, so a rule for named fields cannot be excluded.")
OUT_OF_SCOPE = _("This text is not about records or subjects of this kind.")

_SEPARATORS = re.compile(r"[;；、,，]")


@dataclass(frozen=True)
class Hit:
    """A rule that spoke: its id, the class it gives ("" for none), and its clause."""

    rule_id: str
    class_: str
    article: str
    mark: Mark
    note: str


@dataclass(frozen=True)
class Classified:
    """The class and why. `reason` is an English sentence of the message catalogue, empty where decided.

    A provisional class is a default: every date that follows from it is "to confirm", and `also_confirms_by`
    (determining-unit, platform) says who must decide among `candidates`, lightest first.
    """

    class_: str | None
    status: Status
    candidates: tuple[str, ...]
    hits: tuple[Hit, ...]
    reason: str
    also_confirms_by: str


def split_kinds(raw: str) -> tuple[str, ...]:
    """The kinds of penalty in a 处罚类别 field, in order, each once."""
    parts = (part.strip() for part in _SEPARATORS.split(raw))
    return tuple(dict.fromkeys(part for part in parts if part))


def procedure_of(remark: str) -> str:
    """What a record's remark says of the procedure: "simple", or "" where it says nothing."""
    return SIMPLE if SIMPLE_IN_REMARK in remark else ""


def classify(facts: PenaltyFacts, edition: Edition) -> Classified:
    """The class of a record under an edition, with every rule that spoke.

    Contradictions and gaps come first and end the matter; a final rule ends it too; else all rules that are
    met are kept, the heaviest class is the default, and what remains open are the candidates not below the
    highest floor among the rules. A rule that asks for a missing fact opens its class without giving it.
    """
    law = edition.classification
    scope = edition.scope
    if facts.record_kind not in scope.record_kinds or (
        facts.subject_kind and facts.subject_kind not in scope.subject_kinds
    ):
        return _undecidable("scope", OUT_OF_SCOPE, scope.clause, law)
    for check in law.undecidable:
        if check.when.met(facts) is Answer.YES:
            return _undecidable(check.id, check.reason, check.clause, law)
    met: list[Rule] = []
    open_: list[Rule] = []
    for rule in _rules_for(facts.authority_field, law):
        answer = rule.when.met(facts)
        if answer is Answer.YES:
            met.append(rule)
            if rule.final:
                break
        elif answer is Answer.UNKNOWN:
            open_.append(rule)
    missing = AMOUNT_MISSING if facts.authority_field else FIELD_MISSING
    return _weighed(met or [law.otherwise], open_, tuple(edition.classes), law, missing)


def _rules_for(field: str, law: Classification) -> tuple[Rule, ...]:
    """The text's rules, those of the field's own standard in the place of the ones with the same id."""
    own = {
        rule.id: rule
        for standard in law.standards
        if standard.authority_field == field
        for rule in standard.rules
    }
    general = tuple(own.pop(rule.id, rule) for rule in law.rules)
    return (*general, *own.values())


def _weighed(
    met: list[Rule], open_: list[Rule], order: tuple[str, ...], law: Classification, missing: str
) -> Classified:
    weight = {class_: place for place, class_ in enumerate(order)}
    floor = max(min(weight[candidate] for candidate in rule.candidates) for rule in met)
    spoken = [*met, *open_]
    possible = {candidate for rule in spoken for candidate in rule.candidates if weight[candidate] >= floor}
    default = max((rule.class_ for rule in met), key=weight.__getitem__)
    candidates = tuple(class_ for class_ in order if class_ in possible)
    decided = len(candidates) == 1
    return Classified(
        class_=default,
        status="decided" if decided else "provisional",
        candidates=candidates,
        hits=tuple(_hit(rule.id, rule.class_, rule.clause) for rule in met),
        reason="" if decided else _why_open(met, open_, candidates) or missing,
        also_confirms_by="" if decided else law.decided_by.value,
    )


def _why_open(met: list[Rule], open_: list[Rule], candidates: tuple[str, ...]) -> str:
    """The reason of the rule that leaves the most open; "" where a missing fact opens it."""
    if any(set(rule.candidates) & set(candidates) for rule in open_):
        return ""
    reasons = [
        (len(set(rule.candidates) & set(candidates)), rule.reason)
        for rule in met
        if rule.reason and len(set(rule.candidates) & set(candidates)) > 1
    ]
    return max(reasons, key=lambda reason: reason[0], default=(0, ""))[1]


def _undecidable(id_: str, reason: str, clause: Clause, law: Classification) -> Classified:
    return Classified(
        class_=None,
        status="undecidable",
        candidates=(),
        hits=(_hit(id_, "", clause),),
        reason=reason,
        also_confirms_by=law.decided_by.value,
    )


def _hit(id_: str, class_: str, clause: Clause) -> Hit:
    return Hit(rule_id=id_, class_=class_, article=clause.article, mark=clause.mark, note=clause.note)


__all__ = [
    "AMOUNT_MISSING",
    "FIELD_MISSING",
    "OUT_OF_SCOPE",
    "Classified",
    "Hit",
    "PenaltyFacts",
    "Status",
    "classify",
    "procedure_of",
    "split_kinds",
]
