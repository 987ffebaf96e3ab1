"""Objections for tests, brought to any state by their own acts, with the people of both units around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from accounts.roles import Role
from cases.models import Case, ContestedField
from cases.models.objection import Against
from cases.services import keeping
from cases.services.objection import drafting, filing
from cases.states import FINAL_STATES, RUNNING_STATES, CaseKind, states_of
from cases.states import ObjectionState as S
from records.models import CreditRecord, Department
from tests.factories.cases import BETWEEN_ACTS, FILED_AT
from tests.factories.kept import kept
from tests.factories.people import actor_of_user, make_officer, make_owner
from tests.factories.records import make_platform, make_record
from workflows import desks, router

OBJECTION_RUNNING = states_of(CaseKind.OBJECTION, RUNNING_STATES)
OBJECTION_ENDS = states_of(CaseKind.OBJECTION, FINAL_STATES)
ITEMS = [{"what": "处罚决定书原件", "material": "objection", "clause": ""}]
QUESTION = "请核实罚款金额。"
RIGHT_FINE = "2"
CONTESTED = {"fine": RIGHT_FINE}
REASONS: dict[str, Any] = {"reasons": "经核实，决定书载明罚款2万元。", "clause": "国办发〔2019〕35号 17"}
OUTCOMES = {
    S.CLOSED_CORRECTED: ("corrected", "correct"),
    S.CLOSED_RECORD_WITHDRAWN: ("withdrawn", "withdraw_record"),
    S.CLOSED_UPHELD: ("upheld", "uphold"),
    S.CLOSED_NOTED: ("noted", "note"),
}

# reached from the desk of acceptance
AT_ONCE = (S.WITHDRAWN, S.TERMINATED, S.DECLINED, S.SUPPLEMENTING, S.LAPSED)


@dataclass(frozen=True)
class FiledObjection:
    """An objection with its people; `provider` answers for the unit that determined the record."""

    case: Case
    owner: User
    reviewer: User
    decider: User
    provider: User
    at: datetime

    def perform(self, act: str, **facts: object) -> FiledObjection:
        """An act of the handling unit's reviewer at the desk, ten minutes after the last one."""
        return self.by(self.reviewer, act, **facts)

    def countersign(self, act: str, **facts: object) -> FiledObjection:
        """An act of the handling unit's decider at the desk."""
        return self.by(self.decider, act, **facts)

    def answer(self, finding: str = "confirmed-wrong", value: str = RIGHT_FINE) -> FiledObjection:
        """The providing unit answers the same about every field it was asked about."""
        fields = self.case.inquiries.get(closed="").fields
        said = {"finding": finding, "value": value, "note": "经核对原件。"}
        return self.by(self.provider, "answer", answers=dict.fromkeys(fields, said))

    def propose(self, outcome: str = "corrected", **values: str) -> FiledObjection:
        """One outcome for every field, with the values held right unless others are given."""
        rows = list(ContestedField.objects.filter(case=self.case, dropped_at__isnull=True))
        right = {row.field: row.right_value for row in rows}
        return self.perform(
            "propose",
            outcomes={row.field: outcome for row in rows},
            values={**right, **values} if outcome == "corrected" else {},
            **REASONS,
        )

    def by(self, user: User, act: str, **facts: Any) -> FiledObjection:
        """An officer's act at the desk, ten minutes after the last one."""
        at = self.at + BETWEEN_ACTS
        desks.perform(case_id=self.case.pk, act=act, actor=actor_of_user(user), at=at, **facts)
        return self.later(at=at)

    def later(self, *, at: datetime | None = None) -> FiledObjection:
        """The same case as it now is in the database."""
        case = Case.objects.select_related("record__listing", "subject").get(pk=self.case.pk)
        return replace(self, case=case, at=at or self.at)

    def after(self, **span: float) -> FiledObjection:
        """The same case some time later."""
        return self.later(at=self.at + timedelta(**span))


