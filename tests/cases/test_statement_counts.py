"""How many SQL statements each act costs, as a table: a change must be noticed, and wanted.

Savepoints and locks are counted too; nothing is delivered. A page adds its own reading to this.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import DESK
from cases.services import drafting, intake, keeping
from cases.states import RepairState as S
from tests.acts.reading import make_six_ways_record, six_ways
from tests.factories.cases import (
    GRANTED,
    REFUSED,
    FiledCase,
    add_document,
    answer_steps,
    complete_draft,
    make_filed_case,
)
from tests.factories.people import actor_of_user
from tests.factories.records import make_department, make_measure
from workflows import desks

pytestmark = pytest.mark.django_db

ITEMS = [{"what": "缴款凭证", "material": "M3", "clause": ""}]
WHY = {"reason": "案情复杂，需实地核查。"}
STAY = {"cause": "execution-stayed", "document": "枣行复〔2026〕12号"}

FACTS_OF: dict[str, dict[str, Any]] = {
    "accept": {},
    "decline": {**WHY, "clause": "第三章"},
    "ask_supplement": {"items": ITEMS},
    "reroute": WHY,
    "check_step": {"way": "rectification", "finding": "satisfied"},
    "find_insufficient": WHY,
    "extend": WHY,
    "propose": GRANTED,
    "send_back": WHY,
    "approve": {},
    "refuse": {},
    "terminate": {"cause": "subject-ceased"},
    "hold": STAY,
    "resume": {},
}
AT_THE_DESK = {
    "accept": 46,
    "decline": 40,
    "ask_supplement": 45,
    "reroute": 32,
    "check_step": 17,
    "find_insufficient": 44,
    "extend": 27,
    "propose": 27,
    "send_back": 34,
    "approve": 70,
    "refuse": 46,
    "terminate": 36,
    "hold": 35,
    "resume": 36,
}
BY_SUBJECTS_AND_TIME = {
    "draft": 26,
    "save_application": 8,
    "sign_commitment": 10,
    "add_document": 16,
    "discard": 18,
    "file": 42,
    "push": 19,
    "breach": 9,
    "withdraw": 21,
    "supplement": 29,
    "submit_steps": 30,
    "lapse": 19,
    "expire_draft": 17,
}


def statements(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def staged(act: str) -> FiledCase:
    """A case on which the act is possible."""
    if act == "find_insufficient":
        made = make_filed_case(S.VERIFYING, record=make_six_ways_record())
        return made.perform("check_step", way="training", finding="insufficient", clause="第13项", **WHY)
    if act in {"accept", "decline", "ask_supplement", "reroute"}:
        return make_filed_case(S.ROUTED)
    if act == "refuse":
        return make_filed_case(S.VERIFYING).check_all("insufficient").perform("propose", **REFUSED)
    if act in {"approve", "send_back"}:
        made = make_filed_case(S.PROPOSED)
        make_measure(made.case.record)
        return made
    made = make_filed_case(S.VERIFYING)
    if act == "resume":
        return made.perform("hold", **STAY)
    return made.check_all() if act == "propose" else made


def at_the_desk(act: str) -> int:
    made, facts = staged(act), dict(FACTS_OF[act])
    if act == "reroute":
        facts["department_id"] = make_department().pk
    user = made.decider if act in {"approve", "refuse", "send_back"} else made.reviewer
    actor = actor_of_user(user)
    return statements(lambda: desks.perform(case_id=made.case.pk, act=act, actor=actor, at=made.at, **facts))


def test_an_officers_act_at_the_desk_costs_what_is_written_here() -> None:
    with six_ways():
        assert {act: at_the_desk(act) for act in FACTS_OF} == AT_THE_DESK


def test_what_subjects_and_time_do_costs_what_is_written_here() -> None:
    with six_ways():
        assert counted() == BY_SUBJECTS_AND_TIME


def counted() -> dict[str, int]:
    draft = make_filed_case(S.DRAFT)
    owner = actor_of_user(draft.owner)
    who: dict[str, Any] = {"case_id": draft.case.pk, "actor": owner, "at": draft.at}
    found = {
        "save_application": statements(lambda: drafting.save_application(contact_name="王会计", **who)),
        "sign_commitment": statements(lambda: drafting.sign_commitment(signed_by="王会计", **who)),
        "add_document": statements(lambda: add_document(draft)),
    }
    found["discard"] = statements(lambda: drafting.discard(**who))
    found["draft"] = statements(
        lambda: drafting.draft(record_id=draft.case.record_id, actor=owner, at=draft.at)
    )
    full = make_filed_case(S.DRAFT)
    complete_draft(full)
    filer: dict[str, Any] = {"case_id": full.case.pk, "at": full.at}
    found["file"] = statements(lambda: intake.file(actor=actor_of_user(full.owner), **filer))
    found["push"] = statements(lambda: intake.push(actor=DESK, **filer))
    found["breach"] = statements(
        lambda: keeping.breach(term="accept", goal="law", due_on="2026-09-04", **filer)
    )
    found["withdraw"] = statements(lambda: intake.withdraw(actor=actor_of_user(full.owner), **filer))
    asked = make_filed_case(S.SUPPLEMENTING)
    reply: dict[str, Any] = {"case_id": asked.case.pk, "actor": actor_of_user(asked.owner), "at": asked.at}
    found["supplement"] = statements(lambda: intake.supplement(answer="已补充", **reply))
    steps = make_filed_case(S.UNDER_REPAIR, record=make_six_ways_record())
    answer_steps(steps, phase="during-case")
    found["submit_steps"] = statements(
        lambda: intake.submit_steps(case_id=steps.case.pk, actor=actor_of_user(steps.owner), at=steps.at)
    )
    late = make_filed_case(S.SUPPLEMENTING)
    found["lapse"] = statements(lambda: keeping.lapse(case_id=late.case.pk, term="supplement", at=late.at))
    old = make_filed_case(S.DRAFT)
    found["expire_draft"] = statements(lambda: keeping.expire_draft(case_id=old.case.pk, at=old.at))
    return found
