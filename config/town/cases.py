"""Repair cases of the demo town, told act by act through the services and desks that the pages use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import Actor
from cases.models import Case
from cases.models.application import Finding
from cases.services import documents, drafting, intake
from cases.services.owed import materials_owed
from cases.ways import WAY_FIELDS
from config.town import people, places
from delisting import services as delisting
from delisting.models import Release, ReleaseState
from journal.deliver import deliver_all
from journal.now import day_of
from records.models import CreditRecord, Subject
from rulebook.editions_in_use import editions_in_use
from workflows import desks

EVIDENCE = places.DEMO / "evidence"
ANSWERS = {"text": "样例", "number": "8"}
BETWEEN_ACTS = timedelta(minutes=12)
GRANT = {
    "outcome": "approve",
    "reasons": "罚款已缴清，违法行为已纠正，整改到位，符合修复条件。",
    "clause": "第三章",
}
DENY = {"outcome": "refuse", "reasons": "缴款凭证与决定书所定数额不符，义务未全部履行。", "clause": "第三章"}
MISSING = [
    {"what": "加盖公章的缴款凭证", "material": "M3", "clause": "第三章"},
    {"what": "停用设备的现场照片", "material": "M3", "clause": "第三章"},
]


@dataclass(frozen=True)
class Act:
    """What somebody did so many days ago. `check_steps` stands for one act for each step."""

    ago: int
    who: str
    name: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """A case filed so many days ago, what followed, and which holders have confirmed its delisting since."""

    filed: int
    acts: tuple[Act, ...] = ()
    confirmed: tuple[str, ...] = ()


def _examined(accepted: int, checked: int) -> tuple[Act, ...]:
    return (Act(accepted, "reviewer", "accept"), Act(checked, "reviewer", "check_steps"))


STORIES = (
    Story(
        20,
        (*_examined(19, 17), Act(15, "reviewer", "propose", GRANT), Act(14, "decider", "approve")),
        people.HOLDERS,
    ),
    Story(
        9,
        (*_examined(8, 7), Act(6, "reviewer", "propose", GRANT), Act(5, "decider", "approve")),
        ("sharing", "reviewer"),
    ),
    Story(14, (*_examined(13, 12), Act(10, "reviewer", "propose", DENY), Act(9, "decider", "refuse"))),
    Story(
        8,
        (
            *_examined(7, 6),
            Act(5, "reviewer", "propose", GRANT),
            Act(4, "decider", "send_back", {"reason": "请补充核对缴款日期后再报。"}),
        ),
    ),
    Story(6, (*_examined(5, 3), Act(1, "reviewer", "propose", GRANT))),
    Story(4, (Act(2, "reviewer", "accept"),)),
    Story(5, (Act(3, "reviewer", "ask_supplement", {"items": MISSING}),)),
    Story(12, (Act(10, "agent", "withdraw", {"reason": "拟补充材料后另行申请。"}),)),
    Story(9),
    Story(1),
    Story(0),
)


def tell_stories(*, company: Subject, at: datetime) -> int:
    """Tell every story on a record of its own, and leave the owner's company a draft; returns how many cases."""
    records = _records(company, at)
    told = 0
    for story, record in zip(STORIES, records, strict=False):
        _tell(story, record, at)
        told += 1
    return told + _leave_draft(company, at)


def _records(company: Subject, at: datetime) -> Iterator[CreditRecord]:
    """Records of the staffed department that can be repaired throughout; the owner's are left to the visitor."""
    yield from (
        CreditRecord.objects.filter(
            department__code=places.STAFFED,
            listing__state="PUBLISHED",
            listing__earliest_filing_on__lte=day_of(_moment(at, max(story.filed for story in STORIES))),
            listing__lapses_on__gt=day_of(at),
        )
        .exclude(class_status="undecidable")
        .exclude(subject=company)
        .select_related("subject")
        .order_by("pk")
    )


def _moment(at: datetime, ago: int) -> datetime:
    """The same time of day so many days before; today's acts were a while ago."""
    return at - (timedelta(days=ago) if ago else timedelta(hours=2))


