"""The Atom feed of new entries, the sitemap, robots.txt: what machines may follow, and what they may not keep."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from journal.days import short_day_words
from journal.now import noon_of, today
from look.names import name_of
from records.models import Listing
from records.selectors import public_listings
from register.answers import NOT_TO_BE_KEPT
from register.limits import asked_too_often

# the two are generic in the stubs alone
if TYPE_CHECKING:
    _ListingFeed = Feed[Listing, None]
    _NamedPages = Sitemap[str]
else:
    _ListingFeed, _NamedPages = Feed, Sitemap

NEW_FOR = timedelta(days=30)
MOST = 50


class NewEntries(_ListingFeed):
    """Entries first shown in the last days. No item names a company: readers keep what they fetched."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("New entries of the public register")

    def subtitle(self) -> str:
        return _("Each item leads to an entry while it is shown; it names the unit, never the company.")

    def link(self) -> str:
        return reverse("register:search")

    def items(self) -> list[Listing]:
        new = public_listings(today()).filter(published_on__gt=today() - NEW_FOR)
        return list(new.select_related("record__department").order_by("-published_on", "-pk")[:MOST])

    def item_title(self, item: Listing) -> str:
        told = {"unit": name_of(item.record.department), "kind": item.record.get_kind_display()}
        return _("%(unit)s: %(kind)s") % told

    def item_description(self, item: Listing) -> str:
        return (
            _("Published on %(day)s.") % {"day": short_day_words(item.published_on)}
            if item.published_on
            else ""
        )

    def item_link(self, item: Listing) -> str:
        return reverse("register:entry", args=[item.key])

    def item_updateddate(self, item: Listing) -> datetime | None:
        return None if item.published_on is None else noon_of(item.published_on)


@require_safe
def new_entries(request: HttpRequest) -> HttpResponse:
    """The feed, made anew each time and kept by no cache."""
    refused = asked_too_often(request)
    if refused is not None:
        return refused
    answer = NewEntries()(request)
    add_never_cache_headers(answer)
    answer["X-Robots-Tag"] = NOT_TO_BE_KEPT
    return answer


class StandingPages(_NamedPages):
    """Pages that are about nobody. Entries, bars, commitments and reasons are for people who look, not for engines."""

    def items(self) -> list[str]:
        return ["home", *(f"register:{name}" for name in STANDING)]

    def location(self, item: str) -> str:
        return reverse(item)


STANDING = ("search", "plan", "letter_check", "performance", "open_data", "providers")


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """What engines need not fetch. Entries may be fetched: only so is their "noindex", and later their 410, seen."""
    lines = [
        "User-agent: *",
        *(
            f"Disallow: {part}"
            for part in ("/my/", "/desk/", "/account/", "/open-data/*.csv", "/open-data/*.json")
        ),
        f"Sitemap: {settings.DESK_ADDRESS}{reverse('register:sitemap')}",
    ]
    return HttpResponse(
        "\n".join(lines) + "\n", content_type="text/plain; charset=utf-8", status=HTTPStatus.OK
    )
