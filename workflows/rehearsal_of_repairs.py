"""A repair walked the whole way, from its draft to its confirmed delisting."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from cases.models import Case
from cases.models.application import Finding
from cases.services import drafting, intake
from cases.services.owed import materials_owed
from cases.states import OPEN_STATES, RepairState
from cases.ways import WAY_FIELDS
from journal.now import day_of
from records.models import Bar, CreditRecord
from rulebook.editions_in_use import editions_in_use
from workflows.invented import end_mandate, give_mandate
from workflows.rehearsing import Stage

ENDS = (RepairState.CLOSED_REPAIRED,)


def ready(count: int, *, at: datetime) -> list[CreditRecord]:
    """Records on which a repair may be filed today."""
    today = day_of(at)
    return list(
        CreditRecord.objects.filter(
            Q(listing__lapses_on__isnull=True) | Q(listing__lapses_on__gt=today),
            listing__state="PUBLISHED",
            listing__earliest_filing_on__lte=today,
        )
        .exclude(class_status="undecidable")
        .exclude(cases__state__in=OPEN_STATES)
        .exclude(subject__in=Bar.objects.filter(lifted_at__isnull=True).values("subject"))
        .select_related("subject", "department", "listing")
        .order_by("pk")[: count * 2]
    )[:count]


def walk(record: CreditRecord, stage: Stage, number: int) -> Case:
    """Walk one repair; every third is asked for a supplement, every fourth sent back once."""
    cast = stage.cast
    give_mandate(cast.owner, record.subject, on=stage.on)
    case = _file(record, stage)
    stage.deliver()
    case.refresh_from_db()
    stage.give_posts(case)
    if number % 3 == 0:
        items = [{"what": "补充缴款凭证", "material": "M3", "clause": ""}]
        stage.perform(case, "ask_supplement", cast.reviewer, items=items)
        stage.deliver()
        with stage.counting("supplement"):
            intake.supplement(case_id=case.pk, answer="已补充", actor=stage.owner, at=stage.at)
        stage.deliver()
    stage.perform(case, "accept", cast.reviewer)
    stage.deliver()
    _steps_during_case(case, stage)
    for way in case.steps.order_by("pk").values_list("way", flat=True):
        stage.perform(case, "check_step", cast.reviewer, way=way, finding=Finding.SATISFIED)
    proposal = {"outcome": "approve", "reasons": "义务已履行，材料齐全。", "clause": "第三章"}
    stage.perform(case, "propose", cast.reviewer, **proposal)
    if number % 4 == 0:
        stage.perform(case, "send_back", cast.decider, reason="请补充理由。")
        stage.perform(case, "propose", cast.reviewer, **proposal)
    stage.perform(case, "approve", cast.decider)
    stage.deliver()
    stage.confirm_releases(record)
    end_mandate(cast.owner, record.subject, on=stage.on)
    case.refresh_from_db()
    return case


def _file(record: CreditRecord, stage: Stage) -> Case:
    owner, at = stage.owner, stage.at
    with stage.counting("draft"):
        case = drafting.draft(record_id=record.pk, actor=owner, at=at)
    with stage.counting("save_application"):
        drafting.save_application(
            case_id=case.pk,
            actor=owner,
            at=at,
            contact_name="演练联系人",
            contact_phone="0632-0000000",
            reason="演练",
            performed_on=record.determined_on,
            performance="罚款已缴清，行为已纠正。",
        )
    with stage.counting("sign_commitment"):
        drafting.sign_commitment(case_id=case.pk, actor=owner, at=at, signed_by="演练负责人")
    edition = editions_in_use().by_key(case.edition_key)
    for material in materials_owed(edition, record.class_name):
        if material.way != "commitment":
            stage.add_document(case, material.id)
    for step in case.steps.filter(phase="before-filing", way__in=WAY_FIELDS):
        _answer(case, step.way, stage)
    with stage.counting("file"):
        return intake.file(case_id=case.pk, actor=owner, at=stage.at)


def _answer(case: Case, way: str, stage: Stage) -> None:
    invented = {"text": "演练", "day": stage.on.isoformat(), "number": "3"}
    facts = {fact.id: invented[fact.kind] for fact in WAY_FIELDS[way]}
    with stage.counting("set_step"):
        drafting.set_step(case_id=case.pk, actor=stage.owner, at=stage.at, way=way, facts=facts)


def _steps_during_case(case: Case, stage: Stage) -> None:
    case.refresh_from_db()
    if case.state != RepairState.UNDER_REPAIR:
        return
    for step in case.steps.filter(phase="during-case", who="subject"):
        _answer(case, step.way, stage)
    with stage.counting("submit_steps"):
        intake.submit_steps(case_id=case.pk, actor=stage.owner, at=stage.at)
    stage.deliver()
