"""A revocation walked the whole way: a granted repair is doubted, heard, revoked or kept, its copies confirmed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cases.models import Case, Commitment
from cases.models.commitment import CheckFinding
from cases.services import commitments
from cases.services.revocation import hearing, opening
from cases.states import RevocationState
from records.models import CreditRecord
from workflows import rehearsal_of_repairs as of_repairs
from workflows.invented import end_mandate, give_mandate
from workflows.rehearsing import Stage

# what is proposed, why, and the act that signs it; one after the other
TURNS = (
    ("revoke", "缴款凭证经核实系伪造，申辩理由不成立。"),
    ("keep", "经查缴款属实，申辩理由成立。"),
)
GROUND: dict[str, Any] = {
    "ground": "false-materials",
    "facts": "银行称没有凭证所载的缴款。",
    "clause": "第二十条",
}
ENDS = (RevocationState.REVOKED, RevocationState.KEPT)


def ready(count: int, *, at: datetime) -> list[CreditRecord]:
    """Records on which a repair may be filed and then revoked: one of a subject, which is barred afterwards."""
    found: dict[int, CreditRecord] = {}
    for record in of_repairs.ready(count * 4, at=at):
        found.setdefault(record.subject_id, record)
    return list(found.values())[:count]


def walk(record: CreditRecord, stage: Stage, number: int) -> Case:
    """Walk one repair to its grant and then its revocation: revoked and kept in turn, every third sent back once."""
    repair = of_repairs.walk(record, stage, number)
    cast = stage.cast
    give_mandate(cast.owner, record.subject, on=stage.on)
    case = _opened(repair, stage)
    stage.deliver()
    stage.add_document(case, "defence")
    with stage.counting("state_defence"):
        hearing.state_defence(
            case_id=case.pk, statement="凭证属实，附银行流水。", actor=stage.owner, at=stage.at
        )
    stage.deliver()
    act, reasons = TURNS[(number - 1) % len(TURNS)]
    proposal: dict[str, Any] = {"outcome": act, "reasons": reasons, "clause": "第二十条"}
    stage.perform(case, "propose", cast.reviewer, **proposal)
    if number % 3 == 0:
        stage.perform(case, "send_back", cast.decider, reason="请核实银行流水。")
        stage.perform(case, "propose", cast.reviewer, **proposal)
    stage.perform(case, act, cast.decider)
    stage.deliver()
    stage.confirm_releases(record)
    end_mandate(cast.owner, record.subject, on=stage.on)
    case.refresh_from_db()
    return case


def _opened(repair: Case, stage: Stage) -> Case:
    officer = stage.acting(stage.cast.reviewer)
    commitment = Commitment.objects.get(case=repair)
    with stage.counting("check_commitment"):
        commitments.check(
            commitment_id=commitment.pk,
            finding=CheckFinding.DOUBTFUL,
            note=GROUND["facts"],
            actor=officer,
            at=stage.at,
        )
    with stage.counting("open_revocation"):
        return opening.open_revocation(repair_case_id=repair.pk, actor=officer, at=stage.at, **GROUND)
