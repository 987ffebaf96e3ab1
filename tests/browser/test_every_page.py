"""Every kind of page of the demo town in a real browser: barriers, width, targets, order of focus, console, no script.

One kind of page in eight is opened at each width, Chinese and English in turn: all of them take too long for every
run. FULL_SWEEP=1 opens every kind in both languages at every width; the checker of barriers then looks
at each kind once a width, in Chinese and in English in turn, because it is the slowest part.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from cases.models import Case
from tests.browser import sweeping
from tests.browser.windows import NARROW, NARROWEST, WIDE, Windows
from tests.pages.walk import Kind, Stop, pages
from tests.pages.walks import Walks

pytestmark = pytest.mark.one_database

FULL = bool(os.environ.get("FULL_SWEEP"))
ONE_OF = 1 if FULL else 8
LANGUAGES = ("zh-hans", "en")


@pytest.fixture(scope="module")
def stops(town: None, walks: Walks) -> list[Stop]:
    """One page of each kind, whoever sees it first."""
    once: dict[object, Stop] = {}
    for visit in pages(walks.chinese):
        kind = visit.stop.kind
        once.setdefault((kind.view, kind.named, kind.state), visit.stop)
    for stop in own_cases():
        once.setdefault((stop.kind.view, (), stop.kind.state), stop)
    return list(once.values())


def own_cases() -> Iterator[Stop]:
    """The front page of a company's case in each of its states: a walk goes into one company only."""
    for person in ("owner", "agent"):
        held = Case.objects.filter(subject__mandates__user__username=person).exclude(state="DRAFT")
        for number, kind, state in held.order_by("pk").values_list("number", "kind", "state"):
            yield Stop(person, f"/my/cases/{number}/", Kind("portal:case", state=f"{kind} {state}"))


def turns(stops: list[Stop], width: int) -> Iterator[tuple[Stop, str, bool]]:
    """Which page is seen in which language at a width, and whether it is this language's turn to be checked."""
    for number, stop in enumerate(stops[::ONE_OF]):
        turn = LANGUAGES[(number + (width == WIDE)) % 2]
        for language in LANGUAGES if FULL else (turn,):
            yield stop, language, language == turn


def told(stop: Stop, language: str, faults: list[str]) -> list[str]:
    return [f"{stop.person or 'guest'} {stop.address} ({language}) {fault}" for fault in faults]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_page_keeps_anybody_out(windows: Windows, stops: list[Stop], width: int) -> None:
    """Axe, the width of the window, the size of what is pressed, the console."""
    faults: list[str] = []
    for stop, language, in_turn in turns(stops, width):
        window = windows.of(stop.person, language, width)
        window.page.goto(stop.address)
        found = sweeping.wider_than_the_window(window.page)
        if in_turn:
            found += sweeping.barriers(window.page)
        if width == NARROW:
            found += sweeping.small_targets(window.page)
            window.page.set_viewport_size({"width": NARROWEST, "height": 900})
            found += [f"at {NARROWEST}: {one}" for one in sweeping.wider_than_the_window(window.page)]
            window.page.set_viewport_size({"width": NARROW, "height": 900})
        found += [f"console: {said}" for said in window.faults]
        window.faults.clear()
        faults += told(stop, language, found)
    assert not faults, "\n".join(faults)


def test_every_page_stands_without_script(windows: Windows, stops: list[Stop]) -> None:
    """Heading, and each button in a form of its own that goes somewhere."""
    faults: list[str] = []
    for stop, language, _in_turn in turns(stops, WIDE):
        page = windows.of(stop.person, language, WIDE, script=False).page
        page.goto(stop.address)
        if page.locator("h1").count() != 1:
            faults += told(stop, language, ["no heading"])
        for button in page.locator("button:not([type=button])").all():
            if not button.evaluate("one => Boolean(one.form)"):
                faults += told(stop, language, [f"a button without a form: {button.inner_text()}"])
        if urlsplit(page.url).path != urlsplit(stop.address).path:
            faults += told(stop, language, [f"led to {page.url}"])
    assert not faults, "\n".join(faults)
