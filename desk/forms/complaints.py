"""What whoever answers says about a complaint."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models.complaint import ComplaintFinding
from look.forms import VersionedForm


class ComplaintActForm(VersionedForm):
    """An act that needs no words. Subclasses add fields and name them as the service does."""

    @property
    def facts(self) -> dict[str, Any]:
        """The keyword arguments of the service, beside the complaint, the version, the actor and the moment."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ReasonForm(ComplaintActForm):
    """A reason that the company reads."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The company reads it."),
        max_length=4000,
        error_messages={"required": _("Give the reason.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DeclineForm(ComplaintActForm):
    """Why a complaint is not taken up, and where to turn."""

    reason = forms.CharField(
        label=_("Reason, and where to turn instead"),
        help_text=_("It is printed in the letter to the company."),
        max_length=4000,
        error_messages={
            "required": _("Give the reason why the complaint is not taken up, and where to turn instead.")
        },
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class AnswerForm(ComplaintActForm):
    """The answer: what was found, why, what was done, what the company gets or can do."""

    finding = forms.ChoiceField(
        label=_("Finding on the complaint"),
        choices=ComplaintFinding.choices,
        error_messages={
            "required": _("Say whether the complaint is justified, justified in part, or not justified.")
        },
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer with reasons"),
        help_text=_("What was looked at and what was found. It is printed in the letter to the company."),
        max_length=4000,
        error_messages={"required": _("Write the answer.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    done = forms.CharField(
        label=_("What was done"),
        help_text=_("By whom and when; if nothing had to be done, say so."),
        max_length=4000,
        error_messages={"required": _("Say what was done about it.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    remedy = forms.CharField(
        label=_("What the company gets or can do"),
        max_length=4000,
        error_messages={"required": _("Say what the company gets or can do next.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
