"""The calendars of all places: the country's notices, and what single places closed beside them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from rulebook.working_days import Calendar, Gazette, Status


@dataclass(frozen=True)
class CalendarBook:
    """The country's calendar, and the closures of places by region code (or a prefix of one) and year."""

    national: Calendar
    closures: Mapping[tuple[str, int], Gazette] = field(default_factory=dict)
    _made: dict[str, Calendar] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, jurisdiction: str = "") -> Calendar:
        """The calendar of a place: the country's with the closures of the place and of all that it lies in."""
        if jurisdiction not in self._made:
            self._made[jurisdiction] = self._make(jurisdiction)
        return self._made[jurisdiction]

    def with_gazette(self, gazette: Gazette) -> CalendarBook:
        """The book in which this gazette takes the place of the one of its year and place."""
        if not gazette.jurisdiction:
            return CalendarBook(self.national.with_gazettes([gazette]), self.closures)
        closures = {**self.closures, (gazette.jurisdiction, gazette.year): gazette}
        return CalendarBook(self.national, MappingProxyType(closures))

    def gazette(self, jurisdiction: str, year: int) -> Gazette | None:
        """What the book holds for exactly this place and year; None for nothing."""
        if not jurisdiction:
            return self.national.gazettes.get(year)
        return self.closures.get((jurisdiction, year))

    def _make(self, jurisdiction: str) -> Calendar:
        local = [
            gazette
            for (place, _year), gazette in sorted(self.closures.items())
            if jurisdiction.startswith(place)
        ]
        if not local:
            return self.national
        years = {gazette.year for gazette in local}
        return self.national.with_gazettes(
            _joined(self.national.gazettes.get(year), [one for one in local if one.year == year])
            for year in sorted(years)
        )


def _joined(national: Gazette | None, local: Iterable[Gazette]) -> Gazette:
    """A year's gazette with closures laid over it, the wider place first: the narrower one has the last word."""
    closures = list(local)
    status: Status = "provisional" if national is None else national.status
    off = {} if national is None else dict(national.off)
    working = set() if national is None else set(national.working)
    for closure in closures:
        off = {day: name for day, name in off.items() if day not in closure.working} | dict(closure.off)
        working = (working | closure.working) - closure.off.keys()
    notices = [gazette.notice for gazette in (*filter(None, [national]), *closures)]
    return Gazette(
        year=closures[0].year,
        status=status,
        notice="；".join(notices),
        off=MappingProxyType(off),
        working=frozenset(working),
    )
