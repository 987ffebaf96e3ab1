"""What a subject says when a repair granted to it may be revoked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from look.forms import VersionedForm


class DefenceForm(VersionedForm):
    """The defence, stated once."""

    statement = forms.CharField(
        label=_("Your defence"),
        help_text=_(
            "Say what is right and what is not, and which paper shows it. Add your papers before you send it."
        ),
        max_length=4000,
        error_messages={"required": _("Write your defence.")},
        widget=forms.Textarea(attrs={"rows": 10}),
    )


class PaperForm(VersionedForm):
    """One paper for the defence."""

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
