"""How many SQL statements each act of an objection costs, as a table: a change must be noticed, and wanted.

Savepoints and locks are counted too; nothing is delivered.
"""

from __future__ import annotations

from typing import Any

import pytest

from cases.services import keeping
from cases.services.objection import crossing, drafting, filing, inquiry, redress
from cases.states import ObjectionState as S
from tests.cases.test_statement_counts import statements
from tests.factories.objections import (
    ITEMS,
    QUESTION,
    REASONS,
    FiledObjection,
    complete_objection,
    make_objection,
)
from tests.factories.people import actor_of_user
from tests.factories.records import make_measure
from workflows import desks

pytestmark = pytest.mark.django_db

WHY = {"reason": "案情复杂，需实地核查。"}
FACTS_OF: dict[str, dict[str, Any]] = {
    "accept": {},
    "decline": {**WHY, "clause": "异议指南"},
    "ask_supplement": {"items": ITEMS},
    "inquire": {"question": QUESTION},
    "conclude": {**WHY, "finding": "own-error"},
    "answer": {"answers": {"fine": {"finding": "confirmed-wrong", "value": "2", "note": ""}}},
    "inquire_again": {"question": QUESTION},
    "extend": WHY,
    "propose": {"outcomes": {"fine": "corrected"}, "values": {"fine": "2"}, **REASONS},
    "send_back": WHY,
    "correct": {},
    "withdraw_record": {},
    "uphold": {},
    "note": {},
}
STATE_OF = {
    **dict.fromkeys(("accept", "decline", "ask_supplement"), S.FILED),
    **dict.fromkeys(("inquire", "conclude"), S.CHECKING),
    "answer": S.INQUIRING,
    **dict.fromkeys(("inquire_again", "extend", "propose"), S.REVIEWING),
    "send_back": S.PROPOSED,
}
OUTCOME_OF = {"correct": "corrected", "withdraw_record": "withdrawn", "uphold": "upheld", "note": "noted"}
AT_THE_DESK = {
    "accept": 66,
    "decline": 41,
    "ask_supplement": 43,
    "inquire": 52,
    "conclude": 34,
    "answer": 48,
    "inquire_again": 48,
    "extend": 23,
    "propose": 30,
    "send_back": 34,
    "correct": 91,
    "withdraw_record": 102,
    "uphold": 62,
    "note": 69,
}
BY_SUBJECTS_AND_TIME = {
    "contest_field": 13,
    "save_filing": 7,
    "drop_field": 7,
    "discard": 17,
    "draft": 23,
    "file": 34,
    "withdraw": 25,
    "supplement": 28,
    "lapse": 24,
    "remind": 22,
    "no_answer": 27,
    "record_fell": 54,
    "ask_apology": 19,
    "redress_done": 26,
    "confirm_redress": 16,
}


def staged(act: str) -> FiledObjection:
    """An objection on which the act is possible."""
    if act in OUTCOME_OF:
        made = make_objection(S.REVIEWING).propose(OUTCOME_OF[act])
        make_measure(made.case.record)
        return made
    return make_objection(STATE_OF[act])


def at_the_desk(act: str) -> int:
    made = staged(act)
    user = made.decider if act in {*OUTCOME_OF, "send_back"} else made.reviewer
    actor = actor_of_user(made.provider if act == "answer" else user)
    return statements(
        lambda: desks.perform(case_id=made.case.pk, act=act, actor=actor, at=made.at, **FACTS_OF[act])
    )


def test_an_officers_act_at_the_desk_costs_what_is_written_here() -> None:
    assert {act: at_the_desk(act) for act in FACTS_OF} == AT_THE_DESK


def test_what_subjects_and_time_do_costs_what_is_written_here() -> None:
    assert counted() == BY_SUBJECTS_AND_TIME


def counted() -> dict[str, int]:
    draft = make_objection(S.DRAFT)
    owner = actor_of_user(draft.owner)
    who: dict[str, Any] = {"case_id": draft.case.pk, "actor": owner, "at": draft.at}
    form: dict[str, Any] = {
        "grounds": ["error"],
        "statement": "有误",
        "contact_name": "张某某",
        "contact_phone": "0632",
    }
    found = {
        "contest_field": statements(
            lambda: drafting.contest_field(field="fine", right_value="2", reason="有误", **who)
        ),
        "save_filing": statements(lambda: drafting.save_filing(**form, **who)),
        "drop_field": statements(lambda: drafting.drop_field(field="fine", **who)),
        "discard": statements(lambda: drafting.discard(**who)),
    }
    found["draft"] = statements(
        lambda: drafting.draft(record_id=draft.case.record_id, actor=owner, at=draft.at)
    )
    full = make_objection(S.DRAFT)
    complete_objection(full)
    filer: dict[str, Any] = {"case_id": full.case.pk, "actor": actor_of_user(full.owner), "at": full.at}
    found["file"] = statements(lambda: filing.file(**filer))
    found["withdraw"] = statements(lambda: filing.withdraw(reason="", **filer))
    asked = make_objection(S.SUPPLEMENTING)
    reply: dict[str, Any] = {"case_id": asked.case.pk, "actor": actor_of_user(asked.owner), "at": asked.at}
    found["supplement"] = statements(lambda: filing.supplement(answer="已补充", **reply))
    late = make_objection(S.SUPPLEMENTING)
    found["lapse"] = statements(
        lambda: keeping.lapse(case_id=late.case.pk, term="objection.supplement", at=late.at)
    )
    silent: dict[str, Any] = {"case_id": make_objection(S.INQUIRING).case.pk, "at": draft.at}
    found["remind"] = statements(lambda: inquiry.remind(**silent))
    found["no_answer"] = statements(lambda: inquiry.no_answer(**silent))
    fallen = make_objection(S.REVIEWING)
    found["record_fell"] = statements(
        lambda: crossing.record_fell(case_id=fallen.case.pk, document="1号", at=fallen.at)
    )
    found.update(_made_good())
    return found


def _made_good() -> dict[str, int]:
    made = make_objection(S.CLOSED_RECORD_WITHDRAWN)
    owner, case_id, at = actor_of_user(made.owner), made.case.pk, made.at
    item = made.case.redress.get(kind="correct-every-place")
    officer = actor_of_user(made.reviewer)
    return {
        "ask_apology": statements(lambda: redress.ask_apology(case_id=case_id, actor=owner, at=at)),
        "redress_done": statements(
            lambda: redress.redress_done(item_id=item.pk, proof="已撤下", actor=officer, at=at)
        ),
        "confirm_redress": statements(lambda: redress.confirm_redress(case_id=case_id, actor=owner, at=at)),
    }
