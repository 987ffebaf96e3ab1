"""Going on with a draft: its reference and the code."""

from __future__ import annotations

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.services.resuming import VALID_FOR

PLAIN = {"autocomplete": "off", "spellcheck": "false", "class": "code"}


class ResumeForm(forms.Form):
    """The reference of a draft, and the code that was shown or handed over with it."""

    number = forms.CharField(
        label=_("Reference"),
        help_text=_("Such as XF-2026-7K3MQ9AB."),
        max_length=40,
        error_messages={"required": _("Enter the reference of the draft.")},
        widget=forms.TextInput(attrs=PLAIN),
    )
    code = forms.CharField(
        label=_("Code of the draft"),
        help_text=format_lazy(
            _("Three groups of four signs. It works once, for {days} days."), days=VALID_FOR.days
        ),
        max_length=40,
        error_messages={"required": _("Enter the code.")},
        widget=forms.TextInput(attrs={**PLAIN, "autocomplete": "one-time-code"}),
    )
