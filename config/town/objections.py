"""Objections of the demo town, one at each stage, told act by act through the services and desks of the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q

from cases.models import Case, ContestedField
from cases.services import documents
from cases.services.objection import drafting, filing, redress
from config.town import people, places
from config.town.cases import BETWEEN_ACTS, EVIDENCE, Act
from journal.deliver import deliver_all
from journal.models import Delivery
from journal.now import day_of
from records.models import CreditRecord
from workflows import desks

ASK = {"question": "请与处罚决定书原件核对下列内容，并提供原件扫描件。"}
MISSING = [{"what": "处罚决定书原件或者复印件", "material": "fine", "clause": ""}]
REASONS = {
    "reasons": "经向认定单位核查，并与处罚决定书原件比对，提出上述处理意见。",
    "clause": "国办发〔2019〕35号第十七项",
}
DECLINED = {
    "reason": "所述事项系对处罚决定本身不服，应当依法申请行政复议或者提起行政诉讼。",
    "clause": "国办发〔2019〕35号第十七项",
}
SIGNED_BY = {
    "corrected": "correct",
    "withdrawn": "withdraw_record",
    "upheld": "uphold",
    "noted": "note",
}


@dataclass(frozen=True)
class Story:
    """An objection to some fields, filed so many days ago, and what followed; a draft where `filed` is None."""

    filed: int | None
    acts: tuple[Act, ...] = ()
    fields: tuple[str, ...] = ("fine",)


def _inquired(accepted: int, sent: int) -> tuple[Act, ...]:
    return (Act(accepted, "platform", "accept"), Act(sent, "platform", "inquire", ASK))


def _decided(outcome: str, finding: str) -> tuple[Act, ...]:
    return (
        *_inquired(12, 11),
        Act(8, "reviewer", "answer", {"finding": finding}),
        Act(7, "platform", "propose", {"outcome": outcome}),
        Act(6, "platform2", SIGNED_BY[outcome]),
    )


STORIES = (
    Story(13, _decided("corrected", "confirmed-wrong"), ("fine", "violation")),
    Story(13, (*_decided("withdrawn", "confirmed-wrong"), Act(5, "agent", "ask_apology")), ("whole-record",)),
    Story(13, _decided("upheld", "confirmed-right")),
    Story(13, _decided("noted", "cannot-confirm"), ("violation",)),
    Story(
        7,
        (
            *_inquired(6, 5),
            Act(2, "reviewer", "answer", {"finding": "confirmed-wrong"}),
            Act(1, "platform", "propose", {"outcome": "corrected"}),
        ),
    ),
    Story(
        7, (*_inquired(6, 5), Act(1, "reviewer", "answer", {"finding": "confirmed-right"})), ("fine", "basis")
    ),
    Story(22, _inquired(21, 20)),
    Story(4, _inquired(3, 2), ("fine", "publication")),
    Story(2, (Act(1, "platform", "accept"),)),
    Story(3, (Act(2, "platform", "ask_supplement", {"items": MISSING}),)),
    Story(8, (Act(7, "platform", "decline", DECLINED),)),
    Story(
        6, (Act(5, "platform", "accept"), Act(3, "agent", "withdraw", {"reason": "已与认定单位核对一致。"}))
    ),
    Story(0),
    Story(None),
)


def tell_objections(*, at: datetime) -> int:
    """Tell every story on a record that nobody has dealt with yet; returns how many were told."""
    told = 0
    for story, record in zip(STORIES, _records(at), strict=False):
        _tell(story, record, at)
        told += 1
    return told


def _records(at: datetime) -> Iterator[CreditRecord]:
    """Published records without any case, of companies the owner does not own; the staffed department's first."""
    owned = people.acting("owner", at).subjects
    yield from (
        CreditRecord.objects.filter(
            listing__state="PUBLISHED",
            listing__lapses_on__gt=day_of(at),
            imported_at__lt=_moment(at, max(story.filed or 0 for story in STORIES)),
            cases__isnull=True,
        )
        .exclude(subject__in=owned)
        .select_related("subject")
        .annotate(staffed=Q(department__code=places.STAFFED))
        .order_by("-staffed", "-pk")[: len(STORIES)]
    )


