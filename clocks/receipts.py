"""The receipt of a date: all that is needed to compute it again, as a value, as JSON, as a sentence.

`recompute` needs neither Django nor a database nor a calendar: the receipt carries the days off of its span.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from clocks.gone_past import gone_past
from clocks.spans import days_off, described
from rulebook.counting import Counting, CountingFault, Event, EventKind, Standstill, count
from rulebook.terms import Skipped, Unit
from rulebook.working_days import Calendar

SCHEMA = 1
ONE_DAY = timedelta(days=1)


class ReceiptFault(ValueError):
    """A receipt that cannot be read, or that does not lead to a day."""


@dataclass(frozen=True)
class Receipt:
    """Why a date is this date.

    `trigger` is the edition's word for the event on `started_on`; `count` is in `unit`s. `last_day` is set
    instead where the day was fixed elsewhere (an end delivered with a record); `note` says why. `off` and
    `made_up` are the days off and the worked weekend days of the whole span, `calendar` the digest of the
    calendar they come from (empty where none was needed). `mark` is the source mark of the number: R, S, F,
    I, K.
    """

    term: str
    edition: str
    trigger: str
    started_on: date
    due_on: date
    count: int | None = None
    unit: Unit | None = None
    rolls: bool = False
    last_day: date | None = None
    goal: str = "law"
    instrument: str = ""
    article: str = ""
    mark: str = ""
    note: str = ""
    events: tuple[Event, ...] = ()
    off: tuple[Skipped, ...] = ()
    made_up: tuple[date, ...] = ()
    calendar: str = ""
    provisional: bool = False
    standstills: tuple[Standstill, ...] = ()

    @property
    def counting(self) -> Counting:
        return Counting(
            started_on=self.started_on,
            count=self.count,
            unit=self.unit,
            rolls=self.rolls,
            last_day=self.last_day,
            events=self.events,
        )

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The days off between start and end that the reader counts over, those of pauses left out.

        A term in calendar days counts its days off; it only goes past those before which it would have ended.
        """
        passed = [day for day in self.off if day.on <= self.due_on and not self._stood_still(day.on)]
        return gone_past(self.counting, passed, due_on=self.due_on, calendar=_calendar_of(self))

    @property
    def extensions(self) -> tuple[Event, ...]:
        return tuple(event for event in self.events if event.kind is EventKind.EXTEND)

    @property
    def kept(self) -> tuple[Event, ...]:
        """The days that stayed because they had been told before a calendar would have moved them."""
        return tuple(event for event in self.events if event.kind is EventKind.KEEP)

    @property
    def open_causes(self) -> tuple[str, ...]:
        """The causes for which the clock stands still now, oldest first."""
        causes: list[str] = []
        for event in self.events:
            if event.kind is EventKind.PAUSE:
                causes.append(event.cause)
            elif event.kind is EventKind.RESUME:
                causes.remove(event.cause)
        return tuple(causes)

    def _stood_still(self, on: date) -> bool:
        return any(
            still.first <= on and (still.last is None or on <= still.last) for still in self.standstills
        )


def settle(receipt: Receipt, calendar: Calendar) -> Receipt:
    """The receipt with its day, days off and provisional mark computed under a calendar.

    Raises CountingFault, NoGazette, DateBeyondReach.
    """
    result = count(receipt.counting, calendar)
    off, made_up = days_off(result, calendar)
    return replace(
        receipt,
        due_on=result.due_on,
        provisional=result.provisional,
        standstills=result.standstills,
        off=off,
        made_up=made_up,
        calendar="" if result.looked_from is None else calendar.digest,
    )


def recounted(receipt: Receipt, calendar: Calendar, *, on: date, told: bool) -> Receipt:
    """The receipt under a calendar released on a day: later where the calendar says so, sooner only with care.

    A day that was `told` to the subject never becomes an earlier one, and no day moves before `on`: the day
    stays, and the receipt says so. A term that stands still has no day yet, only a rest. Raises as `settle`.
    """
    fresh = settle(receipt, calendar)
    if receipt.open_causes:
        return fresh
    floor = receipt.due_on if told else min(receipt.due_on, on)
    if fresh.due_on >= floor:
        return fresh
    keep = Event(EventKind.KEEP, on, until=floor)
    return settle(replace(receipt, events=(*receipt.events, keep)), calendar)


def recompute(receipt_json: Mapping[str, Any]) -> date:
    """The last day, computed anew from nothing but the receipt. Raises ReceiptFault."""
    receipt = from_json(receipt_json)
    try:
        return count(receipt.counting, _calendar_of(receipt)).due_on
    except (CountingFault, LookupError, ValueError) as fault:
        raise ReceiptFault(str(fault)) from fault


def disagreements(receipt: Receipt, calendar: Calendar) -> tuple[date, ...]:
    """The days on which the receipt and the calendar it names differ; none where it names another version."""
    if receipt.calendar != calendar.digest:
        return ()
    return outdated(receipt, calendar)


