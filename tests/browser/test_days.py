"""A day of each role in the demo town: real acts in a real browser, in Chinese and in English, wide and narrow.

Every day is walked in Chinese on a telephone's width and in English on a wide screen, each in a town of its own;
FULL_SWEEP=1 walks the two other ways too. The subject works with the keyboard alone, an officer without script. After
every step the page is asked for barriers, width and words of the other language; the console may not complain at all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from accounts.models import Post
from accounts.roles import Role
from cases.models import Case, Complaint
from cases.states import RepairState
from config.town import places
from delisting.models import Release
from journal.models import Entry
from records.models import CreditRecord, Department, Provider
from tests.browser.day import Day
from tests.browser.keyboard import Keyboard
from tests.browser.windows import NARROW, WIDE, Windows
from tests.factories.deliveries import company_code
from tests.pages.town import standing_town

pytestmark = pytest.mark.one_database

Way = tuple[str, int]

WAYS: list[Way] = [("zh-hans", NARROW), ("en", WIDE)]
OTHER_WAYS: list[Way] = [("zh-hans", WIDE), ("en", NARROW)]

EVIDENCE = places.DEMO / "evidence" / "payment.pdf"


@pytest.fixture(scope="module", params=WAYS + (OTHER_WAYS if os.environ.get("FULL_SWEEP") else []))
def way(request: pytest.FixtureRequest) -> Way:
    """In which language and how wide everybody reads."""
    chosen: Way = request.param
    return chosen


@pytest.fixture(scope="module")
def town(way: Way, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A town for each way: what a day has done cannot be done there again."""
    language, width = way
    with django_db_blocker.unblock(), standing_town(f"days-{language}-{width}"):
        yield


def day_of(windows: Windows, person: str, way: Way, *, script: bool = True) -> Day:
    language, width = way
    return Day(windows.of(person, language, width, script=script), language, script=script)


def test_the_subject_files_with_the_keyboard_alone(windows: Windows, way: Way) -> None:
    """From the first page to the filed application."""
    day = day_of(windows, "owner", way)
    keys = Keyboard(day.page)
    draft = Case.objects.get(
        kind="repair", state=RepairState.DRAFT, subject__mandates__user__username="owner"
    )

    day.goes_to("/")
    keys.skips_to_the_content(day.says("Skip to the main content"))
    keys.follows(day.says("Go to my company"))
    day.looks()
    keys.follows(f"{day.says('Go on with the application')} {draft.number}")
    day.looks()
    assert draft.number in day.page.url

    keys.follows(day.says("Credit commitment"))
    keys.types("signed_by", "张某某")
    keys.presses(day.says("Sign the commitment"))
    for step in draft.steps.exclude(way="commitment").values_list("way", flat=True):
        day.goes_to(f"/my/filing/{draft.number}/")
        answer_step(day, keys, draft, step)
    day.goes_to(f"/my/filing/{draft.number}/")
    keys.follows(day.says("Documents"))
    # the system's own window for choosing a file is not the page's
    day.page.set_input_files("[name=file]", EVIDENCE)
    keys.types("title", "非税收入缴款凭证")
    keys.presses(day.says("Add the document"))
    day.looks()
    keys.follows(day.says("Go on"))
    day.looks()
    keys.follows(day.says("Check your answers and file"))
    day.looks()
    keys.ticks("declared")
    keys.presses(day.says("Declare and file the application"))
    day.looks()
    draft.refresh_from_db()
    assert draft.filed_at is not None
    assert day.sees(draft.number)
    assert keys.was_never_lost()


