"""Who stands in for whom: made by the officer or a supervisor of the unit, from day to day, ended by itself."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actors import Actor
from accounts.roles import Role
from accounts.services.substitutions import end_substitution, substitute
from accounts.substitutions import may_make, visible_to
from desk.access import CASE_ROLES, for_posts
from desk.forms.substitutions import SubstitutionForm
from journal.now import now, today
from journal.refusals import Refusal
from look.forms import take_up

PAGE = 50
REFUSED_FIELDS = {
    "from-past": "from_on",
    "until-before-from": "until",
    "own-substitute": "substitute",
    "not-same-post": "substitute",
    "substitute-away": "substitute",
    "substituted-already": "post",
    "stands-in-already": "post",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(*CASE_ROLES)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who stands in for whom in one's units, the latest first, and the form to name somebody."""
    form = SubstitutionForm(request.POST if request.method == "POST" else None, actor=actor, on=today())
    if request.method != "POST":
        return _page(request, actor, form)
    if not form.is_valid():
        return _page(request, actor, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        made = substitute(**form.facts, actor=actor, at=now())
    except Refusal as refused:
        take_up(form, refused, REFUSED_FIELDS)
        return _page(request, actor, form, refused.status)
    messages.success(
        request,
        _("%(substitute)s stands in for %(officer)s.")
        % {"substitute": made.substitute, "officer": made.officer},
    )
    return redirect("desk:substitutions")


@require_POST
@for_posts(*CASE_ROLES)
def end(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """End a substitution today."""
    row = end_substitution(substitution_id=pk, actor=actor, at=now())
    messages.success(
        request,
        _("%(substitute)s no longer stands in for %(officer)s.")
        % {"substitute": row.substitute, "officer": row.officer},
    )
    return redirect("desk:substitutions")


def _page(
    request: HttpRequest, actor: Actor, form: SubstitutionForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    on, after = today(), request.GET.get("after", "")
    if after and not after.isdecimal():
        raise Http404
    rows = visible_to(actor).select_related("officer", "substitute", "department").order_by("-pk")
    if after:
        rows = rows.filter(Q(pk__lt=int(after)))
    found = list(rows[: PAGE + 1])
    context = {
        "form": form,
        "rows": [
            {
                "row": row,
                "role": Role(row.role).label,
                "last_on": row.to_on.fromordinal(row.to_on.toordinal() - 1),
                "over": row.to_on <= on,
                "void": row.to_on <= row.from_on,
                "now": row.from_on <= on < row.to_on,
                "may_end": row.to_on > on
                and (
                    actor.user_id == row.substitute_id or may_make(actor, row.officer_id, row.department_id)
                ),
            }
            for row in found[:PAGE]
        ],
        "next_cursor": str(found[PAGE - 1].pk) if len(found) > PAGE else "",
        "page_errors": status != HTTPStatus.OK,
    }
    return render(request, "desk/substitutions.html", context, status=status)
