"""The periods over which a supervisor's figures are told, and their tabs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from look.parts import Tab

PERIODS: Mapping[str, tuple[Promise, timedelta]] = {
    "year": (_("Last twelve months"), timedelta(days=365)),
    "quarter": (_("Last three months"), timedelta(days=92)),
}
FIRST_PERIOD = "year"


@dataclass(frozen=True)
class Period:
    """The period a page was asked for: its words, how far it reaches back, and the tabs to choose another."""

    label: Promise
    length: timedelta
    tabs: tuple[Tab, ...]


def asked_period(request: HttpRequest) -> Period:
    """The period named in the address; the first one where none or an unknown one is."""
    name = request.GET.get("period", "")
    chosen = name if name in PERIODS else FIRST_PERIOD
    label, length = PERIODS[chosen]
    tabs = tuple(
        Tab(str(words), f"?{urlencode({'period': name})}", active=name == chosen)
        for name, (words, _length) in PERIODS.items()
    )
    return Period(label, length, tabs)