def answer_step(day: Day, keys: Keyboard, draft: Case, step: str) -> None:
    """Open a step of the list and answer what it asks; a step that is done during the case has no page yet."""
    page = day.page
    address = f"/my/filing/{draft.number}/steps/{step}/"
    link = page.locator(f"main a[href='{address}']")
    if not link.count():
        return
    keys.follows(link.first.inner_text())
    day.looks()
    for name in page.eval_on_selector_all(
        "main form :is(input:not([type=hidden], [type=file]), textarea)", "all => all.map(one => one.name)"
    ):
        kind = page.get_attribute(f"[name={name}]", "type")
        keys.types(name, {"date": "2026-11-02", "number": "8"}.get(kind or "", "样例"))
    keys.submits()
    day.looks()


def test_the_clerk_serves_somebody_at_the_window(windows: Windows, way: Way) -> None:
    """A company is served, an activation code handed out, the window left."""
    day = day_of(windows, "clerk", way)
    day.goes_to("/my/window/")
    served = CreditRecord.objects.filter(subject__mandates__user__username="agent").earliest("pk").subject
    day.fills(code=served.code).sends()
    assert day.sees(served.name)
    day.goes_to("/my/").presses("Issue an activation code")
    assert Entry.objects.filter(verb="account.activation_issued", payload__subject_id=served.pk).exists()
    day.page.locator("form[action='/my/window/leave/'] button").first.click()
    day.looks()
    assert not day.page.locator("form[action='/my/window/leave/']").count()


@pytest.mark.parametrize("script", [True, False])
def test_the_reviewing_officer_accepts_and_proposes(windows: Windows, way: Way, script: bool) -> None:  # noqa: FBT001 - a case of the test
    """Once with script and once without: claims, accepts, checks each step, proposes."""
    day = day_of(windows, "reviewer", way, script=script)
    case = Case.objects.filter(
        kind="repair", state=RepairState.ROUTED, determining_department__code=places.STAFFED
    ).earliest("pk")
    page = f"/desk/cases/{case.number}/"
    day.goes_to(f"/desk/?q={case.number}")
    assert day.sees(case.number)
    day.goes_to(page)
    claim = day.page.locator(f"form[action='{page}claim/'] button")
    if claim.count():
        claim.first.click()
    day.goes_to(f"{page}accept/").sends()
    for step in case.steps.order_by("pk").values_list("way", flat=True):
        day.goes_to(f"{page}check_step/?way={step}").chooses("finding", "satisfied").sends()
    day.goes_to(f"{page}propose/").chooses("outcome", "approve")
    day.fills(reasons="各项义务均已履行。", clause="第三章").sends()
    case.refresh_from_db()
    assert case.state == RepairState.PROPOSED


def test_the_countersigning_officer_closes_a_case(windows: Windows, way: Way) -> None:
    """Reads the proposal, signs; the record is gone from the register."""
    case = Case.objects.filter(
        kind="repair", state=RepairState.PROPOSED, determining_department__code=places.STAFFED
    ).earliest("pk")
    day = day_of(windows, "decider", way)
    day.goes_to("/desk/").goes_to(f"/desk/cases/{case.number}/").goes_to(
        f"/desk/cases/{case.number}/approve/"
    )
    day.sends()
    case.refresh_from_db()
    assert case.state == RepairState.CLOSED_REPAIRED
    gone = day.page.request.get(f"/register/{case.record.listing.key}/")
    assert gone.status == 410


def test_the_supervisor_looks_at_what_is_late_and_takes_up_a_complaint(windows: Windows, way: Way) -> None:
    """Overview, overdue, whose time; then a complaint is taken up."""
    day = day_of(windows, "overseer", way)
    for address in ("/desk/overview/", "/desk/overdue/", "/desk/time/", "/desk/complaints/"):
        day.goes_to(address)
    complaint = Complaint.objects.filter(state="RECEIVED").earliest("pk")
    day.goes_to(f"/desk/complaints/{complaint.number}/").goes_to(
        f"/desk/complaints/{complaint.number}/accept/"
    )
    day.sends()
    complaint.refresh_from_db()
    assert complaint.state == "ACCEPTED"


