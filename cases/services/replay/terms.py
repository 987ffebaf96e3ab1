"""Open terms under two laws: the day each would have, by its own receipt and the clocks' own counting."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from cases.models import Case
from cases.services.replay.change import Change, Looked, Thing, changes_of
from cases.services.replay.worlds import World
from clocks.carrying import under_text
from clocks.models import Deadline
from clocks.receipts import Receipt, from_json, recounted, settle
from clocks.rows import is_told
from clocks.writing import PROMISE, has_ended
from journal.now import day_of
from journal.refusals import Refusal
from records.models import CreditRecord
from rulebook.clauses import NumberMissing, Term
from rulebook.counting import CountingFault, Event, EventKind
from rulebook.edition import Edition, UnknownTerm
from rulebook.in_force import Editions, UnknownEdition
from rulebook.terms import DateBeyondReach
from rulebook.working_days import NoGazette

# whose terms they are by (owner kind, owner id)
Owners = Mapping[tuple[str, int], Thing]
# the terms of a kind of owner that do not stand in the text under their own id, such as a holder's
Elsewhere = Mapping[str, Callable[[Editions, Deadline], Term | None]]


class NoSuchTerm(LookupError):
    """The text does not know the term, or makes no such promise."""


def term_changes(
    rows: Sequence[Deadline],
    owners: Owners,
    *,
    live: World,
    draft: World,
    at: datetime,
    elsewhere: Elsewhere,
    looked: Looked,
) -> Iterator[Change]:
    """The open terms that would end on another day had the draft been in force from their start.

    A draft notice counts as it would on release: a day that was told stays, and a term that has run out is not
    counted anew. Empty where a term would not exist.
    """
    for row in rows:
        thing = owners.get((row.owner_kind, row.owner_id))
        receipt = from_json(row.receipt)
        if thing is None or receipt.last_day is not None:
            continue
        looked.terms += 1
        what = f"{'promise' if row.goal == PROMISE else 'term'} {row.term}"
        by_live = _counted(row, receipt, live, live, elsewhere)
        settled = _counted(row, receipt, live, draft, elsewhere)
        after = settled
        if settled is not None and draft.book is not live.book and not _is_past(row, at):
            calendar = draft.book.of(row.jurisdiction)
            after = recounted(settled, calendar, on=day_of(at), told=is_told(row))
        yield from changes_of(
            thing,
            stored={what: row.due_on.isoformat()},
            live={what: _day(by_live)},
            draft={what: _day(after)},
            looked=looked,
        )


def _is_past(row: Deadline, at: datetime) -> bool:
    return row.breached_at is not None or has_ended(row, at)


def _day(receipt: Receipt | None) -> str:
    return receipt.due_on.isoformat() if receipt else ""


def _counted(
    row: Deadline, receipt: Receipt, live: World, law: World, elsewhere: Elsewhere
) -> Receipt | None:
    """The term under a law's texts, by the calendar in force; None where it would not exist."""
    try:
        under = _under(row, receipt, live.editions, law.editions, elsewhere)
        return settle(under, live.book.of(row.jurisdiction))
    except (NoSuchTerm, UnknownEdition, NumberMissing, Refusal, CountingFault, NoGazette, DateBeyondReach):
        return None


def _under(row: Deadline, receipt: Receipt, live: Editions, law: Editions, elsewhere: Elsewhere) -> Receipt:
    find = elsewhere.get(row.owner_kind, _by_its_id)
    known = find(live, row)
    if known is None:
        return receipt  # a term of the house, not of a text
    term = find(law, row)
    if term is None:
        raise NoSuchTerm(row.term)
    edition = law.by_key(row.edition_key)
    limit = term.limit()
    if row.goal == PROMISE:
        promise = edition.promise(row.term)
        if promise is None:
            raise NoSuchTerm(row.term)
        limit = promise.limit
    return under_text(receipt, term, edition, limit, _events(receipt, known, term))


def _by_its_id(editions: Editions, row: Deadline) -> Term | None:
    edition: Edition = editions.by_key(row.edition_key)
    try:
        return edition.term(row.term)
    except UnknownTerm:
        return None


def _events(receipt: Receipt, known: Term, term: Term) -> tuple[Event, ...]:
    """What happened to the term, as the text would have let it happen: its pauses, the length of its extension.

    A term that only grew with another one keeps the days by which it did.
    """
    gone = set(known.pauses) - set(term.pauses)
    events = []
    for event in receipt.events:
        if event.kind in {EventKind.PAUSE, EventKind.RESUME} and event.cause in gone:
            continue
        if event.kind is EventKind.EXTEND and "extension" not in term.pauses:
            if term.extension is None or term.extension.limit.count is None:
                continue
            limit = term.extension.limit
            events.append(
                replace(event, count=limit.number(edition=term.edition, what=term.id), unit=limit.unit)
            )
            continue
        events.append(event)
    return tuple(events)


def owners_of(rows: Sequence[Deadline]) -> dict[tuple[str, int], Thing]:
    """The cases and records that terms belong to."""
    ids: dict[str, set[int]] = {"case": set(), "record": set()}
    for row in rows:
        ids.setdefault(row.owner_kind, set()).add(row.owner_id)
    cases = Case.objects.filter(pk__in=ids["case"]).select_related(
        "handling_department", "determining_department"
    )
    records = CreditRecord.objects.filter(pk__in=ids["record"]).select_related("department")
    found = {
        ("case", case.pk): Thing(
            "case", case.pk, case.number, case.handling_department or case.determining_department
        )
        for case in cases
    }
    found |= {
        ("record", record.pk): Thing("record", record.pk, record.decision_number, record.department)
        for record in records
    }
    return found
