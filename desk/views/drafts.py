"""The letter of a countersignature as a PDF, before it is signed: a draft that nobody keeps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.roles import Role
from cases import policies
from cases.refusals import refusal
from desk.access import for_posts
from desk.drafts import drafts_of
from desk.sealing import seal


@require_safe
@for_posts(Role.DECIDER)
def show(_request: HttpRequest, actor: Actor, number: str, act: str) -> HttpResponse:
    """The draft of the letter that leaves when this decision is signed. Raises what signing would be refused with."""
    case = policies.load(number, actor)
    if act not in policies.SIGNING:
        raise refusal("no-case")
    found = drafts_of(case, act, actor, {})
    if not found:
        raise refusal("no-case")
    return seal(HttpResponse(found[0].pdf(), content_type="application/pdf"))
