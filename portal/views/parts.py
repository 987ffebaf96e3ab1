"""The parts of an application, one page each; every one can be left and taken up again."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actors import Actor
from cases.commitment import commitment_text
from cases.models import Case
from cases.refusals import refusal
from cases.services import contacts, documents, drafting
from cases.services.documents import OPEN_FOR_DOCUMENTS
from cases.states import CaseKind, RepairState
from journal.now import now
from look.names import name_of
from portal.access import actor_for, own_repair
from portal.answers import documents_of, evidence_of, materials_of
from portal.filing_tasks import step_url, steps_of_phase
from portal.forms.filing import ApplicationForm, CommitmentForm, RectificationForm, UploadForm
from portal.pages import attempt, page, refuse_stale, status_of
from rulebook.classify import split_kinds

RECTIFICATION = "rectification"
SIGNED_ON_THE_PAGE = "commitment"
OTHER = "other"
"""A paper that no material of the edition names."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, number: str, part: str) -> HttpResponse:
    """One part of an application. Steps and documents are also open while a case is with the subject."""
    actor = actor_for(request)
    case = own_repair(number, actor)
    if part not in PAGES:
        raise refusal("no-case")
    open_in = OPEN_FOR_DOCUMENTS[CaseKind.REPAIR] if part in {"steps", "documents"} else (RepairState.DRAFT,)
    if case.state not in open_in and request.method != "POST":
        return redirect("portal:case", number=case.number)
    return PAGES[part](request, case, actor)


def back_to(case: Case) -> str:
    """Where a part leads back: the task list while the case is with its company, else its page.

    A draft that is filed together with others leads back to its place among them.
    """
    if case.state == RepairState.DRAFT:
        group = case.application.group
        if group is not None and group.closed_at is None:
            return reverse("portal:group_record", args=[group.number, case.number])
    with_company = case.state in OPEN_FOR_DOCUMENTS[CaseKind.REPAIR]
    return reverse("portal:filing" if with_company else "portal:case", args=[case.number])


def _application(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    form = ApplicationForm(request.POST or None, initial={**_kept(case, actor), "version": case.version})
    if case.previous is not None:
        form.answering(case.previous.number)
    if request.method == "POST" and form.is_valid():
        refuse_stale(case, form.seen_version)
        answers = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        saved = attempt(
            form, lambda: drafting.save_application(case_id=case.pk, actor=actor, at=now(), **answers)
        )
        if saved is not None:
            return redirect(back_to(case))
    context = {"case": case, "form": form, "back_url": back_to(case)}
    return page(request, "portal/part_application.html", context, actor=actor, status=status_of(form))


def _kept(case: Case, actor: Actor) -> dict[str, object]:
    form = case.application
    contact = {"contact_name": form.contact_name, "contact_phone": form.contact_phone}
    return {**contacts.offered(contact, subject_id=case.subject_id, actor=actor), "reason": form.reason}


def _rectification(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """What was imposed, when and how it was performed, and the proofs there are for it."""
    kept = case.application
    form = RectificationForm(
        request.POST or None,
        initial={
            "performed_on": kept.performed_on,
            "performance": kept.performance,
            "version": case.version,
        },
    )
    if request.method == "POST" and form.is_valid():
        refuse_stale(case, form.seen_version)
        answers = {name: form.cleaned_data[name] for name in ("performed_on", "performance")}
        saved = attempt(
            form, lambda: drafting.save_application(case_id=case.pk, actor=actor, at=now(), **answers)
        )
        if saved is not None:
            return redirect(back_to(case))
    proofs = [material for material in materials_of(case) if material.way == RECTIFICATION]
    present = documents_of(case)
    context = {
        "case": case,
        "form": form,
        "duties": split_kinds(case.record.penalty_kinds),
        "proofs": [(proof, [paper for paper in present if paper.material == proof.id]) for proof in proofs],
        "back_url": back_to(case),
    }
    return page(request, "portal/part_rectification.html", context, actor=actor, status=status_of(form))


def _commitment(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    initial = {"signed_by": case.application.commitment_signed_by, "version": case.version}
    form = CommitmentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        refuse_stale(case, form.seen_version)
        signed = attempt(
            form,
            lambda: drafting.sign_commitment(
                case_id=case.pk, actor=actor, at=now(), signed_by=form.cleaned_data["signed_by"]
            ),
        )
        if signed is not None:
            return redirect(back_to(case))
    context = {
        "case": case,
        "form": form,
        "text": commitment_text(case),
        "signed_at": case.application.commitment_signed_at,
        "back_url": back_to(case),
    }
    return page(request, "portal/part_commitment.html", context, actor=actor, status=status_of(form))


def _steps(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """The steps of the phase the case is in, each with a page of its own."""
    phase = "before-filing" if case.state == RepairState.DRAFT else "during-case"
    context = {
        "case": case,
        "steps": [(step, step_url(case, step.way)) for step in steps_of_phase(case, phase)],
        "back_url": back_to(case),
    }
    return page(request, "portal/part_steps.html", context, actor=actor)


def _documents(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    materials = [material for material in materials_of(case) if material.way != SIGNED_ON_THE_PAGE]
    choices = [(material.id, name_of(material)) for material in materials] + [(OTHER, _("Another document"))]
    sent = request.method == "POST"
    form = UploadForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        materials=choices,
        initial={"version": case.version, "material": request.GET.get("material", "")},
    )
    if sent and form.is_valid():
        refuse_stale(case, form.seen_version)
        added = attempt(
            form,
            lambda: documents.add(
                case_id=case.pk,
                material=form.cleaned_data["material"],
                upload=form.cleaned_data["file"],
                title=form.cleaned_data["title"],
                actor=actor,
                at=now(),
            ),
        )
        if added is not None:
            messages.success(request, _("The document was added."))
            return redirect("portal:part", number=case.number, part="documents")
    present = [paper for paper in documents_of(case) if not documents.is_of_officers(paper.material)]
    context = {
        "case": case,
        "form": form,
        "duties": split_kinds(case.record.penalty_kinds),
        "owed": [
            (material, any(paper.material == material.id for paper in present)) for material in materials
        ],
        "documents": list(zip(present, evidence_of(case, present), strict=True)),
        "back_url": back_to(case),
    }
    return page(request, "portal/part_documents.html", context, actor=actor, status=status_of(form))


@login_required
@require_POST
def remove_document(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a document out of the application again."""
    actor = actor_for(request)
    case = own_repair(number, actor)
    documents.remove(document_id=pk, actor=actor, at=now())
    messages.success(request, _("The document was removed."))
    return redirect("portal:part", number=case.number, part="documents")


PAGES: dict[str, Callable[[HttpRequest, Case, Actor], HttpResponse]] = {
    "application": _application,
    "rectification": _rectification,
    "commitment": _commitment,
    "steps": _steps,
    "documents": _documents,
}
