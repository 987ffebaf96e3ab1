"""No figure that was left out follows from those that are told, whichever sums somebody makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.figures.hiding import FEWEST, hidden_of_quarter, hidden_of_year

TOTAL = 0
YEAR = 9
Cell = tuple[int, int]
COUNTS = st.dictionaries(st.integers(1, 4), st.integers(1, 12), max_size=4)


def told_of(quarters: Sequence[Mapping[int, int]]) -> tuple[dict[Cell, int], dict[Cell, int]]:
    """Every figure by (unit or total, quarter or year); and those of them that are told."""
    every: dict[Cell, int] = {}
    for number, cases in enumerate(quarters, 1):
        for unit, count in cases.items():
            every[unit, number] = count
        if cases:
            every[TOTAL, number] = sum(cases.values())
    for unit in {unit for unit, _number in every}:
        every[unit, YEAR] = sum(count for (one, _number), count in every.items() if one == unit)
    told = dict(every)
    for number, cases in enumerate(quarters, 1):
        hidden = hidden_of_quarter(cases)
        for unit in hidden.units:
            told.pop((unit, number))
        if hidden.total:
            told.pop((TOTAL, number))
    hidden = hidden_of_year(quarters)
    for unit in hidden.units:
        told.pop((unit, YEAR))
    if hidden.total:
        told.pop((TOTAL, YEAR))
    return every, told


def sums_of(every: Mapping[Cell, int]) -> list[dict[Cell, int]]:
    """The sums everybody knows: the units of a quarter make its total, the quarters of a unit its year."""
    units = sorted({unit for unit, _when in every})
    whens = sorted({when for _unit, when in every})
    sums = []
    for when in whens:
        parts = {(unit, when): 1 for unit in units if unit != TOTAL and (unit, when) in every}
        sums.append({**parts, (TOTAL, when): -1})
    for unit in units:
        parts = {(unit, when): 1 for when in whens if when != YEAR and (unit, when) in every}
        sums.append({**parts, (unit, YEAR): -1})
    return sums


def found_out(every: Mapping[Cell, int], told: Mapping[Cell, int]) -> set[Cell]:
    """The figures left out that follow from the told ones: solved for as equations, exactly."""
    unknown = sorted(set(every) - set(told))
    rows = [[Fraction(part.get(cell, 0)) for cell in unknown] for part in sums_of(every)]
    place = 0
    for column in range(len(unknown)):
        pivot = next((at for at in range(place, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [value / rows[place][column] for value in rows[place]]
        for at, row in enumerate(rows):
            if at != place and row[column]:
                rows[at] = [value - row[column] * lead for value, lead in zip(row, rows[place], strict=True)]
        place += 1
    alone = [[cell for cell, value in zip(unknown, row, strict=True) if value] for row in rows]
    return {cells[0] for cells in alone if len(cells) == 1}


@given(st.lists(COUNTS, min_size=1, max_size=4))
def test_nothing_left_out_can_be_found_out(quarters: list[dict[int, int]]) -> None:
    every, told = told_of(quarters)
    assert all(count >= FEWEST for count in told.values())
    small = {cell for cell, count in every.items() if count < FEWEST}
    assert not found_out(every, told) & small


@pytest.mark.parametrize(
    "quarters",
    [
        [{1: 9, 4: 30, 5: 3}, {2: 2, 3: 12}, {2: 3, 3: 4, 4: 30, 5: 4}, {2: 9, 3: 5, 5: 5}],
        [{1: 3}, {2: 30, 3: 4}, {1: 6, 2: 1, 3: 4, 4: 3}, {1: 30}],
        [{1: 3}, {3: 1, 4: 30}, {}, {1: 12, 2: 6, 3: 3, 4: 4}],
    ],
)
def test_sums_of_sums_tell_nothing_either(quarters: list[dict[int, int]]) -> None:
    """Tables in which no single sum tells a small figure, but several together would."""
    every, told = told_of(quarters)
    assert not found_out(every, told) & {cell for cell, count in every.items() if count < FEWEST}


@given(COUNTS)
def test_what_was_told_of_a_quarter_stays_told(cases: dict[int, int]) -> None:
    """A year over later takes nothing back: the choice of a quarter looks at that quarter alone."""
    hidden = hidden_of_quarter(cases)
    assert hidden_of_year([cases]).units >= hidden.units


def test_where_all_are_large_all_are_told() -> None:
    hidden = hidden_of_quarter({1: 5, 2: 90})
    assert (hidden.units, hidden.total) == (frozenset(), False)


@pytest.mark.parametrize(
    ("cases", "units", "total"),
    [
        ({1: 4}, {1}, True),
        ({1: 4, 2: 9, 3: 30}, {1, 2}, False),
        ({1: 1, 2: 2, 3: 30}, {1, 2, 3}, False),
        ({1: 3, 2: 4, 3: 30}, {1, 2}, False),
        ({1: 1, 2: 1}, {1, 2}, True),
    ],
)
def test_a_small_figure_takes_the_next_larger_one_with_it(
    cases: dict[int, int], units: set[int], *, total: bool
) -> None:
    hidden = hidden_of_quarter(cases)
    assert (set(hidden.units), hidden.total) == (units, total)


def test_a_small_unit_has_a_year_where_no_quarter_follows_from_it() -> None:
    quarters = [{1: 3, 2: 30}, {1: 4, 2: 30}, {1: 3, 2: 30}, {1: 4, 2: 30}]
    assert hidden_of_year(quarters).units == frozenset()
    assert hidden_of_year([{1: 3, 2: 30}, {1: 9, 2: 30}]).units == {1, 2}
