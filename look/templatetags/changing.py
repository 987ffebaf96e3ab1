"""The choice of the text for a case, shown on its pages."""

from __future__ import annotations

from django import template

from cases.models import Case
from look.changing import Told, told_of

register = template.Library()


@register.inclusion_tag("components/changeovers.html")
def changeovers(case: Case) -> dict[str, tuple[Told, ...]]:
    """What was chosen when a new text came into force; nothing where nothing was."""
    return {"choices": told_of(case)}
