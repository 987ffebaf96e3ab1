"""Refusals become pages: one sentence, the right status, a way on."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journal.refusals import Crossed, Refusal
from look.addresses import READING, above, came_from
from rulebook.calendar_in_use import held

HEADINGS: dict[HTTPStatus, Promise] = {
    HTTPStatus.FORBIDDEN: _("You may not do this"),
    HTTPStatus.NOT_FOUND: _("There is nothing here for you to see"),
    HTTPStatus.CONFLICT: _("This is not possible now"),
    HTTPStatus.TOO_MANY_REQUESTS: _("Too many requests"),
}
LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's own code for a lock that was not had in time


class OneCalendarAPage:
    """A page that only reads asks for the calendar in use once, however many days it shows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with held():
            return self.get_response(request)


class RefusalMiddleware:
    """Answers a Refusal that no view took up itself; nothing of the refused act was written.

    Whoever opens the address of a form by itself is led to the page it stands on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method in READING:
            return _takes_forms_only(request, allowed=response["Allow"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError) and _is_lock_timeout(exception):
            return refused(
                request, Crossed("busy", _("Someone else is working on this case. Try again in a minute."))
            )
        if isinstance(exception, Refusal):
            return refused(request, exception)
        return None


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal, with a link back to where the reader came from."""
    heading = HEADINGS.get(refusal.status, _("This cannot be done"))
    context = {
        "heading": heading,
        "sentence": str(refusal),
        "back_url": came_from(request),
        "case_number": _case_of(request) if refusal.status == HTTPStatus.CONFLICT else "",
    }
    return render(request, "refusal.html", context, status=refusal.status)


def _case_of(request: HttpRequest) -> str:
    """The number of the desk's case that an act came too late for: it is shown as it now stands."""
    match = request.resolver_match
    at_the_desk = match is not None and match.namespace == "desk" and match.route.startswith("desk/cases/")
    return str(match.kwargs.get("number", "")) if match is not None and at_the_desk else ""


def _takes_forms_only(request: HttpRequest, *, allowed: str) -> HttpResponse:
    page = render(request, "405.html", {"above": above(request)}, status=HTTPStatus.METHOD_NOT_ALLOWED)
    page["Allow"] = allowed
    return page


def _is_lock_timeout(error: OperationalError) -> bool:
    cause = error.__cause__
    return getattr(cause, "sqlstate", "") == LOCK_NOT_AVAILABLE or "database is locked" in str(error)
