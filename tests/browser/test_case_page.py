"""An officer's case page in a real browser: evidence beside the checklist, single keys, the help that explains them."""

from __future__ import annotations

from accounts.models import User
from accounts.services import keep_preferences
from cases.states import RepairState as S
from tests.browser.conftest import Street
from tests.browser.visitor import Visitor
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.people import PASSWORD


def officer(street: Street, made: FiledCase, *, width: int = 1280) -> Visitor:
    person = User.objects.get(pk=made.reviewer.pk)
    visitor = street.visitor(language="en", width=width)
    return visitor.signs_in(person.username, PASSWORD)


def test_single_keys_lead_from_the_list_into_the_case_and_do_nothing_in_a_field(street: Street) -> None:
    made = make_filed_case(S.VERIFYING)
    page = officer(street, made).goes_to("/desk/").page
    page.keyboard.press("/")
    page.keyboard.type("jk?c")
    assert page.locator("main input[name=q]").input_value() == "jk?c"
    page.locator("main input[name=q]").fill("")
    page.locator("h1").click()
    page.keyboard.press("?")
    assert page.locator("#shortcuts-help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#shortcuts-help").is_visible()
    page.keyboard.press("j")
    assert made.case.number in (page.evaluate("document.activeElement.textContent") or "")
    page.keyboard.press("o")
    page.wait_for_url(f"**/desk/cases/{made.case.number}/")


def test_evidence_and_checklist_stand_side_by_side_on_a_wide_screen_only(street: Street) -> None:
    made = make_filed_case(S.VERIFYING)
    wide = officer(street, made).goes_to(f"/desk/cases/{made.case.number}/").page
    left, right = wide.locator(".case-evidence").bounding_box(), wide.locator(".case-work").bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] + left["width"] <= right["x"]
    assert wide.locator(".evidence-frame").is_visible()
    wide.set_viewport_size({"width": 360, "height": 800})
    assert not wide.locator(".evidence-frame").is_visible()
    assert wide.evaluate("document.documentElement.scrollWidth") <= 360
    wide.get_by_role("link", name="Show this file here").click()
    wide.wait_for_url("**file=**")
    assert wide.locator(".evidence-frame").is_visible()


def test_switched_off_a_key_does_nothing(street: Street) -> None:
    made = make_filed_case(S.VERIFYING)
    keep_preferences(user_id=made.reviewer.pk, shortcuts=False)
    page = officer(street, made).goes_to("/desk/").page
    page.keyboard.press("?")
    assert page.locator("#shortcuts-help").count() == 0
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body")
