"""Documents of others on a record: courts, reviewing authorities, insolvency, what became of the party."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.roles import Role
from cases.refusals import refusal
from cases.services import crossing, linking, party, remand
from cases.services.rectification.ordering import plan_order
from desk.access import for_posts
from desk.forms.records import (
    AdministratorForm,
    CourtForm,
    LinkForm,
    OperatorForm,
    PartyForm,
    ReliefForm,
    RemandForm,
    RulingForm,
    StatementForm,
)
from desk.watching import standing_on
from journal.now import now, today
from journal.refusals import Refusal
from look.forms import take_up
from look.people import names_of
from records.models import CreditRecord
from records.models.entered import FALLEN
from records.models.subject import SubjectKind
from records.services import links
from records.services.causes import EndCause

ROLES = (Role.REVIEWER, Role.SUPERVISOR)
FOUND = 50


@dataclass(frozen=True)
class Entering:
    """A page on which something is entered: its form, title, what will happen, what is said then."""

    form: type[forms.Form]
    title: Promise
    consequence: Promise
    done: Promise


ENTERING: Mapping[str, Entering] = {
    "court": Entering(
        CourtForm,
        _("Enter a document of a court or reviewing authority"),
        _(
            "A stay hides the record and holds its cases; its end brings both back. A penalty that fell is withdrawn "
            "everywhere at once and its cases end. A changed penalty is corrected everywhere."
        ),
        _("The document was entered and its effects took place."),
    ),
    "ruling": Entering(
        RulingForm,
        _("Enter a ruling in insolvency"),
        _(
            "An approved plan hides the record and suspends its measures; open cases go on. Carried out, a repair can "
            "be filed without waiting. Terminated, the record is shown again for what is left of its period."
        ),
        _("The ruling was entered and its effects took place."),
    ),
    "party": Entering(
        PartyForm,
        _("Enter what became of the party"),
        _(
            "The successor takes the party's place on the record and in its cases and gives the commitment anew. "
            "Where nothing passes on, the cases end."
        ),
        _("What became of the party was entered."),
    ),
    "operator": Entering(
        OperatorForm,
        _("Enter a change of the operator"),
        _(
            "The code and the open cases stay. Whoever acted for the former operator acts no more from now on, and the "
            "former operator's name is no longer shown. The new operator gets an account at the service window."
        ),
        _("The change of the operator was entered."),
    ),
    "administrator": Entering(
        AdministratorForm,
        _("Enter an administrator"),
        _(
            "Mandates given by the former management end now, and letters go to the administrator. It gets an account "
            "at the service window. Open cases and their terms go on."
        ),
        _("The administrator was entered."),
    ),
    "relief": Entering(
        ReliefForm,
        _("Relieve the administrator"),
        _(
            "Mandates of the administrator end now and letters go to the company again. Its management gets an account "
            "at the service window."
        ),
        _("The administrator was relieved."),
    ),
    "remand": Entering(
        RemandForm,
        _("Enter that a refusal was annulled"),
        _(
            "The repair is decided anew, by other officers of the unit: a new case with the same form and papers is on "
            "its desk at once and its terms run from today. Nothing is asked of the company."
        ),
        _("The repair is decided anew; its new case is on the worklist."),
    ),
    "link": Entering(
        LinkForm,
        _("Say with which record it ends"),
        _(
            "When publication of the chosen record ends, this one ends with it. The link cannot be taken back."
        ),
        _("The records were linked."),
    ),
}


def _fitting(record: CreditRecord, actor: Actor) -> dict[str, Promise]:
    """What can be entered on a record as it stands: name of the page and its title."""
    in_office = record.subject.administrations.filter(ended_on__isnull=True).exists()
    fits = {
        "operator": record.subject.kind == SubjectKind.INDIVIDUAL_BUSINESS,
        "administrator": not in_office,
        "relief": in_office,
        "remand": bool(remand.refused_repairs(record, actor)),
        "link": links.leading_candidates(record).exists(),
    }
    return {name: page.title for name, page in ENTERING.items() if fits.get(name, True)}


@require_safe
@for_posts(*ROLES)
def find(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Finds a record of the actor's units by decision number or credit code."""
    query = request.GET.get("q", "").strip()
    rows: list[CreditRecord] = []
    if query:
        near = CreditRecord.objects.select_related("subject", "department", "listing").filter(
            Q(decision_number=query) | Q(subject__code=query.upper())
        )
        rows = crossing.open_to_entry(near.order_by("-pk")[:FOUND], actor, on=today())
    return render(request, "desk/records.html", {"query": query, "rows": rows, "on": today()})


