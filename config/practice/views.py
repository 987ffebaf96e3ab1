"""The page of the practice town: its clock, what may be tried, and the button that builds it anew."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from config.practice import jobs
from config.practice.driving import let_time_pass
from config.practice.forms import DriveForm
from config.practice.rebuilding import build_anew
from config.town import people
from journal.now import now


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The clock and its buttons; while a job runs, how far it has come."""
    return _page(request, DriveForm())


@require_POST
def drive(request: HttpRequest) -> HttpResponse:
    """Let time pass."""
    form = DriveForm(request.POST)
    if not form.is_valid():
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    until = form.until()
    try:
        jobs.start(lambda job: let_time_pass(job, until=until), closes_the_town=False)
    except jobs.Busy:
        messages.warning(request, _("Time passes already. Wait until it has come to its day."))
    return redirect("practice")


@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    """Throw away all that was tried and build the town anew."""
    try:
        jobs.start(build_anew, closes_the_town=True)
    except jobs.Busy:
        messages.warning(request, _("Something else runs in the town. Wait until it has ended."))
    return redirect("practice")


def _page(request: HttpRequest, form: DriveForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    if jobs.town_is_closed():
        return closed()
    job = jobs.last_job()
    password = people.known_password()
    context = {
        "form": form,
        "job": job,
        "at": now(),
        "people": () if password is None else people.EVERYBODY,
        "password": password,
    }
    response = render(request, "practice/town.html", context, status=status)
    if job is not None and not job.ended:
        response["Refresh"] = "2"
    add_never_cache_headers(response)
    return response


def closed() -> HttpResponse:
    """What every address answers while the town is being built: how far it has come. No database is asked."""
    job = jobs.last_job()
    response = render(None, "practice/closed.html", {"job": job}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Refresh"] = response["Retry-After"] = "3"
    add_never_cache_headers(response)
    return response
