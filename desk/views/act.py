"""One act of an officer on a page of its own: what it says, what will happen, the letter, then done at the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from cases import policies
from cases.labels import act_label
from cases.models import Case, Signature
from cases.refusals import refusal
from cases.services.preflight import gaps
from cases.states import CaseKind
from desk import case_parts as parts
from desk.access import CASE_ROLES, for_posts
from desk.checks import clauses_of_parts, gap_clause, insufficient, reasons_from, unmet
from desk.drafts import drafts_of, sends_a_letter
from desk.forms.acts import ITEM_ROWS, ActForm
from desk.kinds import KINDS
from desk.sealing import seal
from journal.now import SHANGHAI, now, today
from journal.refusals import Refusal
from look.forms import take_up
from look.people import names_of
from notifications.previewing import DraftLetter
from rulebook.editions_in_use import editions_in_use
from workflows import desks, signatures

# an act about one of several rows leads back to the rows
PLACES = {"check_step": "#checklist", "check_demand": "#demands", "recheck_demand": "#demands"}
RAISED_FURTHER = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
PREVIEWS = frozenset({"letter", "pdf"})
"""The buttons that show what the act would send and do nothing: on the page, and printed."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(*CASE_ROLES)
def show(request: HttpRequest, actor: Actor, number: str, act: str) -> HttpResponse:
    """One act on a page of its own: what it says, what will happen, then done through the desk."""
    case = parts.load(number, actor)
    act_page = KINDS[case.kind].pages.get(act)
    if act_page is None:
        raise refusal("no-case")
    edition = editions_in_use().by_key(case.edition_key)
    form_class = act_page.form
    if request.method != "POST":
        _refuse_unless_open(case, actor, act)
        form = form_class(case=case, edition=edition, on=today())
        _begin(form, case, act, request.GET)
        return _act_page(request, case, act, form, drafts=_letter_to_sign(case, act, actor))
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
        if PREVIEWS & request.POST.keys() and sends_a_letter(act, case.kind):
            drafts = drafts_of(case, act, actor, form.facts)
            printed = _printed(drafts, request.POST.get("pdf", ""))
            return printed or _act_page(request, case, act, form, drafts=drafts)
        signature = _do(case, act, actor, form)
    except Refusal as refused:
        if refused.status in RAISED_FURTHER:
            raise
        take_up(form, refused, form.REFUSED_FIELDS)
        return _act_page(request, case, act, form, status=refused.status)
    messages.success(request, str(act_page.done) if signature is None else _signed(signature))
    return redirect(_after(case, actor, act))


def _printed(drafts: Sequence[DraftLetter], place: str) -> HttpResponse | None:
    """The draft asked for as a PDF, by its place among them; None where the page was asked for, or it is not there."""
    if not place.isdecimal() or int(place) >= len(drafts):
        return None
    return seal(HttpResponse(drafts[int(place)].pdf(), content_type="application/pdf"))


def _letter_to_sign(case: Case, act: str, actor: Actor) -> tuple[DraftLetter, ...] | None:
    """The letter that stands beside a countersignature from the start; None for other acts, and where it must wait."""
    if act not in policies.SIGNING:
        return None
    try:
        return drafts_of(case, act, actor, {})
    except Refusal:
        return None  # the page says by itself what is in the way once the button is pressed


def _do(case: Case, act: str, actor: Actor, form: ActForm) -> Signature | None:
    """Do the act now, or sign it where its signature can be recalled for some minutes."""
    asked: dict[str, Any] = {
        "case_id": case.pk,
        "act": act,
        "actor": actor,
        "at": now(),
        "version": form.seen_version,
        **form.facts,
    }
    if act in signatures.SIGNED:
        return signatures.sign(**asked)
    desks.perform(**asked)
    return None


def _signed(signature: Signature) -> str:
    return _("You have signed. It takes effect at %(hour)s; until then it can be recalled on this page.") % {
        "hour": f"{signature.takes_effect_at.astimezone(SHANGHAI):%H:%M}"
    }


def _begin(form: ActForm, case: Case, act: str, asked: Mapping[str, str]) -> None:
    """What the form says before anybody wrote in it: what the address is about, what the checks found unmet."""
    if act == "check_step":
        form.initial["way"] = _asked_way(case, asked.get("way", ""))
    form.take_from_address(asked)
    if case.kind == CaseKind.REPAIR:
        form.initial.update(_what_is_unmet(case, act))


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


def _what_is_unmet(case: Case, act: str) -> dict[str, str]:
    """The words of a refusal or a return begin with what is not met; in Chinese, because the letter is."""
    if act == "ask_supplement":
        return _known_gaps(case, rows=ITEM_ROWS)
    with override("zh-hans"):
        if act == "decline":
            told = reasons_from(unmet(case, on=today()))
            return {"reason": told["text"], "clause": told["clause"]}
        if act == "find_insufficient":
            return {"reason": reasons_from(insufficient(case))["text"]}
        if act == "propose":
            told = reasons_from(insufficient(case))
            return {"reasons": told["text"], "clause": told["clause"]}
    return {}


def _known_gaps(case: Case, *, rows: int) -> dict[str, str]:
    """What the checks found missing, as the first rows; in Chinese, because the letter is."""
    with override("zh-hans"):
        edition = editions_in_use().by_key(case.edition_key)
        named = clauses_of_parts(case, edition)
        found = [gap for gap in gaps(case, on=today()) if gap.part != "record"][:rows]
        return {
            f"{part}_{number}": str(value)
            for number, gap in enumerate(found)
            for part, value in (("what", gap.sentence), ("clause", gap_clause(gap, edition, named)))
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
    drafts: tuple[DraftLetter, ...] | None = None,
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
        "drafts": drafts,
        "may_preview": sends_a_letter(act, case.kind) and act not in policies.SIGNING,
        "draft_pdf": reverse("desk:draft", args=[case.number, act]) if act in policies.SIGNING else "",
        "recall_minutes": settings.RECALL_MINUTES if act in signatures.SIGNED else 0,
        "page_errors": status != HTTPStatus.OK,
        "on": today(),
    }
    return render(request, "desk/act.html", context, status=status)
