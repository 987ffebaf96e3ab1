from __future__ import annotations

from datetime import date
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Post
from accounts.roles import Role
from cases.states import RepairState as S
from journal import guards
from journal.models import Entry
from records.models import Department
from records.selectors import in_charge
from tests.desk.conftest import NOW, SignIn
from tests.factories.cases import make_filed_case
from tests.factories.people import make_officer, make_user
from tests.factories.records import make_department

pytestmark = pytest.mark.django_db


@pytest.fixture
def security(sign_in: SignIn) -> Client:
    return sign_in(make_officer(Role.SECURITY_ADMIN, make_department()))


@pytest.fixture
def system(sign_in: SignIn) -> Client:
    return sign_in(make_officer(Role.SYSTEM_ADMIN, make_department()))


@pytest.fixture
def audit(sign_in: SignIn) -> Client:
    return sign_in(make_officer(Role.AUDIT_ADMIN, make_department()))


def given(department: Department, role: Role, username: str) -> dict[str, object]:
    return {"username": username, "department": department.pk, "role": str(role)}


def test_the_security_administrator_gives_a_post_and_ends_it(security: Client) -> None:
    person, department = make_user("wang", full_name="王某"), make_department()
    done = security.post("/desk/posts/give/", given(department, Role.REVIEWER, "wang"), follow=True)
    assert "王某 is Reviewer now." in done.content.decode()
    post = Post.objects.get(user=person)
    ended = security.post(f"/desk/posts/{post.pk}/end/", follow=True)
    assert "王某 is no longer Reviewer." in ended.content.decode()
    post.refresh_from_db()
    assert post.to_on is not None
    assert Entry.objects.filter(stream="security", verb="account.post_ended").exists()


@pytest.mark.parametrize(
    ("field", "value", "status", "words"),
    [
        ("username", "nobody", HTTPStatus.NOT_FOUND, "This account does not exist."),
        ("username", "", HTTPStatus.UNPROCESSABLE_ENTITY, "Enter the sign-in name of the person."),
        ("role", "", HTTPStatus.UNPROCESSABLE_ENTITY, "Choose the post."),
    ],
)
def test_a_post_that_cannot_be_given_says_why(
    security: Client, field: str, value: str, status: HTTPStatus, words: str
) -> None:
    make_user("wang")
    facts = given(make_department(), Role.REVIEWER, "wang") | {field: value}
    refused = security.post("/desk/posts/give/", facts)
    assert refused.status_code == status
    assert words in refused.content.decode()


def test_nobody_gives_a_post_to_themselves(sign_in: SignIn) -> None:
    officer = make_officer(Role.SECURITY_ADMIN, make_department(), user=make_user("security"))
    refused = sign_in(officer).post("/desk/posts/give/", given(make_department(), Role.REVIEWER, "security"))
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert "Nobody gives or ends a post of their own." in refused.content.decode()


def test_an_officer_gets_no_administrators_post(security: Client) -> None:
    department = make_department()
    make_officer(Role.REVIEWER, department, user=make_user("wang"))
    refused = security.post("/desk/posts/give/", given(department, Role.AUDIT_ADMIN, "wang"))
    assert "An administrator holds no post of an officer" in refused.content.decode()


def test_posts_are_found_by_name(security: Client) -> None:
    department = make_department()
    make_officer(Role.REVIEWER, department, user=make_user("wang", full_name="王某"))
    make_officer(Role.REVIEWER, department, user=make_user("li", full_name="李某"))
    rows = security.get("/desk/posts/", {"q": "王"}).context["rows"]
    assert [row["post"].user.username for row in rows] == ["wang"]


@pytest.mark.parametrize(
    ("page", "role"),
    [
        ("/desk/posts/", Role.SYSTEM_ADMIN),
        ("/desk/departments/", Role.AUDIT_ADMIN),
        ("/desk/journal/", Role.SECURITY_ADMIN),
        ("/desk/posts/", Role.REVIEWER),
    ],
)
def test_each_administrator_has_its_own_pages_only(sign_in: SignIn, page: str, role: Role) -> None:
    assert sign_in(make_officer(role, make_department())).get(page).status_code == HTTPStatus.FORBIDDEN


