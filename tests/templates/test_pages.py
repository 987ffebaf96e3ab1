"""The page frame and the pages for refused requests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from look.parts import NavItem

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STYLES = Path(settings.BASE_DIR) / "static" / "desk" / "desk.css"
REFUSED = (
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "405.html",
    "409.html",
    "410.html",
    "429.html",
)


class CodeForm(forms.Form):
    code = forms.CharField()


def asked() -> HttpRequest:
    request = RequestFactory().get("/somewhere")
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize("name", REFUSED)
def test_refused_request_gets_a_page_with_one_heading_and_a_way_on(name: str) -> None:
    page = render_to_string(name, request=asked())
    assert page.count("<h1>") == 1
    assert 'class="lead-text"' in page
    assert 'href="#main"' in page


def test_sentence_of_the_view_takes_the_place_of_the_general_one() -> None:
    page = render_to_string(
        "409.html", {"sentence": "Officer Wang accepted the case at 10:05."}, request=asked()
    )
    assert "Officer Wang accepted the case at 10:05." in page
    assert page.count("lead-text") == 1


def test_failure_page_needs_no_request() -> None:
    assert "<h1>" in render_to_string("500.html")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_page_names_its_language(language: str) -> None:
    with translation.override(language):
        assert f'<html lang="{language}">' in render_to_string("base.html", request=asked())


def test_title_begins_with_error_after_a_refused_form() -> None:
    with translation.override("en"):
        refused = render_to_string("base.html", {"form": CodeForm({})}, request=asked())
        fresh = render_to_string("base.html", {"form": CodeForm()}, request=asked())
    assert "<title>Error: " in refused
    assert "<title>Error: " not in fresh


def test_navigation_marks_the_current_page() -> None:
    context = {"nav_items": [NavItem("/records/", "Records", active=True), ("/planner/", "Planner", False)]}
    page = render_to_string("base.html", context)
    assert '<a href="/records/" aria-current="page">Records</a>' in page
    assert '<a href="/planner/">Planner</a>' in page


def test_no_page_carries_its_own_style_or_script() -> None:
    # the content security policy would refuse them silently
    pattern = re.compile(
        r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*(?:\ssrc=|type=\"application/json\"))"
    )
    found = [path.name for path in TEMPLATES.rglob("*.html") if pattern.search(path.read_text("utf-8"))]
    assert found == []


def test_no_page_loads_from_elsewhere() -> None:
    pattern = re.compile(r"(src|href)=\"(https?:)?//")
    found = [path.name for path in TEMPLATES.rglob("*.html") if pattern.search(path.read_text("utf-8"))]
    assert found == []


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("tone", ["good", "care", "late", "quiet", "accent"])
def test_every_tone_reads_on_paper_canvas_and_its_soft_ground(tone: str) -> None:
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", STYLES.read_text("utf-8")))
    for ground in (tokens["canvas"], "#ffffff", tokens[f"{tone}-soft"]):
        assert contrast(tokens[tone], ground) >= 4.5
