"""The answers of the register: pages that nobody keeps, so that what is taken down tomorrow lives on nowhere."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from journal.now import today

NOT_TO_BE_KEPT = "noindex, noarchive"


def public_page(
    request: HttpRequest, template: str, context: dict[str, object], status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """A page about somebody: neither caches nor search engines may keep it. `on` is the day it tells of."""
    response = render(request, template, {"on": today(), **context}, status=status)
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = NOT_TO_BE_KEPT
    return response


def standing_page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """A page of the register before anybody is asked about: engines may know it."""
    return render(request, template, {"on": today(), **context})