def department_facts(department: Department, **changes: object) -> dict[str, object]:
    return {
        "name_zh": department.name_zh,
        "name_en": department.name_en,
        "field": department.field,
        "address": department.address,
        "phone": department.phone,
        "valid_to": "",
        "successor": "",
        **changes,
    }


def test_a_department_is_merged_into_its_successor(system: Client) -> None:
    old, new = make_department(), make_department()
    facts = department_facts(old, valid_to="2026-09-01", successor=new.pk)
    done = system.post(f"/desk/departments/{old.pk}/", facts, follow=True)
    assert "The department was changed." in done.content.decode()
    old.refresh_from_db()
    assert in_charge(old, date(2026, 9, 1)) == new
    entry = Entry.objects.get(stream=f"department:{old.pk}")
    assert entry.payload["after"] == {"valid_to": "2026-09-01", "successor_id": new.pk}


def test_a_change_that_changes_nothing_is_not_journalled(system: Client) -> None:
    department = make_department()
    system.post(f"/desk/departments/{department.pk}/", department_facts(department))
    assert not Entry.objects.filter(stream=f"department:{department.pk}").exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name_zh": " "}, "A department needs its Chinese name."),
        ({"valid_to": "1980-01-01"}, "The end must lie after the beginning."),
        ({"valid_to": "next year"}, "Write the day as year-month-day"),
    ],
)
def test_an_impossible_department_is_refused(system: Client, changes: dict[str, str], words: str) -> None:
    department = make_department()
    refused = system.post(f"/desk/departments/{department.pk}/", department_facts(department, **changes))
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in refused.content.decode()


def test_a_successor_without_an_end_is_refused(system: Client) -> None:
    department = make_department()
    facts = department_facts(department, successor=make_department().pk)
    refused = system.post(f"/desk/departments/{department.pk}/", facts)
    assert "Only a department that ends has a successor." in refused.content.decode()


def test_successors_that_lead_back_are_refused(system: Client) -> None:
    old = make_department()
    new = make_department(valid_to=date(2026, 8, 1), successor=old)
    facts = department_facts(old, valid_to="2026-09-01", successor=new.pk)
    refused = system.post(f"/desk/departments/{old.pk}/", facts)
    assert "lead back to the department itself" in refused.content.decode()


def test_the_list_says_where_a_successor_is_missing(system: Client) -> None:
    make_department(valid_to=NOW.date())
    assert "Not named" in system.get("/desk/departments/").content.decode()


def test_the_journal_is_filtered_and_paged(audit: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.views.journal.PAGE", 3)
    made = make_filed_case(S.VERIFYING)
    first = audit.get("/desk/journal/", {"stream": made.case.stream})
    shown = [row["entry"] for row in first.context["rows"]]
    assert [entry.stream for entry in shown] == [made.case.stream] * 3
    after = first.context["next_cursor"]
    second = audit.get("/desk/journal/", {"stream": made.case.stream, "after": after})
    assert all(row["entry"].pk < shown[-1].pk for row in second.context["rows"])
    accepted = audit.get("/desk/journal/", {"verb": "case.accepted"}).context["rows"]
    assert [row["actor"] for row in accepted] == [str(made.reviewer)]


def test_a_whole_journal_is_told_to_hold(audit: Client) -> None:
    make_filed_case(S.ROUTED)
    text = audit.post("/desk/journal/verify/").content.decode()
    assert "Every chain holds" in text


def test_a_changed_entry_is_named(audit: Client) -> None:
    made = make_filed_case(S.ROUTED)
    guards.remove(connection)
    Entry.objects.filter(stream=made.case.stream, seq=2).update(actor_ref="user:999")
    guards.install(connection)
    text = audit.post("/desk/journal/verify/").content.decode()
    assert "The journal does not hold" in text
    assert made.case.stream in text
    assert "the entry was changed" in text


def test_verifying_is_no_page_to_be_linked(audit: Client) -> None:
    assert audit.get("/desk/journal/verify/").status_code == HTTPStatus.METHOD_NOT_ALLOWED
