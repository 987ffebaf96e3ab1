"""A subject's complaints: all of them, a new one, one with its dates and its answer, taking one back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.roles import MandateScope
from cases.complaint_policies import acts_on_complaint, load_complaint, units_to_complain_of
from cases.labels import ACTS_OF_COMPLAINTS
from cases.models import Case, Complaint
from cases.models.complaint import Cause, ComplaintState
from cases.policies import acts_for, may_file_on
from cases.refusals import refusal
from cases.services.complaint import filing
from cases.services.complaint.filing import open_paper
from cases.services.complaint.reading import complaints_of
from journal.now import now, today
from look.complaints import (
    answer_rows,
    header_of_complaint,
    legal_terms,
    letters_of_complaint,
    listed_complaint,
    matter_rows,
    papers_of,
    timeline_of_complaint,
)
from portal.access import actor_for, chosen_subject, own_case
from portal.forms.complaint import ComplaintForm, WithdrawComplaintForm
from portal.pages import attempt, page, status_of
from portal.views.files import ENDINGS, sealed
from records.models import CreditRecord, Subject


@dataclass(frozen=True)
class Matter:
    """What a new complaint is about: a case, a record, or the company as a whole."""

    subject: Subject
    case: Case | None = None
    record: CreditRecord | None = None


@login_required
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    """The complaints of the subject, newest first."""
    actor = actor_for(request)
    subject = chosen_subject(actor, request.GET.get("code", ""))
    if subject is None:
        return redirect("portal:company")
    rows = tuple(listed_complaint(complaint) for complaint in complaints_of(subject.pk))
    return page(request, "portal/complaints.html", {"subject": subject, "rows": rows}, actor=actor)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Complain: in the matter of a case (`case`), of a record (`record`), or of the company (`code`)."""
    actor = actor_for(request)
    matter = _matter(request, actor)
    if matter is None:
        return redirect("portal:company")
    units = units_to_complain_of(matter.subject, case=matter.case, record=matter.record, on=today())
    asked = request.GET.get("about", "")
    form = ComplaintForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        units=units,
        at_window=actor.acting_for is not None,
        initial={"about": asked if asked in set(Cause) else ""},
    )
    if request.method == "POST" and form.is_valid():
        filed = attempt(form, lambda: _filed(form, matter, actor))
        if filed is not None:
            messages.success(request, _("The complaint was received. The receipt comes to the inbox."))
            return redirect("portal:complaint", number=filed.number)
    context = {"form": form, "matter": matter, "back_url": _back(matter)}
    return page(request, "portal/complaint_new.html", context, actor=actor, status=status_of(form))


def _matter(request: HttpRequest, actor: Actor) -> Matter | None:
    if number := request.GET.get("case", ""):
        case = own_case(number, actor)
        return Matter(case.subject, case, case.record)
    if (pk := request.GET.get("record", "")).isdecimal():
        record = CreditRecord.objects.select_related("subject", "department").filter(pk=int(pk)).first()
        if record is None:
            raise refusal("no-record")
        may_file_on(record, actor, MandateScope.OBJECT)
        return Matter(record.subject, None, record)
    subject = chosen_subject(actor, request.GET.get("code", ""))
    return None if subject is None else Matter(subject)


def _filed(form: ComplaintForm, matter: Matter, actor: Actor) -> Complaint:
    said = form.cleaned_data
    return filing.file(
        subject_id=matter.subject.pk,
        about=said["about"],
        department_id=int(said["department"]),
        statement=said["statement"],
        uploads=said["file"],
        signed=said.get("signed"),
        case_id=matter.case.pk if matter.case else None,
        record_id=None if matter.case or matter.record is None else matter.record.pk,
        actor=actor,
        at=now(),
    )


def _back(matter: Matter) -> str:
    if matter.case is not None:
        return reverse("portal:case", args=[matter.case.number])
    return f"{reverse('portal:company')}?code={matter.subject.code}"


@login_required
@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    """One complaint: who answers it, by when and why then, its letters; an officer is led to the desk."""
    actor = actor_for(request)
    complaint = load_complaint(number, actor)
    if not acts_for(actor, complaint.subject_id):
        return redirect("desk:complaint", number=complaint.number)
    context = {
        "complaint": complaint,
        "header": header_of_complaint(complaint, title=_("Your complaint")),
        "terms": legal_terms(complaint),
        "matter": matter_rows(complaint, link=lambda case: reverse("portal:case", args=[case])),
        "answer": answer_rows(complaint),
        "waits": complaint.state == ComplaintState.RECEIVED,
        "papers": papers_of(complaint, lambda pk: reverse("portal:complaint_paper", args=[pk])),
        "letters": letters_of_complaint(complaint, lambda letter: reverse("portal:letter", args=[letter])),
        "timeline": timeline_of_complaint(complaint, named=False),
        "may_withdraw": "withdraw" in acts_on_complaint(complaint, actor),
        "labels": ACTS_OF_COMPLAINTS,
    }
    return page(request, "portal/complaint.html", context, actor=actor)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take a complaint back, on a page of its own that says what will happen."""
    actor = actor_for(request)
    complaint = load_complaint(number, actor)
    form = WithdrawComplaintForm(
        request.POST if request.method == "POST" else None, initial={"version": complaint.version}
    )
    if request.method == "POST" and form.is_valid():
        filing.withdraw(
            complaint_id=complaint.pk,
            reason=form.cleaned_data["reason"],
            version=form.seen_version,
            actor=actor,
            at=now(),
        )
        messages.success(request, _("The complaint was withdrawn."))
        return redirect("portal:complaint", number=complaint.number)
    if request.method != "POST" and "withdraw" not in acts_on_complaint(complaint, actor):
        raise refusal(
            "complaint-not-now", act=ACTS_OF_COMPLAINTS["withdraw"], state=complaint.get_state_display()
        )
    context = {"complaint": complaint, "form": form, "label": ACTS_OF_COMPLAINTS["withdraw"]}
    return page(request, "portal/complaint_withdraw.html", context, actor=actor, status=status_of(form))


@login_required
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of a complaint, for the company and for whoever answers; it leaves under a name made by the house."""
    found = open_paper(paper_id=pk, actor=actor_for(request))
    name = f"complaint-{found.sha256[:12]}.{ENDINGS[found.content_type]}"
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=name, content_type=found.content_type
    )
    return sealed(response)
