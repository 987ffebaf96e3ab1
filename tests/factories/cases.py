"""Cases made by the very services that the pages use, up to the state a test wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import Actor
from accounts.models import User
from accounts.roles import Role
from cases.models import Case
from cases.services import documents, drafting, intake
from cases.services.owed import materials_owed
from cases.states import RepairState
from cases.ways import WAY_FIELDS
from journal.deliver import deliver_all
from journal.now import day_of
from records.models import CreditRecord, Department
from rulebook.in_force import shipped_editions
from tests.factories.people import actor_of_user, make_officer, make_owner, make_user
from tests.factories.records import make_record
from workflows import desks

INVENTED = {"text": "样例", "number": "3"}


@dataclass(frozen=True)
class Cast:
    """Who plays: the owner of the record's subject, and officers of the determining department."""

    record: CreditRecord
    owner_user: User
    reviewer_user: User
    decider_user: User
    supervisor_user: User
    owner: Actor
    reviewer: Actor
    decider: Actor
    supervisor: Actor

    @property
    def department(self) -> Department:
        return self.record.department


def make_cast(at: datetime, record: CreditRecord | None = None) -> Cast:
    """A record that can be repaired at an instant, its owner, and three officers of its department."""
    record = record or make_record()
    on = day_of(at)
    owner = make_owner(record.subject)
    reviewer = make_officer(Role.REVIEWER, record.department)
    decider = make_officer(Role.DECIDER, record.department)
    supervisor = make_officer(Role.SUPERVISOR, record.department)
    return Cast(
        record=record,
        owner_user=owner,
        reviewer_user=reviewer,
        decider_user=decider,
        supervisor_user=supervisor,
        owner=actor_of_user(owner, on=on),
        reviewer=actor_of_user(reviewer, on=on),
        decider=actor_of_user(decider, on=on),
        supervisor=actor_of_user(supervisor, on=on),
    )


def make_actor(on_of: datetime) -> Actor:
    """Somebody with neither post nor mandate."""
    return actor_of_user(make_user(), on=day_of(on_of))


def pdf(mark: str = "样例") -> SimpleUploadedFile:
    """A small PDF whose bytes differ with its mark."""
    return SimpleUploadedFile(
        "证明.pdf", b"%PDF-1.4\n% " + mark.encode() + b"\n%%EOF\n", content_type="application/pdf"
    )


def make_ready_draft(cast: Cast, at: datetime) -> Case:
    """A draft with nothing missing."""
    case = drafting.draft(record_id=cast.record.pk, actor=cast.owner, at=at)
    drafting.save_application(
        case_id=case.pk,
        actor=cast.owner,
        at=at,
        contact_name="王会计",
        contact_phone="0632-3300000",
        reason="参加投标",
        performed_on=cast.record.determined_on,
        performance="罚款已于当日缴清，排污口已封堵。",
    )
    drafting.sign_commitment(case_id=case.pk, actor=cast.owner, at=at, signed_by="陈样例")
    edition = shipped_editions().by_key(case.edition_key)
    for material in materials_owed(edition, cast.record.class_name):
        if material.way != "commitment":
            documents.add(
                case_id=case.pk, material=material.id, upload=pdf(material.id), actor=cast.owner, at=at
            )
    for step in case.steps.filter(phase="before-filing", way__in=WAY_FIELDS):
        answer_step(case, step.way, cast.owner, at)
    return case


def answer_step(case: Case, way: str, actor: Actor, at: datetime) -> None:
    """Answer a step with invented facts of the right kinds."""
    facts = {
        field.id: {**INVENTED, "day": day_of(at).isoformat()}[field.kind] for field in WAY_FIELDS[way]
    }
    drafting.set_step(case_id=case.pk, actor=actor, at=at, way=way, facts=facts)


def make_filed_case(cast: Cast, at: datetime, *, state: str = RepairState.ROUTED) -> Case:
    """A case that was filed and walked on to a state: FILED, ROUTED, SUPPLEMENTING, UNDER_REPAIR, VERIFYING, PROPOSED
    or a final one."""
    case = make_ready_draft(cast, at)
    intake.file(case_id=case.pk, actor=cast.owner, at=at)
    case.refresh_from_db()
    if state == RepairState.FILED:
        return case
    deliver_all(at=at)
    for act in WALKS[state]:
        _do(act, case, cast, at)
        deliver_all(at=at)
    case.refresh_from_db()
    assert case.state == state, f"wanted {state}, came to {case.state}"
    return case


WALKS: dict[str, tuple[str, ...]] = {
    RepairState.ROUTED: (),
    RepairState.SUPPLEMENTING: ("ask_supplement",),
    RepairState.DECLINED: ("decline",),
    RepairState.UNDER_REPAIR: ("accept",),
    RepairState.VERIFYING: ("accept", "steps"),
    RepairState.PROPOSED: ("accept", "steps", "check_steps", "propose"),
    RepairState.CLOSED_REPAIRED: ("accept", "steps", "check_steps", "propose", "approve"),
    RepairState.CLOSED_REFUSED: ("accept", "steps", "check_steps", "propose_refusal", "refuse"),
    RepairState.WITHDRAWN: ("withdraw",),
    RepairState.TERMINATED: ("terminate",),
}


def _do(act: str, case: Case, cast: Cast, at: datetime) -> None:
    def at_desk(name: str, actor: Actor, **facts: object) -> None:
        desks.perform(case_id=case.pk, act=name, actor=actor, at=at, **facts)

    if act == "ask_supplement":
        items = [{"what": "缴款凭证不清晰", "material": "M3", "clause": "第三章"}]
        at_desk(act, cast.reviewer, items=items)
    elif act == "decline":
        at_desk(act, cast.reviewer, reason="不属于本单位管辖。", clause="第三章")
    elif act == "steps":
        during_case_steps(case, cast, at)
    elif act == "check_steps":
        for way in case.steps.order_by("pk").values_list("way", flat=True):
            at_desk("check_step", cast.reviewer, way=way, finding="satisfied")
    elif act in {"propose", "propose_refusal"}:
        outcome = "approve" if act == "propose" else "refuse"
        at_desk("propose", cast.reviewer, outcome=outcome, reasons="义务已经履行。", clause="第三章")
    elif act == "withdraw":
        intake.withdraw(case_id=case.pk, actor=cast.owner, at=at)
    elif act == "terminate":
        at_desk(act, cast.reviewer, cause="filed-in-error")
    else:
        at_desk(act, cast.decider if act in {"approve", "refuse", "send_back"} else cast.reviewer)


def during_case_steps(case: Case, cast: Cast, at: datetime) -> None:
    """Answer and submit the steps that are done while the case runs, where there are any."""
    case.refresh_from_db()
    if case.state != RepairState.UNDER_REPAIR:
        return
    for step in case.steps.filter(phase="during-case", who="subject"):
        answer_step(case, step.way, cast.owner, at)
    intake.submit_steps(case_id=case.pk, actor=cast.owner, at=at)
