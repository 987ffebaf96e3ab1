"""Draw a piece of template with the component tags loaded."""

from __future__ import annotations

from django.template import Context, Template
from django.test import RequestFactory


def draw(source: str, **context: object) -> str:
    """The piece's markup, stripped."""
    return Template("{% load look %}" + source).render(Context(context)).strip()


def draw_at(path: str, source: str, **context: object) -> str:
    """The piece's markup as drawn for a GET of `path`."""
    return draw(source, request=RequestFactory().get(path), **context)
