"""Names and delivered text in templates: `{% load names %}`."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from look.days import speaks_chinese
from look.names import Named, name_of

register = template.Library()


@register.filter
def named(thing: Named) -> str:
    """`{{ department|named }}`: its name in the reader's language."""
    return name_of(thing)


@register.filter
def official(text: str) -> SafeString:
    """Text as it was delivered, marked as Chinese for those who hear an English page."""
    if speaks_chinese() or not text:
        return format_html("{}", text)
    return format_html('<span lang="zh-Hans">{}</span>', text)
