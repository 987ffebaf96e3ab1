"""Orders and their releases, copies still online, and the minutes of talks on their way to the sharing platform."""

from delisting.models.minutes import OPEN_MINUTES, MinutesKind, MinutesRelease, MinutesState
from delisting.models.orders import (
    HOLDERS_TURN,
    OPEN_RELEASES,
    REMOVING,
    CopyOutcome,
    CopyReport,
    CopyReportState,
    CopyShows,
    Order,
    OrderKind,
    OrderState,
    Release,
    ReleaseState,
    Who,
)

__all__ = [
    "HOLDERS_TURN",
    "OPEN_MINUTES",
    "OPEN_RELEASES",
    "REMOVING",
    "CopyOutcome",
    "CopyReport",
    "CopyReportState",
    "CopyShows",
    "MinutesKind",
    "MinutesRelease",
    "MinutesState",
    "Order",
    "OrderKind",
    "OrderState",
    "Release",
    "ReleaseState",
    "Who",
]
