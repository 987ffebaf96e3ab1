"""The register of providers of training and reports, kept by the system administrator."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.roles import Role
from desk.access import for_posts
from desk.forms.providers import EndProviderForm, ProviderForm
from journal.now import now, today
from journal.refusals import Refusal
from look.forms import take_up
from records.models import Provider
from records.services import providers

PAGE = 50


@require_safe
@for_posts(Role.SYSTEM_ADMIN)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every provider that was ever entered, the newest first, in pages."""
    del actor  # the post is all that is asked
    after = request.GET.get("after", "")
    if after and not after.isdecimal():
        raise Http404
    rows = Provider.objects.order_by("-pk")
    if after:
        rows = rows.filter(pk__lt=int(after))
    page = list(rows[: PAGE + 1])
    on = today()
    context = {
        "rows": [(provider, provider.to_on is not None and provider.to_on <= on) for provider in page[:PAGE]],
        "next_cursor": str(page[PAGE - 1].pk) if len(page) > PAGE else "",
    }
    return render(request, "desk/providers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(Role.SYSTEM_ADMIN)
def enter(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Enter a provider."""
    form = ProviderForm(request.POST or None)
    if request.method != "POST":
        return render(request, "desk/provider_enter.html", {"form": form})
    if not form.is_valid():
        return _refused(request, form)
    try:
        provider = providers.enter(facts=form.facts, at=now(), actor_ref=actor.ref)
    except Refusal as refused:
        take_up(form, refused, form.REFUSED_FIELDS)
        return _refused(request, form, refused.status)
    messages.success(request, _("%(name)s was entered.") % {"name": provider.name})
    return redirect("desk:providers")


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(Role.SYSTEM_ADMIN)
def end(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """End a provider, with the reason; nothing is deleted."""
    provider = get_object_or_404(Provider, pk=pk)
    form = EndProviderForm(request.POST or None)
    context = {"provider": provider, "form": form}
    if request.method != "POST":
        return render(request, "desk/provider_end.html", context)
    if not form.is_valid():
        return render(request, "desk/provider_end.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        providers.end(provider_id=pk, **form.cleaned_data, at=now(), actor_ref=actor.ref)
    except Refusal as refused:
        take_up(form, refused, form.REFUSED_FIELDS)
        return render(request, "desk/provider_end.html", context, status=refused.status)
    messages.success(request, _("%(name)s was ended.") % {"name": provider.name})
    return redirect("desk:providers")


def _refused(
    request: HttpRequest, form: ProviderForm, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY
) -> HttpResponse:
    return render(request, "desk/provider_enter.html", {"form": form}, status=status)
