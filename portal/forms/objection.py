"""What a subject fills in to object: grounds, one field at a time, contact, declaration."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.contested import WITHOUT_VALUE
from cases.models.objection import Ground
from look.contested import DAYS
from look.forms import VersionedForm, day_field

LONG_TEXTS = ("violation", "facts", "basis", "content")


class GroundsForm(VersionedForm):
    """Why the record is contested: grounds of the list, and what happened in one's own words.

    It may be saved half done; filing asks for the whole.
    """

    grounds = forms.MultipleChoiceField(
        label=_("What is wrong with the record"),
        help_text=_("Choose every ground that applies."),
        choices=Ground.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    statement = forms.CharField(
        label=_("What happened, in your own words"),
        help_text=_(
            "For example: the fine was reduced on review; our telephone number stands in the record."
        ),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    field_order = ("grounds", "statement")


class ContestForm(VersionedForm):
    """One field: the value held right, and why. What has no value of its own asks for the reason alone."""

    reason = forms.CharField(
        label=_("Why, and what proves it"),
        max_length=2000,
        error_messages={"required": _("Say why it is wrong.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: object = None, *, field: str, initial: dict[str, object]) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # what a request holds
        if field not in WITHOUT_VALUE:
            self.fields["right_value"] = _value_field(field)
            self.order_fields(["right_value", "reason"])

    @property
    def right_value(self) -> str:
        """The value held right as plain text; a day as year-month-day."""
        value = self.cleaned_data.get("right_value")
        return "" if value is None else str(value)


def _value_field(field: str) -> forms.Field:
    """A value may be empty: then nothing should stand there."""
    words = _("What should stand there")
    if field in DAYS:
        return day_field(label=words, help_text=_("Leave it empty if no day should stand there."))
    widget = forms.Textarea(attrs={"rows": 3}) if field in LONG_TEXTS else forms.TextInput()
    return forms.CharField(
        label=words,
        help_text=_("Leave it empty if nothing should stand there."),
        max_length=4000,
        required=False,
        widget=widget,
    )


class ProofForm(VersionedForm):
    """One file as proof of what is contested."""

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

    field_order = ("title", "file")


class ObjectionDeclarationForm(VersionedForm):
    """The declaration before filing (异议申诉信用承诺)."""

    declared = forms.BooleanField(
        label=_(
            "I declare that what this objection says and proves is true and that I may file it for the company."
        ),
        error_messages={"required": _("Confirm the declaration before you file.")},
    )