@kept
def make_objection(
    state: str = S.FILED,
    *,
    record: CreditRecord | None = None,
    platform: Department | None = None,
    owner: User | None = None,
    fields: dict[str, str] | None = None,
    previous: Case | None = None,
    at: datetime = FILED_AT,
) -> FiledObjection:
    """An objection brought to a state by its own acts; people who are not given are made.

    `fields` are contested with their right values; `previous` is the repair whose result is contested instead.
    Nothing is delivered: the desk's token is moved here.
    """
    record = record or make_record()
    platform = platform or _platform_of(record)
    owner = owner or make_owner(record.subject)
    case = drafting.draft(
        record_id=record.pk,
        actor=actor_of_user(owner),
        at=at,
        against=Against.RECORD if previous is None else Against.REPAIR_RESULT,
        previous_id=None if previous is None else previous.pk,
    )
    made = FiledObjection(
        case=case,
        owner=owner,
        reviewer=make_officer(Role.REVIEWER, platform),
        decider=make_officer(Role.DECIDER, platform),
        provider=make_officer(Role.REVIEWER, record.department),
        at=at,
    )
    if state == S.DRAFT:
        return made.later()
    if state == S.DISCARDED:
        drafting.discard(case_id=case.pk, actor=actor_of_user(owner), at=at)
        return made.later()
    made = _walked(file_draft(made, fields=fields), state)
    assert made.case.state == state, f"the acts lead to {made.case.state}, not to {state}"
    return made


def _platform_of(record: CreditRecord) -> Department:
    found = Department.objects.filter(is_platform=True, jurisdiction=record.jurisdiction).first()
    return found or make_platform(jurisdiction=record.jurisdiction)


def complete_objection(made: FiledObjection, *, fields: dict[str, str] | None = None) -> None:
    """Fill in everything that filing asks for."""
    who: dict[str, Any] = {"case_id": made.case.pk, "actor": actor_of_user(made.owner), "at": made.at}
    wanted = CONTESTED if fields is None else fields
    if made.case.filing.against == Against.REPAIR_RESULT:
        wanted = {"repair-result": ""}
    for field, right in wanted.items():
        drafting.contest_field(field=field, right_value=right, reason="决定书载明的内容不同。", **who)
    drafting.save_filing(
        grounds=["error"],
        statement="公示的罚款金额与处罚决定书不一致。",
        contact_name="张某某",
        contact_phone="0632-1234567",
        **who,
    )


def file_draft(made: FiledObjection, *, fields: dict[str, str] | None = None) -> FiledObjection:
    """Complete a draft, file it and put it on its desk."""
    complete_objection(made, fields=fields)
    filing.file(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
    router.align(made.case.pk)
    return made.later()


def _walked(made: FiledObjection, state: str) -> FiledObjection:
    if state == S.FILED:
        return made
    if state in AT_ONCE:
        return _left(made, state)
    made = made.perform("accept")
    if state != S.CHECKING:
        made = made.perform("inquire", question=QUESTION)
    if state not in {S.CHECKING, S.INQUIRING}:
        made = made.answer()
    if state == S.PROPOSED:
        return made.propose()
    return _signed(made, state) if state in OUTCOMES else made


def _left(made: FiledObjection, state: str) -> FiledObjection:
    if state == S.WITHDRAWN:
        return withdrawn(made)
    if state == S.TERMINATED:
        return made.perform("terminate", cause="filed-in-error", document="枣发改函〔2026〕1号")
    if state == S.DECLINED:
        return made.perform("decline", reason="所述事项与本记录无关。", clause="异议指南")
    made = made.perform("ask_supplement", items=ITEMS)
    if state == S.LAPSED:
        keeping.lapse(case_id=made.case.pk, term="objection.supplement", at=made.at + timedelta(days=30))
        router.align(made.case.pk)
    return made.later()


def _signed(made: FiledObjection, state: str) -> FiledObjection:
    outcome, act = OUTCOMES[S(state)]
    return made.propose(outcome).countersign(act)


def withdrawn(made: FiledObjection) -> FiledObjection:
    """Withdrawn by its owner, with the token moved."""
    filing.withdraw(case_id=made.case.pk, reason="另行处理", actor=actor_of_user(made.owner), at=made.at)
    router.align(made.case.pk)
    return made.later()
