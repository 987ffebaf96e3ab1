"""Binding an account to a company, and giving its people mandates."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from look.forms import day_field
from records import credit_code


class ActivationForm(forms.Form):
    """The activation code that the subject was sent or handed."""

    code = forms.CharField(
        label=_("Activation code"),
        help_text=_("It was sent to your company by letter or handed over at the service window."),
        max_length=60,
        error_messages={"required": _("Enter the activation code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "spellcheck": "false", "class": "code"}
        ),
    )


class MandateForm(forms.Form):
    """An agent's mandate: who, and until when."""

    username = forms.CharField(
        label=_("Sign-in name of the agent"),
        help_text=_("The agent needs an account of its own. Never pass on your password."),
        max_length=150,
        error_messages={"required": _("Enter the sign-in name of the agent.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    until = day_field(
        label=_("Last day of the mandate"),
        required=_("Enter the last day on which the agent may act."),
        help_text=_("You can end the mandate earlier at any time."),
    )


class PickSubjectForm(forms.Form):
    """The company a clerk serves at the window, by its code."""

    code = forms.CharField(
        label=_("Unified social credit code"),
        help_text=_("Check the business licence and the identity of the person before you."),
        max_length=40,
        error_messages={"required": _("Enter the code on the business licence.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "code"}),
    )

    def clean_code(self) -> str:
        code = credit_code.normalise(str(self.cleaned_data["code"]))
        if not credit_code.check(code).outer_ok:
            raise forms.ValidationError(
                _("This is not a valid unified social credit code. Compare it with the licence.")
            )
        return code
