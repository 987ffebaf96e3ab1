"""Role by act by state of an objection: the table below is the rule; buttons and services are held against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from accounts.actors import DESK, Actor
from accounts.models import Mandate
from cases import policies
from cases.services import keeping
from cases.services.objection import crossing, drafting, filing, inquiry
from cases.states import ObjectionState as S
from journal.refusals import Crossed, NotAllowed, NotFound, Refusal
from tests.cases.rotation import done_by
from tests.factories.cases import confirm_at_the_window
from tests.factories.objections import (
    ITEMS,
    OBJECTION_ENDS,
    QUESTION,
    REASONS,
    FiledObjection,
    complete_objection,
    make_objection,
)
from tests.factories.people import actor_of_user, make_agent, make_officer, make_owner, make_user
from tests.factories.records import make_department, make_subject
from workflows import desks
from workflows.acts import SERVICES

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# ---- the rule: what each party may do in each situation ---------------------------------------------

Row = dict[str, set[str]]
KEEP = {"terminate", "hold"}
HELD = {"terminate", "resume"}
ENDING = {"terminate", "record_fell"}
RULE: dict[str, Row] = {
    "DRAFT": {"subject": {"file", "discard"}, "time": {"expire_draft"}},
    "FILED": {
        "subject": {"withdraw"},
        "reviewer": {"accept", "decline", "ask_supplement", *KEEP},
        "supervisor": KEEP,
        "time": {"breach", *ENDING},
    },
    "SUPPLEMENTING": {
        "subject": {"supplement", "withdraw"},
        "reviewer": KEEP,
        "supervisor": KEEP,
        "time": {"lapse", *ENDING},
    },
    "CHECKING": {
        "subject": {"withdraw"},
        "reviewer": {"inquire", "conclude", *KEEP},
        "supervisor": KEEP,
        "time": {"breach", *ENDING},
    },
    "INQUIRING": {
        "subject": {"withdraw"},
        "reviewer": KEEP,
        "supervisor": KEEP,
        "provider": {"answer"},
        "time": {"breach", "no_answer", *ENDING},
    },
    "REVIEWING": {
        "subject": {"withdraw"},
        "reviewer": {"inquire_again", "extend", "propose", *KEEP},
        "supervisor": KEEP,
        "answered and works here": {"inquire_again", "extend", *KEEP},
        "time": {"breach", *ENDING},
    },
    "PROPOSED": {
        "subject": {"withdraw"},
        "reviewer": KEEP,
        "supervisor": KEEP,
        "decider": {"correct", "send_back"},
        "answered and works here": KEEP,
        "time": {"breach", *ENDING},
    },
    "REVIEWING, held": {
        "subject": {"withdraw"},
        "reviewer": HELD,
        "supervisor": {*HELD, "confirm_hold"},
        "answered and works here": HELD,
        "time": {"breach", *ENDING},
    },
    **{str(state): {} for state in OBJECTION_ENDS},
}
# whose place each role takes on the case
PARTY_OF: dict[str, tuple[str, ...]] = {
    "nobody": (),
    "owner": ("subject",),
    "agent": ("subject",),
    "agent whose mandate ended": (),
    "owner of another company": (),
    "clerk serving the subject": ("subject",),
    "clerk serving another": (),
    "reviewer": ("reviewer",),
    "decider": ("decider",),
    "supervisor": ("supervisor",),
    "reviewer and decider with no hand in it": ("reviewer", "decider"),
    "reviewer and decider who worked on it": ("reviewer",),
    "reviewer with a mandate for the company": ("subject",),
    "reviewer of the providing unit": ("provider",),
    "decider of the providing unit": (),
    "supervisor of the providing unit": (),
    "reviewer of another unit": (),
    "decider of another unit": (),
    "system administrator": (),
    "the clock and the desk itself": ("time",),
}
ANSWERED = "reviewer and decider here who answered for the providing unit"
# ---- facts with which an act succeeds where it is allowed --------------------------------------------
SUBJECTS: dict[str, Any] = {
    "file": filing.file,
    "discard": drafting.discard,
    "supplement": lambda **who: filing.supplement(answer="已补充", **who),
    "withdraw": lambda **who: filing.withdraw(reason="另行处理", **who),
}
SAID = {"finding": "confirmed-wrong", "value": "2", "note": ""}
OFFICERS: dict[str, dict[str, Any]] = {
    "accept": {},
    "decline": {"reason": "无关", "clause": "异议指南"},
    "ask_supplement": {"items": ITEMS},
    "inquire": {"question": QUESTION},
    "conclude": {"finding": "own-error", "reason": "录入差错"},
    "answer": {"answers": {"fine": SAID}},
    "inquire_again": {"question": QUESTION},
    "extend": {"reason": "案情复杂"},
    "propose": {"outcomes": {"fine": "corrected"}, "values": {"fine": "2"}, **REASONS},
    "send_back": {"reason": "请补充理由"},
    "correct": {},
    "withdraw_record": {},
    "uphold": {},
    "note": {},
    "terminate": {"cause": "subject-ceased", "document": "1号"},
    "hold": {"cause": "succession", "document": "2号"},
    "resume": {},
    "confirm_hold": {"reason": "尚未解除"},
}
CLOCKS: dict[str, Any] = {
    "lapse": lambda case_id, at: keeping.lapse(case_id=case_id, term="objection.supplement", at=at),
    "expire_draft": lambda case_id, at: keeping.expire_draft(case_id=case_id, at=at),
    "breach": lambda case_id, at: keeping.breach(
        case_id=case_id, term="objection.accept", goal="law", due_on="2026-09-04", at=at
    ),
    "no_answer": lambda case_id, at: inquiry.no_answer(case_id=case_id, at=at),
    "record_fell": lambda case_id, at: crossing.record_fell(case_id=case_id, document="3号", at=at),
}
EVERY_ACT = {*SUBJECTS, *OFFICERS, *CLOCKS}
# what is told to whoever signs against the proposal, has nothing to answer, or asks what was asked or is right
# already: not for want of power, and at the desk the state speaks first
NOT_FOR_WANT_OF_POWER = {"wrong-outcome", "not-inquired", "supplement-spent", "same-value"}
# what a document of somebody else's has the desk itself do; no button shows it
BY_A_DOCUMENT = {
    **{key: {"hold"} for key in ("FILED", "SUPPLEMENTING", "CHECKING", "INQUIRING", "REVIEWING", "PROPOSED")},
    "REVIEWING, held": {"resume"},
}


@dataclass(frozen=True)
class Stage:
    """An objection in a situation and everybody who might act on it."""

    made: FiledObjection
    actors: dict[str, Actor]


def staged(situation: str) -> Stage:
    state, _comma, special = situation.partition(", ")
    made = make_objection(state)
    if state == S.DRAFT:
        complete_objection(made)
    if special == "held":
        made = made.perform("hold", **OFFICERS["hold"])
    actors = everybody(made)
    if state == S.DRAFT:  # a clerk files what the company has confirmed
        confirm_at_the_window(made.case.pk, actors["clerk serving the subject"], at=made.at)
    return Stage(made, actors)


def everybody(made: FiledObjection) -> dict[str, Actor]:
    """Everybody who might act on an objection, by the place they take."""
    subject, unit = made.case.subject, made.case.handling_department or made.case.record.department
    provider = made.case.record.department
    if made.case.handling_department is None:  # a draft is on nobody's desk
        unit = make_department(is_platform=True)
    elsewhere, another = make_department(), make_subject()
    ended = make_agent(subject)
    Mandate.objects.filter(user=ended).update(to_on=date(2026, 3, 2))
    clerk = actor_of_user(make_officer("window-clerk", unit))
    impartial = make_officer("decider", unit, user=make_officer("reviewer", unit))
    found = {
        "nobody": actor_of_user(make_user()),
        "owner": actor_of_user(make_owner(subject)),
        "agent": actor_of_user(make_agent(subject)),
        "agent whose mandate ended": actor_of_user(ended),
        "owner of another company": actor_of_user(make_owner(another)),
        "clerk serving the subject": clerk.serving(subject.pk),
        "clerk serving another": clerk.serving(another.pk),
        "reviewer": actor_of_user(make_officer("reviewer", unit)),
        "decider": actor_of_user(make_officer("decider", unit)),
        "supervisor": actor_of_user(make_officer("supervisor", unit)),
        "reviewer and decider with no hand in it": actor_of_user(impartial),
        "reviewer and decider who worked on it": actor_of_user(
            make_officer("decider", unit, user=made.reviewer)
        ),
        "reviewer with a mandate for the company": actor_of_user(
            make_agent(subject, user=make_officer("reviewer", unit))
        ),
        "reviewer of the providing unit": actor_of_user(make_officer("reviewer", provider)),
        "decider of the providing unit": actor_of_user(make_officer("decider", provider)),
        "supervisor of the providing unit": actor_of_user(make_officer("supervisor", provider)),
        "reviewer of another unit": actor_of_user(make_officer("reviewer", elsewhere)),
        "decider of another unit": actor_of_user(make_officer("decider", elsewhere)),
        "system administrator": actor_of_user(make_officer("system-admin", unit)),
        "the clock and the desk itself": DESK,
    }
    if made.case.inquiries.filter(answered_at__isnull=False).exists():
        make_officer("reviewer", unit, user=made.provider)
        found[ANSWERED] = actor_of_user(make_officer("decider", unit, user=made.provider))
    return found


def allowed(situation: str, role: str) -> set[str]:
    """The rule's answer, read from the table."""
    row = RULE[situation]
    if role == ANSWERED:
        return row.get("answered and works here", set())
    return {act for party in PARTY_OF[role] for act in row.get(party, set())}


