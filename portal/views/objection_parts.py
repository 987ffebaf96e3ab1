"""The parts of an objection, one page each: grounds, one page for each contested field, proof, contact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actors import Actor
from cases.models import Case, ContestedField, Document
from cases.refusals import refusal
from cases.services import contacts, documents
from cases.services.objection import drafting
from cases.services.objection.drafting import WITH_THE_SUBJECT
from cases.states import ObjectionState
from journal.now import now
from look.contested import DAYS, OF_NO_FIELD, contested_rows
from look.forms import VersionedForm
from look.parts import Evidence
from portal.access import actor_for
from portal.answers import evidence_of
from portal.forms.contact import ContactForm
from portal.forms.objection import ContestForm, GroundsForm, ProofForm
from portal.objection_tasks import contestable, material_name, proofs_of
from portal.pages import attempt, page, refuse_stale, status_of
from portal.views.objection_filing import own_objection


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, number: str, part: str) -> HttpResponse:
    """One part of an objection, open while it is a draft and while missing items are waited for."""
    actor = actor_for(request)
    case = own_objection(number, actor)
    if part not in PAGES:
        raise refusal("no-case")
    if case.state not in WITH_THE_SUBJECT and request.method != "POST":
        return redirect("portal:case", number=case.number)
    return PAGES[part](request, case, actor)


def _back(case: Case) -> str:
    name = "portal:objection" if case.state == ObjectionState.DRAFT else "portal:case"
    return reverse(name, args=[case.number])


def _grounds(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    kept = {"grounds": case.filing.grounds, "statement": case.filing.statement}
    form = GroundsForm(request.POST or None, initial={**kept, "version": case.version})
    if _saved(form, case, actor):
        return redirect(_back(case))
    context = {"case": case, "form": form, "back_url": _back(case), "title": _("Grounds")}
    return page(request, "portal/objection_form.html", context, actor=actor, status=status_of(form))


def _contact(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    kept = {"contact_name": case.filing.contact_name, "contact_phone": case.filing.contact_phone}
    known = contacts.offered(kept, subject_id=case.subject_id, actor=actor)
    form = ContactForm(request.POST or None, initial={**known, "version": case.version})
    if _saved(form, case, actor):
        return redirect(_back(case))
    context = {"case": case, "form": form, "back_url": _back(case), "title": _("Contact person")}
    return page(request, "portal/objection_form.html", context, actor=actor, status=status_of(form))


def _saved(form: VersionedForm, case: Case, actor: Actor) -> bool:
    """Keep the answers of one page beside those of the others."""
    if not (form.is_bound and form.is_valid()):
        return False
    refuse_stale(case, form.seen_version)
    kept = case.filing
    answers = {
        "grounds": kept.grounds,
        "statement": kept.statement,
        "contact_name": kept.contact_name,
        "contact_phone": kept.contact_phone,
        **{name: value for name, value in form.cleaned_data.items() if name != "version"},
    }
    done = attempt(form, lambda: drafting.save_filing(case_id=case.pk, actor=actor, at=now(), **answers))
    return done is not None


def _fields(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    rows = {row.field: row for row in contested_rows(case)}
    context = {
        "case": case,
        "choices": [(field, title, shown, rows.get(field)) for field, title, shown in contestable(case)],
        "any": bool(rows),
        "back_url": _back(case),
    }
    return page(request, "portal/objection_fields.html", context, actor=actor)


def _proof(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    form = _proof_form(request, case)
    if _laid(form, case, actor, OF_NO_FIELD):
        messages.success(request, _("The document was added."))
        return redirect("portal:objection_part", number=case.number, part="proof")
    context = {
        "case": case,
        "form": form,
        "documents": _documents(case),
        "fields": [(row.field, row.title) for row in contested_rows(case)],
        "back_url": _back(case),
    }
    return page(request, "portal/objection_proof.html", context, actor=actor, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def field(request: HttpRequest, number: str, field: str) -> HttpResponse:
    """Contest one field: the value shown, the value held right, why, and the proof of it."""
    actor = actor_for(request)
    case = own_objection(number, actor)
    named = {key: (title, shown) for key, title, shown in contestable(case)}
    if field not in named:
        raise refusal("no-case")
    if case.state not in WITH_THE_SUBJECT and request.method != "POST":
        return redirect("portal:case", number=case.number)
    contested = next((one for one in case.contested.all() if one.field == field), None)
    laying = "lay" in request.POST
    form = ContestForm(
        request.POST if request.method == "POST" and not laying else None,
        field=field,
        initial={**_kept(contested), "version": case.version},
    )
    if _contested(form, case, actor, field):
        return redirect(f"{reverse('portal:objection_field', args=[case.number, field])}#proof")
    proof = _proof_form(request, case, sent=laying)
    if _laid(proof, case, actor, field):
        messages.success(request, _("The document was added."))
        return redirect(f"{reverse('portal:objection_field', args=[case.number, field])}#proof")
    title, shown = named[field]
    context = {
        "case": case,
        "field": field,
        "title": title,
        "shown": shown,
        "contested": contested,
        "form": form,
        "proof": proof,
        "documents": [one for one in _documents(case) if one[0].material == field],
        "back_url": reverse("portal:objection_part", args=[case.number, "fields"]),
    }
    return page(request, "portal/objection_field.html", context, actor=actor, status=status_of(form, proof))


@login_required
@require_POST
def drop(request: HttpRequest, number: str, field: str) -> HttpResponse:
    """Contest a field no longer."""
    actor = actor_for(request)
    case = own_objection(number, actor)
    drafting.drop_field(case_id=case.pk, field=field, actor=actor, at=now())
    return redirect("portal:objection_part", number=case.number, part="fields")


@login_required
@require_POST
def remove_proof(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a document out of the objection again."""
    actor = actor_for(request)
    case = own_objection(number, actor)
    documents.remove(document_id=pk, actor=actor, at=now())
    messages.success(request, _("The document was removed."))
    return redirect("portal:objection_part", number=case.number, part="proof")


