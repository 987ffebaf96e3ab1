"""Figures as bars: each number a link to its list, each bar as long as its number, drawn by the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from look.parts import Tone

WIDTH = 1000
"""Units of the longest bar; the drawing scales it to its place."""


@dataclass(frozen=True)
class Series:
    """One kind of number of a plot, with the tone of its bars."""

    label: str
    tone: Tone = "accent"


@dataclass(frozen=True)
class Amount:
    """One number; `url` leads to the list of what was counted, "" where there is nothing to list."""

    count: int
    url: str = ""


@dataclass(frozen=True)
class PlotRow:
    """One group of a plot: its words and a number for each series. `tone` speaks where there is one series only."""

    label: str
    amounts: tuple[Amount, ...]
    tone: Tone | None = None


@dataclass(frozen=True)
class Drawn:
    """A number ready to be drawn: its bar's length in `WIDTH` units and its tone."""

    amount: Amount
    series: Series
    tone: Tone
    length: int


def drawn(rows: Sequence[PlotRow], series: Sequence[Series]) -> tuple[tuple[str, tuple[Drawn, ...]], ...]:
    """The rows with the lengths of their bars, to one scale for the whole plot; a number above 0 is always seen.

    Raises ValueError where a row has not one number for each series.
    """
    most = max((amount.count for row in rows for amount in row.amounts), default=0)
    return tuple(
        (
            row.label,
            tuple(
                Drawn(amount, one, row.tone or one.tone, _length(amount.count, most))
                for amount, one in zip(row.amounts, series, strict=True)
            ),
        )
        for row in rows
    )


def _length(count: int, most: int) -> int:
    if count == 0:
        return 0
    return max(count * WIDTH // most, 8)
