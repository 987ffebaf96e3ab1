"""The parts of an application: form, commitment, steps, documents, declaration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.ways import WAY_FIELDS
from look.forms import VersionedForm, day_field


class ApplicationForm(VersionedForm):
    """The application form (信用修复申请表). It may be saved half done; filing asks for the whole."""

    contact_name = forms.CharField(
        label=_("Contact person"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_phone = forms.CharField(
        label=_("Telephone of the contact person"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    performed_on = day_field(
        label=_("Day on which the duties of the decision were performed"),
        help_text=_("If there were several duties, the day of the last one."),
    )
    performance = forms.CharField(
        label=_("How the duties were performed and the conduct was corrected"),
        help_text=_("For example: fine paid in full, permit renewed, equipment replaced."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    reason = forms.CharField(
        label=_("Anything else you want to say (optional)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ("contact_name", "contact_phone", "performed_on", "performance", "reason")

    def answering(self, number: str) -> None:
        """Ask, after a refusal, how its ground was answered: an application without that is not taken."""
        self.fields["reason"].label = _("How you answered the ground on which %(number)s was refused") % {
            "number": number
        }


class CommitmentForm(VersionedForm):
    """The signature under the commitment: a name, typed."""

    signed_by = forms.CharField(
        label=_("Name of the person who signs"),
        help_text=_(
            "The legal representative or an authorised person. Typing the name signs the commitment."
        ),
        max_length=80,
        error_messages={"required": _("Type the name of the person who signs the commitment.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class StepForm(VersionedForm):
    """What one way of repair asks to be told. The fields are those of the way."""

    def __init__(
        self, data: Mapping[str, object] | None = None, *, way: str, initial: Mapping[str, object]
    ) -> None:
        super().__init__(data, initial=dict(initial), prefix=way)
        self.way = way
        for field in WAY_FIELDS[way]:
            if field.kind == "day":
                self.fields[field.id] = day_field(label=str(field.label), required=_("Enter the day."))
                continue
            attrs = {"inputmode": "decimal"} if field.kind == "number" else {}
            self.fields[field.id] = forms.CharField(
                label=str(field.label),
                max_length=field.limit,
                error_messages={"required": _("This is needed for the step.")},
                widget=forms.TextInput(attrs=attrs),
            )

    @property
    def facts(self) -> dict[str, str]:
        """The answers as text, days as year-month-day."""
        return {field.id: str(self.cleaned_data[field.id]) for field in WAY_FIELDS[self.way]}


class UploadForm(VersionedForm):
    """One file for one material."""

    material = forms.ChoiceField(
        label=_("What the document proves"),
        error_messages={"required": _("Choose what the document proves.")},
    )
    title = forms.CharField(label=_("Title (optional)"), max_length=200, required=False)
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, PNG or JPEG, at most 10 MB. You can add several files one after the other."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another one."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    field_order = ("material", "title", "file")

    def __init__(self, *args: object, materials: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed through
        cast("forms.ChoiceField", self.fields["material"]).choices = list(materials)


class DeclarationForm(VersionedForm):
    """The declaration before filing."""

    declared = forms.BooleanField(
        label=_(
            "I declare that everything in this application is true and that I may file it for the company."
        ),
        error_messages={"required": _("Confirm the declaration before you file.")},
    )
