"""Looking up what is published: by code, by name, and one entry at its own address."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from journal.now import today
from records.models import Bar, Listing
from records.models.listing import ListingState
from records.name_search import find_by_name
from records.selectors import edition_of, public_records, with_doubt
from register.answers import public_page, standing_page
from register.forms import AskForm
from register.limits import limited, names_too_often

# once shown, no longer: a page that existed says that it is gone; what was never shown never had a page
TAKEN_DOWN = (ListingState.EXPIRED, ListingState.ENDED, ListingState.HIDDEN, ListingState.WITHDRAWN)

SHOWN_OF_ONE = 5
"""Records of a company found by name; all of them are found by its code."""


@require_safe
@limited
def search(request: HttpRequest) -> HttpResponse:
    """What is published under a code, or about companies whose name fits.

    A repaired, a hidden and an unknown one get the very same answer.
    """
    form = _ask_form(request)
    if not form.is_bound:
        return standing_page(request, "register/search.html", {"form": form})
    if not form.is_valid():
        return public_page(request, "register/search.html", {"form": form}, HTTPStatus.UNPROCESSABLE_ENTITY)
    if form.code:
        return public_page(request, "register/search.html", {"form": form, **_by_code(form.code)})
    refused = names_too_often(request)
    return refused or public_page(request, "register/search.html", {"form": form, **_by_name(form.name)})


@require_safe
@limited
def entry(request: HttpRequest, key: str) -> HttpResponse:
    """One live listing at its opaque address; 410 with neutral words once it was taken down."""
    listing = Listing.objects.select_related("record__subject", "record__department").filter(key=key).first()
    run_out = listing is not None and listing.is_public and not listing.is_shown_on(today())
    if listing is not None and (run_out or listing.state in TAKEN_DOWN):
        return public_page(request, "410.html", {}, HTTPStatus.GONE)
    if listing is None or not listing.is_public:
        return public_page(request, "404.html", {}, HTTPStatus.NOT_FOUND)
    edition = edition_of(listing.record) if listing.record.edition_key else None
    context: dict[str, object] = {
        "listing": listing,
        "record": listing.record,
        "edition": edition,
        "class": edition.classes.get(listing.record.class_name) if edition else None,
    }
    return public_page(request, "register/entry.html", context)


def _by_code(code: str) -> dict[str, object]:
    found = with_doubt(public_records(today()).filter(subject__code=code))
    records = found.select_related("subject", "department", "listing").order_by("-determined_on", "-pk")
    bars = [bar for bar in Bar.objects.filter(subject__code=code, published=True) if bar.stands_on(today())]
    return {"code": code, "records": records, "bars": bars, "asked": "code"}


def _by_name(name: str) -> dict[str, object]:
    found = find_by_name(name, on=today())
    companies = [
        {
            "name": one.subject.name,
            "code_end": one.subject.code[-4:],
            "records": one.records[:SHOWN_OF_ONE],
            "further": max(len(one.records) - SHOWN_OF_ONE, 0),
        }
        for one in found.subjects
    ]
    return {"companies": companies, "more": found.more, "asked": "name"}


def _ask_form(request: HttpRequest) -> AskForm:
    """The form, bound where something was asked: as `q`, or as `code`, as older links do."""
    for field in ("q", "code"):
        if field in request.GET:
            return AskForm({"q": request.GET[field]})
    return AskForm()
