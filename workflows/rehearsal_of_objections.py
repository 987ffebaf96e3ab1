"""An objection walked the whole way, from its draft to what is made good after it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.roles import Role
from cases.models import Case
from cases.services.objection import drafting, filing, redress
from cases.states import OPEN_STATES, ObjectionState
from records.models import CreditRecord
from workflows.invented import end_mandate, give_mandate, give_post
from workflows.rehearsing import Stage

# the outcome of a rehearsed field, the act that signs it, what the provider says of it; one after the other
TURNS = (
    ("corrected", "correct", "confirmed-wrong"),
    ("withdrawn", "withdraw_record", "confirmed-wrong"),
    ("upheld", "uphold", "confirmed-right"),
    ("noted", "note", "cannot-confirm"),
)
ENDS = (
    ObjectionState.CLOSED_CORRECTED,
    ObjectionState.CLOSED_RECORD_WITHDRAWN,
    ObjectionState.CLOSED_UPHELD,
    ObjectionState.CLOSED_NOTED,
)


def ready(count: int, *, at: datetime) -> list[CreditRecord]:  # noqa: ARG001 - every walk is asked so
    """Records in the public that may be contested."""
    return list(
        CreditRecord.objects.filter(listing__state="PUBLISHED", site="", fine__isnull=False)
        .exclude(cases__state__in=OPEN_STATES)
        .select_related("subject", "department", "listing")
        .order_by("pk")[: count * 2]
    )[:count]


def walk(record: CreditRecord, stage: Stage, number: int) -> Case:
    """Walk one objection: corrected, withdrawn, upheld and noted in turn.

    Every third is asked for a supplement, every fifth inquired about again, every sixth sent back once.
    """
    outcome, signature, finding = TURNS[(number - 1) % len(TURNS)]
    cast = stage.cast
    give_mandate(cast.owner, record.subject, on=stage.on)
    right = str((record.fine or Decimal(0)) + 1)
    case = _file(record, stage, right)
    stage.give_posts(case)
    if number % 3 == 0:
        _supplement(case, stage)
    stage.perform(case, "accept", cast.reviewer)
    asked = _inquired(case, stage, finding=finding, value=right)
    if asked and number % 5 == 0:
        stage.perform(case, "inquire_again", cast.reviewer, question="请补充原始凭证。")
        _answer(case, stage, finding=finding, value=right)
    proposal: dict[str, Any] = {
        "outcomes": {"fine": outcome},
        "values": {"fine": right},
        "reasons": "经核实，处理如上。",
        "clause": "国办发〔2019〕35号 17",
    }
    stage.perform(case, "propose", cast.reviewer, **proposal)
    if number % 6 == 0:
        stage.perform(case, "send_back", cast.decider, reason="请补充理由。")
        stage.perform(case, "propose", cast.reviewer, **proposal)
    stage.perform(case, signature, cast.decider)
    stage.deliver()
    stage.confirm_releases(record)
    _make_good(case, stage)
    end_mandate(cast.owner, record.subject, on=stage.on)
    case.refresh_from_db()
    return case


def _file(record: CreditRecord, stage: Stage, right: str) -> Case:
    owner, at = stage.owner, stage.at
    with stage.counting("draft"):
        case = drafting.draft(record_id=record.pk, actor=owner, at=at)
    with stage.counting("contest_field"):
        drafting.contest_field(
            case_id=case.pk, field="fine", right_value=right, reason="与决定书不符", actor=owner, at=at
        )
    with stage.counting("save_filing"):
        drafting.save_filing(
            case_id=case.pk,
            grounds=["error"],
            statement="公示的罚款金额与处罚决定书不一致。",
            contact_name="演练联系人",
            contact_phone="0632-0000000",
            actor=owner,
            at=at,
        )
    stage.add_document(case, "fine")
    with stage.counting("file"):
        filing.file(case_id=case.pk, actor=owner, at=stage.at)
    stage.deliver()
    case.refresh_from_db()
    return case


def _supplement(case: Case, stage: Stage) -> None:
    items = [{"what": "处罚决定书原件", "material": "fine", "clause": ""}]
    stage.perform(case, "ask_supplement", stage.cast.reviewer, items=items)
    stage.deliver()
    with stage.counting("supplement"):
        filing.supplement(case_id=case.pk, answer="已补充", actor=stage.owner, at=stage.at)
    stage.deliver()


def _inquired(case: Case, stage: Stage, *, finding: str, value: str) -> bool:
    """Ask the providing unit and have it answer; where the handling unit provided the record nobody is asked."""
    if case.handling_department_id == case.determining_department_id:
        stage.perform(case, "conclude", stage.cast.reviewer, finding="provider-is-us", reason="本单位作出。")
        return False
    stage.perform(case, "inquire", stage.cast.reviewer, question="请核实罚款金额。")
    _answer(case, stage, finding=finding, value=value)
    return True


def _answer(case: Case, stage: Stage, *, finding: str, value: str) -> None:
    stage.deliver()
    case.refresh_from_db()
    give_post(stage.cast.provider, case.asked_department_id, Role.REVIEWER, on=stage.on)
    said = {"fine": {"finding": finding, "value": value, "note": "经核对原件。"}}
    stage.perform(case, "answer", stage.cast.provider, answers=said)


def _make_good(case: Case, stage: Stage) -> None:
    """What is left on the list of redress is done by whoever owes it; the subject confirms."""
    if not case.redress.exists():
        return
    for item in case.redress.filter(done_at__isnull=True):
        give_post(stage.cast.keeper, item.department_id, Role.REVIEWER, on=stage.on)
        with stage.counting("redress_done"):
            redress.redress_done(
                item_id=item.pk, proof="已公开说明。", actor=stage.acting(stage.cast.keeper), at=stage.at
            )
    with stage.counting("confirm_redress"):
        redress.confirm_redress(case_id=case.pk, actor=stage.owner, at=stage.at)
    stage.deliver()
