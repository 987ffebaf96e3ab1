"""W4: an officer's worklist over N cases of 20 units, half of them closed: first page, filtered, deep page, mine.

python -m benchmarks.worklists --cases 100000 --asks 200

The data part is measured (what the page shows, read from the database), with the counts of every tab and with the
reasons of every row beside it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from random import Random
from typing import Any

from benchmarks.ground import AT, percentile, scratch_database, show, statements_of, timed  # isort: skip - it sets Django up

from django.db import connection
from django.db.models import Model
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS
from viewflow.workflow.token import Token

from accounts.actors import Actor, actor_of
from accounts.models import User
from accounts.roles import Role
from cases.models import Case, Hold
from cases.states import CaseKind, RepairState
from desk.reasons import reasons_of
from records import credit_code
from records.models import CreditRecord, Department, Subject
from records.models.listing import Listing
from rulebook.terms import midnight_after
from tests.factories.people import make_officer
from tests.factories.records import make_department, make_record
from workflows.flows.repair import RepairFlow
from workflows.models import CaseProcess
from workflows.worklists.asked import TABS, Asked
from workflows.worklists.asking import question
from workflows.worklists.counting import counts_of
from workflows.worklists.finding import looker
from workflows.worklists.ordering import cursor_of, first_keys
from workflows.worklists.pages import PAGE, keys_of, worklist

UNITS = 20
DEEP = 240
BATCH = 2000
CLOSED, HELD, HAD = 0.5, 0.02, 0.5  # the shares of cases that are closed, on hold, taken by somebody
TAKEN = 40  # what one officer has taken
DESKS = (RepairState.ROUTED, RepairState.VERIFYING, RepairState.PROPOSED)
WAITING = (RepairState.SUPPLEMENTING, RepairState.UNDER_REPAIR)
ENDS = (RepairState.CLOSED_REPAIRED, RepairState.CLOSED_REFUSED, RepairState.WITHDRAWN)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--asks", type=int, default=200)
    asked = parser.parse_args()
    with scratch_database():
        built, _cpu = timed(lambda: _build(asked.cases))
        actor = _officer()
        prefix = Subject.objects.filter(cases__handling_department__in=actor.departments(Role.REVIEWER))
        name = prefix.order_by("pk").values_list("name", flat=True)[7]
        deep = _deep(actor)
        team = Asked(tab="team")
        asks: dict[str, Callable[[], object]] = {
            "first": lambda: worklist(actor, team, at=AT),
            "deep": lambda: worklist(actor, team, at=AT, after=deep),
            "filtered": lambda: worklist(actor, Asked(tab="team", query=name[:9]), at=AT),
            "state": lambda: worklist(actor, Asked(tab="team", state="PROPOSED"), at=AT),
            "class": lambda: worklist(actor, Asked(tab="team", class_name="serious"), at=AT),
            "overdue": lambda: worklist(actor, Asked(tab="overdue"), at=AT),
            "mine": lambda: worklist(actor, Asked(tab="mine"), at=AT),
            "done": lambda: worklist(actor, Asked(tab="done"), at=AT),
            "keys_of_the_first": lambda: _keys(actor, team),
            "keys_of_the_deep": lambda: _keys(actor, team, deep),
            "counts": lambda: _counts(actor),
        }
        page = worklist(actor, team, at=AT)
        assert len(page.rows) == PAGE
        assert len(worklist(actor, team, at=AT, after=deep).rows) == PAGE
        assert worklist(actor, Asked(tab="mine"), at=AT).counts["mine"] == TAKEN
        figures = {label: _asked(ask, asked.asks) for label, ask in asks.items()}
        show(
            "worklists",
            cases=asked.cases,
            asks=asked.asks,
            build_seconds=round(built),
            **figures,
            statements=statements_of(asks["first"]),
            statements_of_the_reasons=statements_of(
                lambda: reasons_of(page.rows, actor, sorting="slack", on=AT.date())
            ),
        )


def _asked(ask: Callable[[], object], times: int) -> dict[str, float]:
    ask()
    found = [timed(ask) for _time in range(times)]
    wall, processor = [wall for wall, _cpu in found], [cpu for _wall, cpu in found]
    return {
        "p50_ms": percentile(wall, 0.5),
        "p99_ms": percentile(wall, 0.99),
        "processor_p50_ms": percentile(processor, 0.5),
    }


def _keys(actor: Actor, asked: Asked, after: str = "") -> object:
    this = question(asked, looker(actor, at=AT))
    return first_keys(this, sorting=asked.sorting, after=after, size=PAGE + 1)


def _counts(actor: Actor) -> object:
    who = looker(actor, at=AT)
    return counts_of({tab: question(Asked(tab=tab), who) for tab in TABS})


def _deep(actor: Actor) -> str:
    """The cursor before page 240, or before the last full page where there are fewer."""
    asked = Asked(tab="team")
    keys, _who = keys_of(actor, asked, at=AT, limit=DEEP * PAGE)
    return cursor_of(keys[-PAGE - 1], asked.sorting)


def _officer() -> Actor:
    unit = Department.objects.filter(handled_cases__isnull=False).order_by("pk").first()
    assert unit is not None
    user = make_officer(Role.REVIEWER, unit)
    mine = Case.objects.filter(handling_department=unit, state__in=DESKS).order_by("-pk")[:TAKEN]
    Task.objects.filter(process__caseprocess__case__in=list(mine)).update(owner=user, status=STATUS.ASSIGNED)
    return actor_of(user, on=AT.date())


def _build(count: int) -> None:
    rng = Random(4)  # noqa: S311 - invented cases
    units = [make_department() for _place in range(UNITS)]
    pattern = make_record(department=units[0])
    colleague = User.objects.order_by("pk").first()
    rows = _cases(rng, count, units, pattern)
    while batch := list(islice(rows, BATCH)):
        Subject.objects.bulk_create([case.subject for case in batch])
        for case in batch:
            case.subject = case.record.subject = case.subject  # the key is known only now
        CreditRecord.objects.bulk_create([case.record for case in batch])
        for case in batch:
            case.record = case.record
        Listing.objects.bulk_create([_listing(pattern, case.record) for case in batch])
        Case.objects.bulk_create(batch)
        _open(batch, rng, colleague)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _cases(rng: Random, count: int, units: list[Department], pattern: CreditRecord) -> Iterator[Case]:
    kept = _values(pattern, besides={"id", "subject_id", "department_id", "fingerprint", "class_name"})
    for number in range(count):
        unit = units[number % UNITS]
        code = credit_code.make(prefix="91370400", rng=rng)
        subject = Subject(
            code=f"{number:09d}{code[9:]}", name=f"样例{number:07d}有限公司", jurisdiction="370400"
        )
        record = CreditRecord(
            **kept,
            subject=subject,
            department=unit,
            fingerprint=f"{number:064d}",
            class_name=rng.choice(("minor", "general", "general", "serious")),
        )
        closed = rng.random() < CLOSED
        state = rng.choice(ENDS if closed else (*DESKS, *DESKS, *WAITING))
        due = midnight_after((AT + timedelta(days=rng.randrange(-3, 40))).date())
        yield Case(
            number=f"XF-2026-{number:08d}",
            kind=CaseKind.REPAIR,
            state=state,
            subject=subject,
            record=record,
            determining_department=unit,
            handling_department=unit,
            handling_reason="determined",
            edition_key="NDRC-36",
            drafted_at=AT,
            filed_at=AT - timedelta(hours=number % 2000),
            closed_at=AT if closed else None,
            next_due_at=None if closed or rng.random() < HELD else due,
        )


def _listing(pattern: CreditRecord, record: CreditRecord) -> Listing:
    return Listing(**_values(pattern.listing, besides={"id", "record_id", "key"}), record=record)


def _values(row: Model, *, besides: set[str]) -> dict[str, Any]:
    return {
        name: value for name, value in vars(row).items() if not name.startswith("_") and name not in besides
    }


def _open(batch: list[Case], rng: Random, colleague: User | None) -> None:
    """The desks of those that are open, half of them taken by somebody; one in fifty is on hold."""
    running = [case for case in batch if case.closed_at is None]
    nodes = {node.name: node for node in RepairFlow.instance.nodes()}
    by_state = {
        RepairState.ROUTED: nodes["acceptance"],
        RepairState.VERIFYING: nodes["verification"],
        RepairState.PROPOSED: nodes["countersignature"],
        RepairState.SUPPLEMENTING: nodes["awaiting_supplement"],
        RepairState.UNDER_REPAIR: nodes["awaiting_steps"],
    }
    # a table that inherits is not written in bulk: its parents are, then its own two columns
    processes = Process.objects.bulk_create(Process(flow_class=RepairFlow) for _case in running)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {CaseProcess._meta.db_table} (process_ptr_id, case_id) VALUES (%s, %s)",  # noqa: S608, SLF001 - the table's own name
            [(process.pk, case.pk) for process, case in zip(processes, running, strict=True)],
        )
    tasks = []
    for process, case in zip(processes, running, strict=True):
        node = by_state[RepairState(case.state)]
        owner = colleague if rng.random() < HAD else None
        tasks.append(
            Task(
                process=process,
                flow_task=node,
                flow_task_type=node.task_type,
                owner=owner,
                status=STATUS.NEW,
                token=Token("start"),
            )
        )
    Task.objects.bulk_create(tasks)
    Hold.objects.bulk_create(
        Hold(
            case=case,
            cause="competence",
            document="1号",
            from_at=AT,
            set_by_ref="user:1",
            review_on=AT.date(),
        )
        for case in running
        if case.next_due_at is None
    )


if __name__ == "__main__":
    main()
