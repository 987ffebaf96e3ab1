"""A group filing: which records, whom to ask, the one signature, what each record is asked for itself."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from look.forms import offer
from portal.forms.filing import ReasonForm, performance_field, performed_on_field


class RecordBoxes(forms.CheckboxSelectMultiple):
    """Boxes whose fault leads to the group of them."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return id_ if index is None else super().id_for_label(id_, index)


class ChooseRecordsForm(forms.Form):
    """Records of the company that can be filed now."""

    records = forms.MultipleChoiceField(
        label=_("Records to apply for"),
        error_messages={
            "required": _("Choose at least one record that can be filed now."),
            "invalid_choice": _("One of the records cannot be filed now. Choose among those shown."),
        },
        widget=RecordBoxes,
    )

    def __init__(self, *args: object, choices: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed through
        offer(self, "records", choices)

    @property
    def record_ids(self) -> list[int]:
        return [int(chosen) for chosen in self.cleaned_data["records"]]


class GroupRecordForm(ReasonForm):
    """What one record of the group is asked for itself; the contact was given for all."""

    performed_on = performed_on_field()
    performance = performance_field()
    for_all = forms.BooleanField(
        label=_("Use day and performance for every record of this sitting that has none yet"), required=False
    )

    field_order = ("performed_on", "performance", "reason", "for_all")


class GroupDeclarationForm(forms.Form):
    """The one declaration for all that is ready."""

    declared = forms.BooleanField(
        label=_(
            "I declare that everything in these applications is true and that I may file them for the company."
        ),
        error_messages={"required": _("Confirm the declaration before you file.")},
    )
