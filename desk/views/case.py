"""A case on the desk: evidence beside checklist, what may be done, why this date, why here, what happened."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.roles import Role
from cases import policies
from cases.labels import act_label
from cases.models import Case
from cases.refusals import refusal
from cases.services.documents import open_document
from cases.services.preflight import gaps
from cases.states import CaseKind
from cases.time_spent import ledger_of_case
from desk import case_parts as parts
from desk.access import CASE_ROLES, for_posts
from desk.buttons import open_acts
from desk.forms.acts import ITEM_ROWS, ActForm
from desk.handling import why_here
from desk.kinds import KINDS
from desk.watching import watch_of
from journal.now import now, today
from journal.refusals import Refusal
from look.cards import letter_cards
from look.forms import take_up
from look.people import names_of
from look.time_shares import whose_time
from rulebook.in_force import shipped_editions
from workflows import desks

# an act about one of several rows leads back to the rows
PLACES = {"check_step": "#checklist", "check_demand": "#demands", "recheck_demand": "#demands"}
RAISED_FURTHER = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
SEALED_IMAGE = "default-src 'none'; sandbox; frame-ancestors 'self'"
# a browser's own PDF viewer does not open in a sandbox; nothing but the viewer may run or load
SEALED_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@require_safe
@for_posts(*CASE_ROLES)
def show(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Everything an officer needs to act on a case, in one look."""
    case = parts.load(number, actor)
    edition = shipped_editions().by_key(case.edition_key)
    desk = desks.desk_of(case)
    hold = next((hold for hold in case.holds.all() if hold.to_at is None), None)
    terms = parts.terms_of(case)
    entries = parts.entries_of(case)
    names = names_of(parts.refs_of(case, entries))
    on = today()
    kind = KINDS[case.kind]
    context = {
        "case": case,
        "edition": edition,
        "header": parts.header_of(case, terms, desk=desk, held=hold is not None),
        "desk": desk,
        "may_give_back": desk is not None
        and desk.owner_id is not None
        and (desk.owner_id == actor.user_id or actor.holds(Role.SUPERVISOR, case.handling_department_id)),
        "taken": desk is not None and desk.owner_id not in {None, actor.user_id},
        "hold": hold,
        "acts": open_acts(case, actor, edition=edition, desk=desk, on=on),
        "body": kind.body,
        **kind.body_parts(case=case, names=names, on=on),
        "proposal": parts.proposal_of(case, names),
        "watch": watch_of(case, actor, on=on),
        "terms": parts.term_rows(terms),
        "why_here": why_here(case, entries),
        "time": whose_time(ledger_of_case(case, on=on, entries=entries)),
        "places": parts.places_of(case),
        "earlier": parts.earlier_cases(case, actor),
        "letters": letter_cards(case.pk),
        "timeline": parts.timeline_of(entries, names),
        "on": on,
    }
    return render(request, "desk/case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(*CASE_ROLES)
def act(request: HttpRequest, actor: Actor, number: str, act: str) -> HttpResponse:
    """One act on a page of its own: what it says, what will happen, then done through the desk."""
    case = parts.load(number, actor)
    act_page = KINDS[case.kind].pages.get(act)
    if act_page is None:
        raise refusal("no-case")
    edition = shipped_editions().by_key(case.edition_key)
    form_class = act_page.form
    if request.method != "POST":
        _refuse_unless_open(case, actor, act)
        form = form_class(case=case, edition=edition, on=today())
        if act == "check_step":
            form.initial["way"] = _asked_way(case, request.GET.get("way", ""))
        form.take_from_address(request.GET)
        if act == "ask_supplement" and case.kind == CaseKind.REPAIR:
            form.initial.update(_known_gaps(case, rows=ITEM_ROWS))
        return _act_page(request, case, act, form)
    form = form_class(request.POST, case=case, edition=edition, on=today())
    form.files = request.FILES
    if "more" in request.POST or not form.is_valid():
        policies.authorise(
            act, case, actor
        )  # whoever may not do it is told so, not what is wrong with the form
    if "more" in request.POST:
        return _act_page(request, case, act, form)
    if not form.is_valid():
        return _act_page(request, case, act, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        desks.perform(
            case_id=case.pk, act=act, actor=actor, at=now(), version=form.seen_version, **form.facts
        )
    except Refusal as refused:
        if refused.status in RAISED_FURTHER:
            raise
        take_up(form, refused, form.REFUSED_FIELDS)
        return _act_page(request, case, act, form, status=refused.status)
    messages.success(request, str(act_page.done))
    return redirect(_after(case, actor, act))


def _refuse_unless_open(case: Case, actor: Actor, act: str) -> None:
    if act in policies.acts_open_to(case, actor, on=today()):
        return
    policies.authorise(act, case, actor)
    label = act_label(act, case.kind)
    if any(hold.to_at is None for hold in case.holds.all()):
        raise refusal("held", act=label)
    raise refusal("not-now", act=label, state=case.get_state_display())


def _asked_way(case: Case, way: str) -> str:
    if way not in {step.way for step in case.steps.all()}:
        raise refusal("unknown-way")
    return way


def _known_gaps(case: Case, *, rows: int) -> dict[str, str]:
    """What the checks found missing, as the first rows; in Chinese, because the letter is."""
    with override("zh-hans"):
        found = [gap for gap in gaps(case, on=today()) if gap.part != "record"][:rows]
        return {
            f"{part}_{number}": str(value)
            for number, gap in enumerate(found)
            for part, value in (("what", gap.sentence), ("clause", gap.clause))
        }


def _after(case: Case, actor: Actor, act: str) -> str:
    if not policies.visible_to(actor).filter(pk=case.pk).exists():
        return reverse("desk:worklist")
    address = reverse("desk:case", args=[case.number])
    return address + PLACES.get(act, "")


def _act_page(
    request: HttpRequest,
    case: Case,
    act: str,
    form: ActForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    names = names_of(parts.refs_of(case, ()))
    kind = KINDS[case.kind]
    proposal = parts.proposal_of(case, names)
    context = {
        "case": case,
        "act": act,
        "label": act_label(act, case.kind),
        "page": kind.pages[act],
        "form": form,
        "proposal": proposal if act in {*policies.SIGNING, "send_back"} else None,
        **kind.act_parts(case=case, act=act, form=form, names=names, on=today()),
        "page_errors": status != HTTPStatus.OK,
        "on": today(),
    }
    return render(request, "desk/act.html", context, status=status)


@require_safe
@for_posts(*CASE_ROLES)
def document(_request: HttpRequest, actor: Actor, pk: int) -> HttpResponseBase:
    """A document shown in place beside the checklist: sealed, so that a stranger's file runs nothing."""
    found = open_document(document_id=pk, actor=actor)
    response = FileResponse(found.file.open("rb"), content_type=found.content_type)
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = (
        SEALED_PDF if found.content_type == "application/pdf" else SEALED_IMAGE
    )
    return response
