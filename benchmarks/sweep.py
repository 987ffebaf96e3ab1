"""W3: N open terms of which M have run out: the sweep that finds and journals them, and the idle sweep after it.

python -m benchmarks.sweep --open 20000 --due 500
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from benchmarks.ground import AT, percentile, scratch_database, show, statements_of, timed
from clocks.models import Deadline, Standing
from clocks.rows import Owner
from clocks.services import sweep
from clocks.writing import LAW, counted_row
from journal.models import Entry
from rulebook.calendar_in_use import calendar_in_use
from rulebook.in_force import shipped_editions

FAR = date(2026, 11, 2)
RAN_OUT = date(2026, 9, 1)
LATER = timedelta(days=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=20_000)
    parser.add_argument("--due", type=int, default=500)
    asked = parser.parse_args()
    with scratch_database():
        rows = _rows(asked.open, asked.due)
        while batch := list(islice(rows, 2000)):
            Deadline.objects.bulk_create(batch)
        wall, _cpu = timed(_sweep_all)
        fired = Deadline.objects.filter(standing=Standing.BREACHED).count()
        assert fired == asked.due == Entry.objects.filter(verb="deadline.breached").count()
        idle = [timed(lambda: sweep(at=AT))[0] for _time in range(50)]
        show(
            "sweep",
            open=asked.open,
            due=asked.due,
            seconds=round(wall, 3),
            fired_per_second=round(fired / wall),
            idle_p50_ms=percentile(idle, 0.5),
            idle_statements=statements_of(lambda: sweep(at=AT)),
        )


def _sweep_all() -> None:
    while sweep(at=AT).anything:
        pass


def _rows(count: int, due: int) -> Iterator[Deadline]:
    edition = shipped_editions().by_key("NDRC-36")
    term, calendar = edition.term("decide"), calendar_in_use()
    for number in range(count):
        started_on = RAN_OUT if number < due else FAR
        row = counted_row(
            owner=Owner("case", number + 1, f"case:{number + 1}"),
            term=term,
            edition=edition,
            limit=term.limit(),
            goal=LAW,
            trigger_on=started_on,
            at=AT - LATER,
            calendar=calendar,
        )
        row.warn_at = None  # the sweep of ends alone is measured
        yield row


if __name__ == "__main__":
    main()
