"""Which figures are left out so that none tells of single companies: small ones, and those that give them away. Pure.

Units and their total are one sum, the quarters of a year another; in each, a figure that was left out must not follow
from the others. A quarter's choice looks at that quarter alone, so what was once told stays told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cases.figures.sums import following

FEWEST = 5
"""Cases below which a figure would tell of single companies."""


@dataclass(frozen=True)
class Hidden:
    """The units whose figures of a period are left out, and whether the total is."""

    units: frozenset[int]
    total: bool


def hidden_of_quarter(cases: Mapping[int, int]) -> Hidden:
    """What is left out of one quarter and kind, by the number of cases of each unit (units without cases are absent).

    Beside small figures the next larger ones, until those left out are two or more and together no small figure.
    """
    small = {unit for unit, count in cases.items() if count < FEWEST}
    if not small:
        return Hidden(frozenset(), total=False)
    return _with_cover(small, cases, among=set(cases))


def hidden_of_year(quarters: Sequence[Mapping[int, int]]) -> Hidden:
    """What is left out of a year, by the cases of each unit in its quarters.

    A unit's year is told although quarters of it are not, unless one of them, or a small sum of them, would follow.
    """
    hidden = [hidden_of_quarter(cases) for cases in quarters]
    return next(choice for choice in _choices(quarters, hidden) if not _gives_away(quarters, hidden, choice))


def _choices(quarters: Sequence[Mapping[int, int]], hidden: Sequence[Hidden]) -> Iterator[Hidden]:
    """Ways to leave something out of a year, the one that tells most first; the last tells nothing and is safe."""
    years: dict[int, int] = {}
    left_out: dict[int, list[int]] = {}
    for cases, of_quarter in zip(quarters, hidden, strict=True):
        for unit, count in cases.items():
            years[unit] = years.get(unit, 0) + count
            if unit in of_quarter.units:
                left_out.setdefault(unit, []).append(count)
    totals = [
        sum(cases.values()) for cases, of_quarter in zip(quarters, hidden, strict=True) if of_quarter.total
    ]
    told_of = {unit for unit, counts in left_out.items() if _tells(counts)}
    fewest = _with_cover(told_of, years, among=set(left_out)) if told_of else Hidden(frozenset(), total=False)
    yield Hidden(fewest.units, total=fewest.total or _tells(totals))
    for units in (fewest.units, frozenset(left_out), frozenset(years)):
        yield Hidden(units, total=True)


def _gives_away(quarters: Sequence[Mapping[int, int]], hidden: Sequence[Hidden], year: Hidden) -> bool:
    """Whether a small figure that was left out would follow from what is told, by any sums of sums."""
    units = sorted({unit for cases in quarters for unit in cases})
    sums: list[dict[tuple[int | None, int | None], int]] = []
    unknown: list[tuple[int | None, int | None]] = []
    small: set[tuple[int | None, int | None]] = set()
    for at, (cases, of_quarter) in enumerate(zip(quarters, hidden, strict=True)):
        sums.append({**{(unit, at): 1 for unit in cases}, (None, at): -1})
        unknown += [(unit, at) for unit in of_quarter.units]
        unknown += [(None, at)] if of_quarter.total else []
        small |= {(unit, at) for unit, count in cases.items() if count < FEWEST}
        small |= {(None, at)} if sum(cases.values()) < FEWEST else set()
    for unit in units:
        own = {(unit, at): cases[unit] for at, cases in enumerate(quarters) if unit in cases}
        sums.append({**dict.fromkeys(own, 1), (unit, None): -1})
        small |= {(unit, None)} if sum(own.values()) < FEWEST else set()
    sums.append({**{(unit, None): 1 for unit in units}, (None, None): -1})
    sums.append({**{(None, at): 1 for at, cases in enumerate(quarters) if cases}, (None, None): -1})
    small |= {(None, None)} if sum(sum(cases.values()) for cases in quarters) < FEWEST else set()
    unknown += [(unit, None) for unit in year.units]
    unknown += [(None, None)] if year.total else []
    return bool(following(sums, unknown) & small)


def _tells(left_out: Sequence[int]) -> bool:
    """Whether the sum of what was left out may not be known: it is one figure, or a small one."""
    return bool(left_out) and (len(left_out) == 1 or sum(left_out) < FEWEST)


def _with_cover(hidden: set[int], cases: Mapping[int, int], *, among: set[int]) -> Hidden:
    """Leave out more, the smallest first, until the total may be told; the total too where that cannot be."""
    found = set(hidden)
    for unit in sorted(among - found, key=lambda one: (cases[one], one)):
        if not _tells([cases[one] for one in found]):
            break
        found.add(unit)
    return Hidden(frozenset(found), total=_tells([cases[one] for one in found]))
