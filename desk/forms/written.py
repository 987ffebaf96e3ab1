"""A text of law that is sent as a file or written in a box, as calendars and legal texts are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def written_file(help_text: StrOrPromise) -> forms.FileField:
    """The field of a file that takes the place of the box."""
    accepted = forms.ClearableFileInput(attrs={"accept": ".toml,text/plain"})
    return forms.FileField(label=_("File (optional)"), help_text=help_text, required=False, widget=accepted)


def written_text(
    label: StrOrPromise, largest: int, *, rows: int = 24, help_text: StrOrPromise = ""
) -> forms.CharField:
    """The box of a text, kept as it is written."""
    box = forms.Textarea(attrs={"rows": rows, "class": "code", "spellcheck": "false"})
    return forms.CharField(
        label=label, help_text=help_text, required=False, strip=False, max_length=largest, widget=box
    )


class WrittenForm(forms.Form):
    """A form with a `file` and a `text`: the file goes before, and stands in the box from then on."""

    LARGEST: int
    TOO_LARGE: StrOrPromise

    def clean_file(self) -> str:
        """The text of the file; empty where none was sent."""
        sent = self.cleaned_data["file"]
        if not isinstance(sent, UploadedFile):
            return ""
        if sent.size is None or sent.size > self.LARGEST:
            raise forms.ValidationError(self.TOO_LARGE)
        try:
            text: str = sent.read().decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            raise forms.ValidationError(
                _("The file is not UTF-8 text. Save it as UTF-8 and send it again.")
            ) from fault
        return text

    def written(self, answers: dict[str, Any]) -> str:
        """What was sent or written; it stands in the box, so that a fault is mended there."""
        text: str = (answers["file"] or answers["text"]).replace("\r\n", "\n")
        self.data = {**dict(self.data.items()), "text": text}
        return text
