"""Views of the worklist: kept under a name, renamed, deleted and brought back, chosen to open with."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from desk.access import CASE_ROLES, for_posts
from desk.forms.worklists import NOTHING_ASKED, WorklistForm, plain_address
from journal.now import now, today
from journal.refusals import Refusal
from look.names import name_of
from records.models import Department
from workflows import saved_views
from workflows.models import SavedView
from workflows.worklists.finding import looker


@require_safe
@for_posts(*CASE_ROLES)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The views one may use; those one may change with their forms."""
    return _page(request, actor)


@require_POST
@for_posts(*CASE_ROLES)
def keep(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep the question of the list under a name."""
    asked = QueryDict(request.POST.get("address", ""))
    form = WorklistForm(asked, who=looker(actor, at=now()), on=today())
    if not form.is_valid():
        messages.error(request, _("This address cannot be kept: one of its filters is unknown."))
        return redirect("desk:worklist")
    unit = request.POST.get("unit", "")
    address = plain_address(asked) or NOTHING_ASKED
    try:
        view = saved_views.keep_view(
            name=request.POST.get("name", ""),
            address=address,
            department_id=int(unit) if unit.isdecimal() else None,
            actor=actor,
            at=now(),
        )
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The view “%(name)s” was kept.") % {"name": view.name})
    return redirect(f"{reverse('desk:worklist')}?{address}")


@require_POST
@for_posts(*CASE_ROLES)
def rename(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Give a view another name."""
    view = saved_views.rename_view(view_id=pk, name=request.POST.get("name", ""), actor=actor)
    messages.success(request, _("The view is called “%(name)s” now.") % {"name": view.name})
    return redirect("desk:views")


@require_POST
@for_posts(*CASE_ROLES)
def remove(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Delete a view; the page that follows offers to bring it back."""
    view = saved_views.remove_view(view_id=pk, actor=actor, at=now())
    return _page(request, actor, removed=view)


@require_POST
@for_posts(*CASE_ROLES)
def restore(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Bring a deleted view back."""
    view = saved_views.restore_view(view_id=pk, actor=actor)
    messages.success(request, _("The view “%(name)s” is back.") % {"name": view.name})
    return redirect("desk:views")


@require_POST
@for_posts(*CASE_ROLES)
def open_with(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Choose with which view one's worklist opens; none: with one's own work."""
    chosen = request.POST.get("view", "")
    saved_views.open_with(view_id=int(chosen) if chosen.isdecimal() else None, actor=actor)
    messages.success(request, _("Your worklist opens so from now on."))
    return redirect("desk:views")


def _page(request: HttpRequest, actor: Actor, *, removed: SavedView | None = None) -> HttpResponse:
    first = saved_views.first_of(actor)
    views = saved_views.visible_to(actor).select_related("department")
    context = {
        "rows": [
            {
                "view": view,
                "url": f"{reverse('desk:worklist')}?{view.address}",
                "whose": name_of(view.department) if view.department else _("Only you"),
                "may_change": saved_views.may_change(view, actor),
                "first": view.pk == first,
            }
            for view in views
        ],
        "opens_plainly": first is None,
        "removed": removed,
        "name_limit": saved_views.NAME_LIMIT,
    }
    return render(request, "desk/views.html", context)


def units_to_keep_for(actor: Actor) -> list[Department]:
    """The units for which the actor may keep a view (one query)."""
    units = actor.departments(*saved_views.KEEPERS)
    return list(Department.objects.filter(pk__in=units).order_by("pk"))
