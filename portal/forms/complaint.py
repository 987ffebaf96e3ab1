"""What a subject fills in to complain: about what, of whom, what happened, with which files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.models.complaint import Cause
from cases.refusals_of_complaint import SENTENCES
from cases.services.complaint.filing import FILES
from look.forms import VersionedForm, offer
from look.names import name_of
from records.models import Department


class FilesInput(forms.ClearableFileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, also none."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:  # noqa: ANN401 - Django's own
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files if file]


class ComplaintForm(forms.Form):
    """A complaint about a unit; `department` offers the units of the matter, `signed` is asked at the window only."""

    about = forms.ChoiceField(
        label=_("What is it about?"),
        choices=Cause.choices,
        error_messages={"required": _("Choose what the complaint is about.")},
        widget=forms.RadioSelect,
    )
    department = forms.ChoiceField(
        label=_("Which unit do you complain about?"),
        help_text=_("Another unit than this one looks into the complaint."),
        error_messages={
            "required": _("Choose the unit you complain about from the list."),
            "invalid_choice": _("Choose the unit you complain about from the list."),
        },
    )
    statement = forms.CharField(
        label=_("What happened?"),
        help_text=_("When, where, who was involved, and what you ask for."),
        max_length=4000,
        error_messages={"required": _("Say what happened: when, where, and who was involved.")},
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    file = FilesField(
        label=_("Files (optional)"),
        help_text=format_lazy(_("PDF, PNG or JPEG, at most {limit} files of 10 MB each."), limit=FILES),
        required=False,
        widget=FilesInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg", "multiple": True}),
    )

    signed = forms.FileField(
        label=_("The complaint as the company signed it (scan)"),
        help_text=_(
            "The company signs or seals what is written here, on paper. PDF, PNG or JPEG, at most 10 MB."
        ),
        error_messages={"required": SENTENCES["complaint-unsigned"]},
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    def __init__(self, *args: object, units: Sequence[Department], at_window: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed through
        offered = [(str(unit.pk), name_of(unit)) for unit in units]
        offer(self, "department", offered, first=_("Choose a unit") if len(offered) > 1 else "")
        if not at_window:
            del self.fields["signed"]


class WithdrawComplaintForm(VersionedForm):
    """Why a complaint is taken back; it may stay empty."""

    reason = forms.CharField(
        label=_("Reason (optional)"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
