"""What a holder's officer says about a removal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from delisting.models import CopyOutcome


class NoteForm(forms.Form):
    """The answer that the copy is gone."""

    note = forms.CharField(
        label=_("Note (optional)"),
        help_text=_("For example where it was shown and when it was removed."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ConfirmForm(forms.Form):
    """A removal confirmed by hand, with its proof."""

    proof = forms.CharField(
        label=_("How the removal was checked"),
        help_text=_("Say who looked where and when, or give the number of the proof."),
        max_length=2000,
        error_messages={"required": _("Say how the removal was checked, or give the number of the proof.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CopyAnswerForm(forms.Form):
    """What was found at an address that a company reported, and what was done."""

    outcome = forms.ChoiceField(
        label=_("What was found at the address"),
        choices=CopyOutcome.choices,
        error_messages={"required": _("Say what was found at the address.")},
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What was done"),
        help_text=_("The company reads it: who was asked when, and when the page was gone."),
        max_length=2000,
        error_messages={"required": _("Say what was done.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TakeInForm(forms.Form):
    """The number under which a platform took in the minutes of a talk."""

    number = forms.CharField(
        label=_("Number of the receipt"),
        help_text=_("The number that your platform gave the minutes."),
        max_length=80,
        error_messages={"required": _("Give the number under which the minutes were taken in.")},
    )
