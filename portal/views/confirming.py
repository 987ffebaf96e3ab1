"""At the window: the company's word before the clerk files, the sheet to sign, the printed receipt."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import Actor
from cases.refusals import refusal
from cases.services import confirming
from journal.now import now
from notifications.letters import LetterKind
from notifications.letters.scan_sheet import scan_sheet
from notifications.selectors import letters_visible_to
from portal.access import actor_for, own_repair
from portal.declaring import beside_declaration
from portal.filings import Filing, own_filing
from portal.forms.declaring import ConfirmationCodeForm, SignedSheetForm
from portal.pages import attempt, page, status_of
from portal.sheet import sheet_of
from portal.views.files import sealed


@login_required
@require_http_methods(["GET", "HEAD"])
def show(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """For the clerk: the three ways in which the company gives its word. For the company: its own confirmation."""
    actor = actor_for(request)
    filing = own_filing(what, number, actor)
    if not filing.is_open:
        return redirect(filing.home)
    return _page(request, filing, actor, ConfirmationCodeForm(), SignedSheetForm())


@login_required
@require_POST
def ask(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """Send the code to the company's owner."""
    actor = actor_for(request)
    filing = own_filing(what, number, actor)
    confirming.ask(**filing.key, actor=actor, at=now())
    messages.success(request, _("The code was sent to the owner of the company's account."))
    return redirect(filing.address("confirm"))


@login_required
@require_POST
@sensitive_post_parameters("code")
def enter(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """Take the code that the company tells the clerk."""
    actor = actor_for(request)
    filing = own_filing(what, number, actor)
    form = ConfirmationCodeForm(request.POST)
    if form.is_valid():
        code = form.cleaned_data["code"]
        done = attempt(form, lambda: confirming.enter_code(**filing.key, code=code, actor=actor, at=now()))
        if done is not None:
            return _confirmed(request, filing)
    return _page(request, filing, actor, form, SignedSheetForm())


@login_required
@require_POST
def scan(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """Take in the scan of the signed sheet."""
    actor = actor_for(request)
    filing = own_filing(what, number, actor)
    form = SignedSheetForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        done = attempt(form, lambda: confirming.by_sheet(**filing.key, upload=upload, actor=actor, at=now()))
        if done is not None:
            return _confirmed(request, filing)
    return _page(request, filing, actor, ConfirmationCodeForm(), form)


@login_required
@require_POST
def confirm(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """The company confirms in its own account."""
    actor = actor_for(request)
    filing = own_filing(what, number, actor)
    confirming.confirm_in_account(**filing.key, actor=actor, at=now())
    messages.success(request, _("You have confirmed it. The clerk can file it now."))
    return redirect(filing.home)


@login_required
@require_safe
def sheet(request: HttpRequest, number: str, what: str) -> HttpResponseBase:
    """The sheet to print: number as bars, answers, papers, and the place for signature and seal."""
    actor = actor_for(request)
    filing = own_filing(what, number, actor)
    if not filing.is_open:
        raise refusal("documents-closed")
    response = HttpResponse(scan_sheet(sheet_of(filing, at=now())), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{filing.number}.pdf"'
    return sealed(response)


@login_required
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponseBase:
    """The receipt to print at the window; until it is set, a page that says so."""
    actor = actor_for(request)
    case = own_repair(number, actor)
    letter = letters_visible_to(actor).filter(case=case, kind=LetterKind.RECEIPT).order_by("-pk").first()
    if letter is None:
        return page(request, "portal/receipt_waits.html", {"case": case}, actor=actor)
    return redirect("portal:letter", number=letter.number)


def _confirmed(request: HttpRequest, filing: Filing) -> HttpResponse:
    messages.success(request, _("The company has confirmed it. You can file it now."))
    return redirect(filing.address("check"))


def _page(
    request: HttpRequest, filing: Filing, actor: Actor, code: ConfirmationCodeForm, scanned: SignedSheetForm
) -> HttpResponse:
    beside = beside_declaration(filing, actor)
    asked = confirming.waiting(filing.of)
    context = {
        "filing": filing,
        "beside": beside,
        "asked": asked if asked is not None and confirming.works(asked, now()) else None,
        "answers": () if beside.at_window else filing.answers,
        "form": scanned if scanned.is_bound else code,
        "code_form": code,
        "scan_form": scanned,
    }
    return page(request, "portal/confirm.html", context, actor=actor, status=status_of(code, scanned))
