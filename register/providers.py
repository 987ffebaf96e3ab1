"""The public list of providers: any of them may be chosen, and nobody is paid for a removal."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from journal.now import today
from records.models import Provider
from records.standing import in_force_on
from register.limits import limited

PAGE = 50


@require_safe
@limited
def show(request: HttpRequest) -> HttpResponse:
    """Whoever is recognised today, in the order in which they were entered, in pages."""
    after = request.GET.get("after", "")
    if after and not after.isdecimal():
        raise Http404
    on = today()
    rows = Provider.objects.filter(in_force_on(on)).order_by("pk")
    if after:
        rows = rows.filter(pk__gt=int(after))
    page = list(rows[: PAGE + 1])
    context = {
        "rows": page[:PAGE],
        "next_cursor": str(page[PAGE - 1].pk) if len(page) > PAGE else "",
        "on": on,
    }
    return render(request, "register/providers.html", context)
