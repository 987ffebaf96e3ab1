"""Where a case stands in its procedure: the drawn chart, and the procedure as a file for other tools."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from cases import policies
from desk.access import CASE_ROLES, for_posts
from workflows.charts import bpmn_of, chart_of


@require_safe
@for_posts(*CASE_ROLES)
def show(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The chart of the procedure with the node on which the case stands."""
    case = policies.load(number, actor)
    return render(request, "desk/procedure.html", {"case": case, "chart": chart_of(case)})


@require_safe
@for_posts(*CASE_ROLES)
def bpmn(_request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The procedure of the case's kind as BPMN; it says nothing of the case."""
    case = policies.load(number, actor)
    response = HttpResponse(bpmn_of(case.kind), content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{case.kind}.bpmn"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
