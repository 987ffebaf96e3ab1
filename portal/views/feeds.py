"""Addresses for calendar programs: made, shown once, revoked; and the calendar that such an address gives."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import actor_of
from journal.now import now, today
from look.limits import HOUR, network_of, seconds_to_wait
from notifications import feeds
from notifications.feed_events import Reader, events_for
from notifications.icalendar import CONTENT_TYPE, calendar_of
from notifications.models import CalendarFeed
from portal.access import actor_for, user_of
from portal.forms.feeds import FeedForm
from portal.pages import attempt, page, status_of
from portal.views.files import sealed
from workflows.taken import cases_taken_by

ASKS_AN_HOUR = 60
"""How often one address may be asked (programs do it once in a quarter of an hour), and one network for wrong ones."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The addresses a person has; a new one is shown in the answer, this once."""
    user = user_of(request)
    form = FeedForm(request.POST or None)
    token = None
    if request.method == "POST" and form.is_valid():
        token = attempt(form, lambda: feeds.open_feed(user_id=user.pk, at=now(), **form.cleaned_data))
    made = settings.DESK_ADDRESS.rstrip("/") + reverse("portal:feed", args=[token]) if token else ""
    context = {"form": FeedForm() if token else form, "feeds": feeds.feeds_of(user.pk), "made": made}
    return page(request, "portal/feeds.html", context, actor=actor_for(request), status=status_of(form))


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke an address."""
    feeds.revoke_feed(feed_id=pk, user_id=user_of(request).pk, at=now())
    messages.success(request, _("The address was revoked. Whoever asks it gets nothing any more."))
    return redirect("portal:feeds")


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of an address, for whoever has it; 410 once it was revoked, 404 where it never was."""
    feed = feeds.feed_of(token)
    asker = f"feed:{feed.pk}" if feed is not None else f"network:{network_of(request)}"
    wait = seconds_to_wait(asker, counter="calendar", most=ASKS_AN_HOUR, window=HOUR)
    if wait:
        refused = _plain(_("Too many requests"), HTTPStatus.TOO_MANY_REQUESTS)
        refused["Retry-After"] = str(wait)
        return refused
    if feed is None:
        return _plain(_("This calendar address does not exist."), HTTPStatus.NOT_FOUND)
    if feed.revoked_at is not None:
        return _plain(_("This calendar address was revoked. Remove it from the program."), HTTPStatus.GONE)
    return _kept_private(HttpResponse(_content(feed), content_type=CONTENT_TYPE))


def _content(feed: CalendarFeed) -> bytes:
    at, user = now(), feed.user
    feeds.note_use(feed, at)
    reader = Reader(
        actor=actor_of(user, on=today()), taken=cases_taken_by(user.pk), with_names=feed.with_names, at=at
    )
    with translation.override(user.language or settings.LANGUAGE_CODE):
        return calendar_of(events_for(reader), name=_("Credit Repair Desk"))


def _plain(words: str, status: HTTPStatus) -> HttpResponse:
    return _kept_private(HttpResponse(words, content_type="text/plain; charset=utf-8", status=status))


def _kept_private(response: HttpResponse) -> HttpResponse:
    """Kept by no cache and found by no search engine, and its address passed on to nobody."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    sealed(response)
    return response
