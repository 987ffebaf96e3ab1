"""What the house adds to allauth's own pages of the door."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.door.factors import may_do_without
from accounts.models import User
from accounts.refusals import refusal
from accounts.services import end_session
from journal.now import now

View = Callable[..., HttpResponse]


def together(view: View) -> View:
    """What a page of allauth changes and what the journal says of it are written together or not at all."""

    @wraps(view)
    def written(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return written


def not_the_last(view: View) -> View:
    """A page that takes a second factor away, refused to an officer who has no other."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if isinstance(request.user, User) and not may_do_without(request.user.pk):
            raise refusal("last-factor")
        return view(request, *args, **kwargs)

    return guarded


@login_required
@require_POST
def end_one_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions."""
    if isinstance(request.user, User):
        end_session(session_id=pk, user_id=request.user.pk, at=now())
    messages.success(request, _("The session was ended. Whoever used it must sign in again."))
    return redirect("usersessions_list")
