"""Each role's round of the day: the pages that they open first, in Chinese on a wide screen, in English on a narrow.

What they do there stands in test_days, in Chinese narrow and in English wide; barriers are looked for by the sweep.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cases.models import Case
from config.town import places
from records.models import CreditRecord
from tests.browser.day import Day
from tests.browser.windows import NARROW, WIDE, Windows

pytestmark = pytest.mark.one_database


def repair(state: str) -> str:
    cases = Case.objects.filter(kind="repair", state=state, determining_department__code=places.STAFFED)
    return cases.earliest("pk").number


def entry() -> str:
    return f"/register/{CreditRecord.objects.filter(listing__state='PUBLISHED').earliest('pk').listing.key}/"


def of_the_agent() -> str:
    held = Case.objects.filter(kind="repair", state="VERIFYING", subject__mandates__user__username="agent")
    return f"/my/cases/{held.earliest('pk').number}/"


ROUNDS: dict[str, tuple[str | Callable[[], str], ...]] = {
    "": ("/", "/register/", entry),
    "owner": ("/in/", "/my/inbox/", "/my/complaints/"),
    "agent": ("/in/", "/my/mandates/mine/", of_the_agent),
    "clerk": ("/in/", "/my/window/"),
    "reviewer": ("/in/", "/desk/?tab=team", lambda: f"/desk/cases/{repair('VERIFYING')}/"),
    "decider": ("/desk/?tab=team", lambda: f"/desk/cases/{repair('PROPOSED')}/approve/"),
    "supervisor": ("/desk/overview/", "/desk/overdue/", "/desk/time/"),
    "finance": ("/in/", "/desk/releases/"),
    "system": ("/desk/departments/", "/desk/calendars/2026/", "/desk/providers/"),
    "security": ("/in/", "/desk/posts/"),
    "audit": ("/in/", "/desk/journal/"),
}


@pytest.mark.parametrize(("language", "width"), [("zh-hans", WIDE), ("en", NARROW)])
@pytest.mark.parametrize("person", ROUNDS)
def test_the_round_of_the_day(windows: Windows, person: str, language: str, width: int) -> None:
    day = Day(windows.of(person, language, width), language, barriers=False)
    for stop in ROUNDS[person]:
        day.goes_to(stop if isinstance(stop, str) else stop())
        assert day.page.locator("h1").count() == 1
