"""Whom the units may ask: the same two questions wherever a company files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from look.forms import VersionedForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def name_field(required: str | _StrPromise = "") -> forms.CharField:
    """The name of the contact person; `required` is the sentence for an empty one, without it it may stay empty."""
    return forms.CharField(
        label=_("Contact person"),
        max_length=80,
        required=bool(required),
        error_messages={"required": required},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


def phone_field(required: str | _StrPromise = "") -> forms.CharField:
    """The telephone of the contact person, asked in the same way."""
    return forms.CharField(
        label=_("Telephone of the contact person"),
        max_length=40,
        required=bool(required),
        error_messages={"required": required},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


class ContactForm(VersionedForm):
    """Whom one may call about a draft. It may be saved half done; filing asks for the whole."""

    contact_name = name_field()
    contact_phone = phone_field()


class GroupContactForm(forms.Form):
    """Whom the units may ask about every record of a group."""

    contact_name = name_field(_("Give the name of the person we may ask."))
    contact_phone = phone_field(_("Give a telephone number."))
