"""What a company says about a copy that is still online."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from delisting.copies import Place
from delisting.models import CopyShows
from look.forms import offer
from look.names import name_of

ANOTHER = "another"


class CopyForm(forms.Form):
    """Where a copy is still shown: the place, the address, what stands there since when, what else helps to find it."""

    where = forms.ChoiceField(
        label=_("Where is it still shown?"),
        error_messages={"required": _("Choose the place from the list, or name another one.")},
        widget=forms.RadioSelect,
    )
    place = forms.CharField(
        label=_("Name of the other place"),
        help_text=_("Only for a place that is not on the list."),
        max_length=200,
        required=False,
    )
    address = forms.URLField(
        label=_("Address of the page"),
        help_text=_("Copy it from the browser; it begins with https:// or http://."),
        max_length=500,
        assume_scheme="https",
        error_messages={
            "required": _("Give the full address of the page, beginning with http:// or https://."),
            "invalid": _("Give the full address of the page, beginning with http:// or https://."),
        },
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    shows = forms.ChoiceField(
        label=_("What is shown there?"),
        choices=CopyShows.choices,
        error_messages={"required": _("Say what is shown there.")},
        widget=forms.RadioSelect,
    )
    seen_on = forms.DateField(
        label=_("Since when have you seen it there?"),
        help_text=_("The day on which you first saw it after publication had ended."),
        error_messages={
            "required": _("Give the day on which you first saw it."),
            "invalid": _("Give the day on which you first saw it."),
        },
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=_("What else helps to find it (optional)"),
        help_text=_("For example what you searched for, or on which other pages of the place it is shown."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, places: Sequence[Place], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed through
        known = [(str(place.release_id), name_of(place)) for place in places]
        offer(self, "where", [*known, (ANOTHER, _("Another place"))])

    @property
    def release_id(self) -> int | None:
        """The release of the chosen place; None for another one."""
        where = str(self.cleaned_data["where"])
        return None if where == ANOTHER else int(where)
