"""What a person wants to get beside the inbox, and the number it goes to."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.choosing import Wanted
from notifications.models import Choice, News


class ChoicesForm(forms.Form):
    """How mail comes; without a confirmed number there is nothing to choose about text messages."""

    terms_mail = forms.BooleanField(
        label=_("Send me a mail when a term runs or something is asked of me"),
        required=False,
        help_text=_(
            "Reminders come in working hours, all of a day in one mail. A term runs whether a mail comes or not."
        ),
    )
    news_mail = forms.ChoiceField(
        label=_("News about progress by mail"),
        choices=News.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of the list.")},
    )
    letters_sms = forms.BooleanField(label=_("Text message when a letter has come"), required=False)
    terms_sms = forms.BooleanField(
        label=_("Text message when a term runs or something is asked of me"), required=False
    )
    news_sms = forms.BooleanField(label=_("Text message about progress"), required=False)

    def __init__(self, *args: object, choice: Choice, **kwargs: object) -> None:
        kwargs.setdefault("initial", {name: getattr(choice, name) for name in Wanted.__dataclass_fields__})
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        if not choice.number:
            for name in ("letters_sms", "terms_sms", "news_sms"):
                del self.fields[name]

    @property
    def wanted(self) -> Wanted:
        """The choice; call it on a valid form only."""
        return Wanted(**self.cleaned_data)


class NumberForm(forms.Form):
    """A telephone number that shall be confirmed."""

    number = forms.CharField(
        label=_("Mobile number"),
        max_length=20,
        help_text=_("A code is sent to it, to show that it is yours."),
        error_messages={"required": _("Write the number.")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel-national", "type": "tel"}),
    )


class CodeForm(forms.Form):
    """The code that was sent to a number."""

    code = forms.CharField(
        label=_("Code from the text message"),
        max_length=12,
        error_messages={"required": _("Write the six digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
