"""How the forms of sign-in are shown: with labels, and without placeholders that repeat them."""

from __future__ import annotations

from django import template
from django.forms import BaseForm

register = template.Library()


@register.filter
def labelled(form: BaseForm) -> BaseForm:
    """The form without placeholders: each field has its label."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    return form
