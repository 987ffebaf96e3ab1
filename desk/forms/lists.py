"""Filters of the lists: in the address, so that a list can be passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from journal.verbs import VERBS
from look.forms import offer

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

CASE_OR_COMPANY = _("Case number, credit code or name")


def search_field(label: str | _StrPromise = CASE_OR_COMPANY, *, max_length: int = 100) -> forms.CharField:
    """The one field by which things are found on every list of the desk."""
    return forms.CharField(
        label=label,
        max_length=max_length,
        required=False,
        strip=True,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )


class PersonSearchForm(forms.Form):
    """Finds a person by sign-in name or name."""

    q = search_field(_("Sign-in name or name"))


class JournalFilterForm(forms.Form):
    """Narrows the journal to a stream, a verb, an actor."""

    stream = forms.CharField(
        label=_("Stream"),
        max_length=80,
        required=False,
        strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "case:1"}),
    )
    verb = forms.ChoiceField(label=_("What happened"), required=False)
    actor = forms.CharField(
        label=_("By"),
        max_length=80,
        required=False,
        strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "user:1"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed through
        offer(self, "verb", VERBS.items(), first=_("Everything"))
