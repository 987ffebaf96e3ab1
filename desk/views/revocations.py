"""A granted repair taken up again: on which ground, on what facts, by which clause."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.roles import Role
from cases import policies
from cases.models import Commitment
from cases.models.commitment import CheckFinding
from cases.refusals import refusal
from cases.services.revocation import opening
from cases.states import CaseKind
from desk.access import for_posts
from desk.clauses import clauses_of
from desk.forms.revocations import OpenRevocationForm
from journal.now import now, today
from journal.refusals import Refusal
from look.forms import take_up
from look.receipt import limit_words

RAISED_FURTHER = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(Role.REVIEWER)
def open_on(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Say on what the repair is taken up again; the company is told at once and may defend itself."""
    repair = policies.load(number, actor)
    if repair.kind != CaseKind.REPAIR:
        raise refusal("no-case")
    with transaction.atomic():
        found = opening.opening_on(repair.pk, actor, on=today())
        opening.refuse_unopenable(found, actor)
    asked = request.method == "POST"
    form = OpenRevocationForm(
        request.POST if asked else None,
        request.FILES if asked else None,
        grounds=found.grounds,
        initial={"facts": _doubt(repair.pk)},
    )
    if asked and form.is_valid():
        said = form.cleaned_data
        try:
            case = opening.open_revocation(
                repair_case_id=repair.pk,
                ground=said["ground"],
                facts=said["facts"],
                clause=said["clause"],
                proof=said["proof"],
                actor=actor,
                at=now(),
            )
        except Refusal as refused:
            if refused.status in RAISED_FURTHER:
                raise
            take_up(form, refused, form.REFUSED_FIELDS)
        else:
            messages.success(
                request, _("The revocation was opened; the notice is on its way to the company.")
            )
            return redirect("desk:case", number=case.number)
    defence = found.edition.term("revocation.defence").limit()
    context = {
        "case": repair,
        "form": form,
        "edition": found.edition,
        "clauses": clauses_of(found.edition),
        "defence": defence,
        "defence_words": limit_words(
            defence.number(edition=found.edition.key, what="revocation.defence"), defence.unit.value
        ),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "desk/open_revocation.html", context, status=status)


def _doubt(repair_id: int) -> str:
    """What the last look at its commitment found, where it was not kept: a beginning of the facts."""
    commitment = Commitment.objects.filter(case_id=repair_id).first()
    last = commitment.checks.last() if commitment is not None else None
    return last.note if last is not None and last.finding != CheckFinding.KEPT else ""
