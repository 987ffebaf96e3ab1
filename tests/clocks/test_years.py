"""Nine years of clocks, swept day by day, seldom, twice at once, in a zone with summer time: each reminder once."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from clocks import services as clocks
from clocks.models import Deadline
from clocks.rows import row_until
from clocks.writing import counted_row
from journal.models import Entry
from journal.now import SHANGHAI
from journal.verify import findings
from rulebook.in_force import shipped_editions
from rulebook.working_days import shipped_calendar

FIRST, LAST = date(2019, 1, 2), date(2027, 12, 31)
ONE_DAY = timedelta(days=1)
VERBS = ("deadline.approaching", "deadline.breached", "deadline.escalated")
TERMS = ("accept", "decide", "supplement", "total", "maximum", "minimum")


def midnight(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Owed:
    """What must be told of one term, and when, reckoned here by plain lists of days."""

    stream: str
    points: tuple[tuple[str, datetime], ...]
    ends_at: datetime
    goes_up_at: datetime | None

    def told_by(self, sweeps: Sequence[datetime]) -> Iterator[tuple[str, str, datetime]]:
        """What these sweeps tell: of the points since the one before only the last, and none with the end."""
        before = datetime.min.replace(tzinfo=SHANGHAI)
        for at in sweeps:
            due = [word for word, falls in self.points if before < falls <= at < self.ends_at]
            if due:
                yield self.stream, due[-1], at
            if before < self.ends_at <= at:
                yield self.stream, "end", at
            if self.goes_up_at is not None and before < self.goes_up_at <= at:
                yield self.stream, "up", at
            before = at


def owed(row: Deadline) -> Owed:
    calendar = shipped_calendar()
    span = [row.started_on + ONE_DAY * n for n in range(1, (row.due_on - row.started_on).days + 1)]
    worked = [day for day in span if calendar.is_working_day(day)]
    days: dict[str, date] = {}
    if row.term == "maximum":
        early = [day for day in worked if day < row.due_on]
        days["10 WD"] = early[-10]
    elif row.term != "minimum":
        half = worked[-1 - len(worked) // 2]
        if half < (worked[-3] if len(worked) > 2 else worked[-1]):
            days["half"] = half
        if len(worked) > 2:
            days["2 WD"] = worked[-3]
        days["last-day"] = worked[-1]
    up = None
    if row.on_breach == "escalate":
        after = [day for n in range(1, 30) if calendar.is_working_day(day := row.due_on + ONE_DAY * n)]
        up = midnight(after[2] + ONE_DAY)
    points = tuple((word, midnight(day)) for word, day in days.items())
    return Owed(row.stream, points, midnight(row.due_on + ONE_DAY), up)


def terms_from(first: date, last: date, *, every: int) -> list[Owed]:
    """A term every few days: of cases under four limits, of records the two ends of publicity."""
    law = shipped_editions().by_key("NDRC-36")
    rows: list[Deadline] = []
    day = first
    while day < last - timedelta(days=130):
        number = len(rows) + 1
        name = TERMS[number % len(TERMS)]
        if name in {"maximum", "minimum"}:
            until = clocks.Until(
                owner=clocks.Owner("record", number, f"record:{number}"),
                term_id=name,
                edition_key=law.key,
                last_day=day + timedelta(days=91),
                to_confirm=False,
                receipt={"started_on": day.isoformat(), "count": 3, "unit": "M"},
            )
            rows.append(row_until(until, at=midnight(day), calendar=shipped_calendar()))
        else:
            term = law.term(name)
            rows.append(
                counted_row(
                    owner=clocks.Owner("case", number, f"case:{number}"),
                    term=term,
                    edition=law,
                    limit=term.limit(),
                    goal="law",
                    trigger_on=day,
                    at=midnight(day),
                    calendar=shipped_calendar(),
                )
            )
        day += timedelta(days=every)
    Deadline.objects.bulk_create(rows)
    return [owed(row) for row in rows]


def told() -> Counter[tuple[str, str, datetime]]:
    words = {"deadline.breached": "end", "deadline.escalated": "up"}
    rows = Entry.objects.filter(verb__in=VERBS).values_list("stream", "verb", "at", "payload__point")
    return Counter((stream, words.get(verb) or point, at) for stream, verb, at, point in rows)


def instants(first: date, last: date, *, every: timedelta) -> list[datetime]:
    at, out = midnight(first), []
    while at <= midnight(last):
        out.append(at)
        at += every
    return out


def expected(terms: Sequence[Owed], sweeps: Sequence[datetime]) -> Counter[tuple[str, str, datetime]]:
    return Counter(one for term in terms for one in term.told_by(sweeps))


@pytest.mark.django_db
@pytest.mark.one_database
def test_nine_years_swept_each_day_tell_every_point_once_on_its_day() -> None:
    terms = terms_from(FIRST, LAST, every=23)
    sweeps = instants(FIRST, LAST, every=ONE_DAY)
    for at in sweeps:
        clocks.sweep(at=at)
    assert len(terms) > 130
    assert told() == expected(terms, sweeps)
    everything = Counter((stream, word) for stream, word, _at in told())
    owed_at_all = Counter((term.stream, word) for term in terms for word, _falls in term.points)
    assert everything & owed_at_all == owed_at_all


@pytest.mark.django_db
@pytest.mark.one_database
def test_nine_years_of_a_sweep_that_sleeps_ten_days_tell_nothing_twice_and_no_end_late() -> None:
    terms = terms_from(FIRST, LAST, every=23)
    sweeps = instants(FIRST, LAST, every=timedelta(days=11))
    for at in sweeps:
        clocks.sweep(at=at)
    assert told() == expected(terms, sweeps)
    ends = Counter(stream for stream, word, _at in told() if word == "end")
    assert set(ends.values()) == {1}
    assert len(ends) == len(terms)


@contextmanager
def process_zone(name: str) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()


@pytest.mark.django_db
def test_a_year_in_a_zone_with_summer_time_is_a_year_in_shanghai() -> None:
    with process_zone("America/New_York"):
        assert time.daylight
        first, last = date(2024, 1, 2), date(2024, 12, 31)
        terms = terms_from(first, last, every=13)
        sweeps = instants(first, last, every=timedelta(hours=12))
        for at in sweeps:
            clocks.sweep(at=at)
        assert told() == expected(terms, sweeps)


@pytest.mark.django_db(transaction=True)
def test_a_year_swept_by_two_at_once_tells_everything_once() -> None:
    first, last = date(2026, 1, 2), date(2026, 12, 31)
    terms = terms_from(first, last, every=17)
    sweeps = instants(first, last, every=timedelta(days=4))
    gate = threading.Barrier(2)
    faults: list[BaseException] = []

    def sweeper() -> None:
        try:
            for at in sweeps:
                gate.wait(timeout=60)
                clocks.sweep(at=at)
        except BaseException as fault:
            faults.append(fault)
            gate.abort()
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=sweeper) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert told() == expected(terms, sweeps)
    assert list(findings()) == []
