"""An ordered rectification as its subject sees it: what is demanded by when, talks, minutes, what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from cases import policies
from cases.labels import act_label
from cases.models import Case, Demand, Document, Talk
from cases.models.talk import TalkStanding
from cases.refusals import refusal
from cases.services.documents import add, remove
from cases.services.rectification import minutes, reporting, talks
from cases.states import CaseKind, RectificationState
from cases.time_spent import ledger_of_case
from journal.now import now, today
from journal.refusals import Refusal
from look.cards import letter_cards
from look.forms import VersionedForm
from look.parts import Evidence
from look.rectification import demand_rows, order_rows, talk_rows
from look.time_shares import whose_time
from notifications.invitation import CONTENT_TYPE, file_name, invitation
from portal.access import actor_for, own_case
from portal.answers import evidence_of
from portal.case_parts import header_of
from portal.forms.rectification import ReadBackForm, ReportForm, SlotForm
from portal.pages import attempt, page, refuse_stale, status_of
from portal.terms import own_terms, running_terms
from portal.timelines import timeline_of
from records.models import Bar

ACTS = ("report", "choose_slot", "read_back")
CONSEQUENCES: Mapping[str, Promise] = {
    "report": _("The department checks each demand. After that you cannot change the report."),
    "choose_slot": _("The hour is fixed; the officers are told. You can choose only once."),
    "read_back": _("You confirm that you have read the minutes. Your remark stands with them for good."),
}
DONE: Mapping[str, Promise] = {
    "report": _("The rectification was reported. The department checks each demand."),
    "choose_slot": _("The hour of the talk was chosen."),
    "read_back": _("The minutes were confirmed."),
}


def show(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """State, whose turn, last day and why, each demand, the talks with their minutes, what follows, letters."""
    terms = running_terms(case)
    may = [act for act in policies.acts_open_to(case, actor) if act in ACTS]
    told = talk_rows(case)
    context = {
        "case": case,
        "header": header_of(case, terms, held=case.holds.filter(to_at__isnull=True).exists()),
        "rows": demand_rows(case, _shown),
        "order_rows": order_rows(case.order),
        "talks": told,
        "set_talk": next((talk for talk in told if talk.is_set), None),
        "may": may,
        "primary": may[0] if may else "",
        "labels": {act: act_label(act, CaseKind.RECTIFICATION) for act in ACTS},
        "bars": [
            bar for bar in Bar.objects.filter(subject=case.subject_id) if bar.case_number == case.number
        ],
        "talk_due": case.state in {RectificationState.TALK_DUE, RectificationState.TALK_SET},
        "letters": letter_cards(case.pk),
        "time": whose_time(ledger_of_case(case, on=today())),
        "timeline": timeline_of(case),
    }
    return page(request, "portal/rectification_case.html", context, actor=actor)


def act(request: HttpRequest, case: Case, actor: Actor, act: str) -> HttpResponse:
    """One act of the subject, on a page of its own that says what will happen."""
    if act not in ACTS:
        raise refusal("no-case")
    if request.method != "POST":
        if act not in policies.acts_open_to(case, actor):
            raise refusal(
                "not-now", act=act_label(act, CaseKind.RECTIFICATION), state=case.get_state_display()
            )
        return _act_page(request, case, actor, act, _form(act, case))
    if act == "report" and ("lay" in request.POST or "remove" in request.POST):
        return _papers(request, case, actor)
    form = _form(act, case, request)
    if form.is_valid():
        refuse_stale(case, form.seen_version)
        if (
            _laid(request, form, case, actor)
            and attempt(form, lambda: _perform(form, case, actor)) is not None
        ):
            messages.success(request, str(DONE[act]))
            return redirect("portal:case", number=case.number)
    return _act_page(request, case, actor, act, form)


def _form(act: str, case: Case, request: HttpRequest | None = None) -> VersionedForm:
    data = request.POST if request is not None else None
    if act == "report":
        owed = [row for row in demand_rows(case, _shown) if row.is_owed]
        files = request.FILES if request is not None else None
        papers = case.documents.filter(removed_at__isnull=True).order_by("pk")
        return ReportForm(data, files, version=case.version, owed=owed, papers=list(papers))
    if act == "choose_slot":
        return SlotForm(data, version=case.version, talk=_standing(case))
    return ReadBackForm(data, initial={"version": case.version})


def _perform(form: VersionedForm, case: Case, actor: Actor) -> object:
    of: dict[str, Any] = {"case_id": case.pk, "actor": actor, "at": now()}
    if isinstance(form, ReportForm):
        return reporting.report(answers=form.answers, **of)
    if isinstance(form, SlotForm):
        return talks.choose_slot(slot=form.hour, version=form.seen_version, **of)
    return minutes.read_back(remark=form.cleaned_data["remark"], version=form.seen_version, **of)


def _laid(request: HttpRequest, form: VersionedForm, case: Case, actor: Actor) -> bool:
    """Lay the papers that were chosen beside the answers in the file; what is wrong with one goes to the form."""
    if not isinstance(form, ReportForm):
        return True
    for row in form.owed:
        upload = request.FILES.get(f"file_{row.pk}")
        if upload is None:
            continue
        try:
            add(case_id=case.pk, material=Demand(pk=row.pk).material, upload=upload, actor=actor, at=now())
        except Refusal as refused:
            form.add_error(f"file_{row.pk}", str(refused))
            return False
    return True


def _papers(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """Add the chosen papers, or take one out, and go on writing: what was typed stays."""
    form = _form("report", case, request)
    form.is_valid()
    if "remove" in request.POST:
        _take_out(case, actor, request.POST["remove"])
    elif not _file_faults(form) and _laid(request, form, case, actor) and request.FILES:
        messages.success(request, gettext("The document was added."))
    kept = own_case(case.number, actor)
    again = _form("report", kept)
    again.initial.update({name: typed for name, typed in request.POST.items() if name.startswith("answer_")})
    return _act_page(request, kept, actor, "report", again, faults=_file_faults(form))


def _file_faults(form: VersionedForm) -> list[str]:
    """What is wrong with the papers that were chosen."""
    named = [faults for name, faults in form.errors.items() if name.startswith("file_")]
    return [str(fault) for faults in named for fault in faults]


def _take_out(case: Case, actor: Actor, chosen: str) -> None:
    paper = case.documents.filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    if paper is None:
        raise refusal("no-document")
    remove(document_id=paper.pk, actor=actor, at=now())


def _act_page(
    request: HttpRequest,
    case: Case,
    actor: Actor,
    act: str,
    form: VersionedForm,
    *,
    faults: Sequence[str] = (),
) -> HttpResponse:
    waiting = [talk for talk in talk_rows(case) if talk.minutes is not None and talk.minutes.waits]
    context = {
        "case": case,
        "act": act,
        "label": act_label(act, CaseKind.RECTIFICATION),
        "form": form,
        "faults": faults,
        "terms": own_terms(case) if act == "report" else [],
        "talk": next((talk for talk in talk_rows(case) if talk.is_set), None)
        if act == "choose_slot"
        else None,
        "minutes": waiting[-1].minutes if act == "read_back" and waiting else None,
        "consequence": CONSEQUENCES[act],
    }
    return page(request, "portal/rectification_act.html", context, actor=actor, status=status_of(form))


def _standing(case: Case) -> Talk | None:
    return case.talks.filter(standing=TalkStanding.SET).first()


def _shown(document: Document) -> Evidence:
    return evidence_of(document.case, [document], names=_material)[0]


def _material(_material: str) -> str:
    """Papers stand beside the demand that they prove: nothing more is to be said."""
    return gettext("Proof")


@login_required
@require_safe
def calendar_entry(request: HttpRequest, number: str) -> HttpResponse:
    """The talk that is set as an entry for the subject's own calendar."""
    case = own_case(number, actor_for(request))
    talk = case.talks.select_related("department").filter(standing=TalkStanding.SET).first()
    if talk is None:
        raise refusal("no-case")
    response = HttpResponse(invitation(talk), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{file_name(talk)}"'
    return response
