"""The worklist: what is on whose desk, least time left first; claim and give back."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from accounts.roles import Role
from cases import policies
from delisting.selectors import late_releases
from desk.access import CASE_ROLES, for_posts
from desk.forms.lists import SearchForm
from desk.release_rows import listed_release
from desk.rows import listed
from journal.now import now, today
from look.parts import Tab
from workflows import desks, worklists

FIRST_TAB = "mine"
EMPTY: Mapping[str, tuple[Promise, Promise]] = {
    "mine": (gettext_lazy("You have taken no work"), gettext_lazy("Take a case from your team's list.")),
    "team": (
        gettext_lazy("Nothing is on your team's desks"),
        gettext_lazy("Cases appear here as soon as an application is passed to your unit."),
    ),
    "waiting": (
        gettext_lazy("Nobody is being waited for"),
        gettext_lazy("Here are cases in which the company or the platform must act next."),
    ),
    "held": (gettext_lazy("No case is on hold"), gettext_lazy("All terms of a case on hold stand still.")),
    "due-today": (
        gettext_lazy("Nothing is due today"),
        gettext_lazy("Here are cases whose nearest term ends tonight."),
    ),
    "overdue": (gettext_lazy("Nothing is overdue"), gettext_lazy("Here are cases whose term has run out.")),
    "done": (gettext_lazy("No case is closed yet"), gettext_lazy("Closed cases stay here to be looked up.")),
}


@require_safe
@for_posts(*CASE_ROLES)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One tab of the worklist; without a tab one's own work, or the team's where one has none."""
    form = SearchForm(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    after = request.GET.get("after", "")
    tab = request.GET.get("tab", "")
    page = worklists.worklist(actor, tab=tab or FIRST_TAB, at=now(), after=after, query=query)
    if not tab and not page.rows:
        page = worklists.worklist(actor, tab="team", at=now(), query=query)
        tab = "team"
    tab = tab or FIRST_TAB
    title, text = EMPTY[tab]
    context = {
        "tabs": tuple(
            Tab(str(label), f"?{urlencode({'tab': name})}", active=name == tab, count=page.counts[name])
            for name, label in worklists.TABS.items()
        ),
        "tab": tab,
        "label": worklists.TABS[tab],
        "form": form,
        "query": query,
        "rows": tuple(listed(row, actor) for row in page.rows),
        "next_cursor": page.next_cursor,
        "empty_title": _("No case matches your search") if query else title,
        "empty_text": _("Search by case number, credit code, or the beginning of the name.")
        if query
        else text,
        "on": today(),
    }
    return render(request, "desk/worklist.html", context)


@require_safe
@for_posts(Role.SUPERVISOR)
def overdue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What a supervisor must see to: cases whose term ran out, holders that keep silent."""
    page = worklists.overdue(actor, at=now(), after=request.GET.get("after", ""))
    context = {
        "rows": tuple(listed(row, actor) for row in page.rows),
        "next_cursor": page.next_cursor,
        "count": page.counts["overdue"],
        "releases": tuple(listed_release(row) for row in late_releases(actor)),
        "on": today(),
    }
    return render(request, "desk/overdue.html", context)


@require_POST
@for_posts(*CASE_ROLES)
def claim(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Take on the work of a case."""
    case = policies.load(number, actor)
    desks.claim(case_id=case.pk, actor=actor, at=now())
    messages.success(request, _("You have taken on %(number)s.") % {"number": case.number})
    return redirect("desk:case", number=case.number)


@require_POST
@for_posts(*CASE_ROLES)
def release(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Give the work back to the team."""
    case = policies.load(number, actor)
    desks.release(case_id=case.pk, actor=actor, at=now())
    messages.success(request, _("%(number)s was given back to the team.") % {"number": case.number})
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if safe else reverse("desk:worklist")
