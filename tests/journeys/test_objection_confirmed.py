"""An objection that is confirmed by its company at the window, and one that two persons of the company sign."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import User
from accounts.roles import Role
from cases.models import SecondSignature, SubjectConfirmation
from cases.services.objection import drafting
from cases.states import ObjectionState as S
from journal.models import Entry
from journal.now import standing_at
from notifications.models import Message
from tests.conftest import Deliver
from tests.factories.cases import FILED_AT
from tests.factories.objections import FiledObjection, complete_objection, make_objection
from tests.factories.people import actor_of_user, make_agent, make_officer, make_owner
from tests.factories.records import make_department, make_subject
from tests.journeys.confirming import (
    EVERY_WAY,
    Address,
    clerk_for,
    confirm_by_code,
    confirm_by_sheet,
    confirm_in_account,
    each_confirms_in_its_own_way,
    speak,
    two_sign_for,
)
from tests.journeys.filing import browser, version_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _first_of_september() -> Iterator[None]:
    with standing_at(FILED_AT):
        yield


def complete() -> FiledObjection:
    """A draft in which nothing is missing."""
    made = make_objection(S.DRAFT)
    complete_objection(made)
    return made.later()


def contest_the_fine(made: FiledObjection) -> None:
    """The owner changes what was confirmed or signed."""
    drafting.contest_field(
        case_id=made.case.pk,
        field="fine",
        right_value="3",
        reason="另有说明。",
        actor=actor_of_user(made.owner),
        at=FILED_AT,
    )


def address(name: str, made: FiledObjection) -> str:
    return reverse(f"portal:{name}", args=[made.case.number])


def file_it(made: FiledObjection, client: Client) -> str:
    """Declare, as the check page lets one."""
    version = version_on(client, address("objection_check", made))
    answer = client.post(address("file_objection", made), {"declared": "on", "version": version}, follow=True)
    return answer.content.decode()


def ways(made: FiledObjection) -> Address:
    return lambda way: address(f"objection_{way}", made)


def at_the_window() -> tuple[FiledObjection, Client]:
    made = complete()
    return made, clerk_for(made.case.subject)


# ---- the company's word at the window ----------------------------------------------------------------


def test_the_owners_code_lets_the_clerk_file(deliver: Deliver) -> None:
    made, client = at_the_window()
    assert "the company confirms at the end" in client.get(address("objection", made)).content.decode()
    check = client.get(address("objection_check", made)).content.decode()
    assert "The company confirms first" in check
    assert "Declare and file the objection" not in check
    assert "The company has not confirmed what is to be filed" in file_it(made, client)
    assert made.later().case.state == S.DRAFT
    confirm_by_code(client, made.owner, ways(made), deliver)
    assert "Print this page and hand it over as the receipt" in file_it(made, client)
    filing = made.later().case.filing
    assert filing.served_by_ref == filing.filed_by_ref != ""
    entry = Entry.objects.get(stream=made.case.stream, verb="case.filed")
    assert entry.payload["confirmed"] == "code"


def test_the_company_confirms_in_its_own_account_and_reads_what_it_confirms() -> None:
    made, client = at_the_window()
    owner = browser(made.owner)
    assert "Nothing waits to be confirmed" in owner.get(address("objection_confirm", made)).content.decode()
    client.post(address("objection_ask_confirmation", made))
    page = owner.get(address("objection_confirm", made)).content.decode()
    assert "wants to file this objection for your company" in page
    assert made.case.filing.statement in page
    owner.post(address("objection_confirm_own", made))
    assert "The objection was filed for the company" in file_it(made, client)


def test_a_company_without_an_account_signs_the_printed_sheet() -> None:
    made, client = at_the_window()
    sheet = client.get(address("objection_scan_sheet", made))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(sheet.content)).pages)
    assert "异议申诉核对表" in text
    assert made.case.number in text
    assert "单位公章" in text
    confirm_by_sheet(client, ways(made))
    proof = client.get(reverse("portal:objection_part", args=[made.case.number, "proof"])).content.decode()
    assert "signed-sheet" not in proof, "it is no proof, and nobody takes it out"
    assert "The objection was filed for the company" in file_it(made, client)
    case = browser(made.owner).get(reverse("portal:case", args=[made.case.number])).content.decode()
    assert "Sheet signed at the window" in case


def test_a_change_after_its_word_asks_anew() -> None:
    made, client = at_the_window()
    confirm_in_account(client, made.owner, ways(made))
    contest_the_fine(made)
    assert "The company has not confirmed what is to be filed" in file_it(made, client)
    assert made.later().case.state == S.DRAFT


@pytest.mark.parametrize("way", EVERY_WAY)
def test_nobody_else_speaks_for_the_company(way: str) -> None:
    made, client = at_the_window()
    client.post(address("objection_ask_confirmation", made))
    people = (
        make_owner(make_subject()),
        make_officer(Role.REVIEWER, made.case.record.department),
        make_officer(Role.WINDOW_CLERK, make_department()),
    )
    for person in people:
        assert speak(person, ways(made)(way)) == HTTPStatus.NOT_FOUND
    assert SubjectConfirmation.objects.get().confirmed_at is None


def test_the_clerk_confirms_nothing_and_the_owner_has_no_use_of_the_clerks_ways() -> None:
    made, client = at_the_window()
    each_confirms_in_its_own_way(client, made.owner, ways(made))


def test_an_application_is_not_confirmed_at_the_addresses_of_objections() -> None:
    made, client = at_the_window()
    assert client.get(reverse("portal:confirm", args=[made.case.number])).status_code == HTTPStatus.NOT_FOUND


# ---- two persons sign --------------------------------------------------------------------------------


def two_sign() -> tuple[FiledObjection, Client, User, Client]:
    """A complete draft of a company in which two sign: its owner, and the second person, who only signs."""
    made = complete()
    return made, *two_sign_for(made.case.subject, made.owner)


def test_filed_is_when_the_second_person_has_signed(deliver: Deliver) -> None:
    made, owner, second, theirs = two_sign()
    sign = address("objection_second", made)
    assert "after your declaration a second person" in owner.get(address("objection", made)).content.decode()
    check = owner.get(address("objection_check", made)).content.decode()
    assert "Declare and ask the second person" in check
    assert "Waits for a second signature" in file_it(made, owner)
    assert made.later().case.state == S.DRAFT
    assert "it waits for a second signature" in owner.get(address("objection", made)).content.decode()
    deliver(FILED_AT)
    invited = Message.objects.get(user=second, template="case.second_asked", channel="inbox")
    assert "objection" in theirs.get(reverse("portal:inbox")).content.decode()
    assert theirs.get(reverse("portal:open_message", args=[invited.pk]))["Location"] == sign
    page = theirs.get(sign).content.decode()
    assert made.case.filing.statement in page
    done = theirs.post(sign, {"declared": "on", "version": version_on(theirs, sign)}, follow=True)
    assert "Your objection was filed" in done.content.decode()
    entry = Entry.objects.get(stream=made.case.stream, verb="case.filed")
    assert entry.actor_ref == f"user:{second.pk}"
    assert entry.payload["first_signed_by"] == f"user:{made.owner.pk}"
    assert made.later().case.filing.filed_by_ref == f"user:{made.owner.pk}"


def test_it_is_sent_back_changed_and_declared_again(deliver: Deliver) -> None:
    made, owner, _second, theirs = two_sign()
    file_it(made, owner)
    remark = "请核对罚款金额。"
    back = {"remark": remark, "version": version_on(theirs, address("objection_second", made))}
    theirs.post(address("objection_second_back", made), back)
    assert remark in owner.get(address("objection_check", made)).content.decode()
    deliver(FILED_AT)
    assert Message.objects.filter(user=made.owner, template="case.second_sent_back").exists()
    file_it(made, owner)
    contest_the_fine(made)
    waits = theirs.get(address("objection_second", made)).content.decode()
    assert "No second signature waits here" in waits
    assert list(SecondSignature.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "sent-back",
        "changed",
    ]


def test_the_first_person_and_strangers_do_not_sign() -> None:
    made, owner, _second, _theirs = two_sign()
    file_it(made, owner)
    sign = address("objection_second", made)
    first = owner.post(sign, {"declared": "on"})
    assert first.status_code == HTTPStatus.FORBIDDEN
    assert "You signed first" in first.content.decode()
    stranger, filer = make_owner(make_subject()), make_agent(made.case.subject, scopes="object")
    for person, status in ((stranger, HTTPStatus.NOT_FOUND), (filer, HTTPStatus.FORBIDDEN)):
        assert browser(person).post(sign, {"declared": "on"}).status_code == status
        back = browser(person).post(address("objection_second_back", made), {"remark": "x"})
        assert back.status_code == status
    assert made.later().case.state == S.DRAFT


def test_where_nobody_else_could_sign_it_is_said_before_the_work_and_no_declaration_is_offered() -> None:
    made = complete()
    owner = browser(made.owner)
    owner.post(reverse("portal:two_persons"), {"two": "yes"})
    assert "Nobody can sign second yet" in owner.get(address("objection", made)).content.decode()
    check = owner.get(address("objection_check", made)).content.decode()
    assert "Nobody can sign second yet" in check
    assert "Declare and ask the second person" not in check
    refused = owner.post(address("file_objection", made), {"declared": "on"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Nobody else of the company could sign" in refused.content.decode()


def test_at_the_window_both_are_asked_for_first_the_word_then_the_second_signature() -> None:
    made, client = at_the_window()
    second = make_agent(made.case.subject, scopes="sign")
    browser(made.owner).post(reverse("portal:two_persons"), {"two": "yes"})
    confirm_in_account(client, made.owner, ways(made))
    assert "Waits for a second signature" in file_it(made, client)
    theirs, sign = browser(second), address("objection_second", made)
    assert "at the service window" in theirs.get(sign).content.decode()
    theirs.post(sign, {"declared": "on", "version": version_on(theirs, sign)})
    assert made.later().case.state == S.FILED
    assert made.later().case.filing.served_by_ref != ""
