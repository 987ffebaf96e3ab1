"""A signature recalled before it takes effect."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actors import Actor
from accounts.roles import Role
from cases import policies
from cases.services import signing
from desk.access import for_posts
from journal.now import now


@require_POST
@for_posts(Role.DECIDER)
def recall(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Recall what was signed on a case while that is still possible."""
    case = policies.load(number, actor)
    signing.recall(case_id=case.pk, actor=actor, at=now())
    messages.success(request, _("The signature was recalled. No letter has left."))
    return redirect("desk:case", number=case.number)
