"""Open data and public figures: the file of so many shown records, and a page of figures over so many decided cases.

python -m benchmarks.public_data --rows 100000
"""

from __future__ import annotations

import argparse
import resource
from datetime import date, timedelta
from functools import partial
from random import Random

from benchmarks.ground import AT, anonymous_get, scratch_database, show, statements_of, timed
from benchmarks.listed import store_listed
from cases.figures.performance import performance
from cases.figures.quarters import Period
from cases.models import Case, CaseOutcome
from cases.states import CaseKind
from journal.now import standing_at
from records.models import Subject
from records.models.listing import ListingState
from register.open_data import download
from tests.factories.records import make_department, make_record

AT_ONCE = 5000
UNITS = 20
LATE, RETURNED, HELD = 0.05, 0.3, 0.1  # shares
MIB = 1024
_rng = Random()  # noqa: S311 - addresses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    with scratch_database(), standing_at(AT):
        for first in range(0, rows, AT_ONCE):
            _store_records(range(first, min(first + AT_ONCE, rows)))
        _store_outcomes(rows, Random(7))  # noqa: S311 - invented figures
        before = _peak()
        csv, json = timed(partial(_take, "csv")), timed(partial(_take, "json"))
        quarter, year = (
            timed(partial(performance, Period(2026, 3))),
            timed(partial(performance, Period(2026))),
        )
        show(
            "public_data",
            rows=rows,
            csv=_seconds(csv),
            json=_seconds(json),
            memory_before_mib=before,
            memory_peak_mib=_peak(),
            file_statements=statements_of(partial(_take, "csv")),
            quarter=_seconds(quarter),
            year=_seconds(year),
            figures_statements=statements_of(partial(performance, Period(2026))),
        )


def _seconds(measured: tuple[float, float]) -> dict[str, float]:
    return {"seconds": round(measured[0], 3), "cpu_seconds": round(measured[1], 3)}


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MIB


def _take(form: str) -> None:
    """Take the whole file, as from one address after another."""
    address = f"10.{_rng.randrange(250)}.{_rng.randrange(250)}.{_rng.randrange(250)}"
    answer = download(anonymous_get("/open-data/", {}, address), "records", form)
    for _part in answer:
        pass
    answer.close()


def _store_records(numbers: range) -> None:
    department = make_department()
    subjects = Subject.objects.bulk_create(
        Subject(
            code=f"91370400{number:010d}",
            kind="legal-person",
            name=f"样例{number}号有限公司",
            jurisdiction="370400",
        )
        for number in numbers
    )
    store_listed(
        subjects,
        department,
        state=lambda: ListingState.PUBLISHED,
        violation="超限运输",
        basis="《公路安全保护条例》第六十四条",
        penalty_kinds="罚款",
    )


def _store_outcomes(count: int, rng: Random) -> None:
    record = make_record()
    units = [make_department() for _unit in range(UNITS)]
    for first in range(0, count, AT_ONCE):
        cases = Case.objects.bulk_create(
            Case(
                number=f"XF-2026-{number:08d}",
                kind=CaseKind.REPAIR,
                state="CLOSED_REPAIRED",
                subject=record.subject,
                record=record,
                determining_department=record.department,
                handling_department=rng.choice(units),
                drafted_at=AT,
            )
            for number in range(first, min(first + AT_ONCE, count))
        )
        CaseOutcome.objects.bulk_create(_outcome(case, rng) for case in cases)


def _outcome(case: Case, rng: Random) -> CaseOutcome:
    closed_on = date(2026, 1, 1) + timedelta(days=rng.randrange(364))
    days = int(rng.lognormvariate(2, 0.6))
    return CaseOutcome(
        case=case,
        kind=case.kind,
        department_id=case.handling_department_id,
        filed_on=closed_on - timedelta(days=2 * days),
        closed_on=closed_on,
        unit_days=days,
        total_days=days + rng.randrange(20),
        late=rng.random() < LATE,
        supplemented=rng.random() < RETURNED,
        held=rng.random() < HELD,
    )


if __name__ == "__main__":
    main()