@require_safe
@for_posts(*ROLES)
def show(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """A record with every document that was entered on it, and who entered it."""
    record = _load(pk, actor)
    documents = list(record.entered_documents.order_by("pk"))
    context = {
        "record": record,
        "documents": [(paper, paper.kind in FALLEN and paper.statement_at is None) for paper in documents],
        "names": names_of({paper.entered_by_ref for paper in documents}),
        "why_over": EndCause(record.listing.end_cause).label if record.listing.end_cause else "",
        "administrations": list(record.subject.administrations.order_by("-pk")),
        "entering": _fitting(record, actor),
        "may_order": _may_order(record, actor),
        "talks": list(record.talk_entries.all()),
        **standing_on(record, actor, on=today()),
        "on": today(),
    }
    return render(request, "desk/record.html", context)


def _may_order(record: CreditRecord, actor: Actor) -> bool:
    """Whether the actor may order rectification of a record today: the service is asked, nothing is written."""
    try:
        plan_order(record, actor=actor, on=today())
    except Refusal:
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(*ROLES)
def enter(request: HttpRequest, actor: Actor, pk: int, what: str) -> HttpResponse:
    """Enter one document, on a page that says what will happen."""
    record = _load(pk, actor)
    if what not in ENTERING:
        raise refusal("no-record")
    page = ENTERING[what]
    form = page.form(request.POST or None, **_offered(page.form, record, actor))
    context = {"title": page.title, "consequence": page.consequence}
    return _entered(
        request, record, form, lambda: _perform(form, record, actor), context=context, done=page.done
    )


def _offered(form: type[forms.Form], record: CreditRecord, actor: Actor) -> dict[str, Any]:
    """What a form lets choose from, beside its own fields."""
    if form is LinkForm:
        return {"candidates": links.leading_candidates(record)}
    return {"cases": remand.refused_repairs(record, actor)} if form is RemandForm else {}


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(*ROLES)
def state_reasons(request: HttpRequest, actor: Actor, pk: int, document: int) -> HttpResponse:
    """State the reasons of a withdrawal in public."""
    record = _load(pk, actor)
    form = StatementForm(request.POST or None)
    context = {
        "title": _("State the reasons in public"),
        "consequence": _("The statement appears at a public address and the three-day term is met."),
    }

    def act() -> None:
        crossing.state_reasons(
            document_id=document, statement=form.cleaned_data["statement"], actor=actor, at=now()
        )

    return _entered(request, record, form, act, context=context, done=_("The reasons were stated in public."))


def _perform(form: forms.Form, record: CreditRecord, actor: Actor) -> None:
    facts = form.cleaned_data
    of: dict[str, Any] = {"record_id": record.pk, "actor": actor, "at": now()}
    if isinstance(form, CourtForm):
        crossing.enter_court_document(paper=form.paper, changes=form.changes, **of)
    elif isinstance(form, RemandForm):
        remand.remand(case_id=facts["case"], paper=form.paper, actor=actor, at=now())
    elif isinstance(form, RulingForm):
        crossing.enter_insolvency_ruling(paper=form.paper, **of)
    elif isinstance(form, OperatorForm):
        party.change_operator(
            operator=facts["operator"], document=facts["document"], on=facts["changed_on"], **of
        )
    elif isinstance(form, AdministratorForm):
        party.appoint_administrator(appointment=form.appointment, **of)
    elif isinstance(form, ReliefForm):
        party.relieve_administrator(document=facts["document"], on=facts["relieved_on"], **of)
    elif isinstance(form, LinkForm):
        linking.link_spot_check(leading_id=facts["leading"], **of)
    elif facts["what"] == PartyForm.CEASED:
        crossing.deregister(document=facts["document"], on=facts["ceased_on"], **of)
    else:
        crossing.substitute_party(
            successor_code=facts["successor_code"],
            document=facts["document"],
            passes_on=facts["what"] == PartyForm.PASSES_ON,
            **of,
        )


def _entered(
    request: HttpRequest,
    record: CreditRecord,
    form: forms.Form,
    act: Callable[[], None],
    *,
    context: Mapping[str, object],
    done: Promise,
) -> HttpResponse:
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                act()
            except Refusal as refused:
                if refused.status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
                    raise
                take_up(form, refused, getattr(form, "REFUSED_FIELDS", {}))
                status = refused.status
            else:
                messages.success(request, str(done))
                return redirect("desk:record", pk=record.pk)
    page = {**context, "record": record, "form": form, "page_errors": status != HTTPStatus.OK, "on": today()}
    return render(request, "desk/record_enter.html", page, status=status)


def _load(pk: int, actor: Actor) -> CreditRecord:
    related = ("subject", "department", "listing", "follows")
    record = CreditRecord.objects.select_related(*related).filter(pk=pk).first()
    if record is None or not crossing.may_enter(record, actor, on=today()):
        raise refusal("no-record")
    return record
