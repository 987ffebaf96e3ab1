"""Role by act by state: the table below is the rule; policies, buttons and services are held against it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from accounts.actors import DESK, Actor
from accounts.models import Mandate
from cases import policies
from cases.labels import ACTS
from cases.models import Case
from cases.services import changeover, decision, drafting, intake, keeping, remand, review, signing
from cases.states import RepairState as S
from journal.refusals import Crossed, NotAllowed, NotFound, Refusal
from records.models import Department, Subject
from tests.acts.reading import at_day, make_six_ways_record, six_ways
from tests.cases.rotation import done_by
from tests.factories.cases import (
    REPAIR_ENDS,
    FiledCase,
    answer_steps,
    complete_draft,
    confirm_at_the_window,
    make_filed_case,
)
from tests.factories.people import actor_of_user, make_agent, make_officer, make_owner, make_user
from tests.factories.records import make_department, make_platform, make_record, make_subject
from workflows import desks, router

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# ---- the rule: what each party may do in each situation ---------------------------------------------

Row = dict[str, set[str]]
KEEP = {"terminate", "hold"}
HELD = {"terminate", "resume"}
LOOKED_AT = HELD | {"confirm_hold"}
RULE: dict[str, Row] = {
    "DRAFT": {"subject": {"file", "discard"}, "time": {"expire_draft"}},
    "FILED": {"subject": {"withdraw"}, "time": {"push", "breach", "terminate"}},
    "ROUTED": {
        "subject": {"withdraw"},
        "reviewer": {"accept", "decline", "ask_supplement", "reroute", *KEEP},
        "supervisor": KEEP,
        "time": {"breach", "terminate"},
    },
    "SUPPLEMENTING": {
        "subject": {"supplement", "withdraw"},
        "reviewer": KEEP,
        "supervisor": KEEP,
        "time": {"lapse", "terminate"},
    },
    "UNDER_REPAIR": {
        "subject": {"submit_steps", "withdraw"},
        "reviewer": {"check_step", *KEEP},
        "supervisor": KEEP,
        "time": {"lapse", "terminate"},
    },
    "VERIFYING": {
        "subject": {"withdraw"},
        "reviewer": {"check_step", "extend", "propose", *KEEP},
        "supervisor": KEEP,
        "time": {"breach", "terminate"},
    },
    "VERIFYING, one insufficient": {
        "subject": {"withdraw"},
        "reviewer": {"check_step", "extend", "propose", "find_insufficient", *KEEP},
        "supervisor": KEEP,
        "time": {"breach", "terminate"},
    },
    "PROPOSED": {
        "subject": {"withdraw"},
        "reviewer": KEEP,
        "supervisor": KEEP,
        "decider": {"approve", "send_back"},
        "time": {"breach", "terminate"},
    },
    "ROUTED, held": {
        "subject": {"withdraw"},
        "reviewer": {"reroute", *HELD},
        "supervisor": LOOKED_AT,
        "time": {"breach", "terminate"},
    },
    "SUPPLEMENTING, held": {
        "subject": {"withdraw"},
        "reviewer": HELD,
        "supervisor": LOOKED_AT,
        "time": {"terminate"},
    },
    "UNDER_REPAIR, held": {
        "subject": {"withdraw"},
        "reviewer": HELD,
        "supervisor": LOOKED_AT,
        "time": {"terminate"},
    },
    "VERIFYING, held": {
        "subject": {"withdraw"},
        "reviewer": HELD,
        "supervisor": LOOKED_AT,
        "time": {"breach", "terminate"},
    },
    "PROPOSED, held": {
        "subject": {"withdraw"},
        "reviewer": HELD,
        "supervisor": LOOKED_AT,
        "time": {"breach", "terminate"},
    },
    **{str(state): {} for state in REPAIR_ENDS},
}
# whose place each role takes on the case
PARTY_OF: dict[str, tuple[str, ...]] = {
    "nobody": (),
    "nobody who claims to serve at the window": (),
    "owner": ("subject",),
    "agent": ("subject",),
    "agent whose mandate ended": (),
    "owner of another company": (),
    "clerk serving the subject": ("subject",),
    "clerk serving another": (),
    "clerk serving nobody": (),
    "reviewer": ("reviewer",),
    "decider": ("decider",),
    "supervisor": ("supervisor",),
    "reviewer and decider with no hand in it": ("reviewer", "decider"),
    "reviewer and decider who accepted or checked": ("reviewer",),
    "reviewer of another unit": (),
    "decider of another unit": (),
    "supervisor of another unit": (),
    "reviewer whose post ended": (),
    "reviewer with a mandate for the company": ("subject",),
    "decider with a mandate for the company": ("subject",),
    "system administrator": (),
    "security administrator": (),
    "audit administrator": (),
    "the clock and the desk itself": ("time",),
}
# who sees a draft, and who sees what was filed
SEES_A_DRAFT = {
    "owner",
    "agent",
    "clerk serving the subject",
    "reviewer with a mandate for the company",
    "decider with a mandate for the company",
    "the clock and the desk itself",
}
SEES_A_FILED_CASE = {
    *SEES_A_DRAFT,
    "clerk serving another",
    "clerk serving nobody",
    "reviewer",
    "decider",
    "supervisor",
    "reviewer and decider with no hand in it",
    "reviewer and decider who accepted or checked",
}

# what a document of somebody else's has the desk itself do, in which situation; no button shows it
BY_A_DOCUMENT = {
    **{
        key: {"hold"} for key in ["FILED", "ROUTED", "SUPPLEMENTING", "UNDER_REPAIR", "VERIFYING", "PROPOSED"]
    },
    "VERIFYING, one insufficient": {"hold"},
    **{situation: {"resume"} for situation in RULE if situation.endswith("held")},
}

# ---- facts with which an act succeeds where it is allowed --------------------------------------------

SUBJECTS: dict[str, Any] = {
    "file": intake.file,
    "discard": drafting.discard,
    "supplement": lambda **who: intake.supplement(answer="已补充", **who),
    "submit_steps": intake.submit_steps,
    "withdraw": intake.withdraw,
    "push": intake.push,
    "recall_signature": signing.recall,  # no signature waits here: tests/workflows/test_signatures.py has those
}
OFFICERS: dict[str, dict[str, Any]] = {
    "accept": {},
    "decline": {"reason": "不属于本单位职权", "clause": "第三章"},
    "ask_supplement": {"items": [{"what": "缴款凭证", "material": "M3", "clause": ""}]},
    "reroute": {"reason": "由该单位办理"},
    "check_step": {"way": "rectification", "finding": "satisfied"},
    "find_insufficient": {"reason": "整改不到位"},
    "extend": {"reason": "案情复杂"},
    "propose": {"outcome": "approve", "reasons": "齐全", "clause": "第三章"},
    "send_back": {"reason": "请补充理由"},
    "approve": {},
    "refuse": {},
    "terminate": {"cause": "subject-ceased", "document": "1号"},
    "hold": {"cause": "succession", "document": "2号"},
    "resume": {},
    "confirm_hold": {"reason": "停止执行尚未解除"},
    "change_over": {"choice": "stay", "reason": "新办法施行"},
}
CLOCKS: dict[str, Any] = {
    "remand": lambda case_id, at: remand.route(case_id=case_id, document="3号", at=at),
    "lapse": lambda case_id, at: keeping.lapse(case_id=case_id, term="supplement", at=at),
    "expire_draft": lambda case_id, at: keeping.expire_draft(case_id=case_id, at=at),
    "breach": lambda case_id, at: keeping.breach(
        case_id=case_id, term="accept", goal="law", due_on="2026-09-04", at=at
    ),
}
# what is told to whoever signs against the proposal, and to whoever chooses a text where none is new: the act
# is one's own, what it is done to is not there; a step found insufficient must be answered before any state is asked
NOT_FOR_WANT_OF_POWER = {"wrong-outcome", "no-newer-edition", "steps-open"}
# who chooses under which text a case goes on, once one has come into force
CHOOSES_THE_TEXT = {
    "reviewer",
    "supervisor",
    "reviewer and decider with no hand in it",
    "reviewer and decider who accepted or checked",
    "the clock and the desk itself",
}


@dataclass(frozen=True)
class Stage:
    """A case in a situation, everybody who might act on it, and a unit to which it might be passed."""

    made: FiledCase
    actors: dict[str, Actor]
    other_unit: Department


@contextmanager
def staged(situation: str) -> Iterator[Stage]:
    state, _comma, special = situation.partition(", ")
    with six_ways():
        steps_asked = special == "one insufficient" or state == S.UNDER_REPAIR
        record = make_six_ways_record() if steps_asked else make_record()
        unit = record.department
        both = make_officer("reviewer", unit)
        make_officer("decider", unit, user=both)
        made = make_filed_case(state, record=record, reviewer=both)
        if state == S.DRAFT:
            complete_draft(made)
        router.align(made.case.pk)
        if state == S.UNDER_REPAIR:
            answer_steps(made, phase="during-case")
        if state == S.VERIFYING:
            made = made.check_all()
            if steps_asked:
                made = made.perform(
                    "check_step", way="training", finding="insufficient", reason="学时不足", clause="第13项"
                )
            desks.release(case_id=made.case.pk, actor=actor_of_user(both), at=made.at)
        if special == "held":
            made = made.perform("hold", **OFFICERS["hold"])
        actors = _everybody(made.case.subject, unit)
        actors["reviewer and decider who accepted or checked"] = actor_of_user(both)
        if state == S.DRAFT:
            confirm_at_the_window(made.case.pk, actors["clerk serving the subject"], at=made.at)
        yield Stage(made.later(), actors, make_department())


def _everybody(subject: Subject, unit: Department) -> dict[str, Actor]:
    elsewhere, another = make_department(), make_subject()
    ended = make_agent(subject)
    Mandate.objects.filter(user=ended).update(to_on=date(2026, 3, 2))
    gone = make_officer("reviewer", unit)
    gone.posts.update(to_on=date(2026, 3, 2))
    impartial = make_officer("reviewer", unit)
    clerk = actor_of_user(make_officer("window-clerk", unit))
    return {
        "nobody": actor_of_user(make_user()),
        "nobody who claims to serve at the window": actor_of_user(make_user()).serving(subject.pk),
        "owner": actor_of_user(make_owner(subject)),
        "agent": actor_of_user(make_agent(subject)),
        "agent whose mandate ended": actor_of_user(ended),
        "owner of another company": actor_of_user(make_owner(another)),
        "clerk serving the subject": clerk.serving(subject.pk),
        "clerk serving another": clerk.serving(another.pk),
        "clerk serving nobody": clerk,
        "reviewer": actor_of_user(make_officer("reviewer", unit)),
        "decider": actor_of_user(make_officer("decider", unit)),
        "supervisor": actor_of_user(make_officer("supervisor", unit)),
        "reviewer and decider with no hand in it": actor_of_user(
            make_officer("decider", unit, user=impartial)
        ),
        "reviewer of another unit": actor_of_user(make_officer("reviewer", elsewhere)),
        "decider of another unit": actor_of_user(make_officer("decider", elsewhere)),
        "supervisor of another unit": actor_of_user(make_officer("supervisor", elsewhere)),
        "reviewer whose post ended": actor_of_user(gone),
        "reviewer with a mandate for the company": actor_of_user(
            make_agent(subject, user=make_officer("reviewer", unit))
        ),
        "decider with a mandate for the company": actor_of_user(
            make_owner(subject, user=make_officer("decider", unit))
        ),
        "system administrator": actor_of_user(make_officer("system-admin", unit)),
        "security administrator": actor_of_user(make_officer("security-admin", unit)),
        "audit administrator": actor_of_user(make_officer("audit-admin", unit)),
        "the clock and the desk itself": DESK,
    }


def allowed(situation: str, role: str) -> set[str]:
    """The rule's answer, read from the table."""
    row = RULE[situation]
    return {act for party in PARTY_OF[role] for act in row.get(party, set())}


