"""How each kind of holder is told, and how the desk looks whether its copy is gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from delisting.models import MinutesRelease, Release
from delisting.models.orders import OWN_ANSWER
from records.models import Listing
from records.models.holder import HolderKind
from records.models.listing import PUBLIC_STATES


class GatewayFault(Exception):
    """A holder could not be reached or probed; tried again later."""


class Gateway(Protocol):
    """The way to one kind of holder."""

    def tell(self, release: Release) -> str | None:
        """Tell the holder, under the release's key: its answer, None where an officer answers on a page.

        Raises GatewayFault.
        """

    def shows(self, release: Release) -> bool | None:
        """Whether the holder still shows the record; None where it cannot be probed. Raises GatewayFault."""


class OwnRegister:
    """This desk's own register: it answers at once and is probed by the very rows it shows."""

    def tell(self, release: Release) -> str | None:  # noqa: ARG002 - its rows were changed before
        return OWN_ANSWER

    def shows(self, release: Release) -> bool | None:
        return Listing.objects.filter(
            record_id=release.order.record_id, state__in=[str(state) for state in PUBLIC_STATES]
        ).exists()


class OfficerPage:
    """A holder whose officers read the request on their page and answer there; nothing can be probed."""

    def tell(self, release: Release) -> str | None:  # noqa: ARG002 - the officers' list is the telling
        return None

    def shows(self, release: Release) -> bool | None:  # noqa: ARG002 - nothing can be probed
        return None


_gateways: dict[str, Gateway] = {HolderKind.OWN_REGISTER: OwnRegister()}
_by_hand: Gateway = OfficerPage()


def gateway_of(release: Release) -> Gateway:
    """The way to a release's holder; holders without a system of their own answer on the officers' page."""
    return _gateways.get(release.holder.kind, _by_hand)


@contextmanager
def using(kind: str, gateway: Gateway) -> Iterator[None]:
    """Reach one kind of holder another way for a while: for tests and rehearsals of faults."""
    before = _gateways.get(kind)
    _gateways[kind] = gateway
    try:
        yield
    finally:
        if before is None:
            del _gateways[kind]
        else:
            _gateways[kind] = before


@dataclass(frozen=True)
class Receipt:
    """A platform's own answer: under which number and when it took something in."""

    number: str
    at: datetime


class MinutesGateway(Protocol):
    """The way to a sharing platform that takes in minutes of talks; `DESK_MINUTES_GATEWAY` names its class.

    The same delivery may come twice under one key: the platform keeps it once and gives its receipt again.
    """

    def deliver(self, release: MinutesRelease) -> Receipt | None:
        """Deliver content and digest under the key: the receipt, None where it comes later. Raises GatewayFault."""


_minutes: list[MinutesGateway] = []


def minutes_gateway() -> MinutesGateway | None:
    """The way to the sharing platforms; None where its officers take the minutes in on their page.

    Raises ImportError where the setting leads nowhere.
    """
    if _minutes:
        return _minutes[-1]
    name = settings.DESK_MINUTES_GATEWAY
    if not name:
        return None
    made: MinutesGateway = import_string(name)()
    return made


@contextmanager
def taking_in(gateway: MinutesGateway) -> Iterator[None]:
    """Reach the sharing platforms another way for a while: for tests and rehearsals of faults."""
    _minutes.append(gateway)
    try:
        yield
    finally:
        _minutes.pop()