def outdated(receipt: Receipt, calendar: Calendar) -> tuple[date, ...]:
    """The days of its span on which the receipt and a calendar differ; none where it needed no calendar."""
    if not receipt.calendar:
        return ()
    off, made_up = days_off(count(receipt.counting, calendar), calendar)
    return tuple(
        sorted(
            {day.on for day in off} ^ {day.on for day in receipt.off} | set(made_up) ^ set(receipt.made_up)
        )
    )


def sentence(receipt: Receipt) -> str:
    """The receipt in words, in the active language: length, end, days off, pauses, basis."""
    from clocks.words import told  # noqa: PLC0415 - words need Django; counting must not

    return told(receipt)


def to_json(receipt: Receipt) -> dict[str, Any]:
    """Plain JSON values with a fixed set of keys."""
    return {
        "schema": SCHEMA,
        "term": receipt.term,
        "goal": receipt.goal,
        "edition": receipt.edition,
        "instrument": receipt.instrument,
        "article": receipt.article,
        "mark": receipt.mark,
        "note": receipt.note,
        "trigger": receipt.trigger,
        "started_on": receipt.started_on.isoformat(),
        "count": receipt.count,
        "unit": receipt.unit and str(receipt.unit),
        "rolls": receipt.rolls,
        "last_day": receipt.last_day and receipt.last_day.isoformat(),
        "events": [_event_json(event) for event in receipt.events],
        "off": [{"on": day.on.isoformat(), "reason": day.reason} for day in receipt.off],
        "made_up": [day.isoformat() for day in receipt.made_up],
        "standstills": [
            {
                "first": still.first.isoformat(),
                "last": still.last and still.last.isoformat(),
                "causes": list(still.causes),
            }
            for still in receipt.standstills
        ],
        "calendar": receipt.calendar,
        "due_on": receipt.due_on.isoformat(),
        "provisional": receipt.provisional,
    }


def from_json(written: Mapping[str, Any]) -> Receipt:
    """The receipt of its JSON. Raises ReceiptFault for another schema, a missing key or a wrong value."""
    if written.get("schema") != SCHEMA:
        raise ReceiptFault(f"No receipt of schema {SCHEMA}.")
    try:
        return Receipt(
            term=written["term"],
            goal=written["goal"],
            edition=written["edition"],
            instrument=written["instrument"],
            article=written["article"],
            mark=written["mark"],
            note=written["note"],
            trigger=written["trigger"],
            started_on=date.fromisoformat(written["started_on"]),
            count=written["count"],
            unit=None if written["unit"] is None else Unit(written["unit"]),
            rolls=written["rolls"],
            last_day=_day_or_none(written["last_day"]),
            events=tuple(_event(row) for row in written["events"]),
            off=tuple(Skipped(date.fromisoformat(row["on"]), row["reason"]) for row in written["off"]),
            made_up=tuple(date.fromisoformat(day) for day in written["made_up"]),
            standstills=tuple(
                Standstill(date.fromisoformat(row["first"]), _day_or_none(row["last"]), tuple(row["causes"]))
                for row in written["standstills"]
            ),
            calendar=written["calendar"],
            due_on=date.fromisoformat(written["due_on"]),
            provisional=written["provisional"],
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise ReceiptFault(f"The receipt cannot be read: {fault!r}.") from fault


def _event_json(event: Event) -> dict[str, Any]:
    plain: dict[str, Any] = {"kind": str(event.kind), "on": event.on.isoformat(), "cause": event.cause}
    if event.kind is EventKind.EXTEND:
        plain |= {
            "count": event.count,
            "unit": str(event.unit),
            "instrument": event.instrument,
            "article": event.article,
            "mark": event.mark,
        }
    elif event.kind is EventKind.KEEP:
        plain["until"] = event.until and event.until.isoformat()
    return plain


def _event(written: Mapping[str, Any]) -> Event:
    kind, on, cause = EventKind(written["kind"]), date.fromisoformat(written["on"]), written["cause"]
    if kind is EventKind.KEEP:
        return Event(kind, on, cause, until=date.fromisoformat(written["until"]))
    if kind is not EventKind.EXTEND:
        return Event(kind, on, cause)
    return Event(
        kind,
        on,
        cause,
        count=written["count"],
        unit=Unit(written["unit"]),
        instrument=written["instrument"],
        article=written["article"],
        mark=written["mark"],
    )


def _day_or_none(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _calendar_of(receipt: Receipt) -> Calendar | None:
    """The calendar that the receipt itself describes."""
    if not receipt.calendar:
        return None
    years = range(receipt.started_on.year, receipt.due_on.year + 1)
    return described(years, receipt.off, receipt.made_up, notice=f"receipt of {receipt.term}")
