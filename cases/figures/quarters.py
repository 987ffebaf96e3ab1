"""The periods that figures are told for: quarters and years that are over, so that no figure ever moves by one case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

QUARTERS = (1, 2, 3, 4)
_MONTHS = 3
_KEY = re.compile(r"([0-9]{4})(?:-Q([1-4]))?")


@dataclass(frozen=True, order=True)
class Period:
    """A quarter of a year, or with `quarter` 0 the whole year."""

    year: int
    quarter: int = 0

    @property
    def key(self) -> str:
        """Its name in addresses and files: 2026, 2026-Q3."""
        return f"{self.year}-Q{self.quarter}" if self.quarter else str(self.year)

    @property
    def first_on(self) -> date:
        return date(self.year, _MONTHS * (self.quarter - 1) + 1 if self.quarter else 1, 1)

    @property
    def last_on(self) -> date:
        last_quarter = self.quarter in {0, QUARTERS[-1]}
        following = Period(self.year + 1) if last_quarter else Period(self.year, self.quarter + 1)
        return following.first_on - timedelta(days=1)

    @property
    def quarters(self) -> tuple[Period, ...]:
        """The quarters that it is made of."""
        return tuple(Period(self.year, one) for one in ((self.quarter,) if self.quarter else QUARTERS))

    def is_over(self, on: date) -> bool:
        return self.last_on < on


def period_of(key: str) -> Period | None:
    """The period of a key; None for anything else."""
    found = _KEY.fullmatch(key)
    if found is None or int(found[1]) < 1:
        return None
    return Period(int(found[1]), int(found[2] or 0))


def periods_over(*, first: date, on: date) -> tuple[Period, ...]:
    """The quarters and years since that of `first` that are over on a day: the latest first, years before quarters."""
    every = (
        Period(year, quarter) for year in range(on.year, first.year - 1, -1) for quarter in (0, 4, 3, 2, 1)
    )
    return tuple(period for period in every if period.is_over(on) and period.last_on >= first)
