"""A second signature given or refused, and the company's word at the window."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from look.forms import VersionedForm


class SecondSignatureForm(VersionedForm):
    """The second person's own declaration."""

    declared = forms.BooleanField(
        label=_("I have read all of it. I declare with the first person that it is true and may be filed."),
        error_messages={"required": _("Confirm the declaration before you sign.")},
    )


class SendBackForm(VersionedForm):
    """Why the second person does not sign."""

    # the form to sign stands on the same page
    version = forms.IntegerField(widget=forms.HiddenInput(attrs={"id": "id_back_version"}), required=False)
    remark = forms.CharField(
        label=_("What must be mended"),
        max_length=2000,
        error_messages={"required": _("Say what must be mended.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ConfirmationCodeForm(forms.Form):
    """The six digits that the company tells the clerk."""

    code = forms.CharField(
        label=_("Code the company tells you"),
        max_length=12,
        error_messages={"required": _("Enter the six digits.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false", "class": "code"}
        ),
    )


class SignedSheetForm(forms.Form):
    """The scan of the sheet that was printed and signed."""

    file = forms.FileField(
        label=_("Scan of the signed sheet"),
        help_text=_("PDF, PNG or JPEG, at most 10 MB."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another one."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
