"""What the pages say of a change of law: the choice made on a case, what it was weighed by, what it would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.labels import WAYS
from cases.models import Case, Changeover
from cases.models.changeover import Choice
from cases.services.changeover import Preview, choices_open, preview
from clocks.carrying import Carried
from journal.days import day_words
from journal.refusals import Refusal
from look.case_words import term_words
from look.names import name_of
from look.terms import edition_title


@dataclass(frozen=True)
class Told:
    """One choice in words: its name, what came of it, the reason, what each text means for the case."""

    choice: str
    outcome: str
    reason: str
    weighed: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class Foreseen:
    """What a choice would do: sentences, or why it cannot be made now."""

    choice: str
    lines: tuple[str, ...]
    refused: str


def told_of(case: Case) -> tuple[Told, ...]:
    """The choices made on a case, oldest first."""
    return tuple(_told(row) for row in case.changeovers.order_by("pk"))


def foreseen(case: Case, *, at: datetime) -> tuple[Foreseen, ...]:
    """What each choice that the new text allows would do to the case at an instant."""
    return tuple(_foreseen(case, choice, at) for choice in choices_open(case, at=at))


def _told(row: Changeover) -> Told:
    edition = edition_title(row.to_edition if row.moved else row.from_edition)
    return Told(
        choice=str(Choice(row.choice).label),
        outcome=_("The case goes on under %(edition)s.") % {"edition": edition},
        reason=row.reason,
        weighed=_weighed(row.comparison),
        at=row.chosen_at,
    )


def _weighed(comparison: Mapping[str, Any]) -> tuple[str, ...]:
    lines = [_means(comparison[side]) for side in ("before", "after")]
    if comparison["equal"]:
        lines.append(_("Neither text is better for the company."))
    return tuple(lines)


def _means(side: Mapping[str, Any]) -> str:
    ways = _(", ").join(str(WAYS.get(way, way)) for way in side["ways"])
    facts = {
        "edition": edition_title(side["edition"]),
        "day": day_words(date.fromisoformat(side["decision_by"])),
        "ways": ways,
    }
    if ways:
        return _("%(edition)s: still to be done %(ways)s; decision by %(day)s at the latest.") % facts
    return _("%(edition)s: nothing more to be done; decision by %(day)s at the latest.") % facts


def _foreseen(case: Case, choice: str, at: datetime) -> Foreseen:
    label = str(Choice(choice).label)
    try:
        seen = preview(case, choice=choice, at=at)
    except Refusal as refused:
        return Foreseen(label, (), str(refused))
    return Foreseen(label, (*_weighed(seen.comparison), *_effects(seen)), "")


def _effects(seen: Preview) -> tuple[str, ...]:
    if not seen.moved:
        return (_("Nothing changes: every term and step stays."),)
    lines = [_moved(term) for term in seen.terms if term.to_on != term.from_on or term.kept]
    if seen.ways_added:
        lines.append(_("Steps added: %(ways)s.") % {"ways": _names(seen.ways_added)})
    if seen.ways_dropped:
        lines.append(_("Steps that fall away: %(ways)s.") % {"ways": _names(seen.ways_dropped)})
    if seen.department is not None:
        lines.append(_("The case passes to %(unit)s.") % {"unit": name_of(seen.department)})
    return tuple(lines) or (_("No day and no step changes."),)


def _names(ways: tuple[str, ...]) -> str:
    return _(", ").join(str(WAYS.get(way, way)) for way in ways)


def _moved(term: Carried) -> str:
    name = term_words(term.term, term.goal)
    if term.to_on is None:
        return _("%(term)s: falls away.") % {"term": name}
    if term.kept:
        return _("%(term)s: stays on %(day)s, which was told.") % {"term": name, "day": day_words(term.to_on)}
    days = {"term": name, "before": day_words(term.from_on), "after": day_words(term.to_on)}
    return _("%(term)s: from %(before)s to %(after)s.") % days
