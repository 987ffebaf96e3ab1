"""The evidence beside a case by the keyboard alone: past it, into the paper, out again; and where no paper is drawn."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case
from tests.browser.keyboard import Keyboard
from tests.browser.windows import NARROW, Windows

pytestmark = pytest.mark.one_database

SETTLING = 100  # milliseconds: the focus goes from one document into another
WAITS, WAIT = 150, 200  # looks at the frame until the paper is drawn, milliseconds between two
INSIDE = 40  # presses of Tab that the browser's own viewer may take for its buttons


def address() -> str:
    case = Case.objects.filter(kind="repair", state="VERIFYING", documents__isnull=False).earliest("pk")
    return f"/desk/cases/{case.number}/"


def shows_a_paper(page: Page) -> bool:
    """Whether the browser draws the PDF in the frame: its viewer is a frame in the frame."""
    return any(frame.parent_frame and frame.parent_frame.parent_frame for frame in page.frames)


def test_a_link_leads_past_the_evidence_to_the_work(windows: Windows) -> None:
    page = windows.of("reviewer", "en").page
    page.goto(address())
    keys = Keyboard(page)
    keys.skips_to_the_content(page.locator(".skip-link").inner_text())
    past = page.locator(".past-evidence")
    keys.reaches("Skip the evidence")
    assert past.evaluate("one => one.getBoundingClientRect().height") >= 44
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "work"
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('.desk-acts'))")
    assert keys.was_never_lost()


def test_the_focus_goes_into_the_paper_and_comes_out_on_both_sides(windows: Windows) -> None:
    page = windows.of("reviewer", "en").page
    page.goto(address())
    frame = page.locator(".evidence-frame")
    enters_the_paper(page)
    assert frame.evaluate("one => parseFloat(getComputedStyle(one).outlineWidth)") >= 3
    assert leaves(page, "Tab") == "by itself"
    page.keyboard.press("Shift+Tab")
    expect(frame).to_be_focused()
    assert leaves(page, "Shift+Tab") == page.locator(".case-evidence .evidence-title a").inner_text()


def enters_the_paper(page: Page) -> None:
    """One Tab leads from the paper's name into it, once the browser's own viewer has drawn it.

    The viewer is a document of the browser's that takes the focus to itself while it is still being set up, which no
    event tells the page: whoever came before that was done begins again at the name.
    """
    link, frame = page.locator(".case-evidence .evidence-title a"), page.locator(".evidence-frame")
    for _ in range(WAITS):
        page.wait_for_timeout(WAIT)
        if not shows_a_paper(page):
            continue
        link.focus()
        page.keyboard.press("Tab")
        page.wait_for_timeout(SETTLING)
        if frame.evaluate("one => document.activeElement === one"):
            return
    raise AssertionError("the keyboard does not get into the paper")


def leaves(page: Page, key: str) -> str:
    """Press a key until the focus is out of the frame; the last words of where it came to."""
    for _ in range(INSIDE):
        page.keyboard.press(key)
        page.wait_for_timeout(SETTLING)
        words = page.evaluate(
            "document.activeElement.tagName === 'IFRAME' ? '' : document.activeElement.innerText.trim()"
        )
        if words:
            return "by itself" if str(words).endswith("by itself") else str(words)
    raise AssertionError("the keyboard does not get out of the paper")


@pytest.mark.parametrize("width", [1280, NARROW])
def test_where_the_browser_draws_no_paper_its_link_stands_there_alone(windows: Windows, width: int) -> None:
    """A telephone without a viewer of its own: no empty frame, but name, kind and size of the file to open."""
    page = windows.of("reviewer", "en", width).page.context.new_page()
    try:
        page.add_init_script("Object.defineProperty(navigator, 'pdfViewerEnabled', {get: () => false})")
        page.goto(address())
        if width == NARROW:
            page.get_by_role("link", name="Show this file here").click()
            page.wait_for_url("**file=**")
        assert page.locator(".evidence-frame").count() == 0
        offered = page.locator(".viewer-frame .hint")
        assert offered.is_visible()
        assert re.search(r"open .+ by itself \(PDF, [\d.]+.KB\)", offered.inner_text())
        opened = page.request.get(str(offered.locator("a").get_attribute("href")))
        assert opened.body().startswith(b"%PDF-")
    finally:
        page.close()
