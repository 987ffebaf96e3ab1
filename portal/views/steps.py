"""One step of a repair on a page of its own: what is asked, by whom it was given, its proof, what was found of it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from cases.models import Case, Step
from cases.refusals import refusal
from cases.services import drafting
from cases.services.documents import OPEN_FOR_DOCUMENTS
from cases.services.providing import wrong_providers
from cases.states import CaseKind
from cases.ways import PROVIDED, WAY_FIELDS
from journal.now import now
from portal.access import actor_for, own_repair
from portal.answers import documents_of, materials_of
from portal.forms.filing import StepForm
from portal.pages import attempt, page, refuse_stale, status_of
from portal.providers import providers_to_choose
from portal.views.parts import back_to
from rulebook.editions_in_use import editions_in_use


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, number: str, way: str) -> HttpResponse:
    """Tell of one step and add its proofs, while the case is with its company."""
    actor = actor_for(request)
    case = own_repair(number, actor)
    step = next((step for step in case.steps.all() if step.way == way and way in WAY_FIELDS), None)
    if step is None:
        raise refusal("no-case")
    if case.state not in OPEN_FOR_DOCUMENTS[CaseKind.REPAIR] and request.method != "POST":
        return redirect("portal:case", number=case.number)
    return _page(request, case, step, actor)


def _page(request: HttpRequest, case: Case, step: Step, actor: Actor) -> HttpResponse:
    form = _form(request, case, step)
    if request.method == "POST" and form.is_valid():
        refuse_stale(case, form.seen_version)
        kept = attempt(
            form,
            lambda: drafting.set_step(case_id=case.pk, actor=actor, at=now(), way=step.way, facts=form.facts),
        )
        if kept is not None:
            return redirect(back_to(case))
    edition, present = editions_in_use().by_key(case.edition_key), documents_of(case)
    asked = next((way for way in edition.ways if way.id == step.way), None)
    proofs = [material for material in materials_of(case) if material.way == step.way]
    context = {
        "case": case,
        "step": step,
        "form": form,
        "asked": asked,
        "from_register": step.way in PROVIDED,
        "wrong": wrong_providers(case, [step], edition),
        "proofs": [(proof, [paper for paper in present if paper.material == proof.id]) for proof in proofs],
        "documents_url": reverse("portal:part", args=[case.number, "documents"]),
        "back_url": back_to(case),
    }
    return page(request, "portal/step.html", context, actor=actor, status=status_of(form))


def _form(request: HttpRequest, case: Case, step: Step) -> StepForm:
    offered = providers_to_choose(case, step.way)
    return StepForm(
        request.POST if request.method == "POST" else None,
        way=step.way,
        initial={**step.facts, "version": case.version},
        register=offered.choices,
        bound=offered.bound,
    )
