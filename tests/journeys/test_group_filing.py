"""A company files several records in one sitting, page by page: chosen, asked once, answered one by one, filed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from cases.models import Case, GroupFiling
from cases.services import group_filing
from cases.states import RepairState
from journal.models import Entry
from journal.now import standing_at
from records.models import CreditRecord, Subject
from tests.factories.cases import FILED_AT, PDF, make_filed_case
from tests.factories.people import make_agent, make_owner, make_user
from tests.factories.records import make_record, make_subject

pytestmark = pytest.mark.django_db
ANSWER = {"performed_on": "2026-05-25", "performance": "罚款已缴清，车辆已停用。", "reason": ""}
Visit = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _first_of_september() -> Iterator[None]:
    cache.clear()
    with standing_at(FILED_AT):
        yield


def visitor(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def company_with(count: int) -> tuple[Subject, list[CreditRecord], Client]:
    subject = make_subject()
    records = [make_record(subject=subject) for _number in range(count)]
    return subject, records, visitor(make_owner(subject))


def at(name: str, group: GroupFiling, *args: object) -> str:
    return reverse(f"portal:{name}", args=[group.number, *args])


def begun(client: Client, subject: Subject, records: list[CreditRecord]) -> GroupFiling:
    """The records are chosen; what is asked once is answered."""
    sent = client.post(
        reverse("portal:group_choose") + f"?code={subject.code}",
        {"records": [record.pk for record in records]},
    )
    group = GroupFiling.objects.get(subject=subject, closed_at__isnull=True)
    assert sent["Location"] == at("group", group)
    contact = {"contact_name": "张某某", "contact_phone": "0632-1234567"}
    assert client.post(at("group_contact", group), contact)["Location"] == at("group", group)
    assert client.post(at("group_commitment", group), {"signed_by": "张某某"}).status_code == HTTPStatus.FOUND
    proof = {"material": "M3", "title": "", "file": SimpleUploadedFile("proof.pdf", PDF)}
    assert client.post(at("group_papers", group), proof).status_code == HTTPStatus.FOUND
    return group


def test_three_records_are_filed_in_one_sitting() -> None:
    subject, records, client = company_with(3)
    make_record(subject=subject, determined_on=date(2026, 8, 1))
    home = client.get(reverse("portal:company")).content.decode()
    assert "File several records in one sitting" in home
    choosing = client.get(reverse("portal:group_choose")).content.decode()
    assert "2 November 2026" in choosing, "the one that is too young says from when on"
    group = begun(client, subject, records)
    drafts = list(Case.objects.filter(subject=subject).order_by("pk"))
    first = at("group_record", group, drafts[0].number)
    assert "Record 1 of 3" in client.get(first).content.decode()
    for place, case in enumerate(drafts):
        sent = client.post(at("group_record", group, case.number), ANSWER)
        following = (
            at("group_record", group, drafts[place + 1].number)
            if place + 1 < len(drafts)
            else at("group", group)
        )
        assert sent["Location"] == following
    check = client.get(at("group_check", group)).content.decode()
    assert all(record.decision_number in check for record in records)
    result = client.post(at("file_group", group), {"declared": "on"}, follow=True).content.decode()
    assert "Applications filed: 3" in result
    assert all(case.number in result for case in drafts)
    assert "15 September 2026" in result  # ten working days after 1 September
    assert set(Case.objects.values_list("state", flat=True)) == {RepairState.FILED}
    assert client.get(at("group", group))["Location"] == at("group_result", group)


def test_what_is_missing_of_what_is_asked_once_leads_to_its_page() -> None:
    subject, records, client = company_with(2)
    client.post(
        reverse("portal:group_choose") + f"?code={subject.code}",
        {"records": [record.pk for record in records]},
    )
    group = GroupFiling.objects.get(subject=subject)
    check = client.get(at("group_check", group)).content.decode()
    assert f'<a href="{at("group_commitment", group)}">Sign the credit commitment.</a>' in check
    assert check.count(f'<li><a href="{at("group_contact", group)}">') == 2  # the person, the telephone


def test_one_answer_can_stand_for_all_records_that_have_none() -> None:
    subject, records, client = company_with(3)
    group = begun(client, subject, records)
    first = Case.objects.filter(subject=subject).order_by("pk")[0]
    sent = client.post(at("group_record", group, first.number), {**ANSWER, "for_all": "on"})
    assert sent["Location"] == at("group", group), "no record lacks its answer any more"
    told = {case.application.performance for case in Case.objects.filter(subject=subject)}
    assert told == {ANSWER["performance"]}


def test_the_sitting_is_gone_on_with_from_the_company_page() -> None:
    subject, records, client = company_with(2)
    group = begun(client, subject, records)
    home = client.get(reverse("portal:company")).content.decode()
    assert at("group", group) in home
    tasks = client.get(at("group", group)).content.decode()
    assert "2 of 6 tasks done" not in tasks
    assert "0 of 2 applications are complete" in tasks


def test_what_is_incomplete_says_why_and_is_filed_later() -> None:
    subject, records, client = company_with(2)
    group = begun(client, subject, records)
    first, second = Case.objects.filter(subject=subject).order_by("pk")
    client.post(at("group_record", group, first.number), ANSWER)
    client.post(at("file_group", group), {"declared": "on"})
    result = client.get(at("group_result", group)).content.decode()
    assert "Not filed: 1" in result
    assert "Say how and when the duties of the decision were performed." in result
    client.post(at("group_record", group, second.number), ANSWER)
    client.post(at("file_group", group), {"declared": "on"})
    client.post(at("file_group", group), {"declared": "on"})
    assert Entry.objects.filter(verb="case.filed").count() == len(records)


def test_the_rest_is_offered_where_one_press_does_not_file_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_filing, "AT_ONCE", 1)
    subject, records, client = company_with(2)
    group = begun(client, subject, records)
    for case in Case.objects.filter(subject=subject):
        client.post(at("group_record", group, case.number), ANSWER)
    page = client.post(at("file_group", group), {"declared": "on"}, follow=True).content.decode()
    assert "Go on: file what is complete (1)" in page
    assert "I declare that everything in these applications is true" in page
    client.post(at("file_group", group), {"declared": "on"})
    assert set(Case.objects.values_list("state", flat=True)) == {RepairState.FILED}


def test_nothing_is_filed_without_the_declaration() -> None:
    subject, records, client = company_with(1)
    group = begun(client, subject, records)
    client.post(at("group_record", group, Case.objects.get().number), ANSWER)
    page = client.post(at("file_group", group), {})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Confirm the declaration before you file." in page.content.decode()
    assert Case.objects.get().state == RepairState.DRAFT


def test_choosing_nothing_is_told_beside_the_records() -> None:
    subject, _records, client = company_with(1)
    page = client.post(reverse("portal:group_choose") + f"?code={subject.code}", {})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'href="#id_records"' in page.content.decode()
    assert not GroupFiling.objects.exists()


def test_a_record_of_another_company_cannot_be_chosen() -> None:
    subject, _records, client = company_with(1)
    foreign = make_record()
    page = client.post(reverse("portal:group_choose") + f"?code={subject.code}", {"records": [foreign.pk]})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Case.objects.exists()


def test_a_paper_is_taken_out_of_every_record_again() -> None:
    subject, records, client = company_with(2)
    group = begun(client, subject, records)
    client.post(at("remove_group_paper", group, group.papers.get().pk))
    check = client.get(at("group_check", group)).content.decode()
    assert check.count("Add the document") == len(records)


def test_a_record_leaves_the_sitting_and_the_sitting_is_closed() -> None:
    subject, records, client = company_with(2)
    group = begun(client, subject, records)
    first, second = Case.objects.filter(subject=subject).order_by("pk")
    client.post(at("leave_group", group, first.number))
    assert first.number not in client.get(at("group", group)).content.decode()
    client.post(at("close_group", group))
    assert client.get(reverse("portal:filing", args=[second.number])).status_code == HTTPStatus.OK
    assert "Go on with the group filing" not in client.get(reverse("portal:company")).content.decode()


PAGES = ("group", "group_contact", "group_commitment", "group_papers", "group_check", "group_result")
ACTS = ("file_group", "close_group")


@pytest.mark.parametrize("who", ["stranger", "other company", "officer"])
def test_nobody_else_sees_or_files_a_group(who: str) -> None:
    subject, records, client = company_with(1)
    group = begun(client, subject, records)
    people: dict[str, Callable[[], User]] = {
        "stranger": make_user,
        "other company": lambda: make_owner(make_subject()),
        "officer": lambda: make_filed_case().reviewer,
    }
    other = visitor(people[who]())
    case = Case.objects.get(subject=subject)
    addresses = [at(name, group) for name in PAGES] + [at("group_record", group, case.number)]
    assert {other.get(address).status_code for address in addresses} == {HTTPStatus.NOT_FOUND}
    posts = [at(name, group) for name in ACTS] + [at("leave_group", group, case.number)]
    assert {other.post(address, {"declared": "on"}).status_code for address in posts} == {
        HTTPStatus.NOT_FOUND
    }
    assert Case.objects.get(subject=subject).state == RepairState.DRAFT


def test_an_agent_of_the_company_files_it_too() -> None:
    subject, records, _client = company_with(1)
    agent = visitor(make_agent(subject))
    group = begun(agent, subject, records)
    agent.post(at("group_record", group, Case.objects.get().number), ANSWER)
    agent.post(at("file_group", group), {"declared": "on"})
    assert Case.objects.get().state == RepairState.FILED


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    assert client.get(reverse("portal:group_choose"))["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["group", "group_check", "group_result"])
def test_statements_do_not_grow_with_the_records(name: str) -> None:
    counted = []
    for count in (3, 30):
        subject, records, client = company_with(count)
        group = begun(client, subject, records)
        with CaptureQueriesContext(connection) as statements:
            assert client.get(at(name, group)).status_code == HTTPStatus.OK
        counted.append(len(statements))
    assert counted[0] == counted[1]


def test_choosing_costs_the_same_for_few_and_many_records() -> None:
    counted = []
    for count in (3, 30):
        _subject, _records, client = company_with(count)
        with CaptureQueriesContext(connection) as statements:
            client.get(reverse("portal:group_choose"))
        counted.append(len(statements))
    assert counted[0] == counted[1]
