"""A new address for a calendar program."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class FeedForm(forms.Form):
    """What the address is called, and whether names stand in its calendar."""

    name = forms.CharField(
        label=_("Which program or device asks for it"),
        max_length=60,
        help_text=_("So that you know later which one to revoke, such as: my telephone."),
        error_messages={"required": _("Give the address a name, such as the program that asks for it.")},
    )
    with_names = forms.BooleanField(
        label=_("Put names of companies and decisions into it"),
        required=False,
        help_text=_(
            "Without them the calendar holds numbers and kinds of cases only. Calendars often lie with strangers."
        ),
    )
