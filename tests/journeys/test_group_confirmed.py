"""A group filing that its company confirms once at the window, and one that two persons of the company sign once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import User
from accounts.roles import Role
from cases.models import SecondSignature, SubjectConfirmation
from cases.services import group_filing
from cases.states import RepairState as S
from journal.now import standing_at
from notifications.models import Message
from tests.conftest import Deliver
from tests.factories.cases import FILED_AT
from tests.factories.groups import Sitting, make_group
from tests.factories.people import make_agent, make_officer, make_owner
from tests.factories.records import make_department, make_record, make_subject
from tests.journeys.confirming import (
    EVERY_WAY,
    Address,
    clerk_for,
    confirm_by_code,
    confirm_by_sheet,
    confirm_in_account,
    each_confirms_in_its_own_way,
    sign_too_late,
    speak,
    two_sign_for,
)
from tests.journeys.filing import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _first_of_september() -> Iterator[None]:
    with standing_at(FILED_AT):
        yield


def address(name: str, made: Sitting) -> str:
    return reverse(f"portal:{name}", args=[made.group.number])


def declare(made: Sitting, client: Client) -> str:
    return client.post(address("file_group", made), {"declared": "on"}, follow=True).content.decode()


def ways(made: Sitting) -> Address:
    return lambda way: address(f"group_{way}", made)


def at_the_window(count: int = 2) -> tuple[Sitting, Client]:
    made = make_group(count)
    return made, clerk_for(made.subject)


# ---- the company's word at the window ----------------------------------------------------------------


def test_one_code_lets_the_clerk_file_every_record(deliver: Deliver) -> None:
    made, client = at_the_window(3)
    assert "the company confirms at the end" in client.get(address("group", made)).content.decode()
    check = client.get(address("group_check", made)).content.decode()
    assert "once for all records" in check
    assert "Declare and file what is complete" not in check
    refused = client.post(address("file_group", made), {"declared": "on"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "The company has not confirmed what is to be filed" in refused.content.decode()
    assert made.states == [S.DRAFT] * 3
    confirm_by_code(client, made.owner, ways(made), deliver)
    done = declare(made, client)
    assert "Applications filed: 3" in done
    assert done.count("Print the receipt") == 3
    assert {form.served_by_ref for form in made.group.applications.all()} != {""}


def test_the_choice_of_records_says_at_once_that_the_company_will_confirm() -> None:
    subject = make_subject()
    make_record(subject=subject)
    client = clerk_for(subject)
    assert "the company confirms at the end" in client.get(reverse("portal:group_choose")).content.decode()


def test_the_company_confirms_in_its_own_account_and_reads_every_record() -> None:
    made, client = at_the_window()
    owner = browser(made.owner)
    assert "Nothing waits to be confirmed" in owner.get(address("group_confirm", made)).content.decode()
    client.post(address("group_ask_confirmation", made))
    page = owner.get(address("group_confirm", made)).content.decode()
    assert "wants to file this group filing for your company" in page
    assert all(case.record.decision_number in page for case in made.drafts)
    assert "罚款已缴清，车辆已停用。" in page
    owner.post(address("group_confirm_own", made))
    assert SubjectConfirmation.objects.get().how == "account"
    assert "Applications filed: 2" in declare(made, client)


def test_a_company_without_an_account_signs_one_sheet_for_all() -> None:
    made, client = at_the_window()
    sheet = client.get(address("group_scan_sheet", made))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(sheet.content)).pages)
    assert "信用修复批量申请核对表" in text
    assert made.group.number in text
    assert all(case.record.decision_number in text for case in made.drafts)
    assert client.get(address("group_scan_sheet", made)).content == sheet.content
    for upload in ({}, {"file": SimpleUploadedFile("scan.pdf", b"no pdf")}):
        page = client.post(address("group_scan_confirmation", made), upload)
        assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not SubjectConfirmation.objects.exists()
    confirm_by_sheet(client, ways(made))
    papers = client.get(address("group_papers", made)).content.decode()
    assert "窗口办理核对表" not in papers, "it is no paper that could be taken out"
    assert "Applications filed: 2" in declare(made, client)


def test_a_change_of_one_record_asks_anew() -> None:
    made, client = at_the_window()
    confirm_in_account(client, made.owner, ways(made))
    made.answer(made.drafts[1], "另行说明的履行情况。")
    check = client.get(address("group_check", made)).content.decode()
    assert "The company confirms first" in check
    assert "The company has not confirmed what is to be filed" in declare(made, client)
    assert made.states == [S.DRAFT, S.DRAFT]


@pytest.mark.parametrize("way", EVERY_WAY)
def test_nobody_else_speaks_for_the_company(way: str) -> None:
    made, client = at_the_window()
    client.post(address("group_ask_confirmation", made))
    people = (
        make_owner(make_subject()),
        make_officer(Role.REVIEWER, make_department()),
        make_officer(Role.WINDOW_CLERK, make_department()),
        make_agent(made.subject, scopes="letters"),
    )
    for person in people:
        assert speak(person, ways(made)(way)) == HTTPStatus.NOT_FOUND
    assert SubjectConfirmation.objects.get().confirmed_at is None


def test_the_clerk_confirms_nothing_and_the_owner_has_no_use_of_the_clerks_ways() -> None:
    made, client = at_the_window()
    each_confirms_in_its_own_way(client, made.owner, ways(made))


# ---- two persons sign --------------------------------------------------------------------------------


def two_sign(count: int = 2) -> tuple[Sitting, Client, User, Client]:
    """A complete group of a company in which two sign: its owner, and the second person, who only signs."""
    made = make_group(count)
    return made, *two_sign_for(made.subject, made.owner)


def test_one_signature_of_the_second_person_files_every_record(deliver: Deliver) -> None:
    made, owner, second, theirs = two_sign()
    sign = address("group_second", made)
    check = owner.get(address("group_check", made)).content.decode()
    assert "Declare what is complete (2) and ask the second person" in check
    assert "Waits for a second signature" in declare(made, owner)
    assert made.states == [S.DRAFT, S.DRAFT]
    assert "it waits for a second signature" in owner.get(address("group", made)).content.decode()
    deliver(FILED_AT)
    invited = Message.objects.get(user=second, template="case.second_asked", channel="inbox")
    inbox = theirs.get(reverse("portal:inbox")).content.decode()
    assert f"group filing {made.group.number} was declared" in inbox
    assert theirs.get(reverse("portal:open_message", args=[invited.pk]))["Location"] == sign
    page = theirs.get(sign).content.decode()
    assert all(case.record.decision_number in page for case in made.drafts)
    assert "Your one signature files every application" in page
    assert f'href="{address("group", made)}"' not in page, "whoever only signs has no use of the task list"
    done = theirs.post(sign, {"declared": "on"}, follow=True).content.decode()
    assert "Applications filed: 2" in done
    assert made.states == [S.FILED, S.FILED]


def test_nothing_is_signed_without_the_declaration() -> None:
    made, owner, _second, theirs = two_sign(1)
    declare(made, owner)
    page = theirs.post(address("group_second", made), {})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Confirm the declaration before you sign." in page.content.decode()
    assert made.states == [S.DRAFT]


def test_the_rest_is_filed_by_whoever_signed_second_or_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_filing, "AT_ONCE", 1)
    made, owner, _second, theirs = two_sign(3)
    declare(made, owner)
    page = theirs.post(address("group_second", made), {"declared": "on"}, follow=True).content.decode()
    assert "Go on: file what is complete (2)" in page
    assert f'action="{address("group_second", made)}"' in page
    theirs.post(address("group_second", made), {"declared": "on"})
    assert made.states == [S.FILED, S.FILED, S.DRAFT]
    assert "Applications filed: 3" in declare(made, owner)


def test_it_is_sent_back_changed_and_declared_again(deliver: Deliver) -> None:
    made, owner, second, theirs = two_sign()
    declare(made, owner)
    remark = "请核对第二条记录的履行日期。"
    empty = theirs.post(address("group_second_back", made), {"remark": ""})
    assert empty.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    theirs.post(address("group_second_back", made), {"remark": remark})
    assert remark in owner.get(address("group_check", made)).content.decode()
    deliver(FILED_AT)
    assert Message.objects.filter(user=made.owner, template="case.second_sent_back").exists()
    declare(made, owner)
    made.answer(made.drafts[1], "另行说明的履行情况。")
    assert "No second signature waits here" in theirs.get(address("group_second", made)).content.decode()
    deliver(FILED_AT)
    assert Message.objects.filter(user=second, template="case.second_changed").exists()
    outcomes = SecondSignature.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["sent-back", "changed"]


def test_too_late_is_told_to_both_and_nothing_is_filed(deliver: Deliver) -> None:
    made, owner, second, theirs = two_sign(1)
    declare(made, owner)
    sign_too_late(second, made.owner, deliver)
    with standing_at(FILED_AT + timedelta(days=8)):
        assert "No second signature waits here" in theirs.get(address("group_second", made)).content.decode()
    assert made.states == [S.DRAFT]


def test_the_first_person_and_strangers_do_not_sign() -> None:
    made, owner, _second, _theirs = two_sign(1)
    declare(made, owner)
    first = owner.post(address("group_second", made), {"declared": "on"})
    assert first.status_code == HTTPStatus.FORBIDDEN
    assert "You signed first" in first.content.decode()
    filer, stranger = make_agent(made.subject, scopes="file"), make_owner(make_subject())
    officer = make_officer(Role.REVIEWER, make_department())
    for person in (filer, stranger, officer):
        theirs = browser(person)
        assert (
            theirs.post(address("group_second", made), {"declared": "on"}).status_code == HTTPStatus.NOT_FOUND
        )
        back = theirs.post(address("group_second_back", made), {"remark": "x"})
        assert back.status_code == HTTPStatus.NOT_FOUND
    assert made.states == [S.DRAFT]


def test_whoever_only_signs_sees_and_does_nothing_else_of_a_group() -> None:
    made, owner, _second, theirs = two_sign(1)
    declare(made, owner)
    for name in ("group", "group_contact", "group_commitment", "group_papers", "group_check"):
        assert theirs.get(address(name, made)).status_code == HTTPStatus.NOT_FOUND
    assert theirs.post(address("file_group", made), {"declared": "on"}).status_code == HTTPStatus.NOT_FOUND
    assert theirs.post(address("close_group", made)).status_code == HTTPStatus.NOT_FOUND
    assert SecondSignature.objects.get().outcome == ""


def test_where_nobody_else_could_sign_it_is_said_from_the_first_page_on() -> None:
    made = make_group(1)
    make_record(subject=made.subject)
    owner = browser(made.owner)
    owner.post(reverse("portal:two_persons"), {"two": "yes"})
    for page in (
        reverse("portal:group_choose"),
        address("group", made),
        address("group_check", made),
    ):
        assert "Nobody can sign second yet" in owner.get(page).content.decode()
    assert "ask the second person" not in owner.get(address("group_check", made)).content.decode()
    refused = owner.post(address("file_group", made), {"declared": "on"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Nobody else of the company could sign" in refused.content.decode()
    assert not SecondSignature.objects.exists()


@pytest.mark.parametrize("name", ["group", "group_check", "group_confirm", "group_second"])
def test_statements_do_not_grow_with_the_records(name: str) -> None:
    counted = []
    for count in (2, 12):
        made, client = at_the_window(count)
        second = make_agent(made.subject, scopes="sign")
        browser(made.owner).post(reverse("portal:two_persons"), {"two": "yes"})
        confirm_in_account(client, made.owner, ways(made))
        declare(made, client)
        reader = browser(second) if name == "group_second" else browser(made.owner)
        reader.get(address("group_result", made))
        with CaptureQueriesContext(connection) as statements:
            assert reader.get(address(name, made)).status_code == HTTPStatus.OK
        counted.append(len(statements))
    assert counted[0] == counted[1]
