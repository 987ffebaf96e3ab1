"""Filters of the list of measures: in the address, so that a list can be passed on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.lists import search_field
from look.names import name_of
from records.models import Department
from records.models.measure import MeasureState


class MeasureFilterForm(forms.Form):
    """Narrows measures to a department, a state, a company or record."""

    department = forms.ModelChoiceField(
        label=_("Department that applies it"),
        queryset=Department.objects.order_by("jurisdiction", "name_zh"),
        empty_label=_("All"),
        required=False,
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *MeasureState.choices], required=False
    )
    q = search_field(_("Company, credit code or decision number"), max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].label_from_instance = name_of  # type: ignore[attr-defined]  # a ModelChoiceField
