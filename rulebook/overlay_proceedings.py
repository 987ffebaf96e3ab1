"""What a place lays over the objections, rectification and talks of a text, and what it may not take away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rulebook.clauses import Limit, Switch, Term
from rulebook.proceedings import Objection, Rectification, Redress, Talks

# of which things a place may have more, of which fewer, without citing a power: what is better for the subject
MORE = frozenset(
    {"last_limits", "maximum_days", "maximum_of_each", "minimum_days", "officers", "postponements"}
)
FEWER = frozenset({"inquiries", "reminders"})


class Overreach(ValueError):
    """A place takes something away though it cites no power: `key`, and the row of it where it stands in one."""

    def __init__(self, reason: str, *trail: str | int) -> None:
        super().__init__(reason)
        self.trail = trail


@dataclass(frozen=True)
class LaidOver:
    """What an overlay writes under `[objection]`, `[rectification]` or `[talks]`: only what it changes or adds.

    `said` holds its switches and quantities, each under its key.
    """

    said: Mapping[str, Any]
    terms: tuple[Term, ...] = ()
    redress: tuple[Redress, ...] = ()
    notice: Limit | None = None
    absence_bar: Limit | Switch | None = None


def objection_with(base: Objection, laid: LaidOver, *, power: bool) -> Objection:
    """The objections of the text as a place handles them.

    The term `handle` is that of whoever handles objections there. Raises Overreach, also with a power for a
    term `handle` of somebody else.
    """
    if not power:
        _only_what_is_open(base, laid)
        for place, item in enumerate(laid.redress):
            known = next((known for known in base.redress if known.id == item.id), None)
            if known is not None and not set(known.on) <= set(item.on):
                raise Overreach(
                    f"{item.id!r} is owed after fewer decisions, citing no power", "redress", place
                )
    redress = {item.id: item for item in (*base.redress, *laid.redress)}
    found = replace(base, **laid.said, redress=tuple(redress.values()))
    handler = found.handled_by.value
    before = tuple(
        replace(term, who=handler) if term.id == "objection.handle" else term for term in base.terms
    )
    terms = _terms(before, laid.terms, power=power)
    if any(term.id == "objection.handle" and term.who != handler for term in terms):
        raise Overreach(f"the term `handle` is not that of the {handler}, which handles objections", "term")
    return replace(found, terms=terms)


def rectification_with(base: Rectification, laid: LaidOver, *, power: bool) -> Rectification:
    """The rectification of the text as a place orders it. Raises Overreach."""
    if not power:
        _only_what_is_open(base, laid)
    return replace(base, **laid.said, terms=_terms(base.terms, laid.terms, power=power))


def talks_with(base: Talks, laid: LaidOver, *, power: bool) -> Talks:
    """The talks of the text as a place holds them.

    Raises Overreach, also with a power for a bar without a length and a length without a bar.
    """
    if not power:
        _only_what_is_open(base, laid)
        if laid.notice is not None and not _later_notice(base.notice, laid.notice):
            raise Overreach("a talk may only be announced earlier, citing no power", "notice")
    found = replace(
        base,
        **laid.said,
        notice=laid.notice or base.notice,
        absence_bar=laid.absence_bar or base.absence_bar,
    )
    if (found.absence_bars_repair.value == "yes") != (found.absence_bar is not None):
        raise Overreach("`absence_bar` belongs to talks whose absence bars a repair, and only to them")
    return found


def only_tightens(known: Term, term: Term) -> None:
    """Refuse a term that is longer for an authority, or shorter or harsher for a subject, than the text's own.

    Raises Overreach.
    """
    if known.stated.count is None:
        return
    if (term.who, term.trigger, term.stated.unit) != (known.who, known.trigger, known.stated.unit):
        raise Overreach(f"term {term.id!r} changes who, unit or trigger, citing no power")
    count, subjects = term.stated.count, known.who == "subject"
    shorter = count is not None and count <= known.stated.count
    longer = count is not None and count >= known.stated.count
    if not (longer if subjects else shorter):
        raise Overreach(f"term {term.id!r} may only be shortened for authorities and lengthened for subjects")
    if subjects and term.on_breach != known.on_breach:
        raise Overreach(f"term {term.id!r} changes what silence does, citing no power")
    if subjects and not set(known.pauses) <= set(term.pauses):
        raise Overreach(f"term {term.id!r} stands still for less, citing no power")
    if not subjects and not set(term.pauses) <= set(known.pauses):
        raise Overreach(f"term {term.id!r} stands still for more, citing no power")
    if not subjects and term.extension not in {None, known.extension}:
        raise Overreach(f"term {term.id!r} has another extension, citing no power")


def _terms(base: tuple[Term, ...], laid: tuple[Term, ...], *, power: bool) -> tuple[Term, ...]:
    known = {term.id: term for term in base}
    for place, term in enumerate(laid):
        if not power and term.id in known:
            try:
                only_tightens(known[term.id], term)
            except Overreach as fault:
                raise Overreach(str(fault), "term", place) from fault
        known[term.id] = term
    return tuple(known.values())


def _only_what_is_open(base: Objection | Rectification | Talks, laid: LaidOver) -> None:
    for key, said in laid.said.items():
        known = getattr(base, key)
        if isinstance(said, Switch):
            if not {said.value, *said.allowed} <= {known.value, *known.allowed}:
                raise Overreach(
                    f"`{key}` is {known.value}; {said.value} is not left open, and no power is cited", key
                )
        elif (key in MORE and said.count < known.count) or (key in FEWER and said.count > known.count):
            raise Overreach(f"`{key}` is {known.count}; {said.count} takes away, and no power is cited", key)


def _later_notice(known: Limit, notice: Limit) -> bool:
    if known.count is None:
        return True
    return notice.unit == known.unit and notice.count is not None and notice.count >= known.count
