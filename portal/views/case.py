"""A filed case as its subject sees it, and what the subject may do with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from cases import policies
from cases.labels import ACTS
from cases.models import Case
from cases.refusals import refusal
from cases.services import crossing, intake
from cases.states import CaseKind, RepairState
from cases.time_spent import ledger_of_case
from clocks.models import Deadline
from journal.now import now, today
from look.cards import letter_cards
from look.forms import VersionedForm
from look.parts import CaseHeader
from look.time_shares import whose_time
from portal.access import actor_for, own_case
from portal.answers import answers_of, documents_of, evidence_of
from portal.case_parts import header_of, ledger_of, refusal_of, steps_of
from portal.forms.acts import PlainForm, SupplementForm, WithdrawForm
from portal.kinds import VIEWS
from portal.lateness import late_notices
from portal.pages import attempt, page, refuse_stale, status_of
from portal.standing import AfterGrant, after_grant
from portal.terms import own_terms, promises, running_terms
from portal.timelines import timeline_of
from portal.turns import what_next

OWN_ACTS: dict[str, type[VersionedForm]] = {
    "supplement": SupplementForm,
    "submit_steps": PlainForm,
    "withdraw": WithdrawForm,
}
DONE: dict[str, Promise] = {
    "supplement": gettext_lazy("The missing items were supplied. The time limits run on."),
    "submit_steps": gettext_lazy("The materials were submitted. The unit examines them."),
    "withdraw": gettext_lazy("The application was withdrawn."),
}


@login_required
@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    """State, whose turn, next date and why, what was asked, letters, documents, delisting, timeline."""
    actor = actor_for(request)
    case = own_case(number, actor)
    if case.kind != CaseKind.REPAIR:
        return VIEWS[case.kind].show(request, case, actor)
    if case.state == RepairState.DRAFT:
        return redirect("portal:filing", number=case.number)
    held = case.holds.filter(to_at__isnull=True).exists()
    terms = running_terms(case)
    may = policies.acts_open_to(case, actor)
    after = after_grant(case)
    context = {
        "case": case,
        "header": _header(case, terms, held=held, after=after),
        "next": what_next(case, held=held),
        "terms": terms,
        "refusal": refusal_of(case),
        "promises": promises(case),
        "late": late_notices(case, at=now()),
        "asked": _asked(case),
        "steps": steps_of(case),
        "primary": next((act for act in ("supplement", "submit_steps") if act in may), ""),
        "may_withdraw": "withdraw" in may,
        "owes_commitment": held and crossing.commitment_owed(case),
        "acts": ACTS,
        "answers": answers_of(case),
        "documents": evidence_of(case, documents_of(case)),
        "letters": letter_cards(case.pk),
        "ledger": ledger_of(case),
        "after": after,
        "time": whose_time(ledger_of_case(case, on=today())),
        "timeline": timeline_of(case),
    }
    return page(request, "portal/case.html", context, actor=actor)


def _header(case: Case, terms: Sequence[Deadline], *, held: bool, after: AfterGrant | None) -> CaseHeader:
    """The head of the page; of a repair that was revoked nothing comes next."""
    header = header_of(case, terms, held=held)
    return replace(header, next_act="") if after is not None and after.revoked else header


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """One act of the subject, on a page of its own that says what will happen."""
    actor = actor_for(request)
    case = own_case(number, actor)
    if case.kind != CaseKind.REPAIR:
        return VIEWS[case.kind].act(request, case, actor, act)
    if act not in OWN_ACTS:
        raise refusal("no-case")
    if request.method == "POST":
        return _performed(request, case, actor, act)
    if act not in policies.acts_open_to(case, actor):
        raise refusal("not-now", act=ACTS[act], state=case.get_state_display())
    return _act_page(request, case, actor, act, OWN_ACTS[act](initial={"version": case.version}))


def _performed(request: HttpRequest, case: Case, actor: Actor, act: str) -> HttpResponse:
    form = OWN_ACTS[act](request.POST)
    if form.is_valid():
        refuse_stale(case, form.seen_version)
        if attempt(form, _service(act, case, actor, form)) is not None:
            messages.success(request, str(DONE[act]))
            return redirect("portal:case", number=case.number)
    return _act_page(request, case, actor, act, form)


def _service(act: str, case: Case, actor: Actor, form: VersionedForm) -> Callable[[], Case]:
    seen = form.seen_version
    if act == "supplement":
        answer = form.cleaned_data["answer"]
        return lambda: intake.supplement(case_id=case.pk, answer=answer, actor=actor, at=now(), version=seen)
    if act == "withdraw":
        reason = form.cleaned_data["reason"]
        return lambda: intake.withdraw(case_id=case.pk, reason=reason, actor=actor, at=now(), version=seen)
    return lambda: intake.submit_steps(case_id=case.pk, actor=actor, at=now(), version=seen)


def _act_page(request: HttpRequest, case: Case, actor: Actor, act: str, form: VersionedForm) -> HttpResponse:
    context = {
        "case": case,
        "act": act,
        "label": ACTS[act],
        "form": form,
        "asked": _asked(case),
        "steps": steps_of(case),
        "documents": evidence_of(case, documents_of(case)),
        "terms": own_terms(case),
        "consequence": CONSEQUENCES[act],
    }
    return page(request, "portal/act.html", context, actor=actor, status=status_of(form))


def _asked(case: Case) -> list[dict[str, str]]:
    """The items asked for that wait for an answer; each names what, for which material, by which clause."""
    open_one = case.asked_supplements.filter(answered_at__isnull=True).order_by("-pk").first()
    return list(open_one.items) if open_one is not None else []


CONSEQUENCES: dict[str, Promise] = {
    "supplement": gettext_lazy(
        "The unit goes on with the application as it now is. Items can be asked for only once: supply all."
    ),
    "submit_steps": gettext_lazy(
        "The unit checks each step and then decides. You cannot change the steps meanwhile."
    ),
    "withdraw": gettext_lazy(
        "The case ends without a decision and the record stays published. You may apply again later."
    ),
}
