"""The register of departments, kept by the system administrator."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.roles import Role
from desk.access import for_posts
from desk.forms.people import DepartmentForm
from journal.now import now, today
from journal.refusals import Refusal
from look.forms import take_up
from records.models import Department
from records.services import departments

PAGE = 50


@require_safe
@for_posts(Role.SYSTEM_ADMIN)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every department with its validity and successor, in pages."""
    del actor  # the post is all that is asked
    after = request.GET.get("after", "")
    if after and not after.isdecimal():
        raise Http404
    rows = Department.objects.select_related("successor").order_by("pk")
    if after:
        rows = rows.filter(pk__gt=int(after))
    page = list(rows[: PAGE + 1])
    context = {
        "rows": page[:PAGE],
        "next_cursor": str(page[PAGE - 1].pk) if len(page) > PAGE else "",
        "on": today(),
    }
    return render(request, "desk/departments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(Role.SYSTEM_ADMIN)
def edit(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Change one department."""
    department = get_object_or_404(Department, pk=pk)
    if request.method != "POST":
        return _page(request, department, DepartmentForm(department=department, initial=_now(department)))
    form = DepartmentForm(request.POST, department=department)
    if not form.is_valid():
        return _page(request, department, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        departments.change(department_id=pk, facts=form.facts, at=now(), actor_ref=actor.ref)
    except Refusal as refused:
        take_up(form, refused, form.REFUSED_FIELDS)
        return _page(request, department, form, refused.status)
    messages.success(request, _("The department was changed."))
    return redirect("desk:departments")


def _now(department: Department) -> dict[str, object]:
    return {
        "name_zh": department.name_zh,
        "name_en": department.name_en,
        "field": department.field,
        "address": department.address,
        "phone": department.phone,
        "valid_to": department.valid_to,
        "successor": department.successor_id,
    }


def _page(
    request: HttpRequest, department: Department, form: DepartmentForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "desk/department.html", {"department": department, "form": form}, status=status)