def _kept(contested: ContestedField | None) -> dict[str, object]:
    if contested is None:
        return {}
    value = contested.right_value
    right = date.fromisoformat(value) if contested.field in DAYS and value else value
    return {"right_value": right, "reason": contested.reason}


def _contested(form: ContestForm, case: Case, actor: Actor, field: str) -> bool:
    if not (form.is_bound and form.is_valid()):
        return False
    refuse_stale(case, form.seen_version)
    done = attempt(
        form,
        lambda: drafting.contest_field(
            case_id=case.pk,
            field=field,
            right_value=form.right_value,
            reason=form.cleaned_data["reason"],
            actor=actor,
            at=now(),
        ),
    )
    return done is not None


def _proof_form(request: HttpRequest, case: Case, *, sent: bool | None = None) -> ProofForm:
    bound = request.method == "POST" if sent is None else sent
    return ProofForm(
        request.POST if bound else None,
        request.FILES if bound else None,
        initial={"version": case.version},
        auto_id="id_proof_%s",
    )


def _laid(form: ProofForm, case: Case, actor: Actor, material: str) -> bool:
    if not (form.is_bound and form.is_valid()):
        return False
    refuse_stale(case, form.seen_version)
    added = attempt(
        form,
        lambda: documents.add(
            case_id=case.pk,
            material=material,
            upload=form.cleaned_data["file"],
            title=form.cleaned_data["title"],
            actor=actor,
            at=now(),
        ),
    )
    return added is not None


def _documents(case: Case) -> list[tuple[Document, Evidence]]:
    papers = proofs_of(case)
    return list(zip(papers, evidence_of(case, papers, names=material_name), strict=True))


PAGES: dict[str, Callable[[HttpRequest, Case, Actor], HttpResponse]] = {
    "grounds": _grounds,
    "fields": _fields,
    "proof": _proof,
    "contact": _contact,
}