def _moment(at: datetime, ago: int) -> datetime:
    """The same time of day so many days before; today's acts were a while ago."""
    return at - (timedelta(days=ago) if ago else timedelta(hours=1))


def _tell(story: Story, record: CreditRecord, at: datetime) -> None:
    moment = _moment(at, 1 if story.filed is None else story.filed)
    if record.subject_id not in people.acting("agent", moment).subjects:
        people.bind("agent", record.subject, at=moment)
    case = _draft(record, story.fields, moment)
    if story.filed is None:
        return
    filing.file(case_id=case.pk, actor=people.acting("agent", moment), at=moment)
    _deliver(case, moment, letters_at=at)
    for act in story.acts:
        moment = max(_moment(at, act.ago), moment + BETWEEN_ACTS)
        _perform(case, act, moment)
        _deliver(case, moment, letters_at=at)


def _deliver(case: Case, moment: datetime, *, letters_at: datetime) -> None:
    """What worker and beat would have done; the letters are set once the desk is open."""
    later = letters_at + timedelta(seconds=1)
    for stream in (case.stream, case.record.stream):
        Delivery.objects.filter(handler="notifications", stream=stream, done_at__isnull=True).update(
            due_at=later
        )
    deliver_all(at=moment)


def _draft(record: CreditRecord, fields: tuple[str, ...], at: datetime) -> Case:
    agent = people.acting("agent", at)
    case = drafting.draft(record_id=record.pk, actor=agent, at=at)
    for field in fields:
        drafting.contest_field(
            case_id=case.pk,
            field=field,
            right_value=_right_value(record, field),
            reason="公示内容与处罚决定书载明的内容不一致。",
            actor=agent,
            at=at,
        )
        proof = SimpleUploadedFile("decision.pdf", (EVIDENCE / "payment.pdf").read_bytes())
        documents.add(case_id=case.pk, material=field, upload=proof, title="处罚决定书", actor=agent, at=at)
    drafting.save_filing(
        case_id=case.pk,
        grounds=["error", "differs-from-authority"],
        statement="我单位核对公示内容时，发现与收到的处罚决定书不一致，请予核实更正。",
        contact_name="王某某",
        contact_phone="0632-3300101",
        actor=agent,
        at=at,
    )
    return case


def _right_value(record: CreditRecord, field: str) -> str:
    """An invented value that differs from the one shown."""
    if field == "fine":
        return str((record.fine or Decimal(1)) / 2)
    return {"violation": "未按照规定建立台账", "basis": "《中华人民共和国农产品质量安全法》第七十三条"}.get(
        field, ""
    )


def _perform(case: Case, act: Act, at: datetime) -> None:
    actor = people.acting(act.who, at)
    if act.name == "withdraw":
        filing.withdraw(case_id=case.pk, actor=actor, at=at, **act.facts)
    elif act.name == "ask_apology":
        redress.ask_apology(case_id=case.pk, actor=actor, at=at)
    else:
        facts = {"answer": _answers, "propose": _proposal}.get(act.name, _as_told)(case, act.facts)
        desks.perform(case_id=case.pk, act=act.name, actor=actor, at=at, **facts)


def _as_told(_case: Case, facts: Mapping[str, Any]) -> dict[str, Any]:
    return dict(facts)


def _answers(case: Case, facts: Mapping[str, Any]) -> dict[str, Any]:
    note = {
        "confirmed-wrong": "经核对原件，公示内容系录入错误。",
        "confirmed-right": "经核对原件，公示内容无误。",
        "cannot-confirm": "档案在机构调整中移交，暂未查到原件。",
    }[facts["finding"]]
    return {
        "answers": {
            row.field: {"finding": facts["finding"], "value": row.right_value, "note": note}
            for row in _rows(case)
        }
    }


def _proposal(case: Case, facts: Mapping[str, Any]) -> dict[str, Any]:
    rows = _rows(case)
    return {
        "outcomes": {row.field: facts["outcome"] for row in rows},
        "values": {row.field: row.right_value for row in rows} if facts["outcome"] == "corrected" else {},
        **REASONS,
    }


def _rows(case: Case) -> list[ContestedField]:
    return list(ContestedField.objects.filter(case=case).order_by("pk"))
