"""The commitments of granted repairs: which are to be looked at, what was found, which were honoured or broken."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from cases import policies
from cases.commitment_policies import commitments_visible_to, may_check
from cases.models import Commitment, CommitmentCheck
from cases.models.commitment import CommitmentStanding
from cases.refusals import refusal
from cases.services import commitments
from cases.services.revocation.opening import may_be_opened
from cases.states import CaseKind
from desk.access import CASE_ROLES, for_posts
from desk.checks import evidence
from desk.forms.revocations import CheckForm, CommitmentSearchForm, HonourForm
from journal.now import now, today
from journal.refusals import Refusal
from look.forms import take_up
from look.people import names_of
from look.revocation import COMMITMENT_TONES

ROWS = 30
DUE = "due"
RAISED_FURTHER = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)


@require_safe
@for_posts(*CASE_ROLES)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The commitments of the actor's units, newest first; those to be looked at now where nothing is asked for."""
    form = CommitmentSearchForm(request.GET if "standing" in request.GET else {"standing": DUE})
    form.is_valid()
    asked = form.cleaned_data if form.is_valid() else {"q": "", "standing": DUE}
    found = _narrowed(
        commitments_visible_to(actor, on=today()), asked.get("q", ""), asked.get("standing", "")
    )
    after = request.GET.get("after", "")
    if after.isdecimal():
        found = found.filter(pk__lt=int(after))
    rows = list(found.select_related("subject", "record", "case").order_by("-pk")[: ROWS + 1])
    more = len(rows) > ROWS
    context = {
        "form": form,
        "rows": [(row, COMMITMENT_TONES[row.standing]) for row in rows[:ROWS]],
        "next_cursor": str(rows[ROWS - 1].pk) if more else "",
        "on": today(),
    }
    return render(request, "desk/commitments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(*CASE_ROLES)
def one(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One commitment: what was promised, every look at it, and, for who looks after it, a new one."""
    commitment = _visible(pk, actor)
    form = CheckForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = _attempted(
            form,
            lambda: commitments.check(commitment_id=commitment.pk, actor=actor, at=now(), **said),
        )
        if done:
            messages.success(request, _("The look at the commitment was kept with your name."))
            return redirect("desk:commitment", pk=commitment.pk)
    checks = list(commitment.checks.select_related("proof"))
    names = names_of({check.by_ref for check in checks})
    revocations = policies.visible_to(actor).filter(kind=CaseKind.REVOCATION, previous=commitment.case)
    looks_after = commitment.is_watched and may_check(commitment.record, actor, on=today())
    context = {
        "commitment": commitment,
        "tone": COMMITMENT_TONES[commitment.standing],
        "checks": [
            (check, names.get(check.by_ref, ""), evidence(check.proof, names) if check.proof else None)
            for check in checks
        ],
        "revocations": revocations.order_by("pk"),
        "form": form if looks_after else None,
        "may_open": may_be_opened(commitment.case, actor, on=today()),
        "on": today(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "desk/commitment.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(*CASE_ROLES)
def honour(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Find a commitment honoured before its last day, or one that has none, with the reason."""
    commitment = _visible(pk, actor)
    form = HonourForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        done = _attempted(
            form,
            lambda: commitments.honour(commitment_id=commitment.pk, actor=actor, at=now(), note=note),
        )
        if done:
            messages.success(request, _("The commitment was found honoured; the company is told."))
            return redirect("desk:commitment", pk=commitment.pk)
    context = {"commitment": commitment, "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "desk/commitment_honour.html", context, status=status)


def _visible(pk: int, actor: Actor) -> Commitment:
    found = commitments_visible_to(actor, on=today()).filter(pk=pk)
    commitment = found.select_related("subject", "record__department", "record__listing", "case").first()
    if commitment is None:
        raise refusal("no-commitment")
    return commitment


def _narrowed(found: QuerySet[Commitment], q: str, standing: str) -> QuerySet[Commitment]:
    looked_at = CommitmentCheck.objects.filter(commitment=OuterRef("pk"))
    found = found.annotate(looked_at=Exists(looked_at))
    if standing == DUE:
        found = found.filter(
            Q(looked_at=False) | Q(check_on__lte=today()), standing=CommitmentStanding.WATCHED
        )
    elif standing:
        found = found.filter(standing=standing)
    if q:
        found = found.filter(
            Q(case__number__iexact=q) | Q(subject__code__iexact=q) | Q(subject__name__icontains=q)
        )
    return found


def _attempted(form: CheckForm | HonourForm, act: Callable[[], object]) -> bool:
    """Do an act; what is wrong with the answers goes to the form, other refusals further up."""
    try:
        act()
    except Refusal as refused:
        if refused.status in RAISED_FURTHER:
            raise
        take_up(form, refused, form.REFUSED_FIELDS)
        return False
    return True
