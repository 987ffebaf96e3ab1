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


def limited(view: View[Params]) -> View[Params]:
    """Refuse with 429 and `Retry-After` once an address has asked REGISTER_ASKS_A_MINUTE times in a minute.

    Only requests that ask for something count (a query or an address below): the empty form is free.
    """

    @wraps(view)
    def counted(request: HttpRequest, /, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
        if not request.GET and not kwargs:
            return view(request, *args, **kwargs)
        wait = seconds_to_wait(address_of(request))
        if wait:
            refused = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
            refused["Retry-After"] = str(wait)
            return refused
        return view(request, *args, **kwargs)

    return counted


def address_of(request: HttpRequest) -> str:
    """The asker's network: an IPv4 address, or the /64 of an IPv6 one (one household has the whole of it)."""
    address = get_adapter(request).get_client_ip(request) or ""
    if ":" in address:
        return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
    return address


def seconds_to_wait(address: str) -> int:
    """Count one question of an address; 0 while it may ask, else the seconds until it may ask again."""
    seconds = int(now().timestamp())
    minute, passed = divmod(seconds, MINUTE)
    key = f"register-asks:{address}:{minute}"
    cache.add(key, 0, timeout=2 * MINUTE)
    if cache.incr(key) <= settings.REGISTER_ASKS_A_MINUTE:
        return 0
    return MINUTE - passed
