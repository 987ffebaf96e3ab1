"""What the pages of a proposed calendar and of a proposed legal text share: how one proposes, and who may decide."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Post
from accounts.roles import Role
from desk.calendar_rows import named_proposals
from desk.forms.calendars import ClosureForm, NoticeForm, RejectForm
from desk.forms.texts import TextForm
from journal.now import today
from journal.refusals import Refusal
from look.forms import take_up
from rulebook.models import Proposal, ProposalState

RELOAD = "3"  # seconds


def proposing(
    request: HttpRequest,
    form: NoticeForm | ClosureForm | TextForm,
    propose: Callable[[dict[str, Any]], Proposal],
    *,
    template: str,
    then: str,
) -> HttpResponse:
    """The page of a form that proposes; `propose` is given its answers, `then` names the proposal's own page."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if form.is_valid():
        try:
            row = propose(form.cleaned_data)
        except Refusal as refused:
            take_up(form, refused, form.REFUSED_FIELDS)
            status = refused.status
        else:
            messages.success(request, _("The proposal waits for another system administrator."))
            return redirect(then, row.pk)
    return render(request, template, {"form": form}, status=status)


def decision_on(proposal: Proposal, form: RejectForm, actor: Actor) -> dict[str, object]:
    """Who proposed and who decided, and whether this person may decide."""
    ((_row, proposed_by, decided_by),) = named_proposals([proposal])
    waits = proposal.state == ProposalState.WAITING
    own = proposal.proposed_by == actor.ref
    return {
        "proposal": proposal,
        "proposed_by": proposed_by,
        "decided_by": decided_by,
        "waits": waits,
        "own": own,
        "alone": waits and own and not _others(actor),
        "form": form,
    }


def after_asked(request: HttpRequest) -> int:
    """The row that a page of rows begins after. Raises Http404 for what is no number."""
    after = request.GET.get("after", "0")
    if not after.isdecimal():
        raise Http404
    return int(after)


def coming_again(response: HttpResponse) -> HttpResponse:
    """While a worker walks the page comes again by itself; whoever has no such browser follows its link."""
    response["Refresh"] = RELOAD
    return response


def _others(actor: Actor) -> bool:
    """Whether anybody else could decide on what this person proposes."""
    on = today()
    posts = Post.objects.filter(role=Role.SYSTEM_ADMIN, from_on__lte=on, user__is_active=True)
    return posts.exclude(user=actor.user_id).exclude(to_on__lte=on).exists()
