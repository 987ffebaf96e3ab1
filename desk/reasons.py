"""Why a case stands where it stands: its place in the order of a list, and the desk it is on, in sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from cases.models import Case
from clocks.models import Deadline
from clocks.services import nearest_terms
from desk.handling import why_here
from journal.days import day_words
from journal.models import Entry
from journal.now import day_of
from look.case_words import term_words
from look.names import name_of
from look.slack import slack_of
from rulebook.calendar_in_use import calendar_in_use
from workflows.posts import post_for
from workflows.worklists.asked import HELD, NEWEST, NUMBER, SLACK
from workflows.worklists.pages import Row

FORMULAS: Mapping[str, Promise] = {
    SLACK: gettext_lazy(
        "By the last day of the nearest legal term that runs, the earliest first; on the same day the older case "
        "first; cases without a running term last."
    ),
    HELD: gettext_lazy("By the day on which the hold is looked at, the earliest first."),
    NEWEST: gettext_lazy("The case that was begun last stands first."),
    NUMBER: gettext_lazy("By the case number, letter by letter."),
}
MOVED = ("case.rerouted", "case.unit_recused")


@dataclass(frozen=True)
class Reasons:
    """Why a case stands in this place of the list, and why on this desk; both in sentences."""

    order: str
    desk: tuple[str, ...]


def reasons_of(rows: Sequence[Row], actor: Actor, *, sorting: str, on: date) -> dict[int, Reasons]:
    """The reasons of a page of rows by case (two statements, however many rows)."""
    cases = [row.case for row in rows]
    terms = nearest_terms("case", [case.pk for case in cases])
    entries = _entries_of(cases)
    return {
        row.case.pk: Reasons(
            order=_place(row, terms.get(row.case.pk), sorting=sorting, on=on),
            desk=tuple(filter(None, (why_here(row.case, entries[row.case.stream]), _waits_for(row, actor)))),
        )
        for row in rows
    }


def _entries_of(cases: Sequence[Case]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    streams = [case.stream for case in cases]
    for entry in Entry.objects.filter(stream__in=streams, verb__in=MOVED).order_by("seq"):
        found[entry.stream].append(entry)
    return found


def _place(row: Row, term: Deadline | None, *, sorting: str, on: date) -> str:
    if sorting == HELD and row.hold_until is not None:
        return _("The hold is looked at on %(day)s.") % {"day": day_words(row.hold_until)}
    if sorting == NEWEST:
        return _("Begun on %(day)s.") % {"day": day_words(day_of(row.case.drafted_at))}
    if sorting == NUMBER:
        return _("Number %(number)s.") % {"number": row.case.number}
    if term is None:
        return _("The case is on hold: no term runs.") if row.held else _("No legal term runs now.")
    slack = slack_of(due_on=term.due_on, on=on, calendar=calendar_in_use())
    return _("%(term)s: last day %(day)s (%(slack)s).") % {
        "term": term_words(term.term),
        "day": day_words(term.due_on),
        "slack": slack.words,
    }


def _waits_for(row: Row, actor: Actor) -> str:
    post = post_for(row.case)
    if post is None:
        return _("It waits for somebody who is at no desk: the company, a court, or a date.")
    role, unit = post
    department = (
        row.case.asked_department if unit == row.case.asked_department_id else row.case.handling_department
    )
    facts = {"post": role.label, "unit": name_of(department) if department else ""}
    if row.in_place_of and row.owner_id != actor.user_id:
        return _("It waits for: %(post)s, %(unit)s. You stand in for %(name)s.") % {
            **facts,
            "name": row.owner_name,
        }
    if actor.holds(role, unit):
        return _("It waits for: %(post)s, %(unit)s. You hold this post.") % facts
    return _("It waits for: %(post)s, %(unit)s. You see it as a colleague of the unit.") % facts
