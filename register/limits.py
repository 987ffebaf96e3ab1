"""How often one address may ask the register: it is for looking up, not for copying."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from look.limits import HOUR, MINUTE, network_of, seconds_to_wait

Params = ParamSpec("Params")
View = Callable[Concatenate[HttpRequest, Params], HttpResponse]


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
    wait = seconds_to_wait(network_of(request), counter=f"register-{counter}", most=most, window=window)
    if not wait:
        return None
    refused = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    refused["Retry-After"] = str(wait)
    return refused
