"""The repair planner: for each record when a repair may be filed, what is owed, when it is decided, who decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from cases.models import Case
from cases.refusals import refusal
from cases.services.eligibility import procedure_edition, refuse_ineligible
from cases.services.owed import materials_owed, ways_owed
from cases.services.rectification.planned import is_done, reason_of, rectifications_on
from cases.services.rectification.repairing import WAY
from cases.states import OPEN_STATES, CaseKind
from journal.refusals import Refusal
from records.models import CreditRecord, Department
from records.selectors import in_charge, platform_of, public_records
from rulebook.calendar_in_use import calendar_in_use
from rulebook.counting import Counting, Event, EventKind, count
from rulebook.edition import Edition
from rulebook.terms import Unit
from rulebook.working_days import Calendar

TOO_EARLY = "too-early"


@dataclass(frozen=True)
class Owed:
    """A way or a material that is owed, with its clause."""

    id: str
    name_zh: str
    name_en: str
    phase: str
    clause: str
    to_confirm: bool


@dataclass(frozen=True)
class RecordPlan:
    """The plan of one record on one day. Days are Asia/Shanghai days; None where there is no such day.

    `decision_due_on` is the latest day of the decision if the application is filed on the plan's day: acceptance on
    its last day, each step in its whole limit, the earlier of that chain and the total; without supplements and
    extensions. None before the first filing day. `to_confirm` is about class and days of publication,
    `decision_to_confirm` about that decision day: a number behind it bears the mark I or K.
    `done` are the ways among `owed` that an ordered rectification has gone already (C24).
    """

    record_id: int
    decision_number: str
    determined_on: date
    class_name: str
    class_status: str
    candidates: tuple[str, ...]
    edition: str
    procedure: str
    listed: bool
    contested: bool
    state: str
    repairable: bool
    earliest_filing_on: date | None
    decision_due_on: date | None
    lapses_on: date | None
    owed: tuple[Owed, ...]
    materials: tuple[Owed, ...]
    unit: Department
    deciding_unit: Department | None
    reasons: tuple[str, ...]
    to_confirm: bool
    decision_to_confirm: bool
    open_case_number: str
    done: tuple[str, ...] = ()

    @property
    def department(self) -> str:
        """The determining unit by its official name."""
        return self.unit.name_zh

    @property
    def decider(self) -> str:
        """Who decides, by its official name; empty where nobody is known to be in charge (a reason says so)."""
        return self.deciding_unit.name_zh if self.deciding_unit else ""

    @property
    def days_gained(self) -> int | None:
        """Calendar days by which a repair filed on the plan's day ends publication before it would end by itself.

        Counted to the latest day of the decision; None where either day is not known, or nothing is gained.
        """
        if self.decision_due_on is None or self.lapses_on is None:
            return None
        gained = (self.lapses_on - self.decision_due_on).days
        return gained if gained > 0 else None

    def file_now(self, on: date) -> bool:
        """Whether an application may be filed on a day."""
        return self.repairable and self.earliest_filing_on is not None and self.earliest_filing_on <= on


def plan_subject(code: str, *, on: date, public_only: bool) -> tuple[RecordPlan, ...]:
    """The plans of every record of a subject, newest first.

    `public_only` gives published listings only: minor, hidden, repaired and unknown all look alike (an empty plan).
    """
    records = public_records(on) if public_only else CreditRecord.objects.all()
    wanted = list(
        records.filter(subject__code=code)
        .select_related("subject", "department", "listing")
        .prefetch_related("entered_documents", "subject__bars")
        .order_by("-determined_on", "-pk")
    )
    open_cases = dict(
        Case.objects.filter(
            record__in=[record.pk for record in wanted], kind=CaseKind.REPAIR, state__in=OPEN_STATES
        ).values_list("record_id", "number")
    )
    plans = tuple(
        plan_record(
            record,
            on=on,
            open_case="" if public_only else open_cases.get(record.pk, ""),
            public_only=public_only,
        )
        for record in wanted
    )
    return plans if public_only else _with_rectifications(plans)


def _with_rectifications(plans: tuple[RecordPlan, ...]) -> tuple[RecordPlan, ...]:
    """The same plans, with what ordered rectifications of their records mean for them."""
    found = rectifications_on(plan.record_id for plan in plans)
    return tuple(_with_rectification(plan, found.get(plan.record_id)) for plan in plans)


def _with_rectification(plan: RecordPlan, case: Case | None) -> RecordPlan:
    done = tuple(way.id for way in plan.owed if way.id == WAY) if is_done(case) else ()
    reason = reason_of(case)
    return replace(plan, done=done, reasons=(*plan.reasons, reason) if reason else plan.reasons)


def plan_record(
    record: CreditRecord, *, on: date, open_case: str = "", public_only: bool = False
) -> RecordPlan:
    """The plan of one record (with its subject, department and listing loaded).

    `public_only` tells nothing that the public may not know.
    """
    listing = record.listing
    reasons: list[str] = []
    if record.warning:
        reasons.append(record.warning)
    refused = _refused(record, on, public_only=public_only)
    if refused is not None:
        reasons.append(str(refused))
    repairable = refused is None or refused.code == TOO_EARLY
    procedure = _procedure(record, on) if repairable else None
    may_file_now = refused is None
    decider = _decider(procedure, record, on, reasons)
    return RecordPlan(
        record_id=record.pk,
        decision_number=record.decision_number,
        determined_on=record.determined_on,
        class_name=record.class_name,
        class_status=record.class_status,
        candidates=tuple(record.candidates),
        edition=record.edition_key,
        procedure=procedure.key if procedure else "",
        listed=listing.is_public,
        contested=listing.is_contested,
        state=listing.state,
        repairable=repairable,
        earliest_filing_on=listing.earliest_filing_on if repairable else None,
        decision_due_on=_latest_decision(procedure, record, on) if procedure and may_file_now else None,
        lapses_on=None if listing.is_over else listing.lapses_on,
        owed=_ways(procedure, record),
        materials=_materials(procedure, record),
        unit=record.department,
        deciding_unit=decider,
        reasons=tuple(reasons),
        to_confirm=listing.dates_to_confirm,
        decision_to_confirm=_rests_on_unconfirmed(procedure) if procedure and may_file_now else False,
        open_case_number=open_case,
    )


def _refused(record: CreditRecord, on: date, *, public_only: bool) -> Refusal | None:
    try:
        refuse_ineligible(record, on=on, public_only=public_only)
    except Refusal as refused:
        return refused
    return None


def _procedure(record: CreditRecord, on: date) -> Edition | None:
    try:
        return procedure_edition(record, on=on)
    except Refusal:
        return None


def latest_decision(edition: Edition, class_name: str, *, filed_on: date, calendar: Calendar) -> date:
    """The last day on which a decision is due for an application filed on a day, if every limit is used up."""
    accepted_on = edition.term("accept").counted(start=filed_on, calendar=calendar).due_on
    pause = _steps_pause(edition, class_name, accepted_on, calendar)
    chain = _counted(edition, "decide", accepted_on, pause, calendar)
    total = _counted(edition, "total", filed_on, pause, calendar)
    return min(chain, total)


def _rests_on_unconfirmed(edition: Edition) -> bool:
    return any(edition.term(term).limit().to_confirm for term in ("accept", "decide", "total"))


def _steps_pause(
    edition: Edition, class_name: str, accepted_on: date, calendar: Calendar
) -> tuple[Event, ...]:
    during = [
        way for way in ways_owed(edition, class_name) if way.phase == "during-case" and way.who == "subject"
    ]
    if not during:
        return ()
    submitted_on = edition.term("steps").counted(start=accepted_on, calendar=calendar).due_on
    return (
        Event(EventKind.PAUSE, accepted_on, cause="steps"),
        Event(EventKind.RESUME, submitted_on, cause="steps"),
    )


def _counted(
    edition: Edition, term_id: str, start: date, pause: tuple[Event, ...], calendar: Calendar
) -> date:
    term = edition.term(term_id)
    limit = term.limit()
    events = pause if "steps" in term.pauses else ()
    counting = Counting(
        started_on=start,
        count=limit.number(edition=edition.key, what=term_id),
        unit=Unit(limit.unit),
        rolls=term.rolls,
        events=events,
    )
    return count(counting, calendar).due_on


def _latest_decision(edition: Edition, record: CreditRecord, on: date) -> date:
    return latest_decision(
        edition, record.class_name, filed_on=on, calendar=calendar_in_use(record.jurisdiction)
    )


def _ways(edition: Edition | None, record: CreditRecord) -> tuple[Owed, ...]:
    if edition is None:
        return ()
    return tuple(
        Owed(way.id, way.name_zh, way.name_en, way.phase, way.clause.article, way.clause.to_confirm)
        for way in ways_owed(edition, record.class_name)
    )


def _materials(edition: Edition | None, record: CreditRecord) -> tuple[Owed, ...]:
    if edition is None:
        return ()
    return tuple(
        Owed(
            material.id,
            material.name_zh,
            material.name_en,
            edition.way(material.way).phase,
            material.clause.article,
            material.clause.to_confirm,
        )
        for material in materials_owed(edition, record.class_name)
    )


def _decider(
    edition: Edition | None, record: CreditRecord, on: date, reasons: list[str]
) -> Department | None:
    """Who decides; None with a reason where no department is known to be in charge on the day."""
    if edition is None:
        return record.department
    try:
        if edition.process.deciders.get(record.kind) == "platform":
            return platform_of(record.jurisdiction, on)
        unit = in_charge(record.department, on)
        if unit is None:
            raise refusal("no-department", day=on)
    except Refusal as nobody:
        reasons.append(str(nobody))
        return None
    return unit
