"""A receipt in words and as month calendars: which days counted, which did not, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext as _

from journal.days import day_words, month_words, short_day_words, speaks_chinese

if TYPE_CHECKING:
    from look.parts import Pause, Receipt

CellKind = Literal["beyond", "start", "counted", "made-up", "off", "paused", "due"]

LONGEST_DRAWN = timedelta(days=186)
"""A term longer than this is told in words only: a picture of years helps nobody."""


@dataclass(frozen=True)
class DayCell:
    """One day of a month calendar; `ordinal` is its number in the term, `why` says why it is what it is."""

    on: date
    kind: CellKind
    ordinal: int | None = None
    why: str = ""


@dataclass(frozen=True)
class MonthView:
    """One month: its name and its weeks from Monday; None stands for a day of a neighbouring month."""

    name: str
    weeks: tuple[tuple[DayCell | None, ...], ...]


def limit_words(count: int, unit: str) -> str:
    """A length of time in words: 3 working days. Raises KeyError for an unknown unit."""
    one = {
        "WD": _("1 working day"),
        "D": _("1 calendar day"),
        "M": _("1 month"),
        "Y": _("1 year"),
    }
    many = {
        "WD": _("%(count)s working days"),
        "D": _("%(count)s calendar days"),
        "M": _("%(count)s months"),
        "Y": _("%(count)s years"),
    }
    return one[unit] if count == 1 else many[unit] % {"count": count}


def receipt_sentences(receipt: Receipt) -> tuple[str, ...]:
    """The receipt as sentences: count, days off, pauses, extensions, provisional years, basis."""
    told = [
        _("%(trigger)s on %(start)s; counted from the next day, %(limit)s, ending on %(due)s.")
        % {
            "trigger": receipt.trigger,
            "start": short_day_words(receipt.started_on),
            "limit": limit_words(receipt.count, receipt.unit),
            "due": day_words(receipt.due_on),
        }
    ]
    if receipt.skipped:
        told.append(_days_off_words(len(receipt.skipped)))
    told.extend(_pause_words(pause) for pause in receipt.pauses)
    told.extend(
        _("Extended by %(limit)s: %(reason)s.")
        % {"limit": limit_words(extension.count, extension.unit), "reason": extension.reason}
        for extension in receipt.extensions
    )
    if receipt.provisional:
        told.append(
            _("Provisional: the State Council's holiday notice for %(year)s is not out yet.") % _year(receipt)
        )
    if receipt.instrument:
        told.append(_basis_words(receipt))
    return tuple(told)


def receipt_words(receipt: Receipt) -> str:
    """The sentences as one paragraph; Chinese sets no space between them."""
    return ("" if speaks_chinese() else " ").join(receipt_sentences(receipt))


def _year(receipt: Receipt) -> dict[str, int]:
    return {"year": receipt.due_on.year}


def _days_off_words(count: int) -> str:
    if count == 1:
        return _("1 day off in between is not counted.")
    return _("%(count)s days off in between are not counted.") % {"count": count}


def _pause_words(pause: Pause) -> str:
    if pause.to_on is None:
        return _("The clock has been paused since %(start)s: %(cause)s.") % {
            "start": short_day_words(pause.from_on),
            "cause": pause.cause,
        }
    return _("The clock was paused from %(start)s to %(end)s: %(cause)s.") % {
        "start": short_day_words(pause.from_on),
        "end": short_day_words(pause.to_on),
        "cause": pause.cause,
    }


def _basis_words(receipt: Receipt) -> str:
    if receipt.article:
        return _("Basis: %(instrument)s, %(article)s.") % {
            "instrument": receipt.instrument,
            "article": receipt.article,
        }
    return _("Basis: %(instrument)s.") % {"instrument": receipt.instrument}


def receipt_months(receipt: Receipt) -> tuple[MonthView, ...]:
    """The months from start to due day; none where the unit is months or years, or the term very long."""
    if receipt.unit in ("M", "Y") or receipt.due_on - receipt.started_on > LONGEST_DRAWN:
        return ()
    cells = {cell.on: cell for cell in _cells(receipt)}
    months = []
    first = receipt.started_on.replace(day=1)
    while first <= receipt.due_on:
        following = (first + timedelta(days=31)).replace(day=1)
        months.append(MonthView(month_words(first), _weeks(first, following, cells)))
        first = following
    return tuple(months)


def _cells(receipt: Receipt) -> list[DayCell]:
    reasons = {skipped.on: skipped.reason for skipped in receipt.skipped}
    cells = [DayCell(receipt.started_on, "start", why=receipt.trigger)]
    ordinal = 0
    on = receipt.started_on + timedelta(days=1)
    while on <= receipt.due_on:
        cause = _pause_on(receipt, on)
        if cause is not None:
            cells.append(DayCell(on, "paused", why=cause))
        elif on in reasons:
            cells.append(DayCell(on, "off", why=reasons[on]))
        else:
            ordinal += 1
            cells.append(_counted(receipt, on, ordinal))
        on += timedelta(days=1)
    return cells


def _counted(receipt: Receipt, on: date, ordinal: int) -> DayCell:
    if on == receipt.due_on:
        return DayCell(on, "due", ordinal, _("Last day"))
    if on in receipt.made_up:
        return DayCell(on, "made-up", ordinal, _("Weekend worked in exchange for a holiday"))
    return DayCell(on, "counted", ordinal)


def _pause_on(receipt: Receipt, on: date) -> str | None:
    for pause in receipt.pauses:
        if pause.from_on <= on and (pause.to_on is None or on <= pause.to_on):
            return pause.cause
    return None


def _weeks(
    first: date, following: date, cells: dict[date, DayCell]
) -> tuple[tuple[DayCell | None, ...], ...]:
    days: list[DayCell | None] = [None] * first.weekday()
    on = first
    while on < following:
        days.append(cells.get(on, DayCell(on, "beyond")))
        on += timedelta(days=1)
    days.extend([None] * (-len(days) % 7))
    return tuple(tuple(days[start : start + 7]) for start in range(0, len(days), 7))