def _tell(story: Story, record: CreditRecord, at: datetime) -> None:
    moment = _moment(at, story.filed)
    people.bind("agent", record.subject, at=moment)
    case = _file(record, people.acting("agent", moment), moment)
    deliver_all(at=moment)
    for act in story.acts:
        moment = max(_moment(at, act.ago), moment + BETWEEN_ACTS)
        _perform(case, act, moment)
        deliver_all(at=moment)
    _confirm(record, story.confirmed, moment)


def _perform(case: Case, act: Act, at: datetime) -> None:
    actor = people.acting(act.who, at)
    if act.name == "withdraw":
        intake.withdraw(case_id=case.pk, actor=actor, at=at, **act.facts)
    elif act.name == "check_steps":
        for way in case.steps.order_by("pk").values_list("way", flat=True):
            desks.perform(
                case_id=case.pk, act="check_step", actor=actor, at=at, way=way, finding=Finding.SATISFIED
            )
    else:
        desks.perform(case_id=case.pk, act=act.name, actor=actor, at=at, **act.facts)


def _confirm(record: CreditRecord, holders: tuple[str, ...], at: datetime) -> None:
    """Send the releases, and let some of the holders' officers answer the next day."""
    if not holders:
        return
    delisting.move_due(at=at)
    deliver_all(at=at)
    at += timedelta(days=1)
    for username in holders:
        actor = people.acting(username, at)
        for release in Release.objects.filter(
            order__record=record,
            state=ReleaseState.SENT,
            holder__department__in=[department for department, _role in actor.posts],
        ):
            delisting.acknowledge(release_id=release.pk, actor=actor, at=at, note="已移除，页面不再显示。")
    delisting.move_due(at=at)
    deliver_all(at=at)


def _file(record: CreditRecord, actor: Actor, at: datetime) -> Case:
    return intake.file(case_id=prepare(record, actor, at).pk, actor=actor, at=at)


def prepare(record: CreditRecord, actor: Actor, at: datetime) -> Case:
    """A draft on the record in which nothing is missing."""
    case = drafting.draft(record_id=record.pk, actor=actor, at=at)
    _fill_in(case, record, actor, at)
    drafting.sign_commitment(case_id=case.pk, actor=actor, at=at, signed_by="张某某")
    edition = editions_in_use().by_key(case.edition_key)
    for step in case.steps.filter(phase="before-filing", way__in=WAY_FIELDS):
        answers = {**ANSWERS, "day": day_of(at).isoformat()}
        facts = {asked.id: answers[asked.kind] for asked in WAY_FIELDS[step.way]}
        drafting.set_step(case_id=case.pk, actor=actor, at=at, way=step.way, facts=facts)
    for material in materials_owed(edition, record.class_name):
        if material.way != "commitment":
            _add_evidence(case, material.id, actor, at)
    return case


def _fill_in(case: Case, record: CreditRecord, actor: Actor, at: datetime) -> None:
    drafting.save_application(
        case_id=case.pk,
        actor=actor,
        at=at,
        contact_name="张某某",
        contact_phone="0632-3300100",
        reason="已全面整改，申请信用修复。",
        performed_on=record.determined_on + timedelta(days=10),
        performance="罚款已于决定后十日内缴清，违法行为已停止，相关制度已修订。",
    )


def _add_evidence(case: Case, material: str, actor: Actor, at: datetime) -> None:
    for name, title in (("payment.pdf", "非税收入缴款凭证"), ("rectification.pdf", "整改情况报告")):
        upload = SimpleUploadedFile(name, (EVIDENCE / name).read_bytes(), content_type="application/pdf")
        if not case.documents.filter(original_name=name).exists():
            documents.add(case_id=case.pk, material=material, title=title, upload=upload, actor=actor, at=at)


def _leave_draft(company: Subject, at: datetime) -> int:
    """Where the owner's company has a second repairable record, a draft lies half filled in on it."""
    ready = company.records.filter(
        listing__state="PUBLISHED",
        listing__earliest_filing_on__lte=day_of(at),
        listing__lapses_on__gt=day_of(at),
    ).exclude(class_status="undecidable")
    second = ready.order_by("department__code", "pk")[1:2].first()
    if second is None:
        return 0
    moment = _moment(at, 1)
    owner = people.acting("owner", moment)
    case = drafting.draft(record_id=second.pk, actor=owner, at=moment)
    _fill_in(case, second, owner, moment)
    return 1