def test_the_administrator_enters_a_provider(windows: Windows, way: Way) -> None:
    """A fault is told at the field and above, then the provider stands in the register."""
    day = day_of(windows, "system", way)
    day.goes_to("/desk/providers/enter/").sends()
    assert day.page.title().startswith(day.says("Error:"))
    assert day.page.evaluate("document.activeElement.classList.contains('error-summary')")
    day.page.select_option("[name=kind]", "training")
    day.fills(
        name="枣庄市样例培训中心", code=company_code(), basis="枣发改信用〔2026〕1号", from_on="2026-11-01"
    ).sends()
    assert day.sees("枣庄市样例培训中心")
    assert Provider.objects.filter(name="枣庄市样例培训中心", kind="training").exists()


def test_the_auditor_verifies_the_journal(windows: Windows, way: Way) -> None:
    """Every chain is sound; what somebody did is found by its words."""
    day = day_of(windows, "audit", way)
    day.goes_to("/desk/journal/").presses("Verify every chain")
    day.goes_to("/desk/journal/?verb=case.approved")
    rows = day.page.locator("main table tbody tr")
    assert rows.count() == Entry.objects.filter(verb="case.approved").count() > 0


def test_a_visitor_looks_a_company_up(windows: Windows, way: Way) -> None:
    """Search, entry, plan, a letter that is none."""
    day = day_of(windows, "", way)
    record = CreditRecord.objects.filter(listing__state="PUBLISHED").earliest("pk")
    day.goes_to("/register/").page.fill("main [name=q]", record.subject.code)
    day.page.locator("main form button[type=submit]").first.click()
    day.looks()
    day.page.locator("main a[href*='/register/']").first.click()
    day.looks()
    assert day.sees(record.decision_number)
    day.goes_to("/plan/").page.fill("main [name=code]", record.subject.code)
    day.page.locator("main form button[type=submit]").first.click()
    day.looks()
    day.goes_to("/letters/check/").page.fill("main [name=code]", "ZZZZ-ZZZZ-ZZZZ")
    day.sends()


def test_the_agent_supplies_what_is_missing(windows: Windows, way: Way) -> None:
    """From the company's page to the case, what is asked for, the answer."""
    day = day_of(windows, "agent", way)
    case = Case.objects.filter(
        kind="repair", state=RepairState.SUPPLEMENTING, subject__mandates__user__username="agent"
    ).earliest("pk")
    day.goes_to(f"/my/?code={case.subject.code}").presses(case.number)
    day.presses("Supply the missing items").fills(answer="已补交加盖公章的缴款凭证。").sends()
    case.refresh_from_db()
    assert case.state == RepairState.ROUTED


def test_a_department_confirms_that_its_copy_is_gone(windows: Windows, way: Way) -> None:
    """The finance bureau answers the first removal that it was told of."""
    day = day_of(windows, "finance", way)
    day.goes_to("/desk/releases/")
    told = day.page.locator("main table tr").filter(has_text=re.compile(day.says("Sent")))
    told.locator("a[href^='/desk/releases/']").first.click()
    day.looks()
    release = Release.objects.get(pk=int(day.page.url.rstrip("/").rpartition("/")[2]))
    day.fills(note="政府采购平台已删除该条记录。").sends()
    release.refresh_from_db()
    assert release.acked_at is not None


def test_the_security_administrator_gives_a_post(windows: Windows, way: Way) -> None:
    """An officer of transport gets a second post, which the table then shows."""
    day = day_of(windows, "security", way)
    day.goes_to("/desk/posts/").fills(username="roads2")
    roads = Department.objects.get(code=places.ROADS)
    day.page.select_option("[name=department]", str(roads.pk))
    day.page.select_option("[name=role]", Role.SUPERVISOR)
    day.page.locator("form[action='/desk/posts/give/'] button").click()
    day.looks()
    assert Post.objects.filter(user__username="roads2", department=roads, role=Role.SUPERVISOR).exists()
