"""What the tabs of a worklist count is what one counts by hand, case by case, under whatever filters are set."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS
from viewflow.workflow.token import Token

from accounts.actors import Actor, actor_of
from accounts.models import User
from accounts.roles import Role
from cases.models import Case, Hold
from cases.states import FINAL_STATES, RUNNING_STATES, STATES, CaseKind
from journal.now import SHANGHAI, day_of
from records.models import Department
from rulebook.terms import midnight_after
from tests.factories.people import make_officer, make_user
from tests.factories.records import make_department, make_record, make_subject
from workflows.flows.kinds import FLOWS
from workflows.models import CaseProcess
from workflows.posts import post_for
from workflows.worklists.asked import TABS, Asked
from workflows.worklists.pages import keys_of, worklist

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 10, tzinfo=SHANGHAI)
CASES = 160
FOUND = "样例甲"
QUESTIONS = {
    "nothing": Asked(),
    "kind": Asked(kind=CaseKind.OBJECTION),
    "state": Asked(state="PROPOSED"),
    "class": Asked(class_name="serious"),
    "nobody has taken it": Asked(nobodys=True),
    "due": Asked(due_from=day_of(AT) - timedelta(days=1), due_to=day_of(AT) + timedelta(days=2)),
    "filed": Asked(opened_from=day_of(AT) - timedelta(days=8), opened_to=day_of(AT) - timedelta(days=3)),
    "name": Asked(query=FOUND),
    "name that some share": Asked(query=f"{FOUND}1"),
    "name of nobody": Asked(query="无此公司"),
    "several": Asked(kind=CaseKind.REPAIR, class_name="serious", due_to=day_of(AT) + timedelta(days=9)),
}


@pytest.fixture
def units() -> list[Department]:
    return [make_department() for _unit in range(3)]


@pytest.fixture
def people(units: list[Department]) -> list[User]:
    officer = make_user()
    return [*(make_officer(Role.REVIEWER, unit, user=officer) for unit in units[:2]), make_user()]


@pytest.fixture
def cases(units: list[Department], people: list[User]) -> list[Case]:
    """Cases of every kind in every state, with and without terms, holds, and somebody who has taken them."""
    rng = Random(11)  # noqa: S311 - invented cases, the same in every run
    made = [_case(rng, number, units) for number in range(CASES)]
    for case in made:
        if case.state in RUNNING_STATES:
            _put_on_a_desk(case, rng.choice([None, people[0], people[-1]]))
        _hold(case, rng)
    return made


def _case(rng: Random, number: int, units: list[Department]) -> Case:
    kind = rng.choice(list(CaseKind))
    state = rng.choice(list(STATES[kind]))
    handling, asked = rng.sample(units, 2)
    subject = make_subject(name=f"{rng.choice([FOUND, '样例乙'])}{number}有限公司")
    record = make_record(subject=subject, department=handling)
    record.class_name = rng.choice(["serious", "general"])
    record.save()
    due = midnight_after(day_of(AT) + timedelta(days=rng.randrange(-3, 12)))
    return Case.objects.create(
        number=f"XF-2026-{number:08d}",
        kind=kind,
        state=state,
        subject=subject,
        record=record,
        determining_department=handling,
        handling_department=handling,
        asked_department=asked if kind == CaseKind.OBJECTION and rng.random() < 0.6 else None,
        edition_key="NDRC-36",
        drafted_at=AT,
        filed_at=None if state in {"DRAFT", "DISCARDED"} else AT - timedelta(days=rng.randrange(12)),
        closed_at=AT if state in FINAL_STATES else None,
        next_due_at=due if state in RUNNING_STATES and rng.random() < 0.8 else None,
    )


def _put_on_a_desk(case: Case, owner: User | None) -> None:
    flow = FLOWS[case.kind]
    process = CaseProcess.objects.create(flow_class=flow, case=case)
    node = next(node for node in flow.instance.nodes() if node.name != "start")
    Task.objects.create(
        process=process,
        flow_task=node,
        flow_task_type=node.task_type,
        owner=owner,
        status=STATUS.NEW,
        token=Token("start"),
    )


def _hold(case: Case, rng: Random) -> None:
    """None, an open one before or after its day, or one that ended lately or long ago."""
    ended = {2: AT - timedelta(days=3), 3: AT - timedelta(days=40)}
    which = rng.randrange(8)
    if which > 3 or (which < 2 and case.state not in RUNNING_STATES):
        return
    Hold.objects.create(
        case=case,
        cause="competence",
        document="枣编办〔2026〕3号",
        from_at=AT - timedelta(days=60),
        set_by_ref="user:1",
        review_on=day_of(AT) + timedelta(days=-1 if which else 5),
        to_at=ended.get(which),
    )


def by_hand(cases: list[Case], asked: Asked, actor: Actor) -> set[int]:
    """The rule of each tab and filter, told once more without a database."""
    units = actor.departments(Role.REVIEWER)
    return {
        case.pk
        for case in cases
        if {case.handling_department_id, case.asked_department_id} & units
        and _on_tab(case, asked.tab, actor)
        and _meets(case, asked)
    }


def _on_tab(case: Case, tab: str, actor: Actor) -> bool:
    post = post_for(case)
    on_a_desk = post is not None and post[1] in actor.departments(Role.REVIEWER)
    running, due = case.state in RUNNING_STATES, case.next_due_at
    holds = list(case.holds.all())
    held = any(hold.to_at is None for hold in holds)
    back = any(
        hold.review_on <= day_of(AT) if hold.to_at is None else hold.to_at > AT - timedelta(days=14)
        for hold in holds
    )
    return {
        "mine": on_a_desk and owner_of(case) == actor.user_id,
        "team": on_a_desk and not held,
        "waiting": running and not on_a_desk and not held,
        "held": running and held,
        "back": running and back,
        "due-today": running and due is not None and AT < due <= midnight_after(day_of(AT)),
        "overdue": running and due is not None and due <= AT,
        "done": case.state in FINAL_STATES and case.filed_at is not None,
    }[tab]


def owner_of(case: Case) -> int | None:
    task = Task.objects.filter(process__caseprocess__case=case).first()
    return None if task is None else task.owner_id


def _meets(case: Case, asked: Asked) -> bool:
    due_on = case.next_due_at and day_of(case.next_due_at) - timedelta(days=1)
    filed_on = case.filed_at and day_of(case.filed_at)
    return all(
        (
            not asked.kind or case.kind == asked.kind,
            not asked.state or case.state == asked.state,
            not asked.class_name or case.record.class_name == asked.class_name,
            not asked.nobodys or owner_of(case) is None,
            asked.owner is None or owner_of(case) == asked.owner,
            not asked.due_from or (due_on is not None and due_on >= asked.due_from),
            not asked.due_to or (due_on is not None and due_on <= asked.due_to),
            not asked.opened_from or (filed_on is not None and filed_on >= asked.opened_from),
            not asked.opened_to or (filed_on is not None and filed_on <= asked.opened_to),
            not asked.query or case.subject.name.startswith(asked.query),
        )
    )


def test_every_tab_counts_what_one_counts_by_hand_under_every_filter(
    cases: list[Case], people: list[User]
) -> None:
    actor = actor_of(people[0], on=day_of(AT))
    questions = {**QUESTIONS, "taken by a colleague": Asked(owner=people[-1].pk)}
    told = {tab: by_hand(cases, Asked(tab=tab), actor) for tab in TABS}
    assert all(told.values()), "every tab has cases, or nothing is shown by it"
    for name, asked in questions.items():
        expected = {tab: by_hand(cases, replace(asked, tab=tab), actor) for tab in TABS}
        page = worklist(actor, asked, at=AT)
        assert page.counts == {tab: len(found) for tab, found in expected.items()}, name
        for tab in TABS:
            keys, _who = keys_of(actor, replace(asked, tab=tab), at=AT, limit=CASES)
            assert sorted(pk for _value, pk in keys) == sorted(expected[tab]), (name, tab)


def test_a_kept_view_is_counted_beside_the_list_by_its_own_filters(
    cases: list[Case], people: list[User]
) -> None:
    actor = actor_of(people[0], on=day_of(AT))
    views = {name: replace(asked, tab="waiting") for name, asked in QUESTIONS.items()}
    page = worklist(actor, Asked(tab="team", state="PROPOSED"), at=AT, beside=views)
    assert page.named == {name: len(by_hand(cases, asked, actor)) for name, asked in views.items()}


def test_an_officer_of_one_unit_and_one_of_none(cases: list[Case], units: list[Department]) -> None:
    alone = actor_of(make_officer(Role.REVIEWER, units[2]), on=day_of(AT))
    page = worklist(alone, Asked(), at=AT)
    assert page.counts == {tab: len(by_hand(cases, Asked(tab=tab), alone)) for tab in TABS}
    nobody = actor_of(make_user(), on=day_of(AT))
    assert worklist(nobody, Asked(), at=AT).counts == dict.fromkeys(TABS, 0)


def test_two_officers_never_see_each_others_counts(cases: list[Case], units: list[Department]) -> None:
    """The text of a statement is kept between them; its values are not."""
    actors = [actor_of(make_officer(Role.REVIEWER, unit), on=day_of(AT)) for unit in units[1:]]
    expected = [{tab: len(by_hand(cases, Asked(tab=tab), actor)) for tab in TABS} for actor in actors]
    assert expected[0] != expected[1]
    for _time in range(2):
        assert [worklist(actor, Asked(tab="team"), at=AT).counts for actor in actors] == expected


def test_a_page_costs_the_same_statements_under_every_filter(cases: list[Case], people: list[User]) -> None:
    actor = actor_of(people[0], on=day_of(AT))
    for name, asked in QUESTIONS.items():
        with CaptureQueriesContext(connection) as sent:
            worklist(actor, replace(asked, tab="done"), at=AT, beside=QUESTIONS)
        # one more looks up the companies of a name
        assert len(sent) <= (7 if asked.query else 6), name
