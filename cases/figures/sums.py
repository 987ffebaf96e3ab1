"""Which unknown figures follow from known ones, when it is known which of them add up to which. Pure.

Sums of units and of quarters are the sums of a table. Solved step by step its coefficients never become other than
-1, 0 and 1 (the matrix is totally unimodular), so whole numbers are exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

Cell = TypeVar("Cell")


def following(sums: Sequence[Mapping[Cell, int]], unknown: Sequence[Cell]) -> set[Cell]:
    """The unknown cells that have one value only; each of `sums` is a set of cells whose weighted sum is zero."""
    rows = [[part.get(cell, 0) for cell in unknown] for part in sums]
    done = 0
    for column in range(len(unknown)):
        pivot = next((at for at in range(done, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        lead = rows[done]
        for at, row in enumerate(rows):
            if at != done and row[column]:
                times = row[column] * lead[column]
                rows[at] = [value - times * own for value, own in zip(row, lead, strict=True)]
        done += 1
    return {unknown[row.index(next(filter(None, row)))] for row in rows if sum(map(bool, row)) == 1}
