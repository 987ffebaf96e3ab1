"""Addresses that the frame of a page asks for."""

from __future__ import annotations

from typing import Any

from django import template

from look.addresses import opens_again

register = template.Library()


@register.simple_tag(takes_context=True)
def this_page(context: dict[str, Any]) -> str:
    """Where whoever changes the language comes back to; the start page where a page is drawn without a request."""
    request = context.get("request")
    return opens_again(request) if request is not None else "/"
