"""Complaints at the desk of whoever answers: lists, one complaint, each act on a page of its own, figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.roles import Role
from cases.complaint_policies import acts_on_complaint, is_concerned, load_complaint
from cases.labels import ACTS_OF_COMPLAINTS
from cases.models import Complaint
from cases.models.complaint import Cause
from cases.refusals import refusal
from cases.services.complaint import answering
from cases.services.complaint.reading import OF_TAB, complaints_for, figures
from cases.time_spent import FEWEST
from desk.access import for_posts
from desk.forms.complaints import AnswerForm, ComplaintActForm, DeclineForm, ReasonForm
from desk.periods import asked_period
from journal.now import now, today
from journal.refusals import Refusal
from look.complaints import (
    answer_rows,
    header_of_complaint,
    letters_of_complaint,
    listed_complaint,
    matter_rows,
    papers_of,
    timeline_of_complaint,
)
from look.forms import take_up
from look.parts import Tab
from notifications.complaints import letters_of
from notifications.models import Letter

WATCHERS = (Role.SUPERVISOR, Role.AUDIT_ADMIN)
FIRST_TAB = "new"
TABS: Mapping[str, Promise] = {
    "new": _("To take up"),
    "accepted": _("To answer"),
    "late": _("Late"),
    "done": _("Closed"),
}
EMPTY: Mapping[str, tuple[Promise, Promise]] = {
    "new": (
        _("No complaint waits to be taken up"),
        _("Complaints that your unit answers appear here at once."),
    ),
    "accepted": (_("No complaint waits for an answer"), _("Complaints that were taken up appear here.")),
    "late": (_("Nothing is late"), _("Complaints whose term ran out appear here.")),
    "done": (_("No complaint is closed yet"), _("Answered, declined and withdrawn complaints stay here.")),
}
FIELDS = {
    "reason": "reason",
    "decline-reason": "reason",
    "extension-reason": "reason",
    "unknown-answer": "finding",
    "no-answer": "answer",
    "nothing-done": "done",
    "no-remedy": "remedy",
}


@dataclass(frozen=True)
class ComplaintAct:
    """An act as a page: its form, its service, what will happen, what was done."""

    form: type[ComplaintActForm]
    service: Callable[..., Complaint]
    consequence: Promise
    done: Promise
    destructive: bool = False


PAGES: Mapping[str, ComplaintAct] = {
    "accept": ComplaintAct(
        ComplaintActForm,
        answering.accept,
        _(
            "The company is told, and the term of the answer begins today. The unit complained of is told too, unless "
            "the complaint is about a fee or a person."
        ),
        _("The complaint was taken up."),
    ),
    "decline": ComplaintAct(
        DeclineForm,
        answering.decline,
        _("The complaint is closed. The company gets a letter with the reason."),
        _("The complaint was not taken up; the letter is on its way."),
        destructive=True,
    ),
    "extend": ComplaintAct(
        ReasonForm,
        answering.extend,
        _("The term of the answer is extended once. The company is told."),
        _("The term of the answer was extended."),
    ),
    "answer": ComplaintAct(
        AnswerForm,
        answering.answer,
        _("The complaint is closed. The company gets the answer by letter, with all you write here."),
        _("The complaint was answered; the letter is on its way."),
    ),
}


@require_safe
@for_posts(*WATCHERS)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One tab of the complaints that the actor may see."""
    tab, after = request.GET.get("tab", FIRST_TAB), request.GET.get("after", "")
    if tab not in OF_TAB or (after and not after.isdecimal()):
        raise Http404
    page = complaints_for(actor, tab, after)
    title, text = EMPTY[tab]
    context = {
        "tabs": tuple(
            Tab(str(label), f"?{urlencode({'tab': name})}", active=name == tab, count=page.counts.get(name))
            for name, label in TABS.items()
        ),
        "label": TABS[tab],
        "rows": tuple(listed_complaint(row) for row in page.rows),
        "next_cursor": page.next_cursor,
        "empty_title": title,
        "empty_text": text,
        "may_count": actor.holds_anywhere(Role.SUPERVISOR),
        "on": today(),
    }
    return render(request, "desk/complaints.html", context)


@require_safe
@for_posts(*WATCHERS)
def one(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """One complaint with what may be done about it."""
    complaint = _seen(number, actor)
    acts = acts_on_complaint(complaint, actor)
    context = {
        "complaint": complaint,
        "header": header_of_complaint(complaint, title=complaint.subject.name),
        "acts": tuple((act, ACTS_OF_COMPLAINTS[act], PAGES[act].destructive) for act in PAGES if act in acts),
        "concerned": not acts and is_concerned(complaint, actor),
        "matter": matter_rows(complaint),
        "answer": answer_rows(complaint),
        "papers": papers_of(complaint, lambda pk: reverse("portal:complaint_paper", args=[pk])),
        "letters": letters_of_complaint(
            complaint, lambda letter: reverse("desk:complaint_letter", args=[complaint.number, letter])
        ),
        "timeline": timeline_of_complaint(complaint, named=True),
        "fee": complaint.about == Cause.FEE,
        "on": today(),
    }
    return render(request, "desk/complaint.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(Role.SUPERVISOR)
def act(request: HttpRequest, actor: Actor, number: str, act: str) -> HttpResponse:
    """One act on a complaint, on a page that says what will happen."""
    complaint = _seen(number, actor)
    if act not in PAGES:
        raise Http404
    asked = PAGES[act]
    form = asked.form(
        request.POST if request.method == "POST" else None, initial={"version": complaint.version}
    )
    if request.method == "POST" and form.is_valid():
        try:
            asked.service(
                complaint_id=complaint.pk, actor=actor, at=now(), version=form.seen_version, **form.facts
            )
        except Refusal as refused:
            if refused.status != HTTPStatus.UNPROCESSABLE_ENTITY:
                raise
            take_up(form, refused, FIELDS)
        else:
            messages.success(request, str(asked.done))
            return redirect("desk:complaint", number=complaint.number)
    elif request.method != "POST" and act not in acts_on_complaint(complaint, actor):
        raise refusal("complaint-not-now", act=ACTS_OF_COMPLAINTS[act], state=complaint.get_state_display())
    context = {
        "complaint": complaint,
        "label": ACTS_OF_COMPLAINTS[act],
        "page": asked,
        "form": form,
        "matter": matter_rows(complaint),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "desk/complaint_act.html", context, status=status)


@require_safe
@for_posts(*WATCHERS)
def letter(_request: HttpRequest, actor: Actor, number: str, letter: str) -> HttpResponse:
    """A letter of a complaint, byte for byte, for whoever answers it."""
    complaint = _seen(number, actor)
    known = next((found for found in letters_of(complaint) if found.number == letter), None)
    if known is None:
        raise Http404
    response = HttpResponse(bytes(Letter.objects.get(pk=known.pk).pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{known.number}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@for_posts(Role.SUPERVISOR)
def counted(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Complaints by unit and cause in a period; small cells stay empty."""
    period = asked_period(request)
    at = now()
    context = {
        "tabs": period.tabs,
        "label": period.label,
        "rows": tuple(
            (row, Cause(row.about).label if row.about else None)
            for row in figures(actor, since=at - period.length, until=at)
        ),
        "fewest": FEWEST,
    }
    return render(request, "desk/complaint_figures.html", context)


def _seen(number: str, actor: Actor) -> Complaint:
    """A complaint that the actor sees as an officer; one's own is on the company's pages."""
    complaint = load_complaint(number, actor)
    if complaint.subject_id in actor.subjects:
        raise refusal("no-complaint")
    return complaint
