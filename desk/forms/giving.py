"""To whom work is given, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from look.forms import offer
from workflows.reassigning import REASON_LIMIT


class GiveForm(forms.Form):
    """A colleague and the reason; both people read it."""

    to = forms.ChoiceField(
        label=_("Colleague"),
        error_messages={
            "required": _("Choose the colleague who goes on with the work."),
            "invalid_choice": _("Choose a colleague of the list."),
        },
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Both of you read it, and it stands in the journal of the case."),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Give the reason.")},
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to", [(str(person.pk), str(person)) for person in people], first=_("Please choose"))

    @property
    def to_id(self) -> int:
        """The colleague, once the form is valid."""
        return int(self.cleaned_data["to"])
