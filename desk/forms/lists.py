"""Filters of the lists: in the address, so that a list can be passed on."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from journal.verbs import VERBS


class SearchForm(forms.Form):
    """Finds a case on a worklist; keeps the tab."""

    q = forms.CharField(
        label=_("Case number, credit code or name"),
        max_length=100,
        required=False,
        strip=True,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    tab = forms.CharField(required=False, widget=forms.HiddenInput)


class PersonSearchForm(forms.Form):
    """Finds a person by sign-in name or name."""

    q = forms.CharField(
        label=_("Sign-in name or name"),
        max_length=100,
        required=False,
        strip=True,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


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
        known = [(verb, f"{sentence}（{verb}）") for verb, sentence in VERBS.items()]
        self.fields["verb"].choices = [("", _("Everything")), *known]  # type: ignore[attr-defined]  # a ChoiceField
