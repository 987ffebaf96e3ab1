"""What stands on a record after an objection: `{% load contested %}`."""

from __future__ import annotations

from typing import Any

from django import template

from look.contested import notes_of

register = template.Library()


@register.inclusion_tag("components/record_notes.html")
def record_notes(record_id: int) -> dict[str, Any]:
    """The notes that stand on a record; nothing where there are none (one statement)."""
    return {"notes": notes_of(record_id)}
