"""Every clause of an edition under a name of its own, so that scenarios and reports can speak of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from rulebook.classes import Elsewhere, FieldStandard
from rulebook.clauses import Clause, Extension, Limit, Quantity, Switch, Term
from rulebook.edition import Edition
from rulebook.in_force import Editions
from rulebook.procedure import Effect, Promise, Release, Remedy, Removal

Statement = Limit | Switch | Quantity | Clause

_STEPS = {
    "classes": "class",
    "conditions": "condition",
    "bars": "bar",
    "ways": "way",
    "materials": "material",
    "terms": "term",
    "effects": "effect",
    "releases": "release",
    "promises": "promise",
    "remedies": "remedy",
    "letters": "letter",
    "otherwise": "rule.otherwise",
    "decider_clause": "decider",
    "rules": "rule",
    "standards": "standard",
    "removals": "removal",
    "grounds": "ground",
}
_UNNAMED = frozenset({"clause", "stated"})
_NAMES: dict[type, str] = {
    Effect: "on",
    Elsewhere: "route",
    FieldStandard: "key",
    Promise: "term",
    Release: "to",
    Remedy: "name",
    Removal: "kind",
}
# what these hold under `limit` is the thing itself
_LIMITS = (Extension, Promise, Release, Remedy)


def clauses_of(edition: Edition) -> dict[str, Statement]:
    """All clauses of an edition by name, such as `term.decide.extension`, `class.minor.maximum`, `process.fee`."""
    return dict(_walk((), edition))


def limits_of(edition: Edition) -> dict[str, Limit]:
    """The clauses that are a number somebody has read."""
    return {
        name: said
        for name, said in clauses_of(edition).items()
        if isinstance(said, Limit) and said.count is not None
    }


def cited(said: Statement) -> str:
    """Instrument and article of a clause as one text; the edition's own instrument is left out."""
    clause = said.clause if isinstance(said, Switch | Quantity) else said
    return f"{clause.instrument} {clause.article}".strip()


def mark_of(said: Statement) -> str:
    """The mark of a clause."""
    return str(said.clause.mark if isinstance(said, Switch | Quantity) else said.mark)


def inventory(editions: Editions) -> dict[str, dict[str, Statement]]:
    """The clauses of every text, and of every overlay on every text what it adds or changes."""
    whole: dict[str, dict[str, Statement]] = {}
    found: dict[str, dict[str, Statement]] = {}
    for key in editions.every_key():
        whole[key] = clauses_of(editions.by_key(key))
        own = whole.get(text_under(key), {})
        found[key] = {name: clause for name, clause in whole[key].items() if own.get(name) != clause}
    return found


def text_under(key: str) -> str:
    """The key of what a merged edition stands on: first what is laid over it goes, then its kind of list."""
    for sign in "+/":
        if sign in key:
            return key.rpartition(sign)[0]
    return ""


def _walk(path: tuple[str, ...], thing: object) -> Iterator[tuple[str, Statement]]:
    if isinstance(thing, Limit | Switch | Quantity | Clause):
        yield ".".join(path), thing
    elif isinstance(thing, Mapping):
        for key, inner in thing.items():
            yield from _walk((*path, str(key)), inner)
    elif isinstance(thing, tuple):
        for row in thing:
            yield from _walk(_named(path, row), row)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            if isinstance(thing, Removal) and field.name == "terms":
                continue  # told under the edition of the kind
            yield from _walk((*path, *_step(thing, field.name)), getattr(thing, field.name))


def _step(thing: object, field: str) -> tuple[str, ...]:
    if field in _UNNAMED or (field == "limit" and isinstance(thing, _LIMITS)):
        return ()
    if isinstance(thing, Edition) and field == "classification":
        return ()
    if isinstance(thing, FieldStandard) and field == "rules":
        return ()
    return (_STEPS.get(field, field),)


def _named(path: tuple[str, ...], row: object) -> tuple[str, ...]:
    name = str(getattr(row, _NAMES.get(type(row), "id"), ""))
    return (name,) if isinstance(row, Term) and "." in name else (*path, name)
