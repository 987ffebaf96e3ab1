"""A calendar's walk over the open terms: shown before, interrupted, begun once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from clocks import recount, recounting, services
from clocks.handlers import on_gazette_proposed, on_gazette_released
from clocks.models import Deadline, Recount, RecountedTerm
from clocks.services import Owner
from clocks.verify import findings
from journal.models import Entry
from journal.now import SHANGHAI
from rulebook.in_force import shipped_editions
from rulebook.releasing import release
from tests.factories.gazettes import OTHER, closures, proposed, released

pytestmark = pytest.mark.django_db

WHO = "user:2"
CASE = Owner("case", 1, "case:1", "370403")
LAW = shipped_editions().by_key("NDRC-36")


def on(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


def start(day: date, term: str = "decide", owner: Owner = CASE) -> Deadline:
    with transaction.atomic():
        return services.start(
            owner=owner, term=LAW.term(term), edition=LAW, trigger_on=day, at=on(day), actor_ref=WHO
        )


def entries(verb: str = "deadline.recounted") -> list[dict[str, Any]]:
    return [entry.payload for entry in Entry.objects.filter(verb=verb).order_by("pk")]


AT = on(date(2027, 2, 1))


def some(how_many: int) -> None:
    """Supplements from 29 January 2027: to 16 February without the notice, to the 18th with it."""
    for number in range(1, how_many + 1):
        start(date(2027, 1, 29), "supplement", owner=replace(CASE, id=number, stream=f"case:{number}"))


def rows_of(run: Recount) -> list[tuple[int, date, date, date, bool]]:
    rows = run.terms.order_by("deadline")
    return list(rows.values_list("deadline", "from_on", "to_on", "counted_on", "firm"))


def test_what_is_shown_before_is_what_moves() -> None:
    some(3)
    start(date(2027, 1, 25))  # kept on 3 February
    start(date(2027, 3, 1), owner=replace(CASE, id=9, stream="case:9"))  # only becomes firm
    proposal = proposed()
    foreseen = recounting.rehearse(proposal_id=proposal.pk, actor_ref=WHO, at=AT)
    foreseen = recounting.finish(foreseen.pk, at=AT, batch=2)
    assert set(Deadline.objects.values_list("provisional", flat=True)) == {True}
    assert entries() == []
    row = release(proposal_id=proposal.pk, seen=foreseen.calendar, actor=OTHER, at=AT)
    run = recounting.finish(recounting.apply(gazette_id=row.pk, actor_ref=WHO, at=AT).pk, at=AT, batch=2)
    assert rows_of(run) == rows_of(foreseen)
    assert len(rows_of(run)) == 4
    counts = ("reach", "looked", "moved", "kept", "firm", "calendar")
    assert [getattr(run, name) for name in counts] == [getattr(foreseen, name) for name in counts]
    assert (run.reach, run.looked, run.moved, run.kept) == (5, 5, 3, 1)


def test_a_second_look_throws_the_first_one_away() -> None:
    some(2)
    pk = proposed().pk
    recounting.finish(recounting.rehearse(proposal_id=pk, actor_ref=WHO, at=AT).pk, at=AT)
    recounting.rehearse(proposal_id=pk, actor_ref=WHO, at=AT)
    assert Recount.objects.get().looked == 0
    assert not RecountedTerm.objects.exists()


def test_an_outage_in_the_middle_is_taken_up_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    some(5)
    run = recounting.apply(gazette_id=released().pk, actor_ref=WHO, at=AT)
    assert recounting.work(at=AT, batch=2)
    with monkeypatch.context() as broken:
        broken.setattr(recount, "record_many", _pulled_plug)
        assert recounting.work(at=AT, batch=2)
    run.refresh_from_db()
    assert (run.looked, run.moved, run.ended_at) == (2, 2, None)
    assert "plug" in run.last_error
    assert Deadline.objects.filter(due_on=date(2027, 2, 18)).count() == 2
    assert not recounting.work(at=AT, batch=2)  # not at once again
    later = AT + timedelta(minutes=1)
    while recounting.work(at=later, batch=2):
        pass
    run.refresh_from_db()
    assert (run.looked, run.moved, run.ended_at, run.last_error) == (5, 5, later, "")
    assert [told["deadline_id"] for told in entries()] == sorted(
        Deadline.objects.values_list("pk", flat=True)
    )
    (applied,) = entries("gazette.applied")
    assert (applied["looked"], applied["moved"], applied["kept"]) == (5, 5, 0)
    assert list(findings()) == []


def _pulled_plug(*_happened: object, **_facts: object) -> None:
    raise RuntimeError("plug pulled")


def test_a_walk_that_fails_delays_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    some(1)
    recounting.apply(gazette_id=released().pk, actor_ref=WHO, at=AT)
    storm = closures("3704", date(2027, 8, 19), date(2027, 8, 20))
    recounting.rehearse(proposal_id=proposed(storm).pk, actor_ref=WHO, at=AT)
    monkeypatch.setattr(recount, "record_many", _pulled_plug)
    looks = [recounting.work(at=AT) for _look in range(4)]
    assert looks == [True, True, True, False]  # the failure, the batch of the other, its end
    assert Recount.objects.get(proposal__isnull=False).ended_at == AT
    assert Recount.objects.get(gazette__isnull=False).ended_at is None


def test_the_journal_begins_each_walk_once(deliver: Callable[[datetime], int]) -> None:
    some(1)
    row = released()
    deliver(AT)
    for entry in Entry.objects.filter(verb__startswith="gazette."):
        handler = {"gazette.proposed": on_gazette_proposed, "gazette.released": on_gazette_released}
        handler[entry.verb](entry)
    run = Recount.objects.get()  # nobody counts for a proposal that was decided on before it was heard of
    assert (run.gazette, run.actor_ref) == (row, WHO)
    assert recounting.apply(gazette_id=row.pk, actor_ref=WHO, at=AT) == run


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks no rows")
@pytest.mark.django_db(transaction=True)
def test_two_workers_take_every_batch_once() -> None:
    some(6)
    run = recounting.apply(gazette_id=released().pk, actor_ref=WHO, at=AT)
    together = threading.Barrier(2)

    def work() -> None:
        together.wait(timeout=20)
        for _look in range(40):
            recounting.work(at=AT, batch=1)
        connection.close()

    workers = [threading.Thread(target=work) for _worker in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    run.refresh_from_db()
    assert (run.looked, run.moved, run.ended_at, run.last_error) == (6, 6, AT, "")
    assert len(entries()) == 6
    assert len(entries("gazette.applied")) == 1
    assert list(findings()) == []
