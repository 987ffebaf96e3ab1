"""Calendars as the administrators' pages show them: years, versions, what a proposal changes, what moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from cases.models import Case
from clocks.models import Recount, RecountedTerm
from delisting.models import Release
from journal.days import short_day_words
from look.case_words import term_words
from look.names import name_of
from look.people import names_of
from look.terms import day_off_words
from records.models import CreditRecord
from rulebook.calendar_in_use import book_in_use, digest_of
from rulebook.gazette_change import GazetteChange, Span, spans
from rulebook.models import Proposal, ReleasedGazette
from rulebook.releasing import text_in_force
from rulebook.working_days import Gazette

PAGE = 50
SHOWN_DIGITS = 16


@dataclass(frozen=True)
class CalendarRow:
    """A year of the country or of a place: what counts now, and who put it in force."""

    gazette: Gazette
    row: ReleasedGazette | None
    proposed_by: str
    released_by: str
    digest: str


@dataclass(frozen=True)
class Version:
    """One released text of a year, and the walk that brought the terms under it."""

    row: ReleasedGazette
    proposed_by: str
    released_by: str
    digest: str
    in_force: bool


@dataclass(frozen=True)
class MoveRow:
    """A term and its days before and after."""

    what: str
    detail: str
    term: str
    move: RecountedTerm


def calendar_rows() -> tuple[list[CalendarRow], list[CalendarRow]]:
    """All years of the country, latest first, and all closures of places."""
    released = {
        (row.jurisdiction, row.year): row for row in ReleasedGazette.objects.filter(replaced_by__isnull=True)
    }
    names = _names(released.values())
    book = book_in_use()
    national = [
        _row(gazette, released.get(("", year)), names)
        for year, gazette in sorted(book.national.gazettes.items(), reverse=True)
    ]
    local = [
        _row(gazette, released.get(key), names)
        for key, gazette in sorted(book.closures.items(), key=lambda item: (item[0][0], -item[0][1]))
    ]
    return national, local


def versions_of(year: int, jurisdiction: str) -> list[Version]:
    """Every released text of a year and place, the latest first."""
    rows = list(ReleasedGazette.objects.filter(year=year, jurisdiction=jurisdiction).order_by("-pk"))
    names = _names(rows)
    return [
        Version(row, names[row.proposed_by], names[row.released_by], row.digest[:SHOWN_DIGITS], place == 0)
        for place, row in enumerate(rows)
    ]


_Proposal = TypeVar("_Proposal", bound=Proposal)


def named_proposals(proposals: Iterable[_Proposal]) -> list[tuple[_Proposal, str, str]]:
    """Proposals with the names of who proposed them and who decided ("" while they wait)."""
    rows = list(proposals)
    names = names_of(ref for row in rows for ref in (row.proposed_by, row.decided_by) if ref)
    return [(row, names[row.proposed_by], names.get(row.decided_by, "")) for row in rows]


def days_off(gazette: Gazette) -> list[tuple[str, Span]]:
    """The days off of a year as spans, each with the occasion's name for the reader."""
    return [(day_off_words(span.name), span) for span in spans(gazette.off.items())]


def change_lines(change: GazetteChange) -> list[tuple[str, list[str]]]:
    """What a text changes, under heads; only those that have something to tell."""
    found = [
        (_("Newly off"), [_span(span) for span in change.off]),
        (_("Newly worked"), [short_day_words(day) for day in change.worked]),
        (_("No longer off"), [_span(span) for span in change.off_no_more]),
        (_("No longer worked"), [short_day_words(day) for day in change.worked_no_more]),
    ]
    return [(head, lines) for head, lines in found if lines]


def move_rows(run: Recount, *, after: int) -> tuple[list[MoveRow], str]:
    """A page of the terms that move or stay in a walk, in order of age, and the cursor of the next page."""
    found = list(
        RecountedTerm.objects.filter(recount=run, pk__gt=after)
        .select_related("deadline")
        .order_by("pk")[: PAGE + 1]
    )
    shown = found[:PAGE]
    owners = _owners(shown)
    rows = [
        MoveRow(
            *owners.get((move.deadline.owner_kind, move.deadline.owner_id), (move.deadline.stream, "")),
            term_words(move.deadline.term, move.deadline.goal),
            move,
        )
        for move in shown
    ]
    return rows, str(shown[-1].pk) if len(found) > PAGE else ""


def _row(gazette: Gazette, row: ReleasedGazette | None, names: dict[str, str]) -> CalendarRow:
    if row is None:
        digest = digest_of(text_in_force(gazette.year, gazette.jurisdiction))
        return CalendarRow(gazette, None, "", "", digest[:SHOWN_DIGITS])
    people = names[row.proposed_by], names[row.released_by]
    return CalendarRow(gazette, row, *people, row.digest[:SHOWN_DIGITS])


def _names(rows: Iterable[ReleasedGazette]) -> dict[str, str]:
    return names_of(ref for row in rows for ref in (row.proposed_by, row.released_by))


def _span(span: Span) -> str:
    name = day_off_words(span.name)
    if span.first == span.last:
        return _("%(name)s: %(day)s") % {"name": name, "day": short_day_words(span.first)}
    return _("%(name)s: %(first)s to %(last)s") % {
        "name": name,
        "first": short_day_words(span.first),
        "last": short_day_words(span.last),
    }


def _owners(moves: Sequence[RecountedTerm]) -> dict[tuple[str, int], tuple[str, str]]:
    """What each term belongs to, in words, in one query a kind."""
    ids: dict[str, set[int]] = {}
    for move in moves:
        ids.setdefault(move.deadline.owner_kind, set()).add(move.deadline.owner_id)
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for case in Case.objects.filter(pk__in=ids.get("case", ())).select_related("subject"):
        found["case", case.pk] = (case.number, case.subject.name)
    for record in CreditRecord.objects.filter(pk__in=ids.get("record", ())).select_related("subject"):
        found["record", record.pk] = (record.decision_number, record.subject.name)
    releases = Release.objects.filter(pk__in=ids.get("release", ()))
    for release in releases.select_related("holder", "order__record"):
        found["release", release.pk] = (release.order.record.decision_number, name_of(release.holder))
    return found
