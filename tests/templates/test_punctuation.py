"""A sign between two translated parts stands in the language of the page: no half-width ones among Chinese words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# what is no part of the page, or is a message of its own, in which the translator sets the signs
APART = re.compile(
    r"<(?:g|path|circle|rect|text)\b.*?>|\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}"
    r"|\{% blocktranslate.*?\{% endblocktranslate %\}",
    re.DOTALL,
)
FLOW = re.compile(
    r"\{% (?:if|elif|else|endif|for|empty|endfor|with|endwith|load|include|url|csrf_token)\b.*?%\}"
)
NUMBERED = re.compile(r"\{\{ (?:[a-z_.]*\.ordinal|forloop\.counter) \}\}\.")
TOLD, MARKUP = "\x01", re.compile(r"</?[a-z][^>\x01]*>")
FAULT = re.compile(rf"{TOLD}[,:;.](?:\s|{TOLD}|$)|[(]{TOLD}|{TOLD}[)]", re.MULTILINE)


def half_width(template: str) -> list[str]:
    """The lines of a template in which a half-width sign stands between what is told."""
    bare = NUMBERED.sub("", APART.sub("", template))
    told = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", TOLD, FLOW.sub("", bare))
    return [
        line.replace(TOLD, "…").strip() for line in MARKUP.sub("", told).splitlines() if FAULT.search(line)
    ]


def test_no_half_width_sign_stands_between_translated_parts() -> None:
    found = {
        path.relative_to(TEMPLATES): lines
        for path in sorted(TEMPLATES.rglob("*.html"))
        if (lines := half_width(path.read_text(encoding="utf-8")))
    }
    assert not found, "write the sign as a message: {% translate ': ' %}, or set the parts apart by “ · ”"


@pytest.mark.parametrize(
    "line",
    [
        '<p>{% translate "Clause" %}: {{ clause }}</p>',
        "<dd>{{ kind }}, {{ size }}</dd>",
        "<p>{{ place }} ({{ state }})</p>",
        "<p>{% instant at %}. {% translate 'More' %}</p>",
    ],
)
def test_such_a_line_is_found(line: str) -> None:
    assert half_width(line)
