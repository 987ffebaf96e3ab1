"""The first page: its language, a telephone's width, a slow line."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Street


@pytest.mark.parametrize(("language", "heading_language"), [("zh-CN", "zh-hans"), ("en", "en")])
def test_the_first_page_speaks_the_visitors_language(
    street: Street, language: str, heading_language: str
) -> None:
    visitor = street.visitor(language=language).goes_to("/")
    assert visitor.page.get_attribute("html", "lang") == heading_language
    assert visitor.page.locator("h1").count() == 1
    assert visitor.barriers() == []


def test_the_first_page_fits_a_telephone(street: Street) -> None:
    assert not street.visitor(width=360).goes_to("/").overflows()


def test_the_first_page_is_drawn_before_its_script_arrives(street: Street) -> None:
    """On a slow line the script may come late or never: what it adds is not waited for."""
    page = street.visitor(width=360).page
    page.route("**/*.js", lambda _route: None)  # still under way
    page.goto("/", wait_until="commit")
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length === 1")
    page.locator("main [name=code]").fill("91370406F3LXCC6H4T")
    assert page.evaluate("document.readyState") == "interactive"
