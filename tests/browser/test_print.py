"""Pages on paper, as Chromium prints them: the matter, where links lead, no navigation."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from cases.models import Case
from records.models import CreditRecord
from tests.browser.windows import Windows

pytestmark = pytest.mark.one_database


def printed(windows: Windows, person: str, address: str, language: str = "en") -> tuple[str, int]:
    """The text of a page on A4 without blanks, and how many sheets it takes."""
    page = windows.of(person, language).page
    page.goto(address)
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    return "".join("".join(sheet.extract_text().split()) for sheet in sheets), len(sheets)


def test_an_officers_case_page_prints_the_case_and_no_buttons(windows: Windows) -> None:
    case = Case.objects.filter(kind="repair", state="VERIFYING").earliest("pk")
    text, sheets = printed(windows, "reviewer", f"/desk/cases/{case.number}/")
    assert case.number in text
    assert case.subject.name in text
    for navigation in ("Worklist", "Signout", "Skiptothemaincontent", "Checkwhetheraletterisgenuine"):
        assert navigation not in text
    for button in ("Checkthisstep", "Showthisfilehere", "Nextfile", "Skiptheevidence", "ThereceiptasJSON"):
        assert button not in text
    assert "Printedpage,forinformationonly." in text
    assert sheets <= 12


def test_a_filed_case_prints_its_dates_with_the_reason_behind_the_fold(windows: Windows) -> None:
    """The receipt of a term opens on paper: the days off are told."""
    case = Case.objects.filter(kind="repair", state="VERIFYING").earliest("pk")
    text, _sheets = printed(windows, "agent", f"/my/cases/{case.number}/")
    assert case.number in text
    assert "Daysnotcounted" in text


def test_an_entry_prints_with_where_its_links_lead(windows: Windows) -> None:
    record = CreditRecord.objects.filter(listing__state="PUBLISHED").earliest("pk")
    text, sheets = printed(windows, "", f"/register/{record.listing.key}/", "zh-hans")
    assert record.decision_number.replace(" ", "") in text
    assert "(/plan/" in text
    assert "搜索公示信息" not in text
    assert sheets <= 3
