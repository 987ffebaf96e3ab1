"""Names and delivered text in templates: `{% load names %}`."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from journal.days import speaks_chinese
from look.names import Named, class_name_of, name_of
from look.terms import edition_title as title_of
from rulebook.fields import LABELS

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


@register.simple_tag
def class_name(edition_key: str, class_id: str) -> str:
    """`{% class_name plan.edition plan.class_name %}`: what the edition calls the class."""
    return class_name_of(edition_key, class_id)


@register.filter
def edition_title(edition_key: str) -> str:
    """`{{ plan.edition|edition_title }}`: the title of the legal text."""
    return title_of(edition_key) if edition_key else ""


@register.filter
def field_name(field: str) -> str:
    """`{{ department.authority_field|field_name }}`: the field of administration in words."""
    return str(LABELS[field]) if field else ""
