"""Role by act by state of an ordered rectification: the table is the rule; buttons and services are held against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from accounts.actors import DESK, Actor
from cases import policies
from cases.labels import ACTS_OF
from cases.models import Case
from cases.services import keeping
from cases.services.rectification import minutes, reporting, talks
from cases.states import FINAL_STATES, CaseKind, states_of
from cases.states import RectificationState as S
from journal.now import day_of
from journal.refusals import Crossed, NotAllowed, NotFound, Refusal
from tests.factories.people import actor_of_user, make_agent, make_officer, make_owner, make_user
from tests.factories.records import make_department, make_platform, make_subject
from tests.factories.rectifications import DEMANDS, Ordered, make_rectification
from workflows import desks

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# ---- the rule ----------------------------------------------------------------------------------------

Row = dict[str, set[str]]
KEEP = {"terminate", "hold"}
GO_ON = {"terminate", "resume"}


def running(reviewer: set[str], *, subject: set[str], decider: set[str], time: set[str]) -> Row:
    """What everybody may do while the case runs, and what is special of its state."""
    return {
        "subject": subject,
        "reviewer": {*reviewer, *KEEP, "recuse"},
        "decider": {*decider, "cancel_order", "recuse"},
        "supervisor": {*KEEP, "recuse"},
        "lead": {"recuse_unit"},
        "time": {*time, "terminate"},
    }


def held(time: set[str]) -> Row:
    return {
        "reviewer": {*GO_ON, "recuse"},
        "decider": {"cancel_order", "recuse"},
        "supervisor": {*GO_ON, "confirm_hold", "recuse"},
        "lead": {"recuse_unit"},
        "time": {*time, "terminate"},
    }


NONE: set[str] = set()
BREACH = {"breach"}
LATE = {"overdue"}
RULE: dict[str, Row] = {
    "ISSUED": running({"serve", "add_demands"}, subject=NONE, decider=NONE, time=BREACH),
    "RECTIFYING": running({"extend", "add_demands"}, subject={"report"}, decider=NONE, time=LATE),
    "RECTIFYING, after a talk": running(
        {"add_demands", "note_receipt"}, subject={"report", "read_back"}, decider=NONE, time=LATE
    ),
    "RECTIFYING, corrected": running(
        {"extend", "add_demands", "recheck_demand"}, subject={"report"}, decider=NONE, time=LATE
    ),
    "REPORTED": running(
        {"check_demand", "find_satisfied", "find_insufficient"}, subject=NONE, decider=NONE, time=BREACH
    ),
    "TALK_DUE": running({"set_talk"}, subject={"report"}, decider=NONE, time=BREACH),
    "TALK_SET": running(
        {"hold_talk", "postpone", "record_absence"}, subject={"choose_slot"}, decider=NONE, time=BREACH
    ),
    "EXHAUSTED": running(
        {"note_receipt"},
        subject={"report", "read_back"},
        decider={"last_limit", "hand_on"},
        time=BREACH,
    ),
    "ISSUED, held": held(BREACH),
    "RECTIFYING, held": held(NONE),
    "REPORTED, held": held(BREACH),
    "TALK_DUE, held": held(BREACH),
    "TALK_SET, held": held(BREACH),
    **{str(state): {} for state in states_of(CaseKind.RECTIFICATION, FINAL_STATES)},
    # minutes that were not confirmed before the end can be confirmed after it
    "CLOSED_UNRECTIFIED": {"subject": {"read_back"}},
}
PARTY_OF: dict[str, tuple[str, ...]] = {
    "nobody": (),
    "owner": ("subject",),
    "agent": ("subject",),
    "owner of another company": (),
    "clerk serving the subject": ("subject",),
    "clerk serving nobody": (),
    "reviewer": ("reviewer",),
    "reviewer who stood back": (),
    "decider": ("decider",),
    "supervisor": ("supervisor",),
    "reviewer and decider who ordered": ("reviewer",),
    "reviewer and decider of another unit": (),
    "reviewer with a mandate for the company": ("subject",),
    "reviewer of the lead department": (),
    "supervisor of the lead department": ("lead",),
    "supervisor of a lead department elsewhere": (),
    "system administrator": (),
    "the clock and the desk itself": ("time",),
}
# a desk's own hand in what a document of somebody else's has it do; no button shows it
BY_A_DOCUMENT = {
    **{situation: {"hold"} for situation, row in RULE.items() if row and "held" not in situation},
    **{situation: {"resume"} for situation in RULE if situation.endswith("held")},
    "CLOSED_UNRECTIFIED": NONE,
}
# the act is one's own; what it is done to is not there yet
NOT_FOR_WANT_OF_POWER = {"unchecked-demands", "demands-open", "demands-done", "talk-not-yet", "talk-times"}
# whoever ordered had a hand in it and does not sign, but may stand back from signing
HAD_A_HAND = "reviewer and decider who ordered"


# one of each place on the case tries every act; all of them are asked for their buttons
TRIED = (
    *("owner", "owner of another company", "reviewer", "reviewer who stood back", "decider", "supervisor"),
    *(HAD_A_HAND, "supervisor of the lead department", "the clock and the desk itself"),
)


@dataclass(frozen=True)
class Stage:
    """A rectification in a situation and everybody who might act on it."""

    made: Ordered
    actors: dict[str, Actor]
    lead_id: int


def staged(situation: str) -> Stage:
    state, _comma, special = situation.partition(", ")
    lead = make_platform()
    made = _made(state, special)
    unit = made.case.handling_department
    assert unit is not None
    make_officer("decider", unit, user=made.reviewer)
    back = make_officer("reviewer", unit)
    made.case.recusals.create(
        officer_ref=f"user:{back.pk}", reason="回避", decided_by_ref="user:0", decided_at=made.at
    )
    if special == "held":
        made = made.perform("hold", cause="competence", document="枣编办函〔2026〕3号")
    desk = desks.desk_of(made.case)
    if desk is not None and desk.owner_id is not None:
        desks.release(case_id=made.case.pk, actor=actor_of_user(made.reviewer), at=made.at)
    subject, elsewhere = made.case.subject, make_department(jurisdiction="371400", is_lead=True)
    both = make_officer("reviewer", make_department())
    clerk = actor_of_user(make_officer("window-clerk", unit))
    actors = {
        "nobody": actor_of_user(make_user()),
        "owner": actor_of_user(made.owner),
        "agent": actor_of_user(make_agent(subject)),
        "owner of another company": actor_of_user(make_owner(make_subject())),
        "clerk serving the subject": clerk.serving(subject.pk),
        "clerk serving nobody": clerk,
        "reviewer": actor_of_user(make_officer("reviewer", unit)),
        "reviewer who stood back": actor_of_user(back),
        "decider": actor_of_user(made.decider),
        "supervisor": actor_of_user(make_officer("supervisor", unit)),
        HAD_A_HAND: actor_of_user(made.reviewer),
        "reviewer and decider of another unit": actor_of_user(
            make_officer("decider", both.posts.get().department, user=both)
        ),
        "reviewer with a mandate for the company": actor_of_user(
            make_agent(subject, user=make_officer("reviewer", unit))
        ),
        "reviewer of the lead department": actor_of_user(make_officer("reviewer", lead)),
        "supervisor of the lead department": actor_of_user(make_officer("supervisor", lead)),
        "supervisor of a lead department elsewhere": actor_of_user(make_officer("supervisor", elsewhere)),
        "system administrator": actor_of_user(make_officer("system-admin", unit)),
        "the clock and the desk itself": DESK,
    }
    return Stage(made.later(), actors, lead.pk)


def _made(state: str, special: str) -> Ordered:
    if special == "after a talk":
        return make_rectification(S.TALK_SET).hold_talk()
    if state == S.TALK_SET:
        due = make_rectification(S.TALK_DUE)
        facts = due.talk_facts("prompting")
        hour = facts.pop("set_for")
        return due.perform("set_talk", **facts, slots=[hour, hour + timedelta(days=1)])
    made = make_rectification(state)
    if special == "corrected":
        made.case.demands.update(recheck=True)
    return made


def allowed(situation: str, role: str) -> set[str]:
    row = RULE[situation]
    return {act for party in PARTY_OF[role] for act in row.get(party, NONE)}


@pytest.mark.parametrize("situation", RULE)
def test_buttons_and_services_are_those_of_the_table(situation: str) -> None:
    stage = staged(situation)
    expected = {role: allowed(situation, role) for role in PARTY_OF}
    shown = {role: set(policies.acts_open_to(stage.made.case, actor)) for role, actor in stage.actors.items()}
    assert shown == expected
    done = {role: {act for act in _acts() if _own(act, stage, stage.actors[role])} for role in TRIED}
    expected["the clock and the desk itself"] |= BY_A_DOCUMENT.get(situation, NONE)
    assert done == {role: expected[role] for role in TRIED}


def _acts() -> set[str]:
    of_every_kind = {"breach", "terminate", "hold", "confirm_hold", "resume", "find_insufficient"}
    return {*ACTS_OF[CaseKind.RECTIFICATION], *of_every_kind}


def test_the_table_knows_every_state_and_every_act() -> None:
    assert {situation.partition(",")[0] for situation in RULE} == {str(state) for state in S}
    spoken_of = {act for row in RULE.values() for acts in row.values() for act in acts}
    # the successor of a party is served anew only where one took its place (tests of crossing acts)
    assert spoken_of | {"serve_anew"} == _acts()


@pytest.mark.parametrize("situation", ["ISSUED", "TALK_SET", "SATISFIED"])
def test_it_is_seen_by_its_subject_its_unit_and_the_supervisors_of_the_lead_department(
    situation: str,
) -> None:
    stage = staged(situation)
    seeing = set()
    for role, actor in stage.actors.items():
        try:
            policies.load(stage.made.case.number, actor)
        except NotFound:
            continue
        seeing.add(role)
    assert seeing == {
        *("owner", "agent", "clerk serving the subject", "clerk serving nobody", "reviewer", "decider"),
        *("supervisor", "reviewer who stood back", HAD_A_HAND, "reviewer with a mandate for the company"),
        *("supervisor of the lead department", "the clock and the desk itself"),
    }


def _own(act: str, stage: Stage, actor: Actor) -> bool:
    """Whether an act goes through, or fails only for what is not there yet; whatever it did is taken back."""
    try:
        with transaction.atomic():
            _do(act, stage, actor)
            transaction.set_rollback(True)
    except Refusal as refused:
        if refused.code in NOT_FOR_WANT_OF_POWER:
            return True
        if not isinstance(refused, NotAllowed | NotFound | Crossed):
            raise  # the facts of this test are wrong
        return False
    return True


def _do(act: str, stage: Stage, actor: Actor) -> object:
    made = stage.made
    who: dict[str, Any] = {"case_id": made.case.pk, "actor": actor, "at": made.at}
    if act == "report":
        return reporting.report(answers={one.pk: "已整改" for one in made.demands}, **who)
    if act == "read_back":
        return minutes.read_back(**who)
    if act == "choose_slot":
        talk = made.case.talks.last()
        slot = talk.proposed[1] if talk and talk.slots else made.at
        return talks.choose_slot(slot=slot, **who)
    facts = _facts(act, stage, actor)
    if not actor.is_system:
        return desks.perform(act=act, **who, **facts)
    return _by_itself(act, made.case, stage, facts)


def _facts(act: str, stage: Stage, actor: Actor) -> dict[str, Any]:
    made = stage.made
    first = made.demands[0]
    if act == "set_talk":
        return made.talk_facts("prompting")
    if act == "hold_talk":
        # who may is asked, not what is written: there is a talk, or the act is refused before
        return (
            made.minutes_facts() if made.case.talks.exists() else {"attendance": [], "written": _blank(made)}
        )
    known: dict[str, dict[str, Any]] = {
        "serve": {"how": "desk", "served_on": day_of(made.at)},
        "serve_anew": {"how": "desk", "served_on": day_of(made.at)},
        "add_demands": {"demands": DEMANDS},
        "extend": {"reason": "工程量大"},
        "check_demand": {"demand": first.pk, "finding": "not-done", "reason": "未缴清"},
        "recheck_demand": {"demand": first.pk, "outcome": "stands", "reason": "仍应履行"},
        "find_insufficient": {"reason": "整改不到位"},
        "postpone": {"reason": "住院"},
        "note_receipt": {"number": "GX-1", "received_on": day_of(made.at), "proof": "电话确认"},
        "last_limit": {"reason": "最后机会"},
        "hand_on": {"to": "执法支队", "reason": "未整改"},
        "cancel_order": {"reason": "误发", "document": "1号"},
        "recuse": {"officer": actor.ref, "reason": "近亲属"},
        "recuse_unit": {"department_id": stage.lead_id, "reason": "利害关系"},
        "terminate": {"cause": "subject-ceased", "document": "1号"},
        "hold": {"cause": "competence", "document": "2号"},
        "confirm_hold": {"reason": "编办尚未答复"},
    }
    return known.get(act, {})


def _blank(made: Ordered) -> minutes.Written:
    return minutes.Written(made.at - timedelta(minutes=9), made.at, "user:1", "user:2", "无", signed_by="无")


def _by_itself(act: str, case: Case, stage: Stage, facts: dict[str, Any]) -> object:
    at = stage.made.at
    if act == "breach":
        return keeping.breach(
            case_id=case.pk,
            term="rectification.check",
            goal="law",
            due_on=date(2026, 6, 1).isoformat(),
            at=at,
        )
    if act == "overdue":
        return reporting.overdue(case_id=case.pk, term="rectification.rectify", at=at)
    if act in {"terminate", "hold", "resume"}:
        return getattr(keeping, act)(case_id=case.pk, actor=DESK, at=at, **facts)
    return desks.perform(case_id=case.pk, act=act, actor=DESK, at=at, **facts)
