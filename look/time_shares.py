"""Whose the working days of a case were, for the time ledger component."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.ledger import Ledger, Side
from look.parts import TimeShare, Tone

SIDES: Mapping[Side, tuple[Promise, Tone]] = {
    Side.SUBJECT: (_("The company"), "care"),
    Side.DEPARTMENT: (_("The unit that decides"), "accent"),
    Side.OTHER: (_("Another body (platform, court, supervising authority)"), "late"),
    Side.NO_ONE: (_("Nobody"), "quiet"),
}


@dataclass(frozen=True)
class WhoseTime:
    """The bar of a case and the days off beside it, which are nobody's."""

    shares: tuple[TimeShare, ...]
    total: int
    off: int


def whose_time(ledger: Ledger | None) -> WhoseTime | None:
    """The shares of a case in the order of `SIDES`; None for a draft."""
    if ledger is None:
        return None
    shares = tuple(TimeShare(str(label), ledger.days[side], tone) for side, (label, tone) in SIDES.items())
    return WhoseTime(shares, ledger.total, ledger.off)
