"""Posts, given and ended by the security administrator; never the administrator's own."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from accounts.models import User
from accounts.policies import can_give_post, can_reset, posts_visible_to
from accounts.roles import Role
from accounts.services import end_post, give_post
from desk.access import for_posts
from desk.forms.lists import PersonSearchForm
from desk.forms.people import GivePostForm
from journal.now import now, today
from journal.refusals import Refusal
from look.forms import take_up

PAGE = 50
REFUSED_FIELDS = {
    "no-person": "username",
    "own-post": "username",
    "department-closed": "department",
    "unknown-role": "role",
    "post-held": "role",
    "two-admin-roles": "role",
    "admin-and-officer": "role",
}


@require_safe
@for_posts(Role.SECURITY_ADMIN)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who holds which post, newest first, and the form to give one."""
    return _page(request, actor, GivePostForm(on=today()))


@require_POST
@for_posts(Role.SECURITY_ADMIN)
def give(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Give a post from today on."""
    form = GivePostForm(request.POST, on=today())
    if not form.is_valid():
        return _page(request, actor, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    asked = form.cleaned_data
    person = User.objects.filter(username=asked["username"]).first()
    try:
        post = give_post(
            user_id=person.pk if person else 0,
            department_id=asked["department"].pk,
            role=asked["role"],
            actor=actor,
            at=now(),
        )
    except Refusal as refused:
        take_up(form, refused, REFUSED_FIELDS)
        return _page(request, actor, form, refused.status)
    messages.success(
        request,
        _("%(person)s is %(post)s now.") % {"person": post.user, "post": Role(post.role).label},
    )
    return redirect("desk:posts")


@require_POST
@for_posts(Role.SECURITY_ADMIN)
def end(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """End a post today."""
    post = end_post(post_id=pk, actor=actor, at=now())
    messages.success(
        request,
        _("%(person)s is no longer %(post)s.") % {"person": post.user, "post": Role(post.role).label},
    )
    return redirect("desk:posts")


def _page(
    request: HttpRequest, actor: Actor, form: GivePostForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    search = PersonSearchForm(request.GET)
    query = search.cleaned_data["q"] if search.is_valid() else ""
    after = request.GET.get("after", "")
    if after and not after.isdecimal():
        raise Http404
    posts = posts_visible_to(actor).select_related("user", "department").order_by("-pk")
    if query:
        posts = posts.filter(Q(user__username__icontains=query) | Q(user__full_name__icontains=query))
    if after:
        posts = posts.filter(pk__lt=int(after))
    found = list(posts[: PAGE + 1])
    shown, on = found[:PAGE], today()
    context = {
        "form": form,
        "search": search,
        "query": query,
        "rows": [
            {
                "post": post,
                "role": Role(post.role).label,
                "may_end": _stands(post.to_on, on) and can_give_post(actor, post.user_id),
                "may_reset": _stands(post.to_on, on) and can_reset(actor, post.user_id),
            }
            for post in shown
        ],
        "next_cursor": str(shown[-1].pk) if len(found) > PAGE else "",
    }
    return render(request, "desk/posts.html", context, status=status)


def _stands(to_on: date | None, on: date) -> bool:
    return to_on is None or to_on > on
