"""What anybody may look up: live listings, their entries, the public planner, whether a letter is genuine."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from cases.commitment import promises_of
from cases.models import Commitment
from cases.services.planner import plan_subject
from journal.now import today
from notifications.selectors import check_letter
from records.models import Bar, EnteredDocument, Listing
from records.models.entered import FALLEN
from records.models.listing import ListingState
from records.selectors import edition_of, public_records
from register.forms import CodeForm, LetterCodeForm
from register.limits import limited
from rulebook.in_force import shipped_editions

# once shown, no longer: a page that existed says that it is gone; what was never shown never had a page
TAKEN_DOWN = (ListingState.EXPIRED, ListingState.ENDED, ListingState.HIDDEN, ListingState.WITHDRAWN)

STATEMENTS = 25
"""Rows of a page of public reasons."""


@require_safe
@limited
def search(request: HttpRequest) -> HttpResponse:
    """The live listings of one code. A repaired, a hidden and an unknown code get the very same answer."""
    form = _code_form(request)
    if not form.is_bound:
        return _public(request, "register/search.html", {"form": form})
    if not form.is_valid():
        return _public(request, "register/search.html", {"form": form}, HTTPStatus.UNPROCESSABLE_ENTITY)
    code = form.cleaned_data["code"]
    found = (
        public_records(today())
        .filter(subject__code=code)
        .select_related("subject", "department", "listing")
        .order_by("-determined_on", "-pk")
    )
    barred = [bar for bar in Bar.objects.filter(subject__code=code, published=True) if bar.stands_on(today())]
    context = {"form": form, "code": code, "records": found, "bars": barred, "asked": True}
    return _public(request, "register/search.html", context)


@require_safe
@limited
def entry(request: HttpRequest, key: str) -> HttpResponse:
    """One live listing at its opaque address; 410 with neutral words once it was taken down."""
    listing = Listing.objects.select_related("record__subject", "record__department").filter(key=key).first()
    run_out = listing is not None and listing.is_public and not listing.is_shown_on(today())
    if listing is not None and (run_out or listing.state in TAKEN_DOWN):
        return _public(request, "410.html", {}, HTTPStatus.GONE)
    if listing is None or not listing.is_public:
        return _public(request, "404.html", {}, HTTPStatus.NOT_FOUND)
    edition = edition_of(listing.record) if listing.record.edition_key else None
    return _public(
        request,
        "register/entry.html",
        {
            "listing": listing,
            "record": listing.record,
            "edition": edition,
            "class": edition.classes.get(listing.record.class_name) if edition else None,
        },
    )


@require_safe
@limited
def bar(request: HttpRequest, key: str) -> HttpResponse:
    """A published bar at its opaque address, in neutral words and only while it stands; 410 afterwards."""
    found = Bar.objects.select_related("subject").filter(key=key, published=True).first()
    if found is None:
        return _public(request, "404.html", {}, HTTPStatus.NOT_FOUND)
    if not found.stands_on(today()):
        return _public(request, "410.html", {}, HTTPStatus.GONE)
    edition = shipped_editions().by_key(found.edition_key)
    text = next((one for one in edition.bars if one.id == found.bar_id), None)
    context = {"bar": found, "edition": edition, "limit": text.until if text is not None else None}
    return _public(request, "register/bar.html", context)


@require_safe
@limited
def commitment(request: HttpRequest, key: str) -> HttpResponse:
    """What a company promised in public, while it is watched; 410 afterwards.

    The record it was given for is shown no more, so neither is the decision that the signed text names. For the
    same reason no search leads here: it would tell a repaired code from an unknown one.
    """
    found = Commitment.objects.select_related("subject").filter(key=key, published=True).first()
    if found is None:
        return _public(request, "404.html", {}, HTTPStatus.NOT_FOUND)
    if not found.is_shown:
        return _public(request, "410.html", {}, HTTPStatus.GONE)
    context = {"commitment": found, "promises": promises_of(found.text)}
    return _public(request, "register/commitment.html", context)


@require_safe
@limited
def statements(request: HttpRequest) -> HttpResponse:
    """The public reasons of withdrawn penalties, the last entered first, page by page; none names a party."""
    told = EnteredDocument.objects.filter(kind__in=FALLEN, statement_at__isnull=False)
    after = request.GET.get("after", "")
    if after:
        if not after.isdecimal():
            return _public(request, "404.html", {}, HTTPStatus.NOT_FOUND)
        told = told.filter(pk__lt=int(after))
    rows = list(told.select_related("record__department").order_by("-pk")[: STATEMENTS + 1])
    more = rows[STATEMENTS - 1].pk if len(rows) > STATEMENTS else None
    return _public(request, "register/statements.html", {"documents": rows[:STATEMENTS], "more": more})


@require_safe
@limited
def statement(request: HttpRequest, key: str) -> HttpResponse:
    """Why a record was withdrawn, at an opaque address and without the party's name (行政处罚法 第四十八条)."""
    document = (
        EnteredDocument.objects.select_related("record__department")
        .filter(key=key, kind__in=FALLEN, statement_at__isnull=False)
        .first()
    )
    if document is None:
        return _public(request, "404.html", {}, HTTPStatus.NOT_FOUND)
    return _public(request, "register/statement.html", {"document": document})


@require_safe
@limited
def plan(request: HttpRequest) -> HttpResponse:
    """When may each live record of a code be repaired, and what is owed; nothing about any other record."""
    form = _code_form(request)
    if not form.is_bound:
        return _public(request, "register/plan.html", {"form": form})
    if not form.is_valid():
        return _public(request, "register/plan.html", {"form": form}, HTTPStatus.UNPROCESSABLE_ENTITY)
    code = form.cleaned_data["code"]
    plans = plan_subject(code, on=today(), public_only=True)
    return _public(request, "register/plan.html", {"form": form, "code": code, "plans": plans, "asked": True})


@require_safe
@limited
def letter_check(request: HttpRequest, code: str = "") -> HttpResponse:
    """Kind, day and validity of a letter, by its check code; no names."""
    if not code:
        form = LetterCodeForm(request.GET) if "code" in request.GET else LetterCodeForm()
        if form.is_bound and form.is_valid():
            return redirect("register:letter_check", code=form.cleaned_data["code"])
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return _public(request, "register/letter_check.html", {"form": form}, status)
    letter = check_letter(code)
    return _public(
        request,
        "register/letter_check.html",
        {"form": LetterCodeForm(initial={"code": code}), "code": code, "letter": letter, "asked": True},
        HTTPStatus.OK if letter else HTTPStatus.NOT_FOUND,
    )


def _code_form(request: HttpRequest) -> CodeForm:
    """The form, bound where a code was given: as `q` (the header's search field) or as `code`."""
    for name in ("q", "code"):
        if name in request.GET:
            return CodeForm({"code": request.GET[name]})
    return CodeForm()


def _public(
    request: HttpRequest, template: str, context: dict[str, object], status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """A page that nobody may keep: what is taken down tomorrow must not live on in caches."""
    response = render(request, template, {**context, "on": today()}, status=status)
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response
