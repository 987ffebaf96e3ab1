"""How often one address may ask the register: it is for looking up, not for copying."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from journal.now import now

Params = ParamSpec("Params")
View = Callable[Concatenate[HttpRequest, Params], HttpResponse]

MINUTE = 60  # seconds
HOUR = 60 * MINUTE


def limited(view: View[Params]) -> View[Params]:
    """Refuse with 429 and `Retry-After` once an address has asked REGISTER_ASKS_A_MINUTE times in a minute.

    Only requests that ask for something count (a query or an address below): the empty form is free.
    """

    @wraps(view)
    def counted(request: HttpRequest, /, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
        if not request.GET and not kwargs:
            return view(request, *args, **kwargs)
        return asked_too_often(request) or view(request, *args, **kwargs)

    return counted


def asked_too_often(request: HttpRequest) -> HttpResponse | None:
    """Count one question; the refusal where the address has had its REGISTER_ASKS_A_MINUTE."""
    return too_often(request, "asks", settings.REGISTER_ASKS_A_MINUTE)


def names_too_often(request: HttpRequest) -> HttpResponse | None:
    """A name opens more than a code does, so it may be asked less often: REGISTER_NAMES_A_MINUTE."""
    return too_often(request, "names", settings.REGISTER_NAMES_A_MINUTE)


def taken_too_often(request: HttpRequest) -> HttpResponse | None:
    """Count one file of open data; the refusal where the address has had its OPEN_DATA_AN_HOUR."""
    return too_often(request, "downloads", settings.OPEN_DATA_AN_HOUR, window=HOUR)


def too_often(request: HttpRequest, counter: str, most: int, *, window: int = MINUTE) -> HttpResponse | None:
    """Count one question of the asker's network; the refusal where it was one too many in this window (seconds)."""
    wait = seconds_to_wait(address_of(request), counter=counter, most=most, window=window)
    if not wait:
        return None
    refused = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    refused["Retry-After"] = str(wait)
    return refused


def address_of(request: HttpRequest) -> str:
    """The asker's network: an IPv4 address, or the /64 of an IPv6 one (one household has the whole of it)."""
    address = get_adapter(request).get_client_ip(request) or ""
    if ":" in address:
        return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
    return address


def seconds_to_wait(address: str, *, counter: str, most: int, window: int) -> int:
    """Count one question of an address; 0 while it may ask, else the seconds until it may ask again."""
    which, passed = divmod(int(now().timestamp()), window)
    key = f"register-{counter}:{address}:{which}"
    cache.add(key, 0, timeout=2 * window)
    if cache.incr(key) <= most:
        return 0
    return window - passed
