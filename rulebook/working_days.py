"""Which days are working days: the yearly notices of the State Council, one gazette a year."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from rulebook.source import EditionFault, Table, TomlSource

SHIPPED = Path(__file__).parent / "gazettes"
FIRST_YEAR = 2019
LAST_YEAR = 2099
SATURDAY = 5
_REGION = re.compile(r"\d{2}(\d{2}){0,2}", re.ASCII)

Status = Literal["official", "provisional"]


class NoGazette(LookupError):
    """No calendar reaches this day: none is kept for years before 2019, none guessed after 2099."""

    def __init__(self, on: date) -> None:
        super().__init__(
            f"No calendar of working days reaches {on.isoformat()}: {FIRST_YEAR} to {LAST_YEAR}."
        )
        self.on = on


@dataclass(frozen=True)
class Notice:
    """The text that orders the days: its title, number and day, and the mark of who read it (R, S, F, I, K)."""

    title: str
    number: str
    issued_on: date
    mark: str

    def __str__(self) -> str:
        sure = "" if self.mark in {"R", "S", "F"} else "，文号待核"
        return f"《{self.title}》（{self.number}，{self.issued_on.isoformat()}{sure}）"


@dataclass(frozen=True)
class Gazette:
    """One year's days off (with the holiday's name), its worked weekend days, and the notice behind them.

    `jurisdiction` is empty for the country; the closures of a place name its region code or a prefix of it.
    `notice` is all of its `notices` in words.
    """

    year: int
    status: Status
    notice: str
    off: Mapping[date, str]
    working: frozenset[date]
    jurisdiction: str = ""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """The gazettes of all years known. A year without one is weekends only, and provisional."""

    gazettes: Mapping[int, Gazette]

    @cached_property
    def digest(self) -> str:
        """16 hex digits that change whenever any day, status or notice changes: the calendar's version."""
        years = [
            {
                "year": gazette.year,
                "status": gazette.status,
                "notice": gazette.notice,
                "off": {day.isoformat(): name for day, name in gazette.off.items()},
                "working": sorted(day.isoformat() for day in gazette.working),
            }
            for _, gazette in sorted(self.gazettes.items())
        ]
        canonical = json.dumps(years, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]

    def is_working_day(self, on: date) -> bool:
        """Monday to Friday and not named off, or named as worked.

        Raises NoGazette outside 2019 to 2099.
        """
        return self.why_off(on) is None

    def why_off(self, on: date) -> str | None:
        """The holiday's Chinese name, "weekend", or None on a working day.

        Raises NoGazette outside 2019 to 2099.
        """
        gazette = self._gazette(on)
        if gazette is not None:
            if on in gazette.off:
                return gazette.off[on]
            if on in gazette.working:
                return None
        return "weekend" if on.weekday() >= SATURDAY else None

    def is_made_up(self, on: date) -> bool:
        """Whether the day is a weekend day that the notice orders to be worked (调休上班)."""
        gazette = self._gazette(on)
        return gazette is not None and on in gazette.working

    def is_provisional(self, year: int) -> bool:
        """Whether the year's notice is still missing, so that its days may change."""
        gazette = self.gazettes.get(year)
        return gazette is None or gazette.status == "provisional"

    def with_gazettes(self, gazettes: Iterable[Gazette]) -> Calendar:
        """The calendar in which these years replace their own: a notice loaded later."""
        return Calendar(
            MappingProxyType({**self.gazettes, **{gazette.year: gazette for gazette in gazettes}})
        )

    def _gazette(self, on: date) -> Gazette | None:
        if not FIRST_YEAR <= on.year <= LAST_YEAR:
            raise NoGazette(on)
        return self.gazettes.get(on.year)


@cache
def shipped_calendar() -> Calendar:
    """The calendar that comes with the product, read once.

    Raises EditionFault where a shipped file is broken.
    """
    gazettes = [read_gazette(path) for path in sorted(SHIPPED.glob("*.toml"))]
    return Calendar(MappingProxyType({gazette.year: gazette for gazette in gazettes}))


def read_gazette(path: Path) -> Gazette:
    """One year's file.

    Raises EditionFault (file, line, reason) for an unknown key, a day of another year, a worked weekday, a day
    named twice, closures of a place that are only provisional.
    """
    return gazette_of(TomlSource(path))


def gazette_of(source: TomlSource) -> Gazette:
    """One year's text, wherever it is kept. Raises EditionFault as `read_gazette`."""
    root = source.root()
    year = root.number("year")
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise root.fault(f"`year` must lie in {FIRST_YEAR} to {LAST_YEAR}", "year")
    status: Status = (
        "official" if root.choice("status", ("official", "provisional")) == "official" else "provisional"
    )
    jurisdiction = root.text("jurisdiction", "")
    if jurisdiction and not _REGION.fullmatch(jurisdiction):
        raise root.fault("`jurisdiction` must be a region code of 2, 4 or 6 digits", "jurisdiction")
    if jurisdiction and status == "provisional":
        raise root.fault("the closures of a place are ordered or they are not: never provisional", "status")
    notices = [_notice(row) for row in root.tables("notice")]
    if not notices:
        raise root.fault("no [[notice]]: a calendar names the notice it follows")
    off: dict[date, str] = {}
    for row in root.tables("off"):
        off.update(_span(row, year=year, known=off))
    working = root.days("working")
    for place, day in enumerate(working):
        reason = _why_not_worked(day, year=year, off=off, earlier=working[:place])
        if reason:
            line = source.line_with(day.isoformat(), ("working",))
            raise EditionFault(str(source.path), line, f"{day} {reason}")
    root.finish()
    return Gazette(
        year=year,
        status=status,
        notice="；".join(str(notice) for notice in notices),
        off=MappingProxyType(off),
        working=frozenset(working),
        jurisdiction=jurisdiction,
        notices=tuple(notices),
    )


def _why_not_worked(day: date, *, year: int, off: Mapping[date, str], earlier: tuple[date, ...]) -> str:
    if day.year != year:
        return f"is no day of {year}"
    if day.weekday() < SATURDAY:
        return f"is a {day:%A}: only a weekend day can be ordered to be worked"
    if day in off:
        return f"is named off ({off[day]}) and worked"
    return "is named twice" if day in earlier else ""


def _notice(row: Table) -> Notice:
    title, number, issued_on = row.named("title"), row.named("number"), row.day("issued_on")
    mark = row.choice("mark", ("R", "S", "F", "I", "K"))
    row.finish()
    return Notice(title, number, issued_on, mark)


def _span(row: Table, *, year: int, known: Mapping[date, str]) -> dict[date, str]:
    name, first, last = row.named("name"), row.day("first"), row.day("last")
    row.finish()
    if first.year != year or last.year != year or last < first:
        raise row.fault(f"{first} to {last} is no span of days of {year}", "first")
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for day in days:
        if day in known:
            raise row.fault(f"{day} is named twice", "first")
    return dict.fromkeys(days, name)
