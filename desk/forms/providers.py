"""Providers entered and ended by the system administrator."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from look.forms import day_field
from records.models.provider import ProviderKind
from records.services.providers import REASON_LENGTH, ProviderFacts


class ProviderForm(forms.Form):
    """What is entered of a provider; it is not changed later, only ended."""

    name = forms.CharField(
        label=_("Name of the provider"),
        max_length=120,
        error_messages={"required": _("Give the name of the provider.")},
    )
    code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=40,
        error_messages={"required": _("Enter the code on the business licence.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "code"}),
    )
    kind = forms.ChoiceField(
        label=_("Recognised as"),
        choices=[("", _("Please choose")), *ProviderKind.choices],
        error_messages={"required": _("Say what the provider is recognised for.")},
    )
    scope = forms.CharField(
        label=_("Scope in words (optional)"),
        help_text=_("For example: courses on credit repair for companies."),
        max_length=200,
        required=False,
    )
    jurisdiction = forms.CharField(
        label=_("Place (optional)"),
        help_text=_("The six digits of the division, such as 370400. Empty: recognised everywhere."),
        max_length=6,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "code"}),
    )
    basis = forms.CharField(
        label=_("Document that recognises it"),
        help_text=_("Issuer and number."),
        max_length=200,
        error_messages={"required": _("Name the document that recognises the provider.")},
    )
    from_on = day_field(label=_("First day"), required=_("Give the first day of the recognition."))
    until = day_field(label=_("Last day (optional)"), help_text=_("Empty where the document names no end."))

    REFUSED_FIELDS = {
        "name": "name",
        "code": "code",
        "kind": "kind",
        "jurisdiction": "jurisdiction",
        "basis": "basis",
        "ends-before": "until",
        "provider-stands": "code",
    }

    @property
    def facts(self) -> ProviderFacts:
        """The answers as the service takes them."""
        return ProviderFacts(**self.cleaned_data)


class EndProviderForm(forms.Form):
    """When and why a provider is recognised no more."""

    until = day_field(
        label=_("Last day of the recognition"),
        required=_("Give the last day on which the provider is recognised."),
        help_text=_("It may lie in the past. A certificate of a later day counts no more."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is shown in public beside the provider."),
        max_length=REASON_LENGTH,
        error_messages={"required": _("Give the reason.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    REFUSED_FIELDS = {"ends-before": "until", "reason": "reason"}
