"""The repair machine itself: every state has a way to its end, every act its words, its owner and its place."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest
from django_fsm import Transition

from cases.labels import ACTS, TERMINATION_CAUSES, WAYS
from cases.machines.repair import Repair, Who
from cases.policies import BESIDE_THE_MACHINE, who_of
from cases.refusals import SENTENCES, refusal
from cases.states import FINAL_STATES, OPEN_STATES, RUNNING_STATES, RepairState
from cases.ways import WAY_FIELDS
from journal.verbs import VERBS
from workflows.alignment import ALIGNMENT
from workflows.desks import AT_ANY_DESK, SERVICES, WHILE_WAITING
from workflows.flows.repair import RepairFlow
from workflows.nodes import DeskTask

ROOT = Path(__file__).parents[2]
# what each act is called in the journal
VERB_OF = {
    "file": "case.filed",
    "discard": "case.discarded",
    "expire_draft": "case.draft_expired",
    "push": "case.pushed",
    "change_over": "case.changed_over",
    "ask_supplement": "case.supplement_asked",
    "decline": "case.declined",
    "reroute": "case.rerouted",
    "accept": "case.accepted",
    "supplement": "case.supplemented",
    "submit_steps": "case.steps_submitted",
    "check_step": "case.step_checked",
    "find_insufficient": "case.found_insufficient",
    "extend": "case.extended",
    "propose": "case.proposed",
    "send_back": "case.sent_back",
    "approve": "case.approved",
    "refuse": "case.refused",
    "withdraw": "case.withdrawn",
    "terminate": "case.terminated",
    "lapse": "case.lapsed",
    "breach": "case.breached",
    "hold": "case.held",
    "resume": "case.resumed",
}


# named by a table of form fields, not by a call
SAID_BY_A_FIELD = {"contact-name", "contact-phone", "performance", "performed-on"}
FACTS = (
    *("act", "state", "number", "reason", "department", "edition", "day", "parts", "way"),
    *("material", "field", "limit", "ways", "route", "court", "delete", "review"),
)


def transitions() -> list[Transition]:
    return list(Repair._meta.get_field("state").get_all_transitions(Repair))  # noqa: SLF001 - documented by Django


def targets_of(transition: Transition) -> set[str]:
    target = transition.target
    return {str(state) for state in getattr(target, "allowed_states", None) or [target]}


def ways_on() -> dict[str, set[str]]:
    onward: dict[str, set[str]] = defaultdict(set)
    for transition in transitions():
        onward[str(transition.source)] |= targets_of(transition)
    return onward


def reached_from(start: str) -> set[str]:
    onward, seen, ahead = ways_on(), {start}, [start]
    while ahead:
        for state in onward[ahead.pop()] - seen:
            seen.add(state)
            ahead.append(state)
    return seen


def test_open_and_final_states_are_all_the_states_there_are() -> None:
    assert {*OPEN_STATES, *FINAL_STATES} == set(RepairState)
    assert set(OPEN_STATES).isdisjoint(FINAL_STATES)
    assert set(OPEN_STATES) - set(RUNNING_STATES) == {RepairState.DRAFT}


def test_every_state_can_be_reached_from_a_draft() -> None:
    assert reached_from(RepairState.DRAFT) == {str(state) for state in RepairState}


@pytest.mark.parametrize("state", OPEN_STATES)
def test_every_open_state_has_a_way_to_an_end(state: str) -> None:
    assert reached_from(state) & {str(final) for final in FINAL_STATES}


@pytest.mark.parametrize("state", FINAL_STATES)
def test_nothing_leads_out_of_an_end(state: str) -> None:
    assert [t.name for t in transitions() if str(t.source) == state] == []


@pytest.mark.parametrize("state", OPEN_STATES)
def test_time_acts_in_every_open_state(state: str) -> None:
    here = [t.name for t in transitions() if str(t.source) == state and t.custom["who"] == Who.TIME]
    assert here, f"a case could lie in {state} for ever"


@pytest.mark.parametrize("state", RUNNING_STATES)
def test_the_subject_and_the_desk_can_end_every_running_case(state: str) -> None:
    here = {t.name for t in transitions() if str(t.source) == state}
    assert {"withdraw", "terminate"} <= here


def test_no_act_is_declared_twice_for_a_state() -> None:
    seen = [(str(t.source), t.name) for t in transitions()]
    assert len(seen) == len(set(seen))


def test_time_and_reports_never_move_a_case_backwards() -> None:
    same = {t.name for t in transitions() if targets_of(t) >= {str(t.source)}}
    assert same == {"breach", "reroute", "check_step", "extend"}


def test_a_hold_leaves_free_only_what_the_law_leaves_free() -> None:
    """Withdrawal, termination, passing on the desk; a draft cannot be held; a report changes nothing."""
    free = {t.name for t in transitions() if "not_held" not in {c.__name__ for c in t.conditions}}
    assert free == {"withdraw", "terminate", "reroute", "breach", "file", "discard", "expire_draft"}


def test_every_act_has_its_words_its_owner_and_its_sentence() -> None:
    acts = {t.name for t in transitions()} | set(BESIDE_THE_MACHINE)
    assert set(ACTS) == acts == set(VERB_OF)
    for act in acts:
        assert who_of(act) in {Who.SUBJECT, Who.OFFICER, Who.COUNTERSIGNER, Who.PLATFORM, Who.TIME}
        assert str(ACTS[act])
        assert str(VERBS[VERB_OF[act]])


def test_an_act_belongs_to_one_party_only() -> None:
    parties: dict[str, set[str]] = defaultdict(set)
    for transition in transitions():
        parties[transition.name].add(transition.custom["who"])
    assert [act for act, who in parties.items() if len(who) > 1] == []


def test_every_act_of_an_officer_is_done_at_a_desk_and_no_other() -> None:
    officers = {act for act in ACTS if who_of(act) in {Who.OFFICER, Who.COUNTERSIGNER}}
    assert set(SERVICES) == officers
    at_desks = {
        act for node in RepairFlow.instance.nodes() if isinstance(node, DeskTask) for act in node.acts
    }
    waiting = {act for acts in WHILE_WAITING.values() for act in acts}
    assert at_desks | set(AT_ANY_DESK) | waiting == officers


def test_every_state_is_on_a_desk_that_exists_or_on_none() -> None:
    assert set(ALIGNMENT) == set(RepairState)
    nodes = {node.name for node in RepairFlow.instance.nodes()}
    assert {node for node in ALIGNMENT.values() if node} <= nodes


def test_every_refusal_that_is_raised_has_its_sentence() -> None:
    asked = set(_codes_asked_for())
    assert asked
    assert asked - set(SENTENCES) == set()


def test_every_sentence_of_a_refusal_is_said_somewhere() -> None:
    assert set(SENTENCES) - set(_codes_asked_for()) - SAID_BY_A_FIELD == set()


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_refusal_is_one_sentence_that_fills_its_gaps(code: str) -> None:
    facts = {name: name for name in FACTS}
    told = str(refusal(code, **facts))
    assert told
    assert "{" not in told


def test_ways_causes_and_fields_have_words() -> None:
    assert set(WAY_FIELDS) <= set(WAYS)
    assert all(str(words) for words in (*WAYS.values(), *TERMINATION_CAUSES.values()))


def _codes_asked_for() -> list[str]:
    """The codes given to `cases.refusals.refusal` in the rooms that use it, read from the source."""
    found = []
    for room in ("cases", "workflows", "portal", "desk"):
        for path in (ROOT / room).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if "cases.refusals import" not in text:
                continue
            tree = ast.parse(text)
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"refusal", "_gap"}:
                    found += [str(arg.value) for arg in node.args[:1] if isinstance(arg, ast.Constant)]
                if isinstance(node, ast.keyword) and node.arg == "otherwise":
                    found += [str(node.value.value)] if isinstance(node.value, ast.Constant) else []
    return found
