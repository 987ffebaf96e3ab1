"""One act on many cases: looked at before, done row by row, told row by row, once however often it is sent."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from cases.states import RepairState as S
from journal.models import Entry
from tests.desk.conftest import SignIn
from tests.desk.test_worklist_filters import of_one_unit
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_officer, make_user
from tests.factories.records import make_department
from workflows.bulk import CLAIM, LIMIT, Wanted, results_of, run
from workflows.desks import claim, desk_of
from workflows.models import BulkRun

pytestmark = pytest.mark.django_db
MANY = "/desk/many/"
RUN = "/desk/many/run/"


def numbers(*made: FiledCase) -> list[str]:
    return [one.case.number for one in made]


def owner(made: FiledCase) -> int | None:
    desk = desk_of(made.case)
    assert desk is not None
    return desk.owner_id


def test_every_row_says_beforehand_what_would_happen_and_nothing_has_happened(sign_in: SignIn) -> None:
    free, taken = of_one_unit(S.ROUTED, S.ROUTED)
    other = make_officer(Role.REVIEWER, free.case.record.department, user=make_user(full_name="李经办"))
    claim(case_id=taken.case.pk, actor=actor_of_user(other), at=taken.at)
    page = sign_in(free.reviewer).post(MANY, {"act": "claim", "case": numbers(free, taken)})
    text = page.content.decode()
    assert "Possible for 1 of 2 cases. Nothing has been done yet." in text
    assert "You take it on." in text
    assert "李经办 has taken this work" in text
    assert (owner(free), owner(taken)) == (None, other.pk)
    assert not Entry.objects.filter(stream=free.case.stream, verb="desk.claimed").exists()


def test_an_address_that_is_merely_opened_tries_nothing_and_leads_back(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.reviewer)
    with CaptureQueriesContext(connection) as statements:
        page = client.get(MANY, {"act": "claim", "case": numbers(made)})
    assert page.headers["Location"] == "/desk/"
    written = [
        query["sql"] for query in statements if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    assert [sql for sql in written if "session" not in sql] == []
    assert owner(made) is None


def test_each_row_is_done_in_its_own_right_and_told(sign_in: SignIn) -> None:
    free, taken = of_one_unit(S.ROUTED, S.ROUTED)
    other = make_officer(Role.REVIEWER, free.case.record.department, user=make_user(full_name="李经办"))
    claim(case_id=taken.case.pk, actor=actor_of_user(other), at=taken.at)
    facts = {"act": "claim", "key": "k1", "case": numbers(taken, free)}
    page = sign_in(free.reviewer).post(RUN, facts, follow=True)
    text = page.content.decode()
    assert "Done for 1 of 2 cases." in text
    assert "You have taken it on." in text
    assert "李经办 has taken this work" in text
    assert (owner(free), owner(taken)) == (free.reviewer.pk, other.pk)


def test_a_form_that_is_sent_twice_is_done_once(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.reviewer)
    facts = {"act": "claim", "key": "k1", "case": numbers(made)}
    client.post(RUN, facts)
    client.post(f"/desk/cases/{made.case.number}/give-back/")
    page = client.post(RUN, facts, follow=True)
    assert "You have taken it on." in page.content.decode(), "the first answer, kept"
    assert owner(made) is None
    assert Entry.objects.filter(stream=made.case.stream, verb="desk.claimed").count() == 1


def test_what_was_done_is_told_though_the_same_form_found_the_case_locked_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = make_filed_case(S.ROUTED)
    actor = actor_of_user(made.reviewer)
    number = made.case.number

    def claimed_meanwhile(**facts: Any) -> object:
        BulkRun.objects.update(results={number: [False, "somebody else is at it"]})
        return claim(**facts)

    monkeypatch.setattr("workflows.bulk.desks.claim", claimed_meanwhile)
    done = run(Wanted(CLAIM, (number,)), key="k1", actor=actor, at=made.at)
    assert [outcome.done for outcome in results_of(done, actor)] == [True]
    monkeypatch.undo()
    again = run(Wanted(CLAIM, (number,)), key="k1", actor=actor, at=made.at)
    assert again.results == done.results


def test_a_key_of_another_form_is_refused(sign_in: SignIn) -> None:
    first, second = of_one_unit(S.ROUTED, S.ROUTED)
    client = sign_in(first.reviewer)
    client.post(RUN, {"act": "claim", "key": "k1", "case": numbers(first)})
    refused = client.post(RUN, {"act": "claim", "key": "k1", "case": numbers(second)})
    assert refused.status_code == HTTPStatus.CONFLICT
    assert owner(second) is None


def test_many_are_given_back_and_given_to_a_colleague(sign_in: SignIn) -> None:
    made = of_one_unit(S.ROUTED, S.ROUTED)
    to = make_officer(Role.REVIEWER, made[0].case.record.department, user=make_user(full_name="周某某"))
    client = sign_in(made[0].reviewer)
    client.post(RUN, {"act": "claim", "key": "k1", "case": numbers(*made)})
    asked: dict[str, str | list[str]] = {"act": "reassign", "case": numbers(*made)}
    form = client.post(MANY, asked)
    assert "Colleague" in form.content.decode()
    without = client.post(MANY, {**asked, "to": str(to.pk), "reason": ""})
    assert without.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    looked = client.post(MANY, {**asked, "to": str(to.pk), "reason": "休假"})
    assert "It goes to 周某某." in looked.content.decode()
    client.post(RUN, {**asked, "key": "k2", "to": to.pk, "reason": "休假"})
    assert [owner(one) for one in made] == [to.pk, to.pk]
    facts = {"act": "release", "key": "k3", "case": numbers(*made)}
    page = sign_in(to).post(RUN, facts, follow=True)
    assert "Done for 2 of 2 cases." in page.content.decode()


def test_a_case_of_another_unit_is_refused_in_its_row_and_not_named(sign_in: SignIn) -> None:
    own, foreign = make_filed_case(S.ROUTED), make_filed_case(S.ROUTED)
    page = sign_in(own.reviewer).post(MANY, {"act": "claim", "case": numbers(own, foreign)})
    text = page.content.decode()
    assert "This case does not exist or is not yours to see." in text
    assert foreign.case.subject.name not in text
    sign_in(own.reviewer).post(RUN, {"act": "claim", "key": "k", "case": numbers(foreign)})
    assert owner(foreign) is None


def test_a_result_is_seen_by_whoever_did_it_alone(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    sign_in(made.reviewer).post(RUN, {"act": "claim", "key": "k1", "case": numbers(made)})
    assert sign_in(made.reviewer).get(f"{MANY}k1/").status_code == HTTPStatus.OK
    assert sign_in(made.decider).get(f"{MANY}k1/").status_code == HTTPStatus.NOT_FOUND
    stranger = make_officer(Role.REVIEWER, make_department())
    assert sign_in(stranger).get(f"{MANY}k1/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("act", "count", "sentence"),
    [
        ("approve", 1, "Choose what is to be done with the cases."),
        ("claim", LIMIT + 1, f"At most {LIMIT} cases at once."),
    ],
)
def test_acts_that_need_judgement_and_too_many_cases_are_refused(
    sign_in: SignIn, act: str, count: int, sentence: str
) -> None:
    made = make_filed_case(S.PROPOSED)
    chosen = [made.case.number, *(f"XF-2026-{number:08d}" for number in range(count - 1))]
    refused = sign_in(made.decider).post(RUN, {"act": act, "key": "k", "case": chosen})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in refused.content.decode()
    assert not BulkRun.objects.exists()


def test_without_a_chosen_case_one_is_sent_back_to_the_list(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    asked = {"act": "claim", "next": "/desk/?tab=team"}
    page = sign_in(made.reviewer).post(MANY, asked, follow=True)
    assert "Choose at least one case." in page.content.decode()
    away = sign_in(made.reviewer).post(MANY, {"act": "claim", "next": "https://example.org/"})
    assert away.headers["Location"] == "/desk/"


def test_all_rows_of_the_page_are_chosen_without_script(sign_in: SignIn) -> None:
    made = of_one_unit(S.ROUTED, S.ROUTED)
    client = sign_in(made[0].reviewer)
    page = client.get(WORKLIST, {"tab": "team"})
    assert (page.context["chosen"], page.context["all_url"]) == (set(), "?tab=team&all=1")
    page = client.get(WORKLIST, {"tab": "team", "all": "1"})
    assert page.context["chosen"] == set(numbers(*made))
    assert page.content.decode().count(" checked") == 2


def test_work_of_one_case_is_given_on_by_its_page(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    to = make_officer(Role.REVIEWER, made.case.record.department, user=make_user(full_name="周某某"))
    client = sign_in(made.reviewer)
    client.post(f"/desk/cases/{made.case.number}/claim/")
    page = f"/desk/cases/{made.case.number}/give/"
    assert "周某某" in client.get(page).content.decode()
    assert client.post(page, {"to": to.pk, "reason": ""}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    client.post(page, {"to": to.pk, "reason": "休假"})
    assert owner(made) == to.pk
    refused = client.post(page, {"to": made.reviewer.pk, "reason": "要回"})
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert "周某某 has this work." in refused.content.decode()
    stranger = make_officer(Role.REVIEWER, make_department())
    assert sign_in(stranger).get(page).status_code == HTTPStatus.NOT_FOUND


WORKLIST = "/desk/"
