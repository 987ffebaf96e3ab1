"""Shapes of what the public may type: a credit code, a check code."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from records import credit_code

CODE_SHAPE = _("Enter the 18 characters of the unified social credit code, digits and capital letters.")
CODE_FAULT = _(
    "This is not a valid unified social credit code: its last character does not fit. Check each character."
)


class CodeForm(forms.Form):
    """One unified social credit code, with or without blanks, in any case; its check character must fit."""

    code = forms.CharField(
        label=_("Unified social credit code"),
        help_text=_("18 characters, as on the business licence."),
        max_length=40,
        error_messages={"required": CODE_SHAPE},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "code"}),
    )

    def clean_code(self) -> str:
        code = credit_code.normalise(str(self.cleaned_data["code"]))
        if len(code) != credit_code.LENGTH:
            raise forms.ValidationError(CODE_SHAPE)
        if not credit_code.check(code).outer_ok:
            raise forms.ValidationError(CODE_FAULT)
        return code


class LetterCodeForm(forms.Form):
    """The check code of a letter, as printed below its QR code."""

    code = forms.CharField(
        label=_("Check code"),
        help_text=_("It is printed at the foot of the letter, below the QR code."),
        max_length=40,
        error_messages={"required": _("Enter the check code of the letter.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "code"}),
    )

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split()).upper()