@pytest.mark.parametrize("situation", RULE)
def test_the_buttons_shown_are_those_of_the_table(situation: str) -> None:
    with staged(situation) as stage:
        shown = {
            role: set(policies.acts_open_to(stage.made.case, actor)) for role, actor in stage.actors.items()
        }
    assert shown == {role: allowed(situation, role) for role in PARTY_OF}


@pytest.mark.parametrize("situation", RULE)
def test_the_services_do_what_the_table_says_and_nothing_else(situation: str) -> None:
    expected = {role: allowed(situation, role) for role in PARTY_OF}
    expected["the clock and the desk itself"] |= BY_A_DOCUMENT.get(situation, set())
    with staged(situation) as stage:
        done = done_by(
            stage.actors,
            ACTS,
            expected,
            turn=list(RULE).index(situation),
            succeeds=lambda act, actor: _succeeds(act, stage, actor),
        )
    assert done == expected


@pytest.mark.parametrize("situation", ["DRAFT", "FILED", "ROUTED", "PROPOSED, held", "CLOSED_REPAIRED"])
def test_a_case_is_seen_by_its_subject_and_its_unit_only(situation: str) -> None:
    with staged(situation) as stage:
        seeing = set()
        for role, actor in stage.actors.items():
            try:
                policies.load(stage.made.case.number, actor)
            except NotFound:
                continue
            seeing.add(role)
    assert seeing == (SEES_A_DRAFT if situation == "DRAFT" else SEES_A_FILED_CASE)


