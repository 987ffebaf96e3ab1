"""Shares of a whole as segments of one bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from look.parts import TimeShare

WIDTH = 1000
"""Units of the bar; the drawing scales it to its place."""


@dataclass(frozen=True)
class Segment:
    """One segment: where it begins and how wide it is, in `WIDTH` units."""

    share: TimeShare
    start: int
    width: int


def bar_of(shares: Sequence[TimeShare]) -> tuple[Segment, ...]:
    """Segments in order, together exactly `WIDTH` wide; shares without days are left out."""
    total = sum(share.days for share in shares)
    segments, used = [], 0
    for share in shares:
        if share.days == 0:
            continue
        start = used * WIDTH // total
        used += share.days
        segments.append(Segment(share, start, used * WIDTH // total - start))
    return tuple(segments)
