"""The only place where a term starts, stands still, goes on, grows or ends.

Every function works in the caller's transaction and writes one journal entry on the owner's stream where it
changed something. A term whose end has passed is not saved by a pause or an extension, even while no sweep
ran.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from clocks.models import Deadline, Standing
from clocks.receipts import from_json
from clocks.refusals import refusal
from clocks.rows import Owner as Owner  # noqa: PLC0414 - callers know the clocks by this module
from clocks.rows import Until as Until  # noqa: PLC0414
from clocks.rows import facts_of, hold_stream, open_rows, row_until
from clocks.sweeping import Swept as Swept  # noqa: PLC0414
from clocks.sweeping import sweep as sweep  # noqa: PLC0414
from clocks.writing import LAW, PROMISE, counted_row, has_ended, legal_limit, meet, number_of, tell, write
from journal.names import lazy_title
from journal.now import day_of
from journal.record import record
from rulebook.calendar_in_use import book_in_use, calendar_in_use
from rulebook.clauses import Term
from rulebook.counting import Event, EventKind
from rulebook.edition import Edition
from rulebook.editions_in_use import editions_in_use
from rulebook.reminders import HALF
from rulebook.working_days import Calendar


def start(
    *,
    owner: Owner,
    term: Term,
    edition: Edition,
    trigger_on: date,
    at: datetime,
    actor_ref: str,
    calendar: Calendar | None = None,
) -> Deadline:
    """Start a term on the day of its event, and beside it the promise that the edition makes for it.

    Returns the legal term; where it is open already, that one, unchanged. Raises Refusal where its number was
    not read or no calendar reaches it.
    """
    known = open_rows(owner, (term.id,)).filter(goal=LAW).first()
    if known is not None:
        return known
    hold_stream(owner.stream)
    days = calendar or calendar_in_use(owner.jurisdiction)
    row = counted_row(
        owner=owner,
        term=term,
        edition=edition,
        limit=legal_limit(term, edition),
        goal=LAW,
        trigger_on=trigger_on,
        at=at,
        calendar=days,
    )
    row.save()
    promised = edition.promise(term.id)
    facts = facts_of(row)
    if promised is not None:
        beside = counted_row(
            owner=owner,
            term=term,
            edition=edition,
            limit=promised.limit,
            goal=PROMISE,
            trigger_on=trigger_on,
            at=at,
            calendar=days,
        )
        beside.save()
        facts["promised_on"] = beside.due_on.isoformat()
    record(stream=owner.stream, verb="deadline.started", actor_ref=actor_ref, at=at, payload=facts)
    return row


def start_until(
    *,
    owner: Owner,
    term_id: str,
    edition_key: str,
    last_day: date,
    at: datetime,
    actor_ref: str,
    receipt: dict[str, Any],
    to_confirm: bool,
    who: str = "",
    on_breach: str = "",
) -> Deadline:
    """Start a term whose last day was computed elsewhere; where it is open already, that one, unchanged.

    For the keys of `receipt` see `Until`. With an empty `on_breach` reaching the end settles the term.
    """
    known = open_rows(owner, (term_id,)).filter(goal=LAW).first()
    if known is not None:
        return known
    hold_stream(owner.stream)
    until = Until(owner, term_id, edition_key, last_day, to_confirm, receipt, who, on_breach)
    row = row_until(until, at=at, calendar=calendar_in_use(owner.jurisdiction))
    row.save()
    record(stream=owner.stream, verb="deadline.started", actor_ref=actor_ref, at=at, payload=facts_of(row))
    return row


def start_until_many(*, untils: Iterable[Until], at: datetime) -> int:
    """Start many terms at once, for deliveries; returns how many rows were sent.

    Terms that are open already stay as they are. Nothing is journalled: the delivery's own entry tells it.
    """
    book = book_in_use()
    rows = [row_until(until, at=at, calendar=book.of(until.owner.jurisdiction)) for until in untils]
    Deadline.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


def pause(
    *, owner: Owner, cause: str, at: datetime, actor_ref: str, terms: Sequence[str] | None = None
) -> list[Deadline]:
    """Let terms stand still for a cause from this day on (see `rulebook.counting` for the day itself).

    A term may stand still for several causes at once and goes on when the last of them ends; the same cause
    twice changes nothing. Terms that have ended by now are left to the sweep. Returns the terms that were
    changed.
    """
    hold_stream(owner.stream)
    changed = []
    for row in open_rows(owner, terms).exclude(standing=Standing.BREACHED):
        receipt = from_json(row.receipt)
        if has_ended(row, at) or cause in receipt.open_causes:
            continue
        event = Event(EventKind.PAUSE, day_of(at), cause)
        if meet(row, receipt, (event,), at, standing=Standing.PAUSED):
            changed.append(row)
    tell("deadline.paused", owner, changed, at, actor_ref, cause=cause)
    return changed


def resume(
    *,
    owner: Owner,
    at: datetime,
    actor_ref: str,
    terms: Sequence[str] | None = None,
    cause: str | None = None,
) -> list[Deadline]:
    """Let terms go on with exactly the working days that were left; this day itself is not counted.

    With a `cause` only that pause ends, and a term that stands still for another cause too goes on standing.
    Returns the terms that were changed.
    """
    hold_stream(owner.stream)
    changed = []
    for row in open_rows(owner, terms).filter(standing=Standing.PAUSED):
        receipt = from_json(row.receipt)
        ending = [known for known in receipt.open_causes if cause in {None, known}]
        if not ending:
            continue
        events = tuple(Event(EventKind.RESUME, day_of(at), known) for known in ending)
        still = len(ending) < len(receipt.open_causes)
        standing = Standing.PAUSED if still else Standing.RUNNING
        if meet(row, receipt, events, at, standing=standing):
            changed.append(row)
    tell("deadline.resumed", owner, changed, at, actor_ref)
    return changed


def extend(
    *,
    owner: Owner,
    term_id: str,
    reason: str,
    at: datetime,
    actor_ref: str,
    alongside: Sequence[str] = (),
) -> Deadline:
    """Make a term longer by what its edition allows, from its present end; the promise beside it stays.

    Open terms `alongside` grow by the same: those whose edition leaves extensions of the other one out. Raises
    Refusal without a reason, without an open term, after its end, where the edition allows no (further) extension
    or its number was not read.
    """
    why = reason.strip()
    if not why:
        raise refusal("extension-reason")
    hold_stream(owner.stream)
    row = open_rows(owner, (term_id,)).filter(goal=LAW).first()
    if row is None:
        raise refusal("no-open-term", term=term_id)
    if has_ended(row, at) or row.standing == Standing.BREACHED:
        raise refusal("extension-late", term=term_id, day=row.due_on)
    edition = editions_in_use().by_key(row.edition_key)
    extension = edition.term(term_id).extension
    if extension is None:
        raise refusal("no-extension", term=term_id, edition=lazy_title(edition))
    receipt = from_json(row.receipt)
    if len(receipt.extensions) >= extension.times:
        raise refusal("extension-spent", term=term_id, edition=lazy_title(edition))
    limit = extension.limit
    event = Event(
        EventKind.EXTEND,
        day_of(at),
        why,
        count=number_of(limit, edition, term_id),
        unit=limit.unit,
        instrument=limit.instrument,
        article=limit.article,
        mark=str(limit.mark),
    )
    to_confirm = row.to_confirm or limit.to_confirm
    # what counts from the end is told anew: it is another end
    warned = [word for word in row.warned if word == HALF]
    if not meet(row, receipt, (event,), at, standing=row.standing, warned=warned, to_confirm=to_confirm):
        raise refusal("no-open-term", term=term_id)
    grown = [row, *_grow(owner, alongside, event, at=at)]
    tell("deadline.extended", owner, grown, at, actor_ref, reason=why)
    return row


def _grow(owner: Owner, terms: Sequence[str], event: Event, *, at: datetime) -> list[Deadline]:
    """Let other open legal terms meet an extension too; one that has ended is not saved by it."""
    grown = []
    for row in open_rows(owner, terms).filter(goal=LAW).exclude(standing=Standing.BREACHED):
        warned = [word for word in row.warned if word == HALF]
        if not has_ended(row, at) and meet(
            row, from_json(row.receipt), (event,), at, standing=row.standing, warned=warned
        ):
            grown.append(row)
    return grown


def stop(
    *,
    owner: Owner,
    at: datetime,
    actor_ref: str,
    reason: str,
    terms: Sequence[str] | None = None,
) -> list[Deadline]:
    """End terms that were met or fell away (all open ones where none is named); returns those that ended.

    A term that was met after its end keeps that fact (`breached_at`), whether or not a sweep had seen it.
    """
    hold_stream(owner.stream)
    ended, late = [], []
    for row in open_rows(owner, terms):
        columns: dict[str, Any] = {"stopped_at": at}
        if row.standing != Standing.BREACHED:
            missed = has_ended(row, at)
            columns["standing"] = Standing.BREACHED if missed else Standing.STOPPED
            if missed:
                columns["breached_at"] = at
        if write(row, **columns):
            ended.append(row)
            if row.breached_at is not None:
                late.append(row.term)
    tell("deadline.stopped", owner, ended, at, actor_ref, reason=reason, late=late)
    return ended


def next_due_at(owner: Owner) -> datetime | None:
    """When the nearest legal term of a thing ends or ended, of those that are owed and do not stand still."""
    rows = open_rows(owner).filter(goal=LAW).exclude(standing=Standing.PAUSED)
    return rows.values_list("due_at", flat=True).first()


def nearest_terms(kind: str, ids: Iterable[int]) -> dict[int, Deadline]:
    """Of each of many things the term by which it is sorted, as `next_due_at` takes it (one query)."""
    rows = Deadline.objects.filter(
        owner_kind=kind, owner_id__in=list(ids), goal=LAW, stopped_at__isnull=True
    ).exclude(standing=Standing.PAUSED)
    return {row.owner_id: row for row in rows.order_by("-due_at", "-pk")}


def open_terms(owner: Owner) -> list[Deadline]:
    """The terms that are owed: running, paused, or run out and not met yet; earliest end first."""
    return list(open_rows(owner))


def terms_of(owner: Owner) -> list[Deadline]:
    """Every term a thing ever had, in the order in which they began."""
    return list(Deadline.objects.filter(owner_kind=owner.kind, owner_id=owner.id).order_by("pk"))
