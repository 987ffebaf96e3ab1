"""Repair cases for tests, driven by the real services through the real desks, act by act."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import DESK, Actor
from accounts.models import User
from accounts.roles import Role
from cases.models import Case, Document
from cases.models.application import Finding
from cases.services import confirming, documents, drafting, intake, keeping
from cases.services.owed import materials_owed
from cases.services.preflight import covered
from cases.states import FINAL_STATES, RUNNING_STATES, CaseKind, states_of
from cases.states import RepairState as S
from cases.ways import WAY_FIELDS
from journal.now import SHANGHAI
from records.models import CreditRecord
from rulebook.in_force import shipped_editions
from tests.factories.kept import kept
from tests.factories.people import actor_of_user, make_officer, make_owner
from tests.factories.records import make_record
from workflows import desks, router

REPAIR_RUNNING = states_of(CaseKind.REPAIR, RUNNING_STATES)
REPAIR_ENDS = states_of(CaseKind.REPAIR, FINAL_STATES)
FILED_AT = datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)
BETWEEN_ACTS = timedelta(minutes=10)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n%%EOF\n"
)
ANSWERS = {"text": "样例", "day": "2026-08-01", "number": "8"}
GRANTED: dict[str, Any] = {"outcome": "approve", "reasons": "义务已全部履行，整改到位。", "clause": "第三章"}
REFUSED: dict[str, Any] = {"outcome": "refuse", "reasons": "罚款尚未缴清。", "clause": "第三章"}


@dataclass(frozen=True)
class FiledCase:
    """A case with the people around it; `at` is the moment of its last act."""

    case: Case
    owner: User
    reviewer: User
    decider: User
    at: datetime

    def perform(self, act: str, **facts: object) -> FiledCase:
        """A reviewer's act at the desk, ten minutes after the last one."""
        return self._at_the_desk(self.reviewer, act, facts)

    def countersign(self, act: str, **facts: object) -> FiledCase:
        """A decider's act at the desk, ten minutes after the last one."""
        return self._at_the_desk(self.decider, act, facts)

    def check_all(self, finding: str = Finding.SATISFIED) -> FiledCase:
        """Every step found so, one act each."""
        made = self
        for way in made.case.steps.values_list("way", flat=True):
            why: dict[str, object] = (
                {"reason": "证明材料不全。", "clause": "第三章"} if finding == Finding.INSUFFICIENT else {}
            )
            made = made.perform("check_step", way=way, finding=finding, **why)
        return made

    def later(self, *, at: datetime | None = None) -> FiledCase:
        """The same case as it now is in the database."""
        case = Case.objects.select_related("record__listing", "subject").get(pk=self.case.pk)
        return replace(self, case=case, at=at or self.at)

    def _at_the_desk(self, user: User, act: str, facts: dict[str, Any]) -> FiledCase:
        at = self.at + BETWEEN_ACTS
        desks.perform(case_id=self.case.pk, act=act, actor=actor_of_user(user), at=at, **facts)
        return self.later(at=at)


@kept
def make_filed_case(
    state: str = S.ROUTED,
    *,
    record: CreditRecord | None = None,
    owner: User | None = None,
    reviewer: User | None = None,
    decider: User | None = None,
    at: datetime = FILED_AT,
) -> FiledCase:
    """A repair case brought to a state by its own acts; people who are not given are made.

    UNDER_REPAIR is reached only under an edition that asks for steps during the case
    (`rulebook.in_force.using`). Nothing is delivered: the push and the desk's token are moved here.
    """
    record = record or make_record()
    owner = owner or make_owner(record.subject)
    case = drafting.draft(record_id=record.pk, actor=actor_of_user(owner), at=at)
    made = FiledCase(
        case=case,
        owner=owner,
        reviewer=reviewer or make_officer(Role.REVIEWER, record.department),
        decider=decider or make_officer(Role.DECIDER, record.department),
        at=at,
    )
    if state == S.DRAFT:
        return made
    if state == S.DISCARDED:
        drafting.discard(case_id=case.pk, actor=actor_of_user(owner), at=at)
        return made.later()
    made = _filed(made)
    if state != S.FILED:
        intake.push(case_id=case.pk, actor=DESK, at=made.at)
        router.align(case.pk)
        made = _walked(made.later(), state)
    assert made.case.state == state, f"the edition leads to {made.case.state}, not to {state}"
    return made


