"""Keyboard shortcuts of a page of the desk: `{% shortcuts %}` at the end of its template."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from accounts.services import preferences_of
from look.access import actor_of_request

register = template.Library()


@register.inclusion_tag("components/shortcuts.html", takes_context=True)
def shortcuts(context: Context) -> dict[str, Any]:
    """The script and its help for a person who has a post and left the shortcuts on (one statement)."""
    actor = actor_of_request(context["request"])
    if actor is None or actor.user_id is None or not actor.posts:
        return {"on": False}
    return {"on": preferences_of(actor.user_id).shortcuts}
