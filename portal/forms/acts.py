"""What a subject says when it acts on a filed case."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from look.forms import VersionedForm


class PlainForm(VersionedForm):
    """An act that needs no words."""


class WithdrawForm(VersionedForm):
    """Why an application is withdrawn."""

    reason = forms.CharField(
        label=_("Why you withdraw"),
        max_length=2000,
        error_messages={"required": _("Say in a few words why you withdraw.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SupplementForm(VersionedForm):
    """The answer to everything that was asked for at once."""

    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("Say for each item what you have supplied or corrected."),
        max_length=4000,
        error_messages={"required": _("Say what you have supplied.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
