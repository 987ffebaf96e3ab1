from __future__ import annotations

import pytest

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
