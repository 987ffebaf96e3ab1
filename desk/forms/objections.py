"""What officers say on an objection: why it is not accepted, what it lacks, what is asked, what was made good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.contested import field_label
from cases.models import Case
from desk.forms.acts import ActForm, SupplementForm, clause_field, reason_field
from look.contested import OF_NO_FIELD
from look.forms import offer
from rulebook.edition import Edition

OWN_ERROR = "own-error"
PROVIDER_IS_US = "provider-is-us"


class ObjectionDeclineForm(ActForm):
    """Why an objection is not accepted."""

    reason = reason_field(
        _("Why the objection is not accepted"), help_text=_("The letter to the company says so.")
    )
    clause = clause_field()


class ObjectionSupplementForm(SupplementForm):
    """Everything that an objection lacks, at once; an item may be about one contested field."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, case: Case, edition: Edition, on: date
    ) -> None:
        super().__init__(data, case=case, edition=edition, on=on)
        choices = [
            ("", _("The objection as a whole")),
            *(
                (one.field, field_label(one.field))
                for one in case.contested.all()
                if one.field != OF_NO_FIELD
            ),
        ]
        for number in range(self.count):
            about = cast("forms.ChoiceField", self.fields[f"material_{number}"])
            about.choices = choices
            about.label = _("About which field")


class InquireForm(ActForm):
    """What the providing unit is asked, about which fields."""

    REFUSED_FIELDS = {"question": "question", "unknown-field": "fields_asked"}

    fields_asked = forms.MultipleChoiceField(
        label=_("About which fields"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one field.")},
    )
    question = reason_field(
        _("Question to the providing unit"),
        help_text=_("Say what is to be compared with which source. It is printed in the inquiry letter."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, case: Case, edition: Edition, on: date
    ) -> None:
        super().__init__(data, case=case, edition=edition, on=on)
        standing = [one.field for one in case.contested.all() if one.dropped_at is None]
        offer(self, "fields_asked", [(name, field_label(name)) for name in standing])
        self.initial["fields_asked"] = standing

    @property
    def facts(self) -> dict[str, Any]:
        return {"question": self.cleaned_data["question"], "fields": self.cleaned_data["fields_asked"]}


class ConcludeForm(ActForm):
    """Why nobody else needs to be asked."""

    REFUSED_FIELDS = {"own-finding": "finding", "provider-is-another": "finding", "reason": "reason"}

    finding = forms.ChoiceField(
        label=_("What the platform's own check found"),
        choices=[
            (OWN_ERROR, _("The error is our own: the data were delivered right and copied wrong")),
            (PROVIDER_IS_US, _("Our unit provided the data itself")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what you found.")},
    )
    reason = reason_field(_("Reason"))


class RedressDoneForm(forms.Form):
    """What was done to make good a wrong record, and its proof."""

    proof = forms.CharField(
        label=_("What was done, and where"),
        help_text=_("With the address, the day and the number of the paper. The company reads it."),
        max_length=2000,
        error_messages={"required": _("Say what was done and where.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    file = forms.FileField(
        label=_("Paper that shows it (optional)"),
        help_text=_("PDF, PNG or JPEG, at most 10 MB."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
