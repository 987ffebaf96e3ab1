"""Revocations for tests, opened on a granted repair and driven by the real services through the real desks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from accounts.roles import Role
from cases.models import Case, Commitment
from cases.services import keeping
from cases.services.revocation import hearing, opening
from cases.states import RepairState
from cases.states import RevocationState as S
from records.models import CreditRecord
from tests.factories.cases import BETWEEN_ACTS, FILED_AT, FiledCase, make_filed_case
from tests.factories.kept import kept
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_record
from workflows import desks, router

GROUND: dict[str, Any] = {
    "ground": "false-materials",
    "facts": "经核查，当事人提交的缴款凭证系伪造，罚款至今未缴。",
    "clause": "第二十条",
}
REVOKE: dict[str, Any] = {
    "outcome": "revoke",
    "reasons": "凭证经银行核实为伪造，申辩理由不成立。",
    "clause": "第二十条",
}
KEEP: dict[str, Any] = {
    "outcome": "keep",
    "reasons": "经查缴款属实，原凭证系复印有误。",
    "clause": "第二十条",
}
STATEMENT = "本单位确已缴款，凭证复印有误，现补充提交银行流水。"


@dataclass(frozen=True)
class OpenedRevocation:
    """A revocation with the people around it; `opener` proposes too, `decider` countersigns."""

    case: Case
    repair: FiledCase
    owner: User
    opener: User
    decider: User
    at: datetime

    @property
    def record(self) -> CreditRecord:
        return CreditRecord.objects.select_related("listing").get(pk=self.case.record_id)

    @property
    def commitment(self) -> Commitment:
        return Commitment.objects.get(case=self.repair.case)

    def state_defence(self, statement: str = STATEMENT) -> OpenedRevocation:
        """The subject's defence, ten minutes after the last act."""
        at = self.at + BETWEEN_ACTS
        hearing.state_defence(
            case_id=self.case.pk, statement=statement, actor=actor_of_user(self.owner), at=at
        )
        router.align(self.case.pk)
        return self.later(at=at)

    def defence_over(self, at: datetime | None = None) -> OpenedRevocation:
        """The term of the defence ends in silence."""
        at = at or self.at + timedelta(days=12)
        hearing.defence_over(case_id=self.case.pk, at=at)
        router.align(self.case.pk)
        return self.later(at=at)

    def perform(self, act: str, **facts: object) -> OpenedRevocation:
        """A reviewer's act at the desk, ten minutes after the last one."""
        return self._at_the_desk(self.opener, act, facts)

    def countersign(self, act: str, **facts: object) -> OpenedRevocation:
        """A decider's act at the desk, ten minutes after the last one."""
        return self._at_the_desk(self.decider, act, facts)

    def later(self, *, at: datetime | None = None) -> OpenedRevocation:
        """The same case as it now is in the database."""
        case = Case.objects.select_related("record__listing", "subject").get(pk=self.case.pk)
        return replace(self, case=case, at=at or self.at)

    def _at_the_desk(self, user: User, act: str, facts: dict[str, Any]) -> OpenedRevocation:
        at = self.at + BETWEEN_ACTS
        desks.perform(case_id=self.case.pk, act=act, actor=actor_of_user(user), at=at, **facts)
        return self.later(at=at)


@kept
def make_granted_repair(record: CreditRecord | None = None, *, at: datetime = FILED_AT) -> FiledCase:
    """A repair that was granted, with its commitment."""
    return make_filed_case(RepairState.CLOSED_REPAIRED, record=record or make_record(), at=at)


@kept
def make_revocation(
    state: str = S.NOTIFIED,
    *,
    repair: FiledCase | None = None,
    opener: User | None = None,
    at: datetime | None = None,
    **ground: object,
) -> OpenedRevocation:
    """A revocation brought to a state by its own acts; REVIEWING is reached by a defence. Nothing is delivered."""
    granted = repair or make_granted_repair()
    unit = granted.case.handling_department
    if unit is None:
        raise ValueError("A granted repair was handled by a unit.")
    opener = opener or make_officer(Role.REVIEWER, unit)
    moment = at or granted.at + timedelta(days=7)
    case = opening.open_revocation(
        repair_case_id=granted.case.pk,
        actor=actor_of_user(opener),
        at=moment,
        **{**GROUND, **ground},
    )
    router.align(case.pk)
    made = OpenedRevocation(
        case=case,
        repair=granted,
        owner=granted.owner,
        opener=opener,
        decider=granted.decider,
        at=moment,
    ).later()
    made = _walked(made, state)
    assert made.case.state == state, f"it leads to {made.case.state}, not to {state}"
    return made


def _walked(made: OpenedRevocation, state: str) -> OpenedRevocation:
    if state == S.NOTIFIED:
        return made
    if state == S.TERMINATED:
        keeping.terminate(
            case_id=made.case.pk,
            cause="subject-ceased",
            document="枣市监注〔2026〕1号",
            actor=actor_of_user(made.opener),
            at=made.at,
        )
        router.align(made.case.pk)
        return made.later()
    made = made.state_defence()
    if state == S.REVIEWING:
        return made
    if state == S.KEPT:
        return made.perform("propose", **KEEP).countersign("keep")
    made = made.perform("propose", **REVOKE)
    return made if state == S.PROPOSED else made.countersign("revoke")
