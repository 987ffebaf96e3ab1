"""A new user with an activation code in hand gets from the front page to a filed application by what the pages say.

The test knows one address, the front page, and the words of docs/new-user.md; everything else it reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts import services as accounts
from accounts.roles import Role
from cases.models import Case
from cases.states import RepairState
from journal.now import standing_at
from records.models import CreditRecord
from tests.factories.cases import FILED_AT, PDF
from tests.factories.people import PASSWORD, actor_of_user, make_officer
from tests.factories.records import make_department, make_record
from tests.journeys.reader import Reader

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "new-user.md"


@pytest.fixture(autouse=True)
def _first_of_september() -> Iterator[None]:
    cache.clear()
    with standing_at(FILED_AT):
        yield


def code_in_hand(record: CreditRecord) -> str:
    """The code that a clerk handed over at the window."""
    clerk = actor_of_user(make_officer(Role.WINDOW_CLERK, make_department()))
    return accounts.issue_activation(
        subject_id=record.subject_id, actor=clerk.serving(record.subject_id), at=FILED_AT
    )


def plans(reader: Reader, record: CreditRecord) -> None:
    """Without an account: when may it be filed, and what becomes of it otherwise."""
    reader.presses("Show dates and papers", {"Unified social credit code": record.subject.code})
    assert reader.sees(record.decision_number)
    assert reader.sees("You can file now.")
    assert reader.sees("Do nothing")


def opens_an_account(reader: Reader, code: str) -> None:
    reader.follows("Sign in and apply").follows("Open an account")
    reader.presses(
        "Open the account",
        {"Sign-in name": "new-owner", "New password": PASSWORD, "New password once more": PASSWORD},
    )
    assert reader.sees("Bind your account to a company"), "whoever has no company yet is led to the code"
    reader.presses("Bind the account", {"Activation code": code})
    assert reader.sees("Your account now acts for")


def fills_in(reader: Reader) -> None:
    reader.follows("Application form")
    reader.presses(
        "Save and go on", {"Contact person": "张某某", "Telephone of the contact person": "0632-1234567"}
    )
    reader.follows("Rectification")
    reader.presses(
        "Save and go on",
        {
            "Day on which the duties": "2026-05-25",
            "How the duties were performed": "罚款已全额缴清，车辆已停用。",
        },
    )
    reader.follows("Credit commitment")
    reader.presses("Sign the commitment", {"Name of the person who signs": "张某某"})
    reader.follows("Documents")
    proof = SimpleUploadedFile("payment.pdf", PDF, content_type="application/pdf")
    material = next(text for text in reader.choices("What the document proves") if "performed" in text)
    reader.presses("Add the document", {"What the document proves": material, "File": proof})
    reader.follows("Go on")


def test_from_the_front_page_to_a_filed_application() -> None:
    record = make_record()
    code = code_in_hand(record)
    reader = Reader(Client(headers={"accept-language": "en"}))
    assert reader.sees("Nobody may charge you")
    plans(reader, record)
    opens_an_account(reader, code)
    reader.presses("Apply for repair of this record")
    assert reader.sees("0 of 5 tasks done")
    fills_in(reader)
    assert reader.sees("4 of 5 tasks done")
    reader.follows("Check your answers and file")
    assert reader.sees("罚款已全额缴清，车辆已停用。")
    reader.presses("Declare and file the application", {"I declare that everything": True})
    case = Case.objects.get()
    assert case.state == RepairState.FILED
    assert reader.sees("Your application was filed")
    assert reader.sees(case.number)
    assert reader.sees("What happens next")
    reader.follows("Follow the case")
    assert reader.sees("Whose turn")


def test_what_the_script_says_to_press_is_what_this_journey_presses() -> None:
    """The paper and the journey tell the same way: every bold word of the script is pressed or filled in here."""
    said = re.findall(r"\*\*([^*]+)\*\*", SCRIPT.read_text())
    story = Path(__file__).read_text()
    assert len(said) >= 12
    assert [words for words in said if words not in story] == []
