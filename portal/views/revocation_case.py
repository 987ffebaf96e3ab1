"""A revocation as the subject sees it: why its repair is doubted, until when it may defend itself, what was decided."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.actors import Actor
from cases import policies
from cases.labels import GROUNDS_OF_REVOCATION, act_label
from cases.models import Case, Document
from cases.refusals import refusal
from cases.services import documents
from cases.services.revocation import hearing
from cases.time_spent import ledger_of_case
from journal.now import now, today
from look.cards import letter_cards
from look.parts import Evidence
from look.time_shares import whose_time
from portal.answers import evidence_of
from portal.case_parts import header_of, refusal_of
from portal.forms.revocation import DefenceForm, PaperForm
from portal.pages import attempt, page, refuse_stale, status_of
from portal.standing import bar_of_case
from portal.terms import own_terms, running_terms
from portal.timelines import timeline_of

DEFENCE = "state_defence"
PAPERS = "papers"
MATERIAL = "defence"


def show(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """State, whose turn, next date and why, the ground, the defence, papers of both, letters, timeline."""
    held = case.holds.filter(to_at__isnull=True).exists()
    terms = running_terms(case)
    notice = case.notice
    context = {
        "case": case,
        "header": header_of(case, terms, held=held),
        "refusal": refusal_of(case),
        "notice": notice,
        "ground": capfirst(str(GROUNDS_OF_REVOCATION[notice.ground])),
        "repair": case.previous,
        "may_defend": DEFENCE in policies.acts_open_to(case, actor),
        "label": act_label(DEFENCE, case.kind),
        "unit_papers": _papers(case, of_unit=True),
        "own_papers": _papers(case, of_unit=False),
        "bar": bar_of_case(case, on=today()),
        "letters": letter_cards(case.pk, to_subject=True),
        "time": whose_time(ledger_of_case(case, on=today())),
        "timeline": timeline_of(case),
    }
    return page(request, "portal/revocation.html", context, actor=actor)


def act(request: HttpRequest, case: Case, actor: Actor, act: str) -> HttpResponse:
    """The defence, or the papers for it, each on a page of its own."""
    if act == PAPERS:
        return _papers_page(request, case, actor)
    if act != DEFENCE:
        raise refusal("no-case")
    asked = request.method == "POST"
    if not asked:
        _refuse_unless_open(case, actor)
    form = DefenceForm(request.POST) if asked else DefenceForm(initial={"version": case.version})
    if asked and form.is_valid():
        seen, said = form.seen_version, form.cleaned_data["statement"]
        refuse_stale(case, seen)
        done = attempt(
            form,
            lambda: hearing.state_defence(
                case_id=case.pk, statement=said, actor=actor, at=now(), version=seen
            ),
        )
        if done is not None:
            messages.success(request, _("Your defence was stated. The unit weighs it and then decides."))
            return redirect("portal:case", number=case.number)
    context = {
        "case": case,
        "label": act_label(DEFENCE, case.kind),
        "notice": case.notice,
        "ground": capfirst(str(GROUNDS_OF_REVOCATION[case.notice.ground])),
        "form": form,
        "terms": own_terms(case),
        "own_papers": _papers(case, of_unit=False),
    }
    return page(request, "portal/state_defence.html", context, actor=actor, status=status_of(form))


def _papers_page(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    if request.method == "POST" and "remove" in request.POST:
        return _removed(request, case, actor)
    asked = request.method == "POST"
    if not asked:
        _refuse_unless_open(case, actor)
    form = PaperForm(request.POST, request.FILES) if asked else PaperForm(initial={"version": case.version})
    if asked and form.is_valid():
        said = form.cleaned_data
        added = attempt(
            form,
            lambda: documents.add(
                case_id=case.pk,
                material=MATERIAL,
                upload=said["file"],
                title=said["title"],
                actor=actor,
                at=now(),
            ),
        )
        if added is not None:
            messages.success(request, _("The document was added."))
            return redirect("portal:case_act", number=case.number, act=PAPERS)
    present = _documents(case, of_unit=False)
    context = {
        "case": case,
        "form": form,
        "papers": list(zip(present, _papers(case, of_unit=False), strict=True)),
    }
    return page(request, "portal/defence_papers.html", context, actor=actor, status=status_of(form))


def _removed(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    chosen = str(request.POST["remove"])
    own = {str(document.pk): document for document in _documents(case, of_unit=False)}
    if chosen not in own:
        raise refusal("no-document")
    documents.remove(document_id=own[chosen].pk, actor=actor, at=now())
    messages.success(request, _("The document was removed."))
    return redirect("portal:case_act", number=case.number, act=PAPERS)


def _refuse_unless_open(case: Case, actor: Actor) -> None:
    if DEFENCE not in policies.acts_open_to(case, actor):
        label = act_label(DEFENCE, case.kind)
        raise refusal("not-now", act=label, state=case.get_state_display())


def _documents(case: Case, *, of_unit: bool) -> list[Document]:
    present = case.documents.filter(removed_at__isnull=True).order_by("pk")
    return [paper for paper in present if (paper.material in documents.OF_OFFICERS) == of_unit]


def _papers(case: Case, *, of_unit: bool) -> tuple[Evidence, ...]:
    shown = evidence_of(case, _documents(case, of_unit=of_unit), lambda _material: _("Document"))
    if not of_unit:
        return shown
    return tuple(replace(paper, uploaded_by=_("Laid in the file by the unit")) for paper in shown)