@pytest.mark.parametrize("situation", RULE)
def test_the_buttons_shown_are_those_of_the_table(situation: str) -> None:
    stage = staged(situation)
    shown = {role: set(policies.acts_open_to(stage.made.case, actor)) for role, actor in stage.actors.items()}
    assert shown == {role: allowed(situation, role) for role in stage.actors}


@pytest.mark.parametrize("situation", RULE)
def test_the_services_do_what_the_table_says_and_nothing_else(situation: str) -> None:
    stage = staged(situation)
    expected = {role: allowed(situation, role) for role in stage.actors}
    expected["the clock and the desk itself"] |= BY_A_DOCUMENT.get(situation, set())
    done = done_by(
        stage.actors,
        EVERY_ACT,
        expected,
        turn=list(RULE).index(situation),
        succeeds=lambda act, actor: _succeeds(act, stage, actor),
    )
    assert done == expected


def test_the_table_knows_every_state_and_every_act() -> None:
    assert {situation.partition(",")[0] for situation in RULE} == {str(state) for state in S}
    assert set(OFFICERS) == set(SERVICES["objection"])


@pytest.mark.parametrize(("state", "seen"), [(S.DRAFT, False), (S.FILED, True), (S.CLOSED_UPHELD, True)])
def test_the_providing_unit_sees_what_was_filed_and_no_draft(state: str, *, seen: bool) -> None:
    made = make_objection(state)
    assert policies.visible_to(actor_of_user(made.provider)).filter(pk=made.case.pk).exists() == seen
    stranger = actor_of_user(make_officer("reviewer", make_department()))
    assert not policies.visible_to(stranger).filter(pk=made.case.pk).exists()


def test_the_provider_takes_and_gives_back_its_work_and_its_supervisor_too() -> None:
    made = make_objection(S.INQUIRING)
    provider = actor_of_user(made.provider)
    desks.claim(case_id=made.case.pk, actor=provider, at=made.at)
    assert made.case.asked_department is not None
    supervisor = actor_of_user(make_officer("supervisor", made.case.asked_department))
    desks.release(case_id=made.case.pk, actor=supervisor, at=made.at)
    desk = desks.desk_of(made.case)
    assert desk is not None
    assert (desk.node, desk.owner_id) == ("provider_answer", None)


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


def _do(act: str, stage: Stage, actor: Actor) -> None:
    case_id, at = stage.made.case.pk, stage.made.at
    if act in SUBJECTS:
        SUBJECTS[act](case_id=case_id, actor=actor, at=at)
    elif act in OFFICERS:
        SERVICES["objection"][act](case_id=case_id, actor=actor, at=at, **OFFICERS[act])
    elif actor.is_system:
        CLOCKS[act](case_id=case_id, at=at)
    else:
        raise NotAllowed("not-system", "only time does this")
