"""What anybody may look up beside the entries: bars, commitments, public reasons, the planner, genuine letters."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from cases.commitment import promises_of
from cases.models import Commitment
from cases.services.planner import plan_subject
from journal.now import today
from notifications.selectors import check_letter
from records.models import Bar, EnteredDocument, RecordNote
from records.models.entered import FALLEN
from register.answers import public_page, standing_page
from register.forms import CodeForm, LetterCodeForm
from register.limits import limited
from rulebook.editions_in_use import editions_in_use

STATEMENTS = 25
"""Rows of a page of public reasons."""


@require_safe
@limited
def bar(request: HttpRequest, key: str) -> HttpResponse:
    """A published bar at its opaque address, in neutral words and only while it stands; 410 afterwards."""
    found = Bar.objects.select_related("subject").filter(key=key, published=True).first()
    if found is None:
        return public_page(request, "404.html", {}, HTTPStatus.NOT_FOUND)
    if not found.stands_on(today()):
        return public_page(request, "410.html", {}, HTTPStatus.GONE)
    edition = editions_in_use().by_key(found.edition_key)
    text = next((one for one in edition.bars if one.id == found.bar_id), None)
    context = {"bar": found, "edition": edition, "limit": text.until if text is not None else None}
    return public_page(request, "register/bar.html", context)


@require_safe
@limited
def commitment(request: HttpRequest, key: str) -> HttpResponse:
    """What a company promised in public, while it is watched; 410 afterwards.

    The record it was given for is shown no more, so neither is the decision that the signed text names. For the
    same reason no search leads here: it would tell a repaired code from an unknown one.
    """
    found = Commitment.objects.select_related("subject").filter(key=key, published=True).first()
    if found is None:
        return public_page(request, "404.html", {}, HTTPStatus.NOT_FOUND)
    if not found.is_shown:
        return public_page(request, "410.html", {}, HTTPStatus.GONE)
    context = {"commitment": found, "promises": promises_of(found.text)}
    return public_page(request, "register/commitment.html", context)


@require_safe
@limited
def statements(request: HttpRequest) -> HttpResponse:
    """The public reasons of withdrawn penalties, the last entered first, page by page; none names a party."""
    told = EnteredDocument.objects.filter(kind__in=FALLEN, statement_at__isnull=False)
    after = request.GET.get("after", "")
    if after:
        if not after.isdecimal():
            return public_page(request, "404.html", {}, HTTPStatus.NOT_FOUND)
        told = told.filter(pk__lt=int(after))
    rows = list(told.select_related("record__department").order_by("-pk")[: STATEMENTS + 1])
    more = rows[STATEMENTS - 1].pk if len(rows) > STATEMENTS else None
    return public_page(request, "register/statements.html", {"documents": rows[:STATEMENTS], "more": more})


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
        return public_page(request, "404.html", {}, HTTPStatus.NOT_FOUND)
    return public_page(request, "register/statement.html", {"document": document})


@require_safe
@limited
def plan(request: HttpRequest) -> HttpResponse:
    """When may each live record of a code be repaired, and what is owed; nothing about any other record."""
    form = _code_form(request)
    if not form.is_bound:
        return standing_page(request, "register/plan.html", {"form": form})
    if not form.is_valid():
        return public_page(request, "register/plan.html", {"form": form}, HTTPStatus.UNPROCESSABLE_ENTITY)
    code = form.cleaned_data["code"]
    plans = plan_subject(code, on=today(), public_only=True)
    noted = RecordNote.objects.filter(record__in=[plan.record_id for plan in plans], lifted_at__isnull=True)
    doubtful = set(noted.values_list("record_id", flat=True))
    return public_page(
        request,
        "register/plan.html",
        {"form": form, "code": code, "plans": plans, "doubtful": doubtful, "asked": True},
    )


@require_safe
@limited
def letter_check(request: HttpRequest, code: str = "") -> HttpResponse:
    """Kind, day and validity of a letter, by its check code; no names."""
    if not code:
        form = LetterCodeForm(request.GET) if "code" in request.GET else LetterCodeForm()
        if form.is_bound and form.is_valid():
            return redirect("register:letter_check", code=form.cleaned_data["code"])
        if not form.is_bound:
            return standing_page(request, "register/letter_check.html", {"form": form})
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return public_page(request, "register/letter_check.html", {"form": form}, status)
    letter = check_letter(code)
    return public_page(
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