def complete_draft(made: FiledCase) -> None:
    """Fill in everything that filing asks for."""
    case, actor, at = made.case, actor_of_user(made.owner), made.at
    drafting.save_application(
        case_id=case.pk,
        actor=actor,
        at=at,
        contact_name="张某某",
        contact_phone="0632-1234567",
        performed_on=case.record.determined_on + timedelta(days=10),
        performance="罚款已于决定后十日内缴清，超限车辆已停用。",
    )
    drafting.sign_commitment(case_id=case.pk, actor=actor, at=at, signed_by="张某某")
    answer_steps(made, phase="before-filing")
    case = made.later().case
    edition = shipped_editions().by_key(case.edition_key)
    later = {step.way for step in case.steps.all() if step.phase == "during-case"}
    for material in materials_owed(edition, case.record.class_name):
        if material.way not in later and not covered(material.way, case):
            add_document(made, material=material.id)


def confirm_at_the_window(case_id: int, clerk: Actor, *, at: datetime = FILED_AT) -> None:
    """Let the subject give its word on a draft to the clerk who serves it, by the code it was sent."""
    asked = confirming.ask(case_id=case_id, actor=clerk, at=at)
    confirming.enter_code(case_id=case_id, code=confirming.code_of(asked), actor=clerk, at=at)


def answer_steps(made: FiledCase, *, phase: str) -> None:
    """Answer every way of a phase that asks for facts; those without fields are told by the form."""
    for step in made.case.steps.filter(phase=phase, who="subject"):
        if step.way in WAY_FIELDS:
            facts = {field.id: ANSWERS[field.kind] for field in WAY_FIELDS[step.way]}
            drafting.set_step(
                case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at, way=step.way, facts=facts
            )


def add_document(
    made: FiledCase, *, material: str = "M3", name: str = "proof.pdf", content: bytes = PDF
) -> Document:
    """One document of the subject's for a material."""
    return documents.add(
        case_id=made.case.pk,
        material=material,
        upload=SimpleUploadedFile(name, content),
        actor=actor_of_user(made.owner),
        at=made.at,
    )


def _filed(made: FiledCase) -> FiledCase:
    complete_draft(made)
    intake.file(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
    return made.later()


def _walked(made: FiledCase, state: str) -> FiledCase:
    if state == S.WITHDRAWN:
        intake.withdraw(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at, reason="另行处理")
        router.align(made.case.pk)
        return made.later()
    if state == S.TERMINATED:
        return made.perform("terminate", cause="filed-in-error", document="枣交函〔2026〕1号")
    if state == S.DECLINED:
        return made.perform("decline", reason="申请事项不属于本单位职权。", clause="第三章")
    if state in {S.SUPPLEMENTING, S.LAPSED}:
        made = made.perform(
            "ask_supplement", items=[{"what": "缴款凭证", "material": "M3", "clause": "第三章"}]
        )
        if state == S.LAPSED:
            keeping.lapse(case_id=made.case.pk, term="supplement", at=made.at + timedelta(days=30))
            router.align(made.case.pk)
        return made.later()
    return made if state == S.ROUTED else _examined(made.perform("accept"), state)


def _examined(made: FiledCase, state: str) -> FiledCase:
    if state == S.UNDER_REPAIR:
        return made
    if made.case.state == S.UNDER_REPAIR:
        answer_steps(made, phase="during-case")
        intake.submit_steps(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
        router.align(made.case.pk)
        made = made.later()
    if state == S.VERIFYING:
        return made
    made = made.check_all()
    if state == S.CLOSED_REFUSED:
        return made.perform("propose", **REFUSED).countersign("refuse")
    made = made.perform("propose", **GRANTED)
    return made if state == S.PROPOSED else made.countersign("approve")
