"""Shapes of what the public may type: a credit code, a company's name, a check code."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from records import credit_code
from records.names import LONGEST, SHORTEST, plain

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
        return checked_code(credit_code.normalise(str(self.cleaned_data["code"])))


# registering department, kind of body, the beginning of the division: no name begins so
LIKE_A_CODE = re.compile(r"[0-9A-Z]{2}\d{2}[0-9A-Z]*")


class AskForm(forms.Form):
    """What is looked for in the register: `code` after validation where it reads like a credit code, else `name`."""

    q = forms.CharField(
        label=_("Credit code or name"),
        help_text=_("All 18 characters of the code, or two characters or more of the name."),
        max_length=100,
        error_messages={"required": _("Enter a unified social credit code, or the name of a company.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    code = ""
    name = ""

    def clean_q(self) -> str:
        typed = str(self.cleaned_data["q"])
        code = credit_code.normalise(typed)
        if LIKE_A_CODE.fullmatch(code):
            self.code = checked_code(code)
            return self.code
        if len(plain(typed)) < SHORTEST:
            raise forms.ValidationError(_("Enter at least two characters of the name."))
        if len(plain(typed)) > LONGEST:
            raise forms.ValidationError(_("No company has so long a name. Enter a part of it."))
        self.name = " ".join(typed.split())
        return self.name


def checked_code(code: str) -> str:
    """A normalised code whose length and check character are right; raises ValidationError."""
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