def test_the_table_knows_every_state_every_act_and_every_role() -> None:
    assert {situation.partition(",")[0] for situation in RULE} == {str(state) for state in S}
    spoken_of = {act for row in RULE.values() for acts in row.values() for act in acts}
    assert spoken_of | {"refuse", "change_over", "remand", "recall_signature"} == set(ACTS)
    assert set(SUBJECTS) | set(OFFICERS) | set(CLOCKS) == set(ACTS)


def test_where_a_refusal_is_proposed_the_decider_refuses_and_does_not_grant() -> None:
    made = make_filed_case(S.VERIFYING).check_all("insufficient")
    made = made.perform("propose", outcome="refuse", reasons="整改不到位", clause="第三章")
    assert set(policies.acts_open_to(made.case, actor_of_user(made.decider))) == {"refuse", "send_back"}


def test_once_a_new_text_is_in_force_officers_and_the_desk_choose() -> None:
    record = make_record(
        department=make_department(jurisdiction="379800"),
        class_name="ordinary",
        edition_key="NDRC-58",
        determined_on=date(2025, 12, 15),
    )
    platform = make_platform(jurisdiction="379800")
    both = make_officer("reviewer", platform)
    make_officer("decider", platform, user=both)
    made = make_filed_case(S.VERIFYING, record=record, reviewer=both, at=at_day(3, 31)).later(at=at_day(4, 1))
    actors = _everybody(record.subject, platform)
    actors["reviewer and decider who accepted or checked"] = actor_of_user(both)
    stage = Stage(made, actors, make_department())
    shown = {
        role
        for role, actor in actors.items()
        if "change_over" in policies.acts_open_to(made.case, actor, on=date(2026, 4, 1))
    }
    done = {role for role, actor in actors.items() if _succeeds("change_over", stage, actor)}
    assert shown == done == CHOOSES_THE_TEXT


