"""The machines of cases: every state has a way to its end, every act its words, its owner and its place."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest
from django_fsm import Transition

from cases.labels import ACTS, ACTS_OF, TERMINATION_CAUSES, WAYS, act_label
from cases.machines.kinds import MACHINES, transitions_of
from cases.machines.whose import Who
from cases.policies import BESIDE_THE_MACHINE, ONLY_OF_REPAIRS, RECALL, who_of
from cases.refusals import SENTENCES, refusal
from cases.states import FINAL_STATES, OPEN_STATES, RUNNING_STATES, STATES, CaseKind, states_of
from cases.ways import WAY_FIELDS
from journal.verbs import VERBS
from workflows.acts import AT_ANY_DESK, SERVICES, WHILE_WAITING
from workflows.alignment import ALIGNMENT
from workflows.flows.kinds import FLOWS
from workflows.nodes import DeskTask

ROOT = Path(__file__).parents[2]
# what each act of a repair is called in the journal
OF_REPAIR = {
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
    "confirm_hold": "case.hold_confirmed",
    "remand": "case.remanded",
}


# what each act of an objection is called in the journal
OF_OBJECTION = {
    "file": "case.filed",
    "discard": "case.discarded",
    "expire_draft": "case.draft_expired",
    "ask_supplement": "case.supplement_asked",
    "decline": "case.declined",
    "accept": "case.accepted",
    "supplement": "case.supplemented",
    "lapse": "case.lapsed",
    "breach": "case.breached",
    "inquire": "case.inquired",
    "conclude": "case.concluded",
    "answer": "case.answered",
    "remind": "case.reminded",
    "no_answer": "case.unanswered",
    "inquire_again": "case.inquired_again",
    "extend": "case.extended",
    "propose": "case.proposed",
    "send_back": "case.sent_back",
    "correct": "case.corrected",
    "withdraw_record": "case.record_withdrawn",
    "uphold": "case.upheld",
    "note": "case.noted",
    "record_fell": "case.record_fell",
    "withdraw": "case.withdrawn",
    "terminate": "case.terminated",
    "hold": "case.held",
    "resume": "case.resumed",
    "confirm_hold": "case.hold_confirmed",
}

# what each act of an ordered rectification is called in the journal
OF_RECTIFICATION = {
    "serve": "case.served",
    "serve_anew": "case.served",
    "add_demands": "case.demands_added",
    "breach": "case.breached",
    "report": "case.reported",
    "extend": "case.rectification_extended",
    "overdue": "case.overdue",
    "check_demand": "case.demand_checked",
    "recheck_demand": "case.demand_rechecked",
    "find_satisfied": "case.satisfied",
    "find_insufficient": "case.found_insufficient",
    "set_talk": "case.talk_set",
    "choose_slot": "case.slot_chosen",
    "hold_talk": "case.talk_held",
    "read_back": "case.minutes_read_back",
    "note_receipt": "case.minutes_released",
    "postpone": "case.talk_postponed",
    "record_absence": "case.absence_recorded",
    "last_limit": "case.last_limit_set",
    "hand_on": "case.handed_on",
    "cancel_order": "case.order_cancelled",
    "recuse": "case.officer_recused",
    "recuse_unit": "case.unit_recused",
    "terminate": "case.terminated",
    "hold": "case.held",
    "resume": "case.resumed",
    "confirm_hold": "case.hold_confirmed",
}

# named by a table of form fields or chosen by a name, not by a call
SAID_BY_A_FIELD = {
    "barred",
    "barred-until-lifted",
    "contact-name",
    "contact-phone",
    "performance",
    "performed-on",
    "grounds",
    "no-statement",
}
FACTS = (
    *("act", "state", "number", "reason", "department", "edition", "day", "parts", "way"),
    *("material", "field", "limit", "ways", "route", "court", "delete", "review", "standing"),
    *("fewest", "most", "demands", "due", "days", "count", "name", "first", "bar"),
    *("scope", "when", "then", "doubt", "provider", "digest", "officer"),
)


VERB_OF: dict[str, dict[str, str]] = {
    CaseKind.REPAIR: OF_REPAIR,
    CaseKind.REVOCATION: {
        "state_defence": "case.defence_stated",
        "defence_over": "case.defence_over",
        "propose": "case.proposed",
        "send_back": "case.sent_back",
        "revoke": "case.revoked",
        "keep": "case.kept",
        "terminate": "case.terminated",
        "breach": "case.breached",
        "hold": "case.held",
        "resume": "case.resumed",
        "confirm_hold": "case.hold_confirmed",
    },
    CaseKind.OBJECTION: OF_OBJECTION,
    CaseKind.RECTIFICATION: OF_RECTIFICATION,
}
# the kinds whose acts have services, desks and words
BUILT = tuple(CaseKind)
BEGINNING = {
    CaseKind.REPAIR: "DRAFT",
    CaseKind.REVOCATION: "NOTIFIED",
    CaseKind.OBJECTION: "DRAFT",
    CaseKind.RECTIFICATION: "ISSUED",
}
# acts that leave the state as it is; time and reports never move a case backwards
STAYING = {
    CaseKind.REPAIR: {"breach", "reroute", "check_step", "extend"},
    CaseKind.REVOCATION: {"breach"},
    CaseKind.OBJECTION: {"breach", "extend"},
    CaseKind.RECTIFICATION: {"breach", "extend", "check_demand", "choose_slot"},
}
# possible on a held case: withdrawal, termination, passing on the desk; a draft cannot be held
FREE_OF_A_HOLD = {
    CaseKind.REPAIR: {
        *("withdraw", "terminate", "reroute", "breach"),
        *("file", "discard", "expire_draft", "remand"),
    },
    CaseKind.REVOCATION: {"terminate", "breach"},
    CaseKind.OBJECTION: {
        *("withdraw", "terminate", "record_fell", "breach"),
        *("file", "discard", "expire_draft"),
    },
    CaseKind.RECTIFICATION: {"terminate", "cancel_order", "breach"},
}
EVERY_KIND = pytest.mark.parametrize("kind", list(CaseKind))
EVERY_OPEN_STATE = pytest.mark.parametrize(
    ("kind", "state"), [(kind, state) for kind in CaseKind for state in states_of(kind, OPEN_STATES)]
)
EVERY_RUNNING_STATE = pytest.mark.parametrize(
    ("kind", "state"), [(kind, state) for kind in CaseKind for state in states_of(kind, RUNNING_STATES)]
)
EVERY_END = pytest.mark.parametrize(
    ("kind", "state"), [(kind, state) for kind in CaseKind for state in states_of(kind, FINAL_STATES)]
)
EVERY_BUILT_KIND = pytest.mark.parametrize("kind", BUILT)


def targets_of(transition: Transition) -> set[str]:
    target = transition.target
    return {str(state) for state in getattr(target, "allowed_states", None) or [target]}


def reached_from(kind: str, start: str) -> set[str]:
    onward: dict[str, set[str]] = defaultdict(set)
    for transition in transitions_of(kind):
        onward[str(transition.source)] |= targets_of(transition)
    seen, ahead = {start}, [start]
    while ahead:
        for state in onward[ahead.pop()] - seen:
            seen.add(state)
            ahead.append(state)
    return seen


def acts_in(kind: str, state: str) -> dict[str, str]:
    return {t.name: t.custom["who"] for t in transitions_of(kind) if str(t.source) == state}


def test_a_state_is_open_or_an_end_and_the_same_in_every_kind_that_knows_it() -> None:
    assert {*OPEN_STATES, *FINAL_STATES} == {str(state) for states in STATES.values() for state in states}
    assert set(OPEN_STATES).isdisjoint(FINAL_STATES)
    assert set(OPEN_STATES) - set(RUNNING_STATES) == {"DRAFT"}


@EVERY_KIND
def test_every_state_can_be_reached_from_the_beginning(kind: str) -> None:
    assert reached_from(kind, BEGINNING[CaseKind(kind)]) == {str(state) for state in STATES[kind]}


@EVERY_OPEN_STATE
def test_every_open_state_has_a_way_to_an_end(kind: str, state: str) -> None:
    assert reached_from(kind, state) & set(FINAL_STATES)


@EVERY_END
def test_nothing_leads_out_of_an_end(kind: str, state: str) -> None:
    assert acts_in(kind, state) == {}


@EVERY_OPEN_STATE
def test_time_acts_in_every_open_state(kind: str, state: str) -> None:
    assert Who.TIME in acts_in(kind, state).values(), f"a case could lie in {state} for ever"


@EVERY_RUNNING_STATE
def test_the_desk_can_end_every_running_case_and_the_subject_what_it_asked_for(kind: str, state: str) -> None:
    here = set(acts_in(kind, state))
    assert "terminate" in here
    assert ("withdraw" in here) == (kind in {CaseKind.REPAIR, CaseKind.OBJECTION})


@EVERY_KIND
def test_no_act_is_declared_twice_for_a_state(kind: str) -> None:
    seen = [(str(t.source), t.name) for t in transitions_of(kind)]
    assert len(seen) == len(set(seen))


@EVERY_KIND
def test_only_some_acts_leave_the_state_as_it_is(kind: str) -> None:
    same = {t.name for t in transitions_of(kind) if targets_of(t) >= {str(t.source)}}
    assert same == STAYING[CaseKind(kind)]


@EVERY_KIND
def test_a_hold_leaves_free_only_what_the_law_leaves_free(kind: str) -> None:
    free = {t.name for t in transitions_of(kind) if "not_held" not in {c.__name__ for c in t.conditions}}
    assert free == FREE_OF_A_HOLD[CaseKind(kind)]


def acts_of(kind: str) -> set[str]:
    beside = set(BESIDE_THE_MACHINE) - (set() if kind == CaseKind.REPAIR else ONLY_OF_REPAIRS)
    return {t.name for t in transitions_of(kind)} | beside | set(getattr(MACHINES[kind], "beside", ()))


@EVERY_KIND
def test_every_act_has_its_words_and_its_owner(kind: str) -> None:
    for act in acts_of(kind):
        assert who_of(act, kind) in set(vars(Who).values())
        assert str(act_label(act, kind))


@EVERY_BUILT_KIND
def test_every_act_has_its_sentence_in_the_journal(kind: str) -> None:
    verbs = {**VERB_OF[kind], RECALL: "case.signature_recalled"}
    assert set(verbs) == acts_of(kind)
    assert all(str(VERBS[verb]) for verb in verbs.values())


def test_no_words_are_kept_for_acts_that_nobody_knows() -> None:
    assert set(ACTS) <= {act for kind in CaseKind for act in acts_of(kind)}
    assert all(set(ACTS_OF[kind]) <= acts_of(kind) for kind in ACTS_OF)


@EVERY_KIND
def test_an_act_belongs_to_one_party_only(kind: str) -> None:
    parties: dict[str, set[str]] = defaultdict(set)
    for transition in transitions_of(kind):
        parties[transition.name].add(transition.custom["who"])
    assert [act for act, who in parties.items() if len(who) > 1] == []


@EVERY_BUILT_KIND
def test_every_act_of_an_officer_is_done_at_a_desk_and_no_other(kind: str) -> None:
    at_a_desk = {Who.OFFICER, Who.COUNTERSIGNER, Who.PROVIDER, Who.LEAD}
    officers = {act for act in acts_of(kind) if who_of(act, kind) in at_a_desk}
    officers -= {RECALL}  # where an act was signed the token stays; workflows.signatures recalls it
    assert set(SERVICES[kind]) == officers
    nodes = list(FLOWS[kind].instance.nodes())
    at_desks = {act for node in nodes if isinstance(node, DeskTask) for act in node.acts}
    waiting = {act for node in nodes for act in WHILE_WAITING.get(node.name, ())}
    assert at_desks | waiting | (officers & set(AT_ANY_DESK)) == officers


@EVERY_KIND
def test_every_running_state_is_at_a_node_that_exists(kind: str) -> None:
    assert set(ALIGNMENT[kind]) == set(states_of(kind, RUNNING_STATES))
    assert set(ALIGNMENT[kind].values()) <= {node.name for node in FLOWS[kind].instance.nodes()}


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
            if "cases.refusals import" not in text and "otherwise=" not in text:
                continue
            tree = ast.parse(text)
            called = {"case_refusal" if "refusal as case_refusal" in text else "refusal", "_gap"}
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in called:
                    found += [code for arg in node.args[:1] for code in _words(arg)]
                if isinstance(node, ast.keyword) and node.arg == "otherwise":
                    found += [str(node.value.value)] if isinstance(node.value, ast.Constant) else []
    return found


def _words(said: ast.expr) -> list[str]:
    """The words an argument can be: itself, or either side of a choice."""
    if isinstance(said, ast.IfExp):
        return [*_words(said.body), *_words(said.orelse)]
    return [str(said.value)] if isinstance(said, ast.Constant) else []
