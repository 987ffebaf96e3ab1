"""What WCAG 2.2 AA asks for and a checker cannot tell: focus, help, zoom, spacing, sign-in, words beside colours."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from cases.models import Case
from tests.browser import sweeping
from tests.browser.keyboard import Keyboard
from tests.browser.windows import NARROWEST, WIDE, Windows

pytestmark = pytest.mark.one_database

# one page of each make: form, list, case, calendar of a term, table, journal
PLACES = (
    ("", "/"),
    ("", "/plan/"),
    ("owner", "/my/"),
    ("reviewer", "/desk/"),
    ("overseer", "/desk/complaints/"),
    ("system", "/desk/calendars/2026/"),
    ("audit", "/desk/journal/"),
)
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important }"
    + " * { word-spacing: .16em !important } p { margin-bottom: 2em !important }");
  document.adoptedStyleSheets = [sheet];
}"""
CUT_OFF = """() => [...document.querySelectorAll("main *")].filter((one) => {
  const style = getComputedStyle(one);
  const clips = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
  const cut = one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
  return clips && cut && one.clientWidth > 1;
}).map((one) => one.outerHTML.slice(0, 120))"""
WORDLESS = """() => [...document.querySelectorAll(".chip, .badge-state, .task-status")]
  .filter((one) => ![...one.childNodes].some((part) => !(part.matches && part.matches("[aria-hidden]"))
    && /[\\p{L}\\p{N}]/u.test(part.textContent))).map((one) => one.outerHTML.slice(0, 160))"""


HINT_CUT = """() => {
  const field = document.querySelector("#site-search-code");
  const style = getComputedStyle(field), hint = getComputedStyle(field, "::placeholder");
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${hint.fontWeight} ${hint.fontSize} ${style.fontFamily}`;
  const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return pen.measureText(field.placeholder).width - room;
}"""


def case_page(state: str = "VERIFYING") -> str:
    return f"/desk/cases/{Case.objects.filter(kind='repair', state=state).earliest('pk').number}/"


def opened(windows: Windows, person: str, address: str, language: str = "zh-hans") -> Page:
    page = windows.of(person, language).page
    page.goto(address)
    return page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_refused_form_says_what_is_wrong_and_leads_to_each_field(windows: Windows, language: str) -> None:
    case = Case.objects.filter(kind="repair", state="VERIFYING").earliest("pk")
    page = opened(windows, "agent", f"/my/complaints/new/?case={case.number}", language)
    page.fill("[name=statement]", "超过受理期限仍无答复。")
    page.locator("main form .btn-primary").first.click()

    assert page.title().startswith({"zh-hans": "错误：", "en": "Error:"}[language])
    assert page.evaluate("document.activeElement.matches('.error-summary[role=alert]')")
    links = page.locator(".error-summary a")
    assert links.count() >= 1
    for link in links.all():
        words = link.inner_text()
        link.focus()
        page.keyboard.press("Enter")
        field = page.evaluate_handle("document.activeElement")
        assert page.evaluate("one => one.matches('[aria-invalid=true]')", field), words
        described = page.evaluate(
            "one => (one.closest('[aria-describedby]')?.getAttribute('aria-describedby') || '').split(' ')"
            ".map(id => document.getElementById(id)?.innerText || '').join(' ')",
            field,
        )
        assert words in described
    # nothing is asked twice: what was given stands there still
    assert page.input_value("[name=statement]") == "超过受理期限仍无答复。"


def test_what_has_happened_is_told_in_a_place_that_was_there_before(windows: Windows) -> None:
    for person, address in PLACES:
        page = opened(windows, person, address)
        region = page.locator(".messages[role=status][aria-live=polite]")
        assert region.count() == 1, address
    page = opened(windows, "owner", "/account/preferences/")
    page.locator("main form button[type=submit]").first.click()
    assert page.locator(".messages[role=status] .message").count() == 1


def test_help_stands_at_the_same_place_of_every_page(windows: Windows) -> None:
    """The same links in the same order at the foot (WCAG 3.2.6), and the header's parts in one order (3.2.3)."""
    feet, heads = set[str](), set[str]()
    for person, address in PLACES:
        page = opened(windows, person, address)
        feet.add(page.locator(".site-foot .foot-links").inner_text())
        parts = page.evaluate(
            "[...document.querySelector('.site-bar').children].map(one => one.classList[0])"
        )
        heads.add(" ".join(parts))
    assert len(feet) == 1, feet
    assert len(heads) == 1, heads


def test_the_account_menu_gives_the_focus_back(windows: Windows) -> None:
    page = opened(windows, "reviewer", "/desk/")
    page.locator(".account summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('.account-menu'))")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.account > summary')")
    assert not page.evaluate("document.querySelector('.account').open")


@pytest.mark.parametrize(
    ("person", "address"), [("reviewer", "/desk/"), ("system", "/desk/departments/"), ("", "/")]
)
def test_the_keyboard_gets_through_a_page_and_out_again(windows: Windows, person: str, address: str) -> None:
    page = opened(windows, person, address)
    keys = Keyboard(page)
    keys.skips_to_the_content(page.locator(".skip-link").inner_text())
    reached = keys.goes_all_the_way()
    assert reached >= page.locator("main a[href]:visible, main button:visible").count()
    assert keys.was_never_lost()


@pytest.mark.parametrize(("person", "address"), PLACES)
def test_a_page_bears_zoom_and_wide_spacing(windows: Windows, person: str, address: str) -> None:
    """200 % zoom is half the window; text spacing of WCAG 1.4.12 at the narrowest window."""
    page = opened(windows, person, address)
    try:
        page.set_viewport_size({"width": WIDE // 2, "height": 450})
        assert sweeping.wider_than_the_window(page) == []
        page.set_viewport_size({"width": NARROWEST, "height": 900})
        page.evaluate(SPACED)
        assert sweeping.wider_than_the_window(page) == []
        assert page.evaluate(CUT_OFF) == []
    finally:
        page.set_viewport_size({"width": WIDE, "height": 900})


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_the_search_takes_is_read_whole_in_the_narrowest_window(windows: Windows, language: str) -> None:
    page = windows.of("", language, NARROWEST).goes_to("/").page
    assert page.evaluate(HINT_CUT) <= 0


def test_no_state_is_told_by_its_colour_alone(windows: Windows) -> None:
    for person, address in (*PLACES, ("reviewer", case_page())):
        assert opened(windows, person, address).evaluate(WORDLESS) == [], address


def test_signing_in_asks_nobody_to_remember_or_retype(windows: Windows) -> None:
    """A password manager knows the fields, and pasting is allowed (WCAG 3.3.8)."""
    page = opened(windows, "", "/account/login/")
    known = {
        name: page.get_attribute(f"main [name={name}]", "autocomplete") for name in ("login", "password")
    }
    assert known == {"login": "username", "password": "current-password"}
    for name in known:
        page.evaluate(
            """name => {
              const data = new DataTransfer();
              data.setData("text/plain", "x");
              window.pasted = document.querySelector(`main [name=${name}]`).dispatchEvent(
                new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
            }""",
            name,
        )
        assert page.evaluate("window.pasted"), f"pasting into {name} is stopped"


def test_what_moves_stands_still_for_whoever_asks(windows: Windows) -> None:
    page = opened(windows, "", "/")
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(one => parseFloat(getComputedStyle(one).transitionDuration) > 0"
        " || getComputedStyle(one).animationName !== 'none').length"
    )
    page.emulate_media(reduced_motion=None)
    assert moving == 0
