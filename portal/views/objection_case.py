"""A filed objection as its subject sees it: what is contested, whose turn, what was found, what is made good."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from cases import policies
from cases.labels import act_label
from cases.models import Case, Document
from cases.models.declaring import SHEET
from cases.refusals import refusal
from cases.services.objection import filing, redress
from cases.states import ObjectionState
from cases.time_spent import ledger_of_case
from journal.now import now, today
from look.cards import letter_cards
from look.contested import (
    OF_NO_FIELD,
    apology_can_be_asked,
    can_be_confirmed,
    contested_rows,
    inquiry_rows,
    present_documents,
    redress_rows,
)
from look.forms import VersionedForm
from look.parts import Evidence
from look.time_shares import whose_time
from portal.answers import evidence_of
from portal.case_parts import header_of, ledger_of, refusal_of
from portal.forms.acts import PlainForm, SupplementForm, WithdrawForm
from portal.lateness import late_notices
from portal.objection_tasks import answers_of, material_name
from portal.pages import attempt, page, refuse_stale, status_of
from portal.terms import own_terms, running_terms
from portal.timelines import timeline_of

OWN_ACTS: Mapping[str, type[VersionedForm]] = {
    "supplement": SupplementForm,
    "withdraw": WithdrawForm,
    "confirm_redress": PlainForm,
    "ask_apology": PlainForm,
}
LABELS: Mapping[str, Promise] = {
    "confirm_redress": _("Confirm that the influence is gone"),
    "ask_apology": _("Ask for a written apology or a certificate"),
}
CONSEQUENCES: Mapping[str, Promise] = {
    "supplement": _(
        "The desk goes on with the objection as it now is. Items are asked for only once: supply all."
    ),
    "withdraw": _(
        "The objection ends without a decision and the mark on the record goes. An error that the providing unit has "
        "confirmed already is corrected all the same. You may object again later."
    ),
    "confirm_redress": _("Everything done so far counts as made good."),
    "ask_apology": _(
        "The unit that owes it gets a term of its own, and you see on this page when it is done."
    ),
}
DONE: Mapping[str, Promise] = {
    "supplement": _("The missing items were supplied. The time limits run on."),
    "withdraw": _("The objection was withdrawn."),
    "confirm_redress": _("You have confirmed that the influence is gone."),
    "ask_apology": _("The apology or certificate was asked for."),
}


def show(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """State, whose turn, next date and why, each contested field, the inquiries, the redress, letters, timeline."""
    if case.state == ObjectionState.DRAFT:
        return redirect("portal:objection", number=case.number)
    held = case.holds.filter(to_at__isnull=True).exists()
    terms = running_terms(case)
    may = policies.acts_open_to(case, actor)
    made_good = redress_rows(case, _shown, on=today())
    context = {
        "case": case,
        "header": header_of(case, terms, held=held),
        "refusal": refusal_of(case),
        "late": late_notices(case, at=now()),
        "asked": _asked(case),
        "rows": contested_rows(case, _shown),
        "decided": case.decisions.filter(signed_at__isnull=False).exists(),
        "inquiries": inquiry_rows(case, terms, on=today()),
        "redress": made_good,
        "may_confirm": can_be_confirmed(made_good),
        "may_ask_apology": apology_can_be_asked(case),
        "primary": "supplement" if "supplement" in may else "",
        "may_withdraw": "withdraw" in may,
        "labels": {act: _label(act) for act in OWN_ACTS},
        "answers": answers_of(case),
        "documents": [
            _shown(paper) for paper in present_documents(case) if paper.material in {OF_NO_FIELD, SHEET}
        ],
        "ledger": ledger_of(case),
        "letters": letter_cards(case.pk, to_subject=True),
        "time": whose_time(ledger_of_case(case, on=today())),
        "timeline": timeline_of(case),
    }
    return page(request, "portal/objection_case.html", context, actor=actor)


def act(request: HttpRequest, case: Case, actor: Actor, act: str) -> HttpResponse:
    """One act of the subject, on a page of its own that says what will happen."""
    if act not in OWN_ACTS:
        raise refusal("no-case")
    if request.method == "POST":
        form = OWN_ACTS[act](request.POST)
        if form.is_valid():
            refuse_stale(case, form.seen_version)
            if attempt(form, _service(act, case, actor, form)) is not None:
                messages.success(request, str(DONE[act]))
                return redirect("portal:case", number=case.number)
        return _act_page(request, case, actor, act, form)
    if not _open(case, actor, act):
        raise refusal("not-now", act=_label(act), state=case.get_state_display())
    return _act_page(request, case, actor, act, OWN_ACTS[act](initial={"version": case.version}))


def _open(case: Case, actor: Actor, act: str) -> bool:
    if act == "confirm_redress":
        return can_be_confirmed(redress_rows(case, _shown, on=today()))
    if act == "ask_apology":
        return apology_can_be_asked(case)
    return act in policies.acts_open_to(case, actor)


def _service(act: str, case: Case, actor: Actor, form: VersionedForm) -> Callable[[], object]:
    seen = form.seen_version
    if act == "supplement":
        answer = form.cleaned_data["answer"]
        return lambda: filing.supplement(case_id=case.pk, answer=answer, actor=actor, at=now(), version=seen)
    if act == "withdraw":
        reason = form.cleaned_data["reason"]
        return lambda: filing.withdraw(case_id=case.pk, reason=reason, actor=actor, at=now(), version=seen)
    if act == "ask_apology":
        return lambda: redress.ask_apology(case_id=case.pk, actor=actor, at=now())
    return lambda: redress.confirm_redress(case_id=case.pk, actor=actor, at=now())


def _act_page(request: HttpRequest, case: Case, actor: Actor, act: str, form: VersionedForm) -> HttpResponse:
    context = {
        "case": case,
        "act": act,
        "label": _label(act),
        "form": form,
        "asked": _asked(case) if act == "supplement" else [],
        "rows": contested_rows(case, _shown) if act == "supplement" else (),
        "redress": redress_rows(case, _shown, on=today()) if act == "confirm_redress" else (),
        "terms": own_terms(case) if act == "supplement" else [],
        "consequence": CONSEQUENCES[act],
    }
    return page(request, "portal/objection_act.html", context, actor=actor, status=status_of(form))


def _label(act: str) -> Promise:
    return LABELS[act] if act in LABELS else act_label(act, "objection")


def _shown(document: Document) -> Evidence:
    return evidence_of(document.case, [document], names=material_name)[0]


def _asked(case: Case) -> list[dict[str, str]]:
    """The items asked for that wait for an answer; each names what, for which field, by which clause."""
    open_one = case.asked_supplements.filter(answered_at__isnull=True).order_by("-pk").first()
    items = list(open_one.items) if open_one is not None else []
    return [
        {**item, "about": material_name(item["material"]) if item.get("material") else ""} for item in items
    ]
