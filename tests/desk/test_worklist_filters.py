"""The filters of a worklist stand in its address; what is set can be taken away; what is unknown is told."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.test import Client

from accounts.roles import Role
from cases.models import Case
from cases.states import RepairState as S
from rulebook.terms import midnight_after
from tests.desk.conftest import NOW, SignIn
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.people import make_officer, make_user
from tests.factories.records import make_department, make_record

pytestmark = pytest.mark.django_db
WORKLIST = "/desk/"


def of_one_unit(*states: str) -> list[FiledCase]:
    """Cases of one unit in some states."""
    first = make_filed_case(states[0])
    others = [
        make_filed_case(
            state,
            record=make_record(department=first.case.record.department),
            reviewer=first.reviewer,
            decider=first.decider,
        )
        for state in states[1:]
    ]
    return [first, *others]


def listed(client: Client, **asked: str | int) -> list[str]:
    page = client.get(WORKLIST, asked)
    assert page.status_code == HTTPStatus.OK, page.content.decode()
    return [row.case.number for row in page.context["rows"]]


def due(made: FiledCase, on: date) -> None:
    Case.objects.filter(pk=made.case.pk).update(next_due_at=midnight_after(on))


def test_a_state_a_kind_and_a_class_narrow_the_list(sign_in: SignIn) -> None:
    routed, proposed = of_one_unit(S.ROUTED, S.PROPOSED)
    client = sign_in(routed.reviewer)
    both = {routed.case.number, proposed.case.number}
    assert set(listed(client, tab="team")) == both
    assert listed(client, tab="team", state="ROUTED") == [routed.case.number]
    assert set(listed(client, tab="team", kind="repair")) == both
    assert listed(client, tab="team", kind="objection") == []
    assert set(listed(client, tab="team", **{"class": routed.case.record.class_name})) == both
    assert listed(client, tab="team", **{"class": "serious"}) == []


def test_work_of_a_person_and_work_that_nobody_has_taken(sign_in: SignIn) -> None:
    mine, nobodys = of_one_unit(S.ROUTED, S.ROUTED)
    client = sign_in(mine.reviewer)
    client.post(f"/desk/cases/{mine.case.number}/claim/")
    assert listed(client, tab="team", owner=mine.reviewer.pk) == [mine.case.number]
    assert listed(client, tab="team", owner="nobody") == [nobodys.case.number]


def test_the_days_of_a_filter_are_both_in_it(sign_in: SignIn) -> None:
    early, late = of_one_unit(S.ROUTED, S.ROUTED)
    due(early, date(2026, 9, 3))
    due(late, date(2026, 9, 10))
    client = sign_in(early.reviewer)
    assert listed(client, tab="team", due_to="2026-09-03") == [early.case.number]
    assert listed(client, tab="team", due_from="2026-09-10") == [late.case.number]
    assert listed(client, tab="team", due_from="2026-09-03", due_to="2026-09-10") == [
        early.case.number,
        late.case.number,
    ]
    day = NOW.date().isoformat()
    assert len(listed(client, tab="team", opened_from=day, opened_to=day)) == 2
    assert listed(client, tab="team", opened_to=(NOW.date() - timedelta(days=1)).isoformat()) == []


def test_the_orders_of_a_list(sign_in: SignIn) -> None:
    first, second = of_one_unit(S.ROUTED, S.ROUTED)
    due(first, date(2026, 9, 10))
    due(second, date(2026, 9, 3))
    client = sign_in(first.reviewer)
    by_number = sorted([first.case.number, second.case.number])
    assert listed(client, tab="team") == [second.case.number, first.case.number]
    assert listed(client, tab="team", order="newest") == [second.case.number, first.case.number]
    assert listed(client, tab="team", order="number") == by_number


@pytest.mark.parametrize("order", ["slack", "newest", "number"])
def test_pages_of_every_order_follow_each_other(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    monkeypatch.setattr("workflows.worklists.pages.PAGE", 2)
    made = of_one_unit(*[S.ROUTED] * 5)
    due(made[0], date(2026, 9, 4))
    # one without a running term and two of one day
    Case.objects.filter(pk=made[1].case.pk).update(next_due_at=None)
    client, after = sign_in(made[0].reviewer), ""
    seen: list[int] = []
    while True:
        page = client.get(WORKLIST, {"tab": "team", "order": order, "after": after})
        seen += [row.case.pk for row in page.context["rows"]]
        after = page.context["next_cursor"]
        if not after:
            break
    assert len(seen) == len(set(seen)) == 5
    if order == "slack":
        assert (seen[0], seen[-1]) == (made[0].case.pk, made[1].case.pk)


def test_a_cursor_of_another_order_is_not_taken_for_one_of_this(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.worklists.pages.PAGE", 1)
    made = of_one_unit(S.ROUTED, S.ROUTED)[0]
    client = sign_in(made.reviewer)
    after = client.get(WORKLIST, {"tab": "team"}).context["next_cursor"]
    asked = {"tab": "team", "order": "number", "after": after}
    assert client.get(WORKLIST, asked).status_code == HTTPStatus.NOT_FOUND


def test_what_is_set_stands_as_chips_that_can_be_taken_away(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    page = sign_in(made.reviewer).get(WORKLIST, {"tab": "team", "state": "ROUTED", "due_from": "2026-09-01"})
    text = page.content.decode()
    assert "State: With the unit, waiting for acceptance" in text
    assert [chip.url for chip in page.context["chips"]] == [
        "?tab=team&due_from=2026-09-01",
        "?tab=team&state=ROUTED",
    ]
    assert "1 case matches." in text


def test_the_tabs_count_and_open_under_the_filters_that_are_set(sign_in: SignIn) -> None:
    routed, _proposed = of_one_unit(S.ROUTED, S.PROPOSED)
    client = sign_in(routed.reviewer)
    page = client.get(WORKLIST, {"tab": "waiting", "state": "ROUTED", "after": "", "all": "1"})
    [team] = [tab for tab in page.context["tabs"] if "tab=team" in tab.url]
    assert (team.url, team.count) == ("?tab=team&state=ROUTED", 1)
    listed_there = client.get(f"{WORKLIST}{team.url}").context
    assert [row.case.number for row in listed_there["rows"]] == [routed.case.number]
    assert listed_there["matches"] == 1
    plain = client.get(WORKLIST, {"tab": "waiting"}).context["tabs"]
    assert [tab.count for tab in plain if tab.url == "?tab=team"] == [2]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("tab", "everything", "There is no list “everything”."),
        ("kind", "divorce", "“divorce” is none of the choices."),
        ("state", "ASLEEP", "“ASLEEP” is none of the choices."),
        ("class", "heavenly", "“heavenly” is none of the choices."),
        ("owner", "0", "“0” is none of the choices."),
        ("department", "0", "“0” is none of the choices."),
        ("order", "random", "“random” is none of the choices."),
        ("due_from", "tomorrow", "Write the day as year-month-day"),
    ],
)
def test_an_unknown_value_is_told_and_lists_nothing(
    sign_in: SignIn, name: str, value: str, sentence: str
) -> None:
    made = make_filed_case(S.ROUTED)
    page = sign_in(made.reviewer).get(WORKLIST, {"tab": "team"} | {name: value})
    assert page.status_code == HTTPStatus.BAD_REQUEST
    assert sentence in page.content.decode()
    assert made.case.number not in page.content.decode()


def test_days_in_the_wrong_order_are_told(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    asked = {"tab": "team", "due_from": "2026-09-10", "due_to": "2026-09-01"}
    page = sign_in(made.reviewer).get(WORKLIST, asked)
    assert page.status_code == HTTPStatus.BAD_REQUEST
    assert "This day lies before the first one." in page.content.decode()


def test_another_units_people_and_cases_are_no_choice(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    stranger = make_officer(Role.REVIEWER, make_department(), user=make_user(full_name="外单位某某"))
    page = sign_in(made.reviewer).get(WORKLIST, {"tab": "team"})
    assert "外单位某某" not in page.content.decode()
    refused = sign_in(made.reviewer).get(WORKLIST, {"tab": "team", "owner": str(stranger.pk)})
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert listed(sign_in(stranger), tab="team", q=made.case.number) == []


def test_a_hold_says_when_it_is_back_and_comes_back_on_its_day(sign_in: SignIn) -> None:
    soon, later = of_one_unit(S.ROUTED, S.ROUTED)
    for made in (later, soon):
        made.perform("hold", cause="competence", document="枣编办〔2026〕3号")
    soon.case.holds.update(review_on=NOW.date())
    client = sign_in(soon.reviewer)
    page = client.get(WORKLIST, {"tab": "held"})
    assert [row.case.pk for row in page.context["rows"]] == [soon.case.pk, later.case.pk]
    assert "Back on" in page.content.decode()
    assert listed(client, tab="back") == [soon.case.number]


def test_a_case_that_was_taken_up_again_is_on_the_list_of_those_that_came_back(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED).perform("hold", cause="competence", document="枣编办〔2026〕3号")
    client = sign_in(made.reviewer)
    assert listed(client, tab="back") == []
    made.perform("resume")
    assert listed(client, tab="back") == [made.case.number]
    assert "Taken up again on" in client.get(WORKLIST, {"tab": "back"}).content.decode()


def test_every_row_says_why_it_stands_here(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    text = sign_in(made.reviewer).get(WORKLIST, {"tab": "team"}).content.decode()
    assert "By the last day of the nearest legal term that runs" in text
    assert "(3 working days left)." in text
    assert "It waits for: Reviewer" in text
    assert "You hold this post." in text
    seen_by_decider = sign_in(made.decider).get(WORKLIST, {"tab": "team"}).content.decode()
    assert "You see it as a colleague of the unit." in seen_by_decider


def test_close_rows_are_kept_for_the_person(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.reviewer)
    assert "table-dense" not in client.get(WORKLIST).content.decode()
    client.post("/desk/density/", {"rows": "close", "next": "/desk/?tab=team"})
    assert "table-dense" in client.get(WORKLIST).content.decode()
    assert "table-dense" not in sign_in(made.decider).get(WORKLIST).content.decode()


def test_the_counts_stop_where_nobody_looks_through(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflows.worklists.counting.COUNTED", 2)
    monkeypatch.setattr("desk.views.worklist.COUNTED", 2)
    made = of_one_unit(S.ROUTED, S.ROUTED, S.ROUTED)[0]
    page = sign_in(made.reviewer).get(WORKLIST, {"tab": "team"})
    counted = {tab.url.removeprefix("?tab="): tab.counted for tab in page.context["tabs"]}
    assert (counted["team"], counted["mine"]) == ("1+", "0")
