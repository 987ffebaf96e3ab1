"""Walking over the open terms that a calendar touches: to show what would move before it is released, and to move it.

A walk is a row (`Recount`), so that a worker, a command or the next look after an outage goes on where the last
batch ended. Two who walk at once wait for each other's batch.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from clocks import recount
from clocks.models import Recount, RecountedTerm
from clocks.recount import BATCH, Move, Taken
from clocks.walks import take_due
from journal.record import record
from rulebook.calendar_book import CalendarBook
from rulebook.calendar_in_use import book_in_use, gazette_released
from rulebook.models import STREAM, GazetteProposal, ReleasedGazette
from rulebook.releasing import gazette_proposed
from rulebook.working_days import Gazette


@transaction.atomic
def rehearse(*, proposal_id: int, actor_ref: str, at: datetime) -> Recount:
    """Begin to count what a proposal would move; what was counted for it before is thrown away."""
    proposal = GazetteProposal.objects.select_for_update().get(pk=proposal_id)
    Recount.objects.filter(proposal=proposal).delete()
    gazette = gazette_proposed(proposal)
    run = Recount(proposal=proposal, actor_ref=actor_ref)
    return _begin(run, gazette, book_in_use().with_gazette(gazette), at)


@transaction.atomic
def apply(*, gazette_id: int, actor_ref: str, at: datetime) -> Recount:
    """Begin to bring the open terms under a released gazette; the walk that is under way already stays."""
    row = ReleasedGazette.objects.select_for_update().get(pk=gazette_id)
    going_on = Recount.objects.filter(gazette=row, ended_at__isnull=True).first()
    if going_on is not None:
        return going_on
    return _begin(Recount(gazette=row, actor_ref=actor_ref), gazette_released(row), book_in_use(), at)


@transaction.atomic
def step(run_id: int, *, at: datetime, batch: int = BATCH, wait: bool = True) -> bool:
    """Take one batch of a walk, or end it; tells whether there was anything to do.

    Without `wait` a walk that somebody else is stepping at the moment is left to them.
    """
    runs = Recount.objects.select_for_update(skip_locked=not wait)
    run = runs.filter(pk=run_id, ended_at__isnull=True).first()
    if run is None:
        return False
    gazette, book = _ground(run)
    taken = _take(run, book, gazette, at=at, batch=batch)
    if taken is None:
        _end(run, gazette, at)
    else:
        _keep(run, taken)
    return True


def finish(run_id: int, *, at: datetime, batch: int = BATCH) -> Recount:
    """Walk to the end, in the caller's own time: for commands."""
    while step(run_id, at=at, batch=batch):
        pass
    return Recount.objects.get(pk=run_id)


def work(*, at: datetime, batch: int = BATCH) -> bool:
    """Take one batch of the walk that is due first; tells whether there was anything to do."""

    def take(run_id: int) -> bool:
        return step(run_id, at=at, batch=batch, wait=False)

    return take_due(Recount.objects, take, at=at)


def _begin(run: Recount, gazette: Gazette, book: CalendarBook, at: datetime) -> Recount:
    run.calendar = book.of(gazette.jurisdiction).digest
    run.reach = recount.reached(gazette, at=at)
    run.begun_at = run.due_at = at
    run.save()
    return run


def _ground(run: Recount) -> tuple[Gazette, CalendarBook]:
    """The gazette, and the calendars under which the walk counts."""
    if run.proposal is not None:
        gazette = gazette_proposed(run.proposal)
        return gazette, book_in_use().with_gazette(gazette)
    row = ReleasedGazette.objects.get(recounts=run)
    return gazette_released(row), book_in_use()


def _take(run: Recount, book: CalendarBook, gazette: Gazette, *, at: datetime, batch: int) -> Taken | None:
    if run.looks_only:
        return recount.look(book, gazette, after=run.after, at=at, size=batch)
    taken = recount.take(book, gazette, after=run.after, at=at, actor_ref=run.actor_ref, size=batch)
    if taken is None and run.busy:
        return recount.take_one(book, gazette, run.busy.pop(0), at=at, actor_ref=run.actor_ref)
    return taken


def _keep(run: Recount, taken: Taken) -> None:
    done = taken.done
    run.after = max(run.after, taken.last)
    run.busy = [*run.busy, *taken.busy]
    run.looked += done.looked
    run.moved += done.moved
    run.kept += done.kept
    run.firm += done.firm
    run.last_error = ""
    run.save()
    _note(run, taken.moves)


def _note(run: Recount, moves: Iterable[Move]) -> None:
    RecountedTerm.objects.bulk_create(
        RecountedTerm(
            recount=run,
            deadline_id=move.deadline_id,
            from_on=move.from_on,
            to_on=move.to_on,
            counted_on=move.counted_on,
            firm=move.firm,
        )
        for move in moves
        if move.tells
    )


def _end(run: Recount, gazette: Gazette, at: datetime) -> None:
    run.ended_at = at
    run.save(update_fields=["ended_at"])
    again = Recount.objects.filter(gazette=run.gazette_id, pk__lt=run.pk).exists()
    if run.looks_only or (again and not run.moved + run.kept + run.firm):
        return  # whoever only looked, or found nothing left behind, has changed nothing to be told of
    record(
        stream=STREAM,
        verb="gazette.applied",
        actor_ref=run.actor_ref,
        at=at,
        payload={
            "gazette_id": run.gazette_id,
            "year": gazette.year,
            "jurisdiction": gazette.jurisdiction,
            "calendar": run.calendar,
            "looked": run.looked,
            "moved": run.moved,
            "kept": run.kept,
            "firm": run.firm,
        },
    )
