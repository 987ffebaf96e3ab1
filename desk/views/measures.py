"""The measures that rest on records, by the department that applies them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.roles import Role
from desk.access import for_posts
from desk.forms.measures import MeasureFilterForm
from look.parts import Tone
from records.models import Measure
from records.models.measure import MeasureState

PAGE = 50
TONES: Mapping[str, Tone] = {
    MeasureState.IN_FORCE: "care",
    MeasureState.SUSPENDED: "accent",
    MeasureState.LIFTED: "good",
}


@require_safe
@for_posts(Role.SYSTEM_ADMIN)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Measures, newest first, in pages; filters stand in the address."""
    del actor  # the post is all that is asked
    form = MeasureFilterForm(request.GET)
    after = request.GET.get("after", "")
    if after and not after.isdecimal():
        raise Http404
    measures = _found(form).select_related("department", "record__subject").order_by("-pk")
    if after:
        measures = measures.filter(pk__lt=int(after))
    page = list(measures[: PAGE + 1])
    shown = page[:PAGE]
    context = {
        "form": form,
        "rows": [(measure, TONES[measure.state]) for measure in shown],
        "next_cursor": str(shown[-1].pk) if len(page) > PAGE else "",
    }
    return render(request, "desk/measures.html", context)


def _found(form: MeasureFilterForm) -> QuerySet[Measure]:
    """What the filters leave; a filter that names nothing there is finds nothing."""
    if not form.is_valid():
        return Measure.objects.none()
    asked = form.cleaned_data
    measures = Measure.objects.all()
    if asked["department"]:
        measures = measures.filter(department=asked["department"])
    if asked["state"]:
        measures = measures.filter(state=asked["state"])
    if asked["q"]:
        measures = measures.filter(
            Q(record__subject__code=asked["q"].upper())
            | Q(record__subject__name__icontains=asked["q"])
            | Q(record__decision_number__icontains=asked["q"])
        )
    return measures
