"""Takes the pictures of docs/tour.md anew: .venv/bin/python -m tests.browser.tour

They show the demo town on the twentieth of November 2026; nobody in them is real.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / "docs" / "tour"
HEAVIEST = 150_000  # bytes
COLOURS = (256, 128, 64, 32, 16)
WIDE, NARROW = 1280, 360
SETTLING = 8_000  # milliseconds
LOWEST, TALLEST = 600, 1500  # CSS pixels of a picture


@dataclass(frozen=True)
class Picture:
    """What is shown: whose window, in which language and width, which page of the town."""

    name: str
    person: str
    language: str
    width: int
    address: Callable[[], str]


def _case(kind: str, state: str) -> str:
    from cases.models import Case

    return Case.objects.filter(kind=kind, state=state).earliest("pk").number


def _entry() -> str:
    from records.models import CreditRecord

    record = CreditRecord.objects.filter(listing__state="PUBLISHED").earliest("pk")
    return f"/register/{record.listing.key}/"


def _plan() -> str:
    from records.models import CreditRecord  # the apps are ready only now

    record = CreditRecord.objects.filter(subject__mandates__user__username="owner").earliest("pk")
    return f"/plan/?code={record.subject.code}"


def _draft() -> str:
    from cases.models import Case

    mine = Case.objects.filter(subject__mandates__user__username="owner", kind="repair", state="DRAFT")
    return f"/my/filing/{mine.earliest('pk').number}/"


CHOSEN = (
    Picture("start-zh", "", "zh-hans", WIDE, lambda: "/"),
    Picture("company-zh", "owner", "zh-hans", WIDE, lambda: "/my/"),
    Picture("filing-zh-360", "owner", "zh-hans", NARROW, _draft),
    Picture("case-zh-360", "agent", "zh-hans", NARROW, lambda: f"/my/cases/{_case('repair', 'VERIFYING')}/"),
    Picture("worklist-zh", "reviewer", "zh-hans", WIDE, lambda: "/desk/?tab=team"),
    Picture("desk-case-en", "reviewer", "en", WIDE, lambda: f"/desk/cases/{_case('repair', 'VERIFYING')}/"),
    Picture(
        "countersign-zh",
        "decider",
        "zh-hans",
        WIDE,
        lambda: f"/desk/cases/{_case('repair', 'PROPOSED')}/approve/",
    ),
    Picture(
        "objection-en", "platform", "en", WIDE, lambda: f"/desk/cases/{_case('objection', 'REVIEWING')}/"
    ),
    Picture(
        "talk-zh", "roads", "zh-hans", WIDE, lambda: f"/desk/cases/{_case('rectification', 'TALK_SET')}/"
    ),
    Picture("overview-en", "overseer", "en", WIDE, lambda: "/desk/overview/"),
    Picture("calendar-en", "system", "en", WIDE, lambda: "/desk/calendars/2026/"),
    Picture(
        "removals-zh", "agent", "zh-hans", NARROW, lambda: f"/my/cases/{_case('repair', 'CLOSED_REPAIRED')}/"
    ),
    Picture("entry-en-360", "", "en", NARROW, _entry),
    Picture("plan-en", "", "en", WIDE, _plan),
)


def take(chosen: tuple[Picture, ...] = CHOSEN) -> None:
    """Build the town, open every window and keep each picture at 150 kB at most."""
    from tests.browser.windows import Windows

    PICTURES.mkdir(parents=True, exist_ok=True)
    with _open_town() as (browser, address):
        windows = Windows(browser, address)
        for picture in chosen:
            page = windows.of(picture.person, picture.language, picture.width).page
            page.set_viewport_size({"width": picture.width, "height": LOWEST})
            page.goto(picture.address())
            tall = min(TALLEST, int(page.evaluate("document.documentElement.scrollHeight")))
            # a window of the picture's own height: a picture beyond the window would show papers undrawn
            page.set_viewport_size({"width": picture.width, "height": tall})
            if page.locator("iframe").count():
                page.wait_for_timeout(SETTLING)  # the browser's own viewer draws a paper late
            kept = light(page.screenshot())
            (PICTURES / f"{picture.name}.png").write_bytes(kept)
            sys.stderr.write(f"{picture.name}.png {len(kept)} bytes\n")
        windows.close()


def light(shot: bytes) -> bytes:
    """The picture with as many colours as fit into 150 kB."""
    from PIL import Image

    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    for colours in COLOURS:
        out = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= HEAVIEST:
            return out.getvalue()
    raise ValueError(f"a picture does not fit into {HEAVIEST} bytes")


@contextmanager
def _open_town() -> Iterator[tuple[Browser, str]]:
    from django.test.utils import setup_test_environment
    from playwright.sync_api import sync_playwright
    from pytest_django.live_server_helper import LiveServer

    from tests.browser.conftest import find_chromium
    from tests.pages.town import standing_town

    setup_test_environment()
    with standing_town("tour"), sync_playwright() as driver:
        server = LiveServer("localhost")
        browser = driver.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        try:
            yield browser, server.url
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # the browser's driver keeps a loop of its own in this thread
    )
    import django

    django.setup()
    take()
