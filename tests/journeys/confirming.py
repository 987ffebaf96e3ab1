"""The company's word at the window and two persons who sign: alike for applications, objections and group filings.

`address` gives the page of a way, such as `ask_confirmation`, of the thing that is filed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from clocks.services import sweep
from notifications.models import Message
from records.models import Subject
from tests.conftest import Deliver
from tests.factories.cases import FILED_AT, PDF
from tests.factories.people import make_agent, make_officer
from tests.factories.records import make_platform
from tests.journeys.filing import browser, code_in_inbox

Address = Callable[[str], str]
CLERKS_WAYS = ("ask_confirmation", "enter_code", "scan_confirmation")
EVERY_WAY = (*CLERKS_WAYS, "confirm_own")


def clerk_for(subject: Subject) -> Client:
    """A clerk who acts at the window for a company."""
    client = browser(make_officer(Role.WINDOW_CLERK, make_platform()))
    client.post(reverse("portal:window"), {"code": subject.code})
    return client


def confirm_by_code(clerk: Client, owner: User, address: Address, deliver: Deliver) -> None:
    """The company is asked for its word; a wrong code is refused, the one in its inbox is taken."""
    clerk.post(address("ask_confirmation"))
    deliver(FILED_AT)
    wrong = clerk.post(address("enter_code"), {"code": "x"})
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    taken = clerk.post(address("enter_code"), {"code": code_in_inbox(owner)}, follow=True)
    assert "The company has confirmed it by a code" in taken.content.decode()


def confirm_in_account(clerk: Client, owner: User, address: Address) -> None:
    """The company is asked for its word and gives it in its own account."""
    clerk.post(address("ask_confirmation"))
    browser(owner).post(address("confirm_own"))


def confirm_by_sheet(clerk: Client, address: Address) -> None:
    """The clerk takes the scan of the sheet that the company signed."""
    scan = SimpleUploadedFile("scan.pdf", PDF + b"% signed\n%%EOF")
    done = clerk.post(address("scan_confirmation"), {"file": scan}, follow=True)
    assert "by its signature on the printed sheet" in done.content.decode()


def speak(person: User, page: str) -> int:
    """Try to speak for a company, in whatever way; the status of the answer."""
    facts: dict[str, object] = {"code": "123456", "file": SimpleUploadedFile("scan.pdf", PDF)}
    return browser(person).post(page, facts).status_code


def each_confirms_in_its_own_way(clerk: Client, owner: User, address: Address) -> None:
    """The clerk confirms nothing in the company's place, and its owner has no use of the clerk's ways."""
    clerk.post(address("ask_confirmation"))
    assert clerk.post(address("confirm_own")).status_code == HTTPStatus.FORBIDDEN
    for way in CLERKS_WAYS:
        assert speak(owner, address(way)) == HTTPStatus.FORBIDDEN


def two_sign_for(subject: Subject, owner: User) -> tuple[Client, User, Client]:
    """A company in which two sign: its owner's browser, the second person, who only signs, and theirs."""
    second = make_agent(subject, scopes="sign letters")
    first = browser(owner)
    first.post(reverse("portal:two_persons"), {"two": "yes"})
    return first, second, browser(second)


def sign_too_late(second: User, owner: User, deliver: Deliver) -> None:
    """The term of the second signature runs out: its person is warned, and both are told."""
    for days in range(1, 9):
        at = FILED_AT + timedelta(days=days)
        while sweep(at=at).anything:
            deliver(at)
        deliver(at)
    inbox = Message.objects.filter(channel="inbox")
    assert inbox.filter(user=second, template="second-near").exists()
    too_late = inbox.filter(template="case.second_too_late").values_list("user_id", flat=True)
    assert sorted(too_late) == sorted([second.pk, owner.pk])
