"""The page on which a person says how they like to work."""

from __future__ import annotations

from http import HTTPStatus

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actors import actor_of
from accounts.models import User
from accounts.services import keep_preferences, preferences_of
from journal.now import today


class PreferencesForm(forms.Form):
    """What anybody may choose, and for those who hold a post how the desk behaves."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of your pages and mails"), choices=settings.LANGUAGES
    )
    shortcuts = forms.BooleanField(
        label=gettext_lazy("Keyboard shortcuts on the pages of the desk"),
        required=False,
        help_text=gettext_lazy("Single keys such as j, k and / do something. Press ? on a page to see them."),
    )
    dense_lists = forms.BooleanField(
        label=gettext_lazy("Close lines in lists"),
        required=False,
        help_text=gettext_lazy("More rows on one screen, with less space between them."),
    )

    def __init__(self, *args: object, at_a_desk: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        if not at_a_desk:
            del self.fields["shortcuts"], self.fields["dense_lists"]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """One's own preferences, shown and kept."""
    user = request.user
    if not isinstance(user, User):  # login_required lets nobody else in
        return redirect("account_login")
    at_a_desk = bool(actor_of(user, on=today()).posts)
    if request.method != "POST":
        kept = preferences_of(user.pk)
        form = PreferencesForm(
            initial={
                "language": get_language(),
                "shortcuts": kept.shortcuts,
                "dense_lists": kept.dense_lists,
            },
            at_a_desk=at_a_desk,
        )
        return render(request, "account/preferences.html", {"form": form})
    form = PreferencesForm(request.POST, at_a_desk=at_a_desk)
    if not form.is_valid():
        return render(
            request, "account/preferences.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    keep_preferences(user_id=user.pk, **form.cleaned_data)
    with override(form.cleaned_data["language"]):
        messages.success(request, _("Your choice was kept."))
    return redirect("preferences")
