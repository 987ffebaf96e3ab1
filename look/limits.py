"""How often a page may be asked where nobody signs in: counted by the asker and the window of time."""

from __future__ import annotations

import ipaddress

from django.core.cache import cache
from django.http import HttpRequest

from accounts.door.callers import caller_of
from journal.now import now

MINUTE = 60  # seconds
HOUR = 60 * MINUTE


def network_of(request: HttpRequest) -> str:
    """The asker's network: an IPv4 address, or the /64 of an IPv6 one (one household has the whole of it).

    As the proxies tell it that are trusted (`DESK_TRUSTED_PROXIES`); empty where unknown.
    """
    address = caller_of(request)
    if ":" in address:
        return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
    return address


def seconds_to_wait(asker: str, *, counter: str, most: int, window: int) -> int:
    """Count one question; 0 while the asker may ask, else the seconds until the window (seconds) is over."""
    which, passed = divmod(int(now().timestamp()), window)
    key = f"asks-{counter}:{asker}:{which}"
    cache.add(key, 0, timeout=2 * window)
    return 0 if cache.incr(key) <= most else window - passed
