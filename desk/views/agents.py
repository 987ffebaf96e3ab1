"""Agents who act for very many companies, for supervisors: no wrong by itself, and worth a look."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.agents import busy_agents
from accounts.roles import Role
from desk.access import for_posts
from journal.now import today

PAGE = 50


@require_safe
@for_posts(Role.SUPERVISOR)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every such agent, in pages."""
    del actor  # the post is all that is asked
    after = request.GET.get("after", "")
    if after and not after.isdecimal():
        raise Http404
    fewest = settings.AGENT_COMPANIES
    found = busy_agents(on=today(), fewest=fewest, after=after, limit=PAGE + 1)
    context = {
        "rows": found[:PAGE],
        "fewest": fewest,
        "next_cursor": str(found[PAGE - 1].user_id) if len(found) > PAGE else "",
    }
    return render(request, "desk/agents.html", context)
