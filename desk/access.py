"""Who may open the pages of the desk: people with a post, each page naming which."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.roles import Role
from journal.refusals import NotAllowed
from look.access import actor_of_request

Params = ParamSpec("Params")
Page = Callable[Concatenate[HttpRequest, Actor, Params], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, Params], HttpResponseBase]

CASE_ROLES = (Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR)


def for_posts(*roles: Role) -> Callable[[Page[Params]], View[Params]]:
    """A page for holders of one of the posts: the public is asked to sign in, others are refused by name.

    The page is given the actor; nothing of it is kept by caches.
    """

    def guard(page: Page[Params]) -> View[Params]:
        @wraps(page)
        def view(request: HttpRequest, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponseBase:
            actor = actor_of_request(request)
            if actor is None:
                return redirect_to_login(request.get_full_path())
            if not actor.holds_anywhere(*roles):
                raise no_post(*roles)
            response = page(request, actor, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        return cast("View[Params]", view)

    return guard


def no_post(*roles: Role) -> NotAllowed:
    """The refusal for whoever holds none of the posts that a page is for."""
    names = gettext(", ").join(str(role.label) for role in roles)
    sentence = _("This page is for: {roles}. You hold no such post; the security administrator gives posts.")
    return NotAllowed("no-post", format_lazy(sentence, roles=names))


def back_to(request: HttpRequest) -> str:
    """The address of this house that a form names as `next`, else the worklist."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if safe else reverse("desk:worklist")
