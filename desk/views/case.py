"""A case on the desk: evidence beside checklist, what may be done, why this date, why here, what happened."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.roles import Role
from cases.editions import doubt_of
from cases.refusals import refusal
from cases.services.documents import open_document
from cases.time_spent import ledger_of_case
from desk import case_parts as parts
from desk.access import CASE_ROLES, for_posts
from desk.buttons import open_acts
from desk.handling import why_here
from desk.kinds import KINDS
from desk.previous import earlier_cases
from desk.sealing import SEALED, seal
from desk.signature_parts import signature_of
from desk.timeline import SHOW, timeline_of
from desk.viewer import viewer_of
from desk.watching import watch_of
from journal.now import today
from look.cards import letter_cards
from look.people import names_of
from look.time_shares import whose_time
from rulebook.editions_in_use import editions_in_use
from workflows import desks


@require_safe
@for_posts(*CASE_ROLES)
def show(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Everything an officer needs to act on a case, in one look."""
    case = parts.load(number, actor)
    edition = editions_in_use().by_key(case.edition_key)
    desk = desks.desk_of(case)
    hold = next((hold for hold in case.holds.all() if hold.to_at is None), None)
    terms = parts.terms_of(case)
    entries = parts.entries_of(case)
    names = names_of(parts.refs_of(case, entries))
    on = today()
    kind = KINDS[case.kind]
    context = {
        "case": case,
        "edition": edition,
        "header": parts.header_of(case, terms, desk=desk, held=hold is not None),
        "desk": desk,
        "may_give_back": desk is not None
        and desk.owner_id is not None
        and (desk.owner_id == actor.user_id or actor.holds(Role.SUPERVISOR, case.handling_department_id)),
        "taken": desk is not None and desk.owner_id not in {None, actor.user_id},
        "hold": hold,
        "signature": signature_of(case, actor),
        "acts": open_acts(case, actor, edition=edition, desk=desk, on=on),
        "body": kind.body,
        **kind.body_parts(case=case, names=names, on=on),
        "viewer": viewer_of(case, request.GET, names),
        "proposal": parts.proposal_of(case, names),
        "watch": watch_of(case, actor, on=on),
        "terms": parts.term_rows(terms),
        "why_here": why_here(case, entries),
        "doubt": doubt_of(case, on=on),
        "time": whose_time(ledger_of_case(case, on=on, entries=entries)),
        "places": parts.places_of(case),
        "earlier": earlier_cases(case, actor),
        "letters": letter_cards(case.pk),
        "timeline": timeline_of(case, entries, names, show=request.GET.get(SHOW, "")),
        "on": on,
    }
    return render(request, "desk/case.html", context)


@require_safe
@for_posts(*CASE_ROLES)
def document(_request: HttpRequest, actor: Actor, pk: int) -> HttpResponseBase:
    """A document shown in place beside the checklist: sealed, so that a stranger's file runs nothing."""
    found = open_document(document_id=pk, actor=actor)
    if found.content_type not in SEALED:
        raise refusal("no-document")  # whatever is not shown in place is downloaded, where its page says so
    return seal(FileResponse(found.file.open("rb"), content_type=found.content_type))