def _succeeds(act: str, stage: Stage, actor: Actor) -> bool:
    """Whether an act goes through; whatever it did is taken back."""
    try:
        with transaction.atomic():
            _do(act, stage, actor)
            transaction.set_rollback(True)
    except Refusal as refused:
        known = isinstance(refused, NotAllowed | NotFound | Crossed) or refused.code in NOT_FOR_WANT_OF_POWER
        if not known:
            raise  # the facts of this test are wrong
        return False
    return True


def _do(act: str, stage: Stage, actor: Actor) -> Case:
    case_id, at = stage.made.case.pk, stage.made.at
    if act in SUBJECTS:
        return SUBJECTS[act](case_id=case_id, actor=actor, at=at)  # type: ignore[no-any-return]
    facts = dict(OFFICERS.get(act, {}))
    if act == "reroute":
        facts["department_id"] = stage.other_unit.pk
    if act == "propose" and stage.made.case.steps.filter(finding="insufficient").exists():
        facts["outcome"] = "refuse"
    if not actor.is_system:
        return desks.perform(case_id=case_id, act=act, actor=actor, at=at, **facts)
    if act in CLOCKS:
        return CLOCKS[act](case_id=case_id, at=at)  # type: ignore[no-any-return]
    room = next(room for room in (review, decision, keeping, changeover) if hasattr(room, act))
    return getattr(room, act)(case_id=case_id, actor=actor, at=at, **facts)  # type: ignore[no-any-return]
