"""What the forms of every face share: the version of the page, days as people write them, acts that may be refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from journal.refusals import Refusal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Result = TypeVar("Result")
DAY_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")


def day_field(
    *, label: str | _StrPromise, required: str | _StrPromise | None = None, help_text: str | _StrPromise = ""
) -> forms.DateField:
    """A day, typed or picked; `required` is the sentence for an empty one, without it the day may stay empty."""
    messages: dict[str, str | _StrPromise] = {
        "invalid": _("Write the day as year-month-day, such as 2026-05-15.")
    }
    if required is not None:
        messages["required"] = required
    return forms.DateField(
        label=label,
        required=required is not None,
        help_text=help_text,
        input_formats=DAY_FORMATS,
        error_messages=messages,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


def offer(
    form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]], *, first: str | _StrPromise = ""
) -> None:
    """Give a field its choices, after an empty one in these words. Raises TypeError for a field without choices."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(name)
    field.choices = [*([("", first)] if first else []), *choices]


class VersionedForm(forms.Form):
    """A form about a case: it carries the version of the case that its page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def seen_version(self) -> int | None:
        """The version the page was drawn from; None where it was left out or garbled."""
        version = self.cleaned_data.get("version")
        return version if isinstance(version, int) else None


def take_up(form: forms.Form, refused: Refusal, fields: Mapping[str, str]) -> None:
    """Put a refusal beside the field it speaks of (`fields`: refusal code to field), else above the form."""
    field = fields.get(refused.code)
    form.add_error(field if field in form.fields else None, str(refused))


def attempt(form: forms.Form, act: Callable[[], Result], fields: Mapping[str, str]) -> Result | None:
    """Do an act; what is wrong with the answers goes to the form (then None), other refusals further up."""
    try:
        return act()
    except Refusal as refused:
        if refused.status != HTTPStatus.UNPROCESSABLE_ENTITY:
            raise
        take_up(form, refused, fields)
        return None


def status_of(*shown: forms.Form) -> HTTPStatus:
    """422 for a page that shows faults, 200 otherwise."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if any(form.errors for form in shown) else HTTPStatus.OK
