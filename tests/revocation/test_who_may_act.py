"""Role by act by state of a revocation: the table below is the rule; buttons and services are held against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from accounts.actors import DESK, Actor
from accounts.models import Mandate
from cases import policies
from cases.models import Case
from cases.services import decision, keeping
from cases.services.revocation import deciding, hearing
from cases.states import RevocationState as S
from journal.refusals import Crossed, NotAllowed, NotFound, Refusal
from tests.factories.people import actor_of_user, make_agent, make_officer, make_owner, make_user
from tests.factories.records import make_department, make_subject
from tests.factories.revocations import OpenedRevocation, make_granted_repair, make_revocation

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

Row = dict[str, set[str]]
KEEP = {"terminate", "hold"}
HELD = {"terminate", "resume"}
RULE: dict[str, Row] = {
    "NOTIFIED": {
        "subject": {"state_defence"},
        "reviewer": KEEP,
        "supervisor": KEEP,
        "time": {"defence_over", "terminate"},
    },
    "REVIEWING": {
        "reviewer": {"propose", *KEEP},
        "supervisor": KEEP,
        "time": {"breach", "terminate"},
    },
    "PROPOSED": {
        "reviewer": KEEP,
        "supervisor": KEEP,
        "decider": {"revoke", "send_back"},
        "time": {"breach", "terminate"},
    },
    **{
        f"{state}, held": {"reviewer": HELD, "supervisor": {"confirm_hold", *HELD}, "time": late}
        for state, late in (
            ("NOTIFIED", {"terminate"}),
            ("REVIEWING", {"breach", "terminate"}),
            ("PROPOSED", {"breach", "terminate"}),
        )
    },
    **{str(state): {} for state in (S.REVOKED, S.KEPT, S.TERMINATED)},
}
# whose place each role takes on the case
PARTY_OF: dict[str, tuple[str, ...]] = {
    "nobody": (),
    "owner": ("subject",),
    "agent": ("subject",),
    "agent whose mandate ended": (),
    "owner of another company": (),
    "clerk serving the subject": ("subject",),
    "clerk serving nobody": (),
    "reviewer": ("reviewer",),
    "decider": ("decider",),
    "the officer who granted the repair": ("decider",),
    "supervisor": ("supervisor",),
    "reviewer and decider with no hand in it": ("reviewer", "decider"),
    "reviewer and decider who opened it": ("reviewer",),
    "reviewer of another unit": (),
    "decider of another unit": (),
    "reviewer with a mandate for the company": ("subject",),
    "system administrator": (),
    "audit administrator": (),
    "the clock and the desk itself": ("time",),
}
# what a document of somebody else's has the desk itself do, in which situation; no button shows it
BY_A_DOCUMENT = {
    **{state: {"hold"} for state in ("NOTIFIED", "REVIEWING", "PROPOSED")},
    **{situation: {"resume"} for situation in RULE if situation.endswith("held")},
}
PROPOSAL: dict[str, Any] = {"outcome": "revoke", "reasons": "属实", "clause": "第二十条"}
DOES: dict[str, Any] = {
    "state_defence": lambda **who: hearing.state_defence(statement="属实", **who),
    "propose": lambda **who: deciding.propose(**PROPOSAL, **who),
    "revoke": deciding.revoke,
    "keep": deciding.keep,
    "send_back": lambda **who: decision.send_back(reason="请核实", **who),
    "terminate": lambda **who: keeping.terminate(cause="subject-ceased", **who),
    "hold": lambda **who: keeping.hold(cause="other-proceeding", document="2号", **who),
    "resume": keeping.resume,
    "confirm_hold": lambda **who: keeping.confirm_hold(reason="尚未答复", **who),
}
CLOCKS: dict[str, Any] = {
    "defence_over": hearing.defence_over,
    "breach": lambda **when: keeping.breach(
        term="revocation.decide", goal="law", due_on="2026-09-29", **when
    ),
}
# the act is one's own, what it is done to is not there: the proposal asks for the other outcome
NOT_FOR_WANT_OF_POWER = {"wrong-outcome"}


@dataclass(frozen=True)
class Stage:
    made: OpenedRevocation
    actors: dict[str, Actor]


def staged(situation: str) -> Stage:
    state, _comma, special = situation.partition(", ")
    repair = make_granted_repair()
    unit, subject = repair.case.record.department, repair.case.subject
    opener = make_officer("decider", unit, user=make_officer("reviewer", unit))
    made = make_revocation(state, repair=repair, opener=opener)
    if special == "held":
        keeping.hold(
            case_id=made.case.pk,
            cause="other-proceeding",
            document="2号",
            actor=actor_of_user(opener),
            at=made.at,
        )
    ended = make_agent(subject)
    Mandate.objects.filter(user=ended).update(to_on=date(2026, 3, 2))
    clerk = actor_of_user(make_officer("window-clerk", unit))
    elsewhere = make_department()
    actors = {
        "nobody": actor_of_user(make_user()),
        "owner": actor_of_user(make_owner(subject)),
        "agent": actor_of_user(make_agent(subject)),
        "agent whose mandate ended": actor_of_user(ended),
        "owner of another company": actor_of_user(make_owner(make_subject())),
        "clerk serving the subject": clerk.serving(subject.pk),
        "clerk serving nobody": clerk,
        "reviewer": actor_of_user(make_officer("reviewer", unit)),
        "decider": actor_of_user(make_officer("decider", unit)),
        "the officer who granted the repair": actor_of_user(repair.decider),
        "supervisor": actor_of_user(make_officer("supervisor", unit)),
        "reviewer and decider with no hand in it": actor_of_user(
            make_officer("decider", unit, user=make_officer("reviewer", unit))
        ),
        "reviewer and decider who opened it": actor_of_user(opener),
        "reviewer of another unit": actor_of_user(make_officer("reviewer", elsewhere)),
        "decider of another unit": actor_of_user(make_officer("decider", elsewhere)),
        "reviewer with a mandate for the company": actor_of_user(
            make_agent(subject, user=make_officer("reviewer", unit))
        ),
        "system administrator": actor_of_user(make_officer("system-admin", unit)),
        "audit administrator": actor_of_user(make_officer("audit-admin", unit)),
        "the clock and the desk itself": DESK,
    }
    return Stage(made, actors)


def allowed(situation: str, role: str) -> set[str]:
    row = RULE[situation]
    return {act for party in PARTY_OF[role] for act in row.get(party, set())}


def succeeds(act: str, stage: Stage, actor: Actor) -> bool:
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
    if act in CLOCKS:
        policies.authorise(act, stage.made.case, actor)
        done: Case = CLOCKS[act](case_id=case_id, at=at)
    else:
        done = DOES[act](case_id=case_id, actor=actor, at=at)
    return done


@pytest.mark.parametrize("situation", RULE)
def test_buttons_and_services_do_what_the_table_says_and_nothing_else(situation: str) -> None:
    stage = staged(situation)
    shown = {role: set(policies.acts_open_to(stage.made.case, actor)) for role, actor in stage.actors.items()}
    assert shown == {role: allowed(situation, role) for role in PARTY_OF}
    done = {
        role: {act for act in (*DOES, *CLOCKS) if succeeds(act, stage, actor)}
        for role, actor in stage.actors.items()
    }
    expected = {role: allowed(situation, role) for role in PARTY_OF}
    expected["the clock and the desk itself"] |= BY_A_DOCUMENT.get(situation, set())
    assert done == expected


def test_the_table_knows_every_state_and_every_act() -> None:
    assert {situation.partition(",")[0] for situation in RULE} == {str(state) for state in S}
    spoken_of = {act for row in RULE.values() for acts in row.values() for act in acts}
    assert spoken_of | {"keep"} == {*DOES, *CLOCKS}


def test_where_keeping_is_proposed_the_decider_keeps_and_does_not_revoke() -> None:
    made = make_revocation(S.REVIEWING).perform("propose", **{**PROPOSAL, "outcome": "keep"})
    assert set(policies.acts_open_to(made.case, actor_of_user(made.decider))) == {"keep", "send_back"}
