"""A lost second factor of an officer, and an identity that no longer fits: ended by the security administrator."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actors import Actor
from accounts.models import User
from accounts.policies import authorise_reset
from accounts.refusals import refusal
from accounts.roles import Role
from accounts.second_factor import held_by
from accounts.services import reset_second_factor, unbind
from accounts.services.identity import identities_of
from desk.access import for_posts
from desk.forms.people import ResetSecondFactorForm
from journal.now import now
from journal.refusals import Refusal
from look.forms import take_up

REFUSED_FIELDS = {"no-reason": "reason"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(Role.SECURITY_ADMIN)
def reset(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What a person holds, and the form that takes it away with a reason; never one's own."""
    authorise_reset(actor, pk)
    person = User.objects.filter(pk=pk, is_active=True).first()
    if person is None:
        raise refusal("no-person")
    form = ResetSecondFactorForm(request.POST or None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                reset_second_factor(user_id=pk, reason=form.cleaned_data["reason"], actor=actor, at=now())
            except Refusal as refused:
                take_up(form, refused, REFUSED_FIELDS)
                status = refused.status
            else:
                messages.success(
                    request, _("The second factor of %(person)s was reset.") % {"person": person}
                )
                return redirect("desk:posts")
    context = {"form": form, "person": person, "held": held_by(pk), "identities": identities_of(pk)}
    return render(request, "desk/second_factor.html", context, status=status)


@require_POST
@for_posts(Role.SECURITY_ADMIN)
def unbound(request: HttpRequest, actor: Actor, pk: int, identity: int) -> HttpResponse:
    """End the binding of a person to an identity of their unit."""
    unbind(identity_id=identity, user_id=pk, actor=actor, at=now())
    messages.success(request, _("The binding was ended. The next sign-in through the unit binds anew."))
    return redirect("desk:reset_second_factor", pk)
