"""What is sent to a person beside the inbox: its choice, and the telephone number for text messages."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from journal.now import now
from notifications import choosing, numbers
from notifications.channels import sms
from portal.access import actor_for, user_of
from portal.forms.choices import ChoicesForm, CodeForm, NumberForm
from portal.pages import attempt, page, status_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The choice, shown and kept."""
    user = user_of(request)
    form = ChoicesForm(request.POST or None, choice=choosing.choice_of(user.pk))
    if request.method == "POST" and form.is_valid():
        kept = attempt(form, lambda: choosing.choose(user_id=user.pk, wanted=form.wanted, at=now()))
        if kept is not None:
            messages.success(request, _("Your choice was kept."))
            return redirect("portal:choices")
    return _page(request, form=form)


@login_required
@require_POST
def ask_number(request: HttpRequest) -> HttpResponse:
    """Send a code to a number."""
    user, form = user_of(request), NumberForm(request.POST)

    def act() -> bool:
        numbers.ask_number(user_id=user.pk, number=form.cleaned_data["number"], at=now())
        return True

    return _number_step(request, form, act, _("A code was sent. Type it below."), "number_form")


@login_required
@require_POST
def confirm_number(request: HttpRequest) -> HttpResponse:
    """Take the number to which the code was sent."""
    user, form = user_of(request), CodeForm(request.POST)

    def act() -> bool:
        numbers.confirm_number(user_id=user.pk, code=form.cleaned_data["code"], at=now())
        return True

    done = _("The number is confirmed. Now choose what is sent to it.")
    return _number_step(request, form, act, done, "code_form")


@login_required
@require_POST
def remove_number(request: HttpRequest) -> HttpResponse:
    """Take the number back."""
    numbers.remove_number(user_id=user_of(request).pk, at=now())
    messages.success(request, _("The number was taken back. No text message is sent any more."))
    return redirect("portal:choices")


def _number_step(
    request: HttpRequest, form: Form, act: Callable[[], bool], done: str, name: str
) -> HttpResponse:
    if form.is_valid() and attempt(form, act):
        messages.success(request, done)
        return redirect("portal:choices")
    return _page(request, **{name: form})


def _page(request: HttpRequest, **forms: Form) -> HttpResponse:
    user, at = user_of(request), now()
    choice = choosing.choice_of(user.pk)
    shown: dict[str, Form] = {
        "form": ChoicesForm(choice=choice),
        "number_form": NumberForm(),
        "code_form": CodeForm(),
        **forms,
    }
    context = {
        **shown,
        "address": user.email,
        "number": sms.masked(choice.number) if choice.number else "",
        "pending": numbers.pending_number(user.pk, at),
        "minutes": int(numbers.VALID_FOR.total_seconds() // 60),
        "by_sms": sms.available(),
        "page_errors": any(one.errors for one in shown.values()),
    }
    return page(
        request, "portal/choices.html", context, actor=actor_for(request), status=status_of(*shown.values())
    )
