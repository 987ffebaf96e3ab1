"""The journal as the audit administrator reads it: every entry, filtered, and whether the chains hold."""

from __future__ import annotations

import json
from itertools import islice

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from accounts.roles import Role
from desk.access import for_posts
from desk.forms.lists import JournalFilterForm
from journal.models import Entry, StreamHead
from journal.verbs import VERBS
from journal.verify import findings
from look.people import names_of

PAGE = 50
MOST_FINDINGS = 50


@require_safe
@for_posts(Role.AUDIT_ADMIN)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Entries, newest first, in pages; filters stand in the address."""
    del actor  # the post is all that is asked
    form = JournalFilterForm(request.GET)
    entries = Entry.objects.order_by("-pk")
    if form.is_valid():
        asked = form.cleaned_data
        entries = entries.filter(
            **{
                name: asked[field]
                for name, field in (("stream", "stream"), ("verb", "verb"), ("actor_ref", "actor"))
                if asked[field]
            }
        )
    after = request.GET.get("after", "")
    if after and not after.isdecimal():
        raise Http404
    if after:
        entries = entries.filter(pk__lt=int(after))
    page = list(entries[: PAGE + 1])
    shown = page[:PAGE]
    names = names_of(entry.actor_ref for entry in shown)
    context = {
        "form": form,
        "rows": [
            {
                "entry": entry,
                "sentence": VERBS.get(entry.verb, entry.verb),
                "actor": names[entry.actor_ref],
                "payload": json.dumps(entry.payload, ensure_ascii=False, indent=1),
            }
            for entry in shown
        ],
        "next_cursor": str(shown[-1].pk) if len(page) > PAGE else "",
    }
    return render(request, "desk/journal.html", context)


@require_POST
@for_posts(Role.AUDIT_ADMIN)
def verify(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Compute every chain anew and name the first bad row of each broken one; writes nothing."""
    del actor  # the post is all that is asked
    found = tuple(islice(findings(), MOST_FINDINGS))
    context = {
        "findings": found,
        "entries": Entry.objects.count(),
        "streams": StreamHead.objects.count(),
        "most": MOST_FINDINGS if len(found) == MOST_FINDINGS else 0,
    }
    return render(request, "desk/journal_verified.html", context)
