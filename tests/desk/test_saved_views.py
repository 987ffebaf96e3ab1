"""Views kept of the worklist: one's own, a unit's, their counts, and who may change them."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from cases.states import RepairState as S
from journal.now import now
from journal.refusals import Refusal
from tests.desk.conftest import SignIn
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department
from workflows.models import FirstView, SavedView
from workflows.saved_views import VIEWS, keep_view, remove_view, restore_view

pytestmark = pytest.mark.django_db
WORKLIST = "/desk/"


def keep(client: Client, name: str = "待受理", address: str = "tab=team&state=ROUTED", unit: str = "") -> str:
    page = client.post("/desk/views/keep/", {"name": name, "address": address, "unit": unit}, follow=True)
    assert page.status_code == HTTPStatus.OK
    return page.content.decode()


def unit_of(made: FiledCase) -> str:
    return str(made.case.handling_department_id)


def test_a_view_keeps_the_question_and_is_counted_beside_its_name(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.reviewer)
    assert "The view “待受理” was kept." in keep(client)
    page = client.get(WORKLIST, {"tab": "team"})
    (view,) = page.context["views"]
    assert (view.label, view.url, view.count, view.active) == ("待受理", "?tab=team&state=ROUTED", 1, False)
    (view,) = client.get(WORKLIST, {"tab": "team", "state": "ROUTED"}).context["views"]
    assert view.active


def test_what_is_not_asked_is_not_kept(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    keep(sign_in(made.reviewer), address="tab=team&q=&after=abc&all=1&evil=x&state=ROUTED")
    assert SavedView.objects.get().address == "tab=team&state=ROUTED"


def test_an_own_view_is_seen_by_nobody_else(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    keep(sign_in(made.reviewer))
    view = SavedView.objects.get()
    other = sign_in(made.decider)
    assert other.get(WORKLIST, {"tab": "team"}).context["views"] == ()
    for act in ("rename", "delete", "restore"):
        answer = other.post(f"/desk/views/{view.pk}/{act}/", {"name": "新名"})
        assert answer.status_code == HTTPStatus.NOT_FOUND
    assert other.post("/desk/views/first/", {"view": view.pk}).status_code == HTTPStatus.NOT_FOUND


def test_a_units_view_is_seen_by_all_in_it_and_changed_by_reviewers_and_supervisors(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    keep(sign_in(made.reviewer), unit=unit_of(made))
    view = SavedView.objects.get()
    decider = sign_in(made.decider)
    assert [tab.label for tab in decider.get(WORKLIST, {"tab": "team"}).context["views"]] == ["待受理"]
    refused = decider.post(f"/desk/views/{view.pk}/rename/", {"name": "新名"})
    assert refused.status_code == HTTPStatus.FORBIDDEN
    supervisor = make_officer(Role.SUPERVISOR, made.case.record.department)
    page = sign_in(supervisor).post(f"/desk/views/{view.pk}/rename/", {"name": " 新  名 "}, follow=True)
    assert "The view is called “新 名” now." in page.content.decode()


def test_another_units_view_is_not_there(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    keep(sign_in(made.reviewer), unit=unit_of(made))
    view = SavedView.objects.get()
    stranger = sign_in(make_officer(Role.REVIEWER, make_department()))
    assert stranger.get(WORKLIST, {"tab": "team"}).context["views"] == ()
    assert stranger.post(f"/desk/views/{view.pk}/delete/").status_code == HTTPStatus.NOT_FOUND


def test_a_decider_keeps_no_view_for_the_unit(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    text = keep(sign_in(made.decider), unit=unit_of(made))
    assert "made, renamed and deleted by its reviewers and supervisors" in text
    assert not SavedView.objects.exists()


def test_a_name_is_given_once_and_never_empty(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.reviewer)
    keep(client)
    assert "There is a view “待受理” already." in keep(client, address="tab=mine")
    assert "Give the view a name" in keep(client, name="  ")
    assert "The view “待受理” was kept." in keep(client, unit=unit_of(made)), "the unit's names are its own"
    assert SavedView.objects.count() == 2


def test_an_unknown_filter_is_not_kept(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    assert "cannot be kept" in keep(sign_in(made.reviewer), address="tab=team&state=ASLEEP")
    assert not SavedView.objects.exists()


def test_no_more_views_than_can_be_looked_through() -> None:
    made = make_filed_case(S.ROUTED)
    actor = actor_of_user(made.reviewer)
    for number in range(VIEWS):
        keep_view(name=f"视图{number}", address="tab=team", department_id=None, actor=actor, at=now())
    with pytest.raises(Refusal, check=lambda refused: refused.code == "views-many"):
        keep_view(name="再一个", address="tab=team", department_id=None, actor=actor, at=now())


def test_a_deleted_view_is_brought_back(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.reviewer)
    keep(client)
    view = SavedView.objects.get()
    page = client.post(f"/desk/views/{view.pk}/delete/")
    assert "Bring it back" in page.content.decode()
    assert client.get(WORKLIST, {"tab": "team"}).context["views"] == ()
    client.post(f"/desk/views/{view.pk}/restore/")
    assert len(client.get(WORKLIST, {"tab": "team"}).context["views"]) == 1


def test_a_deleted_view_whose_name_was_given_away_stays_deleted(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.reviewer)
    keep(client)
    view = SavedView.objects.get()
    client.post(f"/desk/views/{view.pk}/delete/")
    keep(client)
    assert client.post(f"/desk/views/{view.pk}/restore/").status_code == HTTPStatus.CONFLICT


def test_the_worklist_opens_with_the_view_that_was_chosen(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.reviewer)
    keep(client)
    view = SavedView.objects.get()
    client.post("/desk/views/first/", {"view": view.pk})
    assert client.get(WORKLIST).headers["Location"] == "/desk/?tab=team&state=ROUTED"
    client.post(f"/desk/views/{view.pk}/delete/")
    assert client.get(WORKLIST).status_code == HTTPStatus.OK, "a deleted view opens nothing"
    client.post(f"/desk/views/{view.pk}/restore/")
    client.post("/desk/views/first/", {"view": ""})
    assert not FirstView.objects.exists()


def test_a_view_whose_filter_became_unknown_is_shown_without_a_count(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.reviewer)
    keep(client)
    SavedView.objects.update(address="tab=team&owner=999999")
    (view,) = client.get(WORKLIST, {"tab": "team"}).context["views"]
    assert view.count is None


def test_twenty_views_cost_as_many_statements_as_one(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    actor = actor_of_user(made.reviewer)
    client = sign_in(made.reviewer)
    client.get(WORKLIST, {"tab": "team"})
    counts = []
    for number in range(20):
        keep_view(name=f"视图{number}", address="tab=team&q=样例", department_id=None, actor=actor, at=now())
        if number in {0, 19}:
            with CaptureQueriesContext(connection) as sent:
                client.get(WORKLIST, {"tab": "team"})
            counts.append(len(sent))
    assert counts[0] == counts[1] < 25


def test_a_deleted_view_comes_back_only_where_there_is_room() -> None:
    actor = actor_of_user(make_officer(Role.REVIEWER, make_department()))

    def kept(name: str) -> SavedView:
        return keep_view(name=name, address="tab=mine", department_id=None, actor=actor, at=now())

    first, *_others = [kept(f"视图{number}") for number in range(VIEWS)]
    remove_view(view_id=first.pk, actor=actor, at=now())
    other = kept("另一个")
    with pytest.raises(Refusal) as refused:
        restore_view(view_id=first.pk, actor=actor)
    assert refused.value.code == "views-many"
    remove_view(view_id=other.pk, actor=actor, at=now())
    assert restore_view(view_id=first.pk, actor=actor).removed_at is None
