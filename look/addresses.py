"""Where a reader came from, and where they can go back to."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

READING = {"GET", "HEAD"}


def came_from(request: HttpRequest) -> str:
    """The page of this desk that the reader was on; empty where they came from elsewhere."""
    referer = request.headers.get("Referer", "")
    here = url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return referer if here else ""


def opens_again(request: HttpRequest) -> str:
    """The address that shows this page anew.

    A page that answers a sent form often stands where nothing can be opened: then it is the page of the form.
    """
    if request.method in READING:
        return request.get_full_path()
    return came_from(request) or request.get_full_path()


def above(request: HttpRequest) -> str:
    """The page one step up: that of the case for an act, that of a list for its forms; empty where there is none."""
    address = request.path.rstrip("/").rpartition("/")[0] + "/"
    try:
        resolve(address)
    except Resolver404:
        return ""
    return address
