"""A proposed legal text as a second person reads it: what it says, what its scenarios find, what it would change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desk.edition_rows import EditionRow, Part, edition_row, parts_of
from desk.replay_words import THINGS, value_words, what_words
from journal.days import speaks_chinese
from look.names import name_of
from records.models import Department
from rulebook.calendar_in_use import calendar_in_use
from rulebook.editions_in_use import editions_in_use
from rulebook.in_force import judging_by
from rulebook.models import TextProposal
from rulebook.reading_scenarios import shipped_scenarios
from rulebook.releasing_texts import source_proposed, with_text
from rulebook.scenario_run import check
from workflows.models import ReplayedChange, TextReplay

PAGE = 25


@dataclass(frozen=True)
class Said:
    """A proposed text on one text it touches: its head and the rules it adds or changes."""

    row: EditionRow
    parts: list[Part]


@dataclass(frozen=True)
class ChangedRow:
    """How many values would change of what one department keeps, by kind of value."""

    department: str
    changed: int
    what: list[tuple[str, int]]


def said_by(proposal: TextProposal) -> list[Said]:
    """What the text says, as its page would show it once it is in use; an overlay on every text it is laid over."""
    draft = with_text(source_proposed(proposal))
    known = set(editions_in_use().every_key())
    with judging_by(draft):
        return [Said(edition_row(key), parts_of(key)) for key in draft.every_key() if key not in known]


def scenarios_changed(proposal: TextProposal) -> list[str]:
    """The shipped scenarios that would end otherwise, in words: what of the law as it was tried so far changes."""
    draft, live, calendar = with_text(source_proposed(proposal)), editions_in_use(), calendar_in_use()
    return [
        scenario.zh if speaks_chinese() else scenario.en
        for scenario in shipped_scenarios()
        if check(scenario, editions=draft, calendar=calendar)
        and not check(scenario, editions=live, calendar=calendar)
    ]


def changed_rows(replay: TextReplay) -> list[ChangedRow]:
    """What would change by department, the most first."""
    names = Department.objects.in_bulk([int(pk) for pk in replay.found])
    rows = [
        ChangedRow(
            name_of(names[int(pk)]),
            sum(counts.values()),
            [(what_words(what), count) for what, count in sorted(counts.items())],
        )
        for pk, counts in replay.found.items()
    ]
    return sorted(rows, key=lambda row: (-row.changed, row.department))


def changes_shown(replay: TextReplay, *, after: int) -> tuple[list[ReplayedChange], str]:
    """A page of single changes in order of age, and the cursor of the next page."""
    found = list(replay.changes.filter(pk__gt=after).select_related("department").order_by("pk")[: PAGE + 1])
    shown = found[:PAGE]
    return shown, str(shown[-1].pk) if len(found) > PAGE else ""


def told(proposal: TextProposal, changes: Iterable[ReplayedChange]) -> list[dict[str, str]]:
    """Single changes in words: whose value, which, from what to what."""
    with judging_by(with_text(source_proposed(proposal))):
        return [
            {
                "thing": str(THINGS[change.kind]),
                "number": change.number,
                "department": name_of(change.department),
                "what": what_words(change.what),
                "before": value_words(change.what, change.before),
                "after": value_words(change.what, change.after),
            }
            for change in changes
        ]
