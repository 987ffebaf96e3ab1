"""A draft is gone on with elsewhere: the code leads to it, the mandate lets in, nothing is learnt by trying."""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from cases.models import ResumeCode
from cases.services import resuming
from cases.states import RepairState
from journal.models import Entry
from journal.now import standing_at
from tests.factories.cases import FILED_AT, FiledCase, make_filed_case
from tests.factories.objections import make_objection
from tests.factories.people import make_agent, make_officer, make_owner, make_user
from tests.factories.records import make_department, make_subject
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db
RESUME = "portal:resume"
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


def a_draft() -> FiledCase:
    return make_filed_case(RepairState.DRAFT)


def code_for(made: FiledCase, client: Client) -> str:
    page = client.post(reverse("portal:resume_code", args=[made.case.number])).content.decode()
    return str(CODE.findall(page)[0])


def try_with(client: Client, number: str, code: str) -> tuple[int, str]:
    answer = client.post(reverse(RESUME), {"number": number, "code": code})
    return answer.status_code, answer.get("Location", "") or answer.content.decode()


def test_a_code_leads_an_agent_to_the_draft(sign_in: SignIn) -> None:
    made = a_draft()
    code = code_for(made, sign_in(made.owner))
    agent = sign_in(make_agent(made.case.subject))
    status, place = try_with(agent, made.case.number.lower(), code.lower().replace("-", " "))
    assert (status, place) == (HTTPStatus.FOUND, reverse("portal:case", args=[made.case.number]))
    entry = Entry.objects.get(verb="case.gone_on_with")
    assert entry.stream == made.case.stream


def test_only_a_digest_is_kept(sign_in: SignIn) -> None:
    made = a_draft()
    code = code_for(made, sign_in(made.owner))
    kept = ResumeCode.objects.get()
    assert code.replace("-", "") not in kept.digest
    assert code not in str([entry.payload for entry in Entry.objects.all()])


def test_at_the_window_the_clerk_serves_the_company_of_the_draft(sign_in: SignIn) -> None:
    made = a_draft()
    code = code_for(made, sign_in(made.owner))
    clerk = make_officer(Role.WINDOW_CLERK, make_department())
    client = sign_in(clerk)
    status, _place = try_with(client, made.case.number, code)
    assert status == HTTPStatus.FOUND
    page = client.get(reverse("portal:filing", args=[made.case.number])).content.decode()
    assert f"You are acting at the window for {made.case.subject.name}" in page
    entry = Entry.objects.get(verb="case.gone_on_with")
    assert (entry.actor_ref, entry.payload["acting_for"]) == (f"user:{clerk.pk}", made.case.subject_id)


def test_a_code_works_once(sign_in: SignIn) -> None:
    made = a_draft()
    client = sign_in(made.owner)
    code = code_for(made, client)
    assert try_with(client, made.case.number, code)[0] == HTTPStatus.FOUND
    assert try_with(client, made.case.number, code)[0] == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_new_code_ends_the_one_before(sign_in: SignIn) -> None:
    made = a_draft()
    client = sign_in(made.owner)
    first, second = code_for(made, client), code_for(made, client)
    assert try_with(client, made.case.number, first)[0] == HTTPStatus.UNPROCESSABLE_ENTITY
    assert try_with(client, made.case.number, second)[0] == HTTPStatus.FOUND


@pytest.mark.parametrize(
    ("later", "status"),
    [
        (resuming.VALID_FOR - timedelta(seconds=1), HTTPStatus.FOUND),
        (resuming.VALID_FOR, HTTPStatus.UNPROCESSABLE_ENTITY),
    ],
)
def test_a_code_works_for_three_days(sign_in: SignIn, later: timedelta, status: HTTPStatus) -> None:
    made = a_draft()
    client = sign_in(made.owner)
    code = code_for(made, client)
    with standing_at(FILED_AT + later):
        assert try_with(client, made.case.number, code)[0] == status


@pytest.mark.parametrize("who", ["nobody's person", "other company", "officer of the unit"])
def test_the_code_alone_lets_nobody_in(sign_in: SignIn, who: str) -> None:
    made = a_draft()
    code = code_for(made, sign_in(made.owner))
    people: dict[str, User] = {
        "nobody's person": make_user(),
        "other company": make_owner(make_subject()),
        "officer of the unit": made.reviewer,
    }
    client = sign_in(people[who])
    status, page = try_with(client, made.case.number, code)
    assert status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert made.case.subject.name not in page
    assert client.get(reverse("portal:filing", args=[made.case.number])).status_code == HTTPStatus.NOT_FOUND
    assert try_with(sign_in(made.owner), made.case.number, code)[0] == HTTPStatus.FOUND, "not used up by it"


def test_what_is_wrong_is_not_told_apart(sign_in: SignIn) -> None:
    made = a_draft()
    owner = sign_in(made.owner)
    code = code_for(made, owner)
    stranger = sign_in(make_user())
    said = {
        re.sub(r'value="[^"]*"|csrf\S*', "", try_with(client, number, tried)[1])
        for client, number, tried in (
            (stranger, made.case.number, code),
            (stranger, made.case.number, "0000-0000-0000"),
            (stranger, "XF-2026-22222222", code),
        )
    }
    assert len(said) == 1


def test_five_wrong_codes_end_the_trying_for_an_hour(sign_in: SignIn) -> None:
    made = a_draft()
    client = sign_in(made.owner)
    code = code_for(made, client)
    for _try in range(resuming.TRIES):
        assert try_with(client, made.case.number, "0000-0000-0000")[0] == HTTPStatus.UNPROCESSABLE_ENTITY
    status, page = try_with(client, made.case.number, code)
    assert status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Too many wrong codes" in page
    with standing_at(FILED_AT + resuming.TRYING_TIME):
        assert try_with(client, made.case.number, code)[0] == HTTPStatus.FOUND


def test_an_objection_is_gone_on_with_too(sign_in: SignIn) -> None:
    made = make_objection("DRAFT")
    client = sign_in(made.owner)
    page = client.post(reverse("portal:resume_code", args=[made.case.number])).content.decode()
    status, place = try_with(client, made.case.number, CODE.findall(page)[0])
    assert status == HTTPStatus.FOUND
    assert client.get(place, follow=True).status_code == HTTPStatus.OK


def test_a_case_that_is_with_the_unit_gets_no_code(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.ROUTED)
    client = sign_in(made.owner)
    page = client.post(reverse("portal:resume_code", args=[made.case.number]))
    assert page.status_code == HTTPStatus.CONFLICT
    assert not ResumeCode.objects.exists()


def test_nobody_gets_a_code_for_a_foreign_draft(sign_in: SignIn, client: Client) -> None:
    made = a_draft()
    address = reverse("portal:resume_code", args=[made.case.number])
    assert sign_in(make_owner(make_subject())).post(address).status_code == HTTPStatus.NOT_FOUND
    assert client.post(address)["Location"].startswith(reverse("account_login"))
    assert client.get(reverse(RESUME))["Location"].startswith(reverse("account_login"))
