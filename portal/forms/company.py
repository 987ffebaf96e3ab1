"""Binding an account to a company, and giving its people mandates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.roles import MandateScope
from look.forms import day_field, offer
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
    """An agent's mandate: who, for what, on which records, and until when."""

    address = forms.CharField(
        label=_("Sign-in name or e-mail address of the agent"),
        help_text=_("The agent needs an account of its own. Never pass on your password."),
        max_length=254,
        error_messages={"required": _("Enter the sign-in name or e-mail address of the agent.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What the agent may do"),
        choices=MandateScope.choices,
        initial=[MandateScope.FILE, MandateScope.ANSWER, MandateScope.LETTERS],
        error_messages={"required": _("Choose at least one thing that the agent may do.")},
        widget=forms.CheckboxSelectMultiple,
    )
    until = day_field(
        label=_("Last day of the mandate"),
        required=_("Enter the last day on which the agent may act."),
        help_text=_("You can end the mandate earlier at any time."),
    )
    records = forms.TypedMultipleChoiceField(
        label=_("Only for these records (optional)"),
        help_text=_("Choose none for a mandate about all records, those to come too."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, data: Mapping[str, object] | None = None, *, records: Sequence[tuple[int, str]]
    ) -> None:
        super().__init__(data)
        if records:
            offer(self, "records", records)
        else:
            del self.fields["records"]


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
