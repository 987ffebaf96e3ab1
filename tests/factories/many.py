"""Records, running cases and open terms by the thousand, judged and counted by the rooms' own pure parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from cases.models import Case
from cases.models.case import new_number
from cases.states import CaseKind, RepairState
from clocks.models import Deadline, Standing
from clocks.receipts import from_json, settle, to_json
from clocks.rows import Owner
from clocks.writing import LAW, PROMISE, counted_row
from journal.now import noon_of
from records import credit_code
from records.models import CreditRecord, Department, Listing, Subject
from records.services import naming
from records.services.classing import judge, listing_for, take
from rulebook.calendar_in_use import calendar_in_use, held
from rulebook.counting import Event, EventKind
from rulebook.edition import Edition
from rulebook.in_force import NoEdition, shipped_editions
from rulebook.terms import midnight_after
from tests.factories.records import make_department

FIELDS = ("transport", "ecology", "health", "emergency", "housing", "agriculture", "tax")
KINDS = (
    "警告",
    "罚款",
    "罚款;没收违法所得",
    "责令停产停业",
    "吊销许可证件",
    "暂扣许可证件",
    "通报批评",
    "其他-训诫",
)
CASE_TERMS = ("accept", "decide", "total")
FIRST_DAY = date(2021, 1, 4)
DAYS = 2100


def make_many(records: int, *, at: datetime, seed: int = 1) -> None:
    """So many invented records with their listings; every other repairable one with a running case and its terms."""
    with held():
        _make(records, Random(seed), at)  # noqa: S311 - invented rows, the same in every run


def _make(records: int, rng: Random, at: datetime) -> None:
    departments = [make_department(field=field) for field in FIELDS]
    departments.append(make_department(field="transport", jurisdiction="370100"))
    subjects = naming.take_in(_subject(rng) for _place in range(records))
    made = [_record(rng, number, subject, departments) for number, subject in enumerate(subjects)]
    judged = [judge(record) for record in made]
    for record, found in zip(made, judged, strict=True):
        take(record, found)
    CreditRecord.objects.bulk_create(made)
    listings = [
        listing_for(record, found, at=at, on=noon_of(record.determined_on).date())
        for record, found in zip(made, judged, strict=True)
    ]
    Listing.objects.bulk_create(listings)
    eligible = [record for record in made if record.class_name and record.listing.ended_at is None]
    cases = Case.objects.bulk_create(_cases(rng, eligible, at))
    rows = [row for case in cases for row in _terms(rng, case, at)]
    Deadline.objects.bulk_create(rows)


def _subject(rng: Random) -> Subject:
    code = credit_code.make(prefix="91370400", rng=rng)
    return Subject(
        code=code,
        name=f"样例{code[-7:]}有限公司",
        jurisdiction="370400",
        inner_check_holds=True,
        representative="张某某",
    )


def _record(rng: Random, number: int, subject: Subject, departments: list[Department]) -> CreditRecord:
    determined_on = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
    ends_early = rng.random() < 0.05
    return CreditRecord(
        subject=subject,
        department=rng.choice(departments),
        decision_number=f"枣罚字〔{determined_on.year}〕{number:05d}号",
        determined_on=determined_on,
        penalty_kinds=rng.choice(KINDS),
        fine=Decimal(rng.choice((0, 1, 5, 40, 300))) if rng.random() < 0.9 else None,
        procedure=rng.choice(("", "", "simple")),
        delivered_end_on=determined_on + timedelta(days=200) if ends_early else None,
        basis="《公路安全保护条例》第六十四条",
        fingerprint=f"{number:064d}",
        row_digest=f"{number:064d}",
        imported_at=noon_of(determined_on),
    )


def _cases(rng: Random, records: list[CreditRecord], at: datetime) -> Iterator[Case]:
    states = (RepairState.FILED, RepairState.ROUTED, RepairState.VERIFYING, RepairState.PROPOSED)
    for record in records[::2]:
        try:
            edition = shipped_editions().in_force(
                route=record.route, jurisdiction=record.jurisdiction, on=at.date(), record_kind=record.kind
            )
        except NoEdition:
            continue
        yield Case(
            number=new_number(CaseKind.REPAIR, at.year),
            kind=CaseKind.REPAIR,
            state=rng.choice(states),
            subject=record.subject,
            record=record,
            determining_department=record.department,
            handling_department=record.department,
            edition_key=edition.key,
            drafted_at=at,
            filed_at=at,
        )


def _terms(rng: Random, case: Case, at: datetime) -> Iterator[Deadline]:
    edition = shipped_editions().by_key(case.edition_key)
    started_on = at.date() - timedelta(days=rng.randrange(5))
    for id_ in rng.sample(CASE_TERMS, rng.randrange(1, 4)):
        yield _term(rng, case, edition, id_=id_, started_on=started_on, at=at, goal=LAW)
        if edition.promise(id_) is not None:
            yield _term(rng, case, edition, id_=id_, started_on=started_on, at=at, goal=PROMISE)


def _term(
    rng: Random, case: Case, edition: Edition, *, id_: str, started_on: date, at: datetime, goal: str
) -> Deadline:
    term, promise = edition.term(id_), edition.promise(id_)
    calendar = calendar_in_use(case.record.jurisdiction)
    row = counted_row(
        owner=Owner("case", case.pk, case.stream, case.record.jurisdiction),
        term=term,
        edition=edition,
        limit=promise.limit if goal == PROMISE and promise else term.limit(),
        goal=goal,
        trigger_on=started_on,
        at=at,
        calendar=calendar,
    )
    events: tuple[Event, ...] = ()
    if goal == LAW and rng.random() < 0.2 and "supplement" in term.pauses:
        events = (Event(EventKind.PAUSE, started_on + timedelta(days=1), "supplement"),)
        if rng.random() < 0.5:
            events += (Event(EventKind.RESUME, started_on + timedelta(days=3), "supplement"),)
        else:
            row.standing = Standing.PAUSED
    elif goal == LAW and term.extension is not None and rng.random() < 0.2:
        limit = term.extension.limit
        more = limit.number(edition=edition.key, what=id_)
        events = (Event(EventKind.EXTEND, started_on, "complex", count=more, unit=limit.unit),)
    if events:
        receipt = settle(replace(from_json(row.receipt), events=events), calendar)
        row.receipt = to_json(receipt)
        row.due_on, row.due_at = receipt.due_on, midnight_after(receipt.due_on)
        row.provisional = receipt.provisional
    return row
