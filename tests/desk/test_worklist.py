from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from cases.states import RepairState as S
from tests.desk.conftest import SignIn
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.people import make_officer, make_owner, make_user
from tests.factories.records import make_department, make_record, make_subject
from workflows.desks import desk_of
from workflows.worklists.asked import TABS
from workflows.worklists.pages import PAGE

pytestmark = pytest.mark.django_db
WORKLIST = "/desk/"


def claim(client: Client, made: FiledCase) -> int:
    return client.post(f"/desk/cases/{made.case.number}/claim/").status_code


def test_the_teams_list_shows_what_is_on_the_units_desk(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    page = sign_in(made.reviewer).get(WORKLIST, {"tab": "team"})
    assert page.status_code == HTTPStatus.OK
    assert made.case.number in page.content.decode()
    assert made.case.subject.name in page.content.decode()
    assert "3 working days left" in page.content.decode()
    assert "Take on" in page.content.decode()


def test_without_a_tab_ones_own_work_comes_first_and_else_the_teams(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.reviewer)
    assert client.get(WORKLIST).context["tab"] == "team"
    claim(client, made)
    assert client.get(WORKLIST).context["tab"] == "mine"


@pytest.mark.parametrize(
    ("state", "tab"),
    [
        (S.ROUTED, "team"),
        (S.SUPPLEMENTING, "waiting"),
        (S.VERIFYING, "team"),
        (S.PROPOSED, "team"),
        (S.CLOSED_REPAIRED, "done"),
        (S.DECLINED, "done"),
    ],
)
def test_each_tab_has_its_cases_and_counts_them(sign_in: SignIn, state: S, tab: str) -> None:
    made = make_filed_case(state)
    page = sign_in(made.reviewer).get(WORKLIST, {"tab": tab})
    assert [row.case.pk for row in page.context["rows"]] == [made.case.pk]
    counts = {shown.url.removeprefix("?tab="): shown.count for shown in page.context["tabs"]}
    assert counts[tab] == 1
    assert set(counts) == set(TABS)


def test_a_case_on_hold_is_on_its_own_tab_and_marked(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED).perform("hold", cause="competence", document="枣编办〔2026〕3号")
    client = sign_in(made.reviewer)
    page = client.get(WORKLIST, {"tab": "held"})
    assert [row.held for row in page.context["rows"]] == [True]
    assert "On hold" in page.content.decode()
    assert client.get(WORKLIST, {"tab": "team"}).context["rows"] == ()
    counts = {shown.url.removeprefix("?tab="): shown.count for shown in page.context["tabs"]}
    assert (counts["held"], counts["team"]) == (1, 0)


@pytest.mark.parametrize("of", ["number", "code", "name"])
def test_a_case_is_found_by_number_code_and_beginning_of_the_name(sign_in: SignIn, of: str) -> None:
    made = make_filed_case(S.ROUTED)
    make_filed_case(
        S.ROUTED, record=make_record(department=made.case.record.department), reviewer=made.reviewer
    )
    asked = {
        "number": made.case.number.lower(),
        "code": made.case.subject.code,
        "name": made.case.subject.name[:8],
    }[of]
    page = sign_in(made.reviewer).get(WORKLIST, {"tab": "team", "q": asked})
    assert made.case.pk in [row.case.pk for row in page.context["rows"]]
    assert len(page.context["rows"]) == 1


def test_a_search_without_a_hit_says_what_can_be_searched(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    page = sign_in(made.reviewer).get(WORKLIST, {"tab": "team", "q": "XF-0000"})
    assert "No case matches these filters" in page.content.decode()


def test_a_search_tells_in_which_other_list_it_hit(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.reviewer)
    address = f"?tab=team&q={made.case.number}"
    page = client.get(WORKLIST, {"tab": "mine", "q": made.case.number}).content.decode()
    assert page.count("Found in another list:") == 1
    assert f'<a href="{address.replace("&", "&amp;")}">My team</a>' in page
    without = client.get(WORKLIST, {"tab": "mine"}).content.decode()
    assert "Found in another list:" not in without, "an empty list says what it is for"


def test_claiming_makes_the_work_mine_and_giving_back_makes_it_the_teams(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.reviewer)
    assert claim(client, made) == HTTPStatus.FOUND
    desk = desk_of(made.case)
    assert desk is not None
    assert desk.owner_id == made.reviewer.pk
    client.post(f"/desk/cases/{made.case.number}/give-back/")
    desk = desk_of(made.case)
    assert desk is not None
    assert desk.owner_id is None


def test_work_that_somebody_has_taken_cannot_be_claimed(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    other = make_officer(Role.REVIEWER, made.case.record.department, user=make_user(full_name="李经办"))
    claim(sign_in(other), made)
    refused = sign_in(made.reviewer).post(f"/desk/cases/{made.case.number}/claim/")
    assert refused.status_code == HTTPStatus.CONFLICT
    text = refused.content.decode()
    assert re.search(r"李经办 has taken this work \(\w+ \d+ \w+ \d{4}, \d\d:\d\d\)", text), "who, and when"
    assert f'href="/desk/cases/{made.case.number}/">Look at the case as it is now' in text


def test_a_decider_cannot_claim_the_reviewers_desk(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    assert claim(sign_in(made.decider), made) == HTTPStatus.FORBIDDEN


def test_cases_of_another_unit_are_not_there(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    stranger = make_officer(Role.REVIEWER, make_department())
    client = sign_in(stranger)
    assert client.get(WORKLIST, {"tab": "team"}).context["rows"] == ()
    assert claim(client, made) == HTTPStatus.NOT_FOUND


def test_the_public_is_asked_to_sign_in(client: Client) -> None:
    page = client.get(WORKLIST)
    assert page.status_code == HTTPStatus.FOUND
    assert page.headers["Location"].startswith("/account/login/?next=/desk/")


def test_a_company_is_refused_by_name(sign_in: SignIn) -> None:
    refused = sign_in(make_owner(make_subject())).get(WORKLIST)
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert "This page is for: Reviewer, Decider, Supervisor" in refused.content.decode()


def test_an_administrator_reads_no_cases(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    admin = sign_in(make_officer(Role.SYSTEM_ADMIN, made.case.record.department))
    assert admin.get(WORKLIST).status_code == HTTPStatus.FORBIDDEN
    assert admin.get(f"/desk/cases/{made.case.number}/").status_code == HTTPStatus.FORBIDDEN


def test_a_made_up_place_in_the_list_is_not_found(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    asked = {"tab": "team", "after": "broken"}
    assert sign_in(made.reviewer).get(WORKLIST, asked).status_code == HTTPStatus.NOT_FOUND


def test_pages_follow_each_other_without_gap_or_repeat(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.worklists.pages.PAGE", 2)
    made = many(5)
    client, seen, after = sign_in(made.reviewer), [], ""
    while True:
        page = client.get(WORKLIST, {"tab": "team", "after": after} if after else {"tab": "team"})
        seen += [row.case.pk for row in page.context["rows"]]
        after = page.context["next_cursor"]
        if not after:
            break
        assert "Next page" in page.content.decode()
    assert len(seen) == len(set(seen)) == 5


def test_ten_rows_cost_as_many_statements_as_one(sign_in: SignIn) -> None:
    assert PAGE > 10
    counts = []
    for made, rows in ((many(1), 1), (many(10), 10)):
        client = sign_in(made.reviewer)
        with CaptureQueriesContext(connection) as sent:
            page = client.get(WORKLIST, {"tab": "team"})
        assert len(page.context["rows"]) == rows
        counts.append(len(sent))
    assert counts[0] == counts[1] < 25


def many(count: int) -> FiledCase:
    """So many cases on the desk of one unit; the first is given back."""
    first = make_filed_case(S.ROUTED)
    for _number in range(count - 1):
        make_filed_case(
            S.ROUTED,
            record=make_record(department=first.case.record.department),
            reviewer=first.reviewer,
            decider=first.decider,
        )
    return first
