"""Records that a department published late, or has not published though the last day is over."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from desk.access import CASE_ROLES, for_posts
from journal.now import today
from records.late_publication import late_records


@require_safe
@for_posts(*CASE_ROLES)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list of the actor's departments, in pages."""
    on = today()
    page = late_records(actor.departments(*CASE_ROLES), on=on, after=request.GET.get("after", ""))
    context = {
        "rows": page.rows,
        "next_cursor": page.next_cursor,
        "late": page.late,
        "unpublished": page.unpublished,
        "on": on,
    }
    return render(request, "desk/late_publication.html", context)
