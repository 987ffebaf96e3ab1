"""Ordered rectifications of the demo town, one at each stage, told act by act through the desks of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Case, Talk
from cases.services import documents
from cases.services.rectification import minutes, reporting, talks
from cases.services.rectification.demands import owed
from cases.services.rectification.ordering import order
from config.town import people, places
from config.town.cases import BETWEEN_ACTS, EVIDENCE, Act
from journal.deliver import deliver_all
from journal.models import Delivery
from journal.now import SHANGHAI, day_of
from records.models import CreditRecord
from rulebook.editions_in_use import editions_in_use
from workflows import desks

BASIS = "国办发〔2019〕35号第九项"
ORDER: dict[str, Any] = {
    "basis": "公示期内行政处罚决定确定的义务尚未履行完毕，应当限期整改。",
    "clause": BASIS,
    "demands": (
        {"text": "履行处罚决定确定的缴款义务", "kind": "duty", "proof_owed": "非税收入缴款凭证"},
        {"text": "停止违法行为并消除不良影响", "kind": "influence", "proof_owed": "整改情况报告"},
    ),
}
TALK: dict[str, Any] = {
    "place": "本单位三楼约谈室（样例）",
    "purpose": "督促履行义务，消除不良影响。",
    "basis": BASIS,
    "bring": "有效身份证件、授权委托书、整改材料",
}
STILL_OWED = {"reason": "缴款凭证所载金额与决定书不符，义务尚未全部履行。"}


@dataclass(frozen=True)
class Story:
    """An order made so many days ago, and what followed."""

    ordered: int
    acts: tuple[Act, ...] = ()


def _served(ago: int) -> Act:
    return Act(ago, "roads", "serve")


def _insufficient(ago: int) -> tuple[Act, ...]:
    return (
        Act(ago + 1, "agent", "report"),
        Act(ago, "roads", "check_all", {"finding": "not-done", **STILL_OWED}),
        Act(ago, "roads", "find_insufficient", STILL_OWED),
    )


def _talked(ago: int) -> tuple[Act, ...]:
    return (Act(ago, "roads", "set_talk"), Act(ago, "roads", "hold_talk"))


AT_THE_END = (
    _served(39),
    *_insufficient(37),
    *_talked(36),
    *_insufficient(26),
    *_talked(24),
    *_insufficient(12),
)
STORIES = (
    Story(1),
    Story(8, (_served(7),)),
    Story(12, (_served(11), Act(1, "agent", "report"))),
    Story(12, (_served(11), *_insufficient(1))),
    Story(12, (_served(11), *_insufficient(3), Act(1, "roads", "set_talk", {"several": True}))),
    Story(24, (_served(23), *_insufficient(18), *_talked(16))),
    Story(
        24,
        (
            _served(23),
            *_insufficient(18),
            Act(16, "roads", "set_talk"),
            Act(8, "roads", "record_absence"),
        ),
    ),
    Story(40, AT_THE_END),
    Story(
        14,
        (
            _served(13),
            Act(6, "agent", "report"),
            Act(4, "roads", "check_all", {"finding": "done"}),
            Act(4, "roads", "find_satisfied"),
        ),
    ),
    Story(
        40,
        (
            *AT_THE_END,
            Act(
                9,
                "chief",
                "hand_on",
                {"to": "市交通运输综合执法支队（样例）", "reason": "两次约谈后仍未整改。"},
            ),
        ),
    ),
    Story(
        9,
        (
            _served(8),
            Act(
                3,
                "chief",
                "cancel_order",
                {"reason": "处罚决定已经变更。", "document": "样例撤〔2026〕1号"},
            ),
        ),
    ),
)


def tell_rectifications(*, at: datetime) -> int:
    """Tell every story on a record that nobody has dealt with yet; returns how many were told."""
    told = 0
    for story, record in zip(STORIES, _records(at), strict=False):
        _tell(story, record, at)
        told += 1
    return told


def _records(at: datetime) -> Iterator[CreditRecord]:
    """Published records of the transport bureau with open duties and without any case, not the owner's."""
    owned = people.acting("owner", at).subjects
    yield from (
        CreditRecord.objects.filter(
            listing__state="PUBLISHED",
            listing__lapses_on__gt=day_of(at),
            imported_at__lt=_moment(at, max(story.ordered for story in STORIES)),
            department__code=places.ROADS,
            duties_open=True,
            site="",
            cases__isnull=True,
        )
        .exclude(subject__in=owned)
        .select_related("subject")
        .order_by("pk")[: len(STORIES)]
    )


def _moment(at: datetime, ago: int) -> datetime:
    """The same time of day so many days before; today's acts were a while ago."""
    return at - (timedelta(days=ago) if ago else timedelta(hours=1))


def _tell(story: Story, record: CreditRecord, at: datetime) -> None:
    moment = _moment(at, story.ordered)
    if record.subject_id not in people.acting("agent", moment).subjects:
        people.bind("agent", record.subject, at=moment)
    case = order(record_id=record.pk, actor=people.acting("roads", moment), at=moment, **ORDER)
    _deliver(case, moment, letters_at=at)
    for act in story.acts:
        moment = max(_moment(at, act.ago), moment + BETWEEN_ACTS)
        if act.name in {"hold_talk", "record_absence"}:
            moment = max(moment, _talk(case).set_for + timedelta(hours=1))
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


def _perform(case: Case, act: Act, at: datetime) -> None:
    actor = people.acting(act.who, at)
    if act.name == "report":
        _report(case, at)
    elif act.name == "check_all":
        for one in case.demands.all():
            desks.perform(case_id=case.pk, act="check_demand", actor=actor, at=at, demand=one.pk, **act.facts)
    else:
        facts = {"serve": _service, "set_talk": _announced, "hold_talk": _minuted}.get(act.name, _as_told)
        desks.perform(case_id=case.pk, act=act.name, actor=actor, at=at, **facts(case, act, at))


def _as_told(_case: Case, act: Act, _at: datetime) -> dict[str, Any]:
    return act.facts


def _service(_case: Case, _act: Act, at: datetime) -> dict[str, Any]:
    return {"how": "desk", "served_on": day_of(at)}


def _officers(at: datetime) -> list[str]:
    return [people.acting(name, at).ref for name in ("roads", "roads2")]


def _announced(case: Case, act: Act, at: datetime) -> dict[str, Any]:
    """The talk that is due, on its first possible day; where `several` is told, with a choice of three hours."""
    edition = editions_in_use().by_key(case.edition_key)
    first = talks.first_talk_day(edition, jurisdiction=case.record.jurisdiction, served_on=day_of(at))
    hour = datetime(first.year, first.month, first.day, 9, 30, tzinfo=SHANGHAI)
    hours = [hour, hour + timedelta(hours=5), hour + timedelta(days=1)]
    when = {"slots": hours} if act.facts.get("several") else {"set_for": hour}
    kind = next(iter(talks.kinds_left(case, edition)))
    return {**TALK, "kind": kind, "officers": _officers(at), **when}


def _minuted(case: Case, _act: Act, at: datetime) -> dict[str, Any]:
    begun = _talk(case).set_for
    chair, recorder = _officers(at)
    written = minutes.Written(
        started_at=begun,
        ended_at=begun + timedelta(minutes=45),
        chair=chair,
        recorder=recorder,
        facts="当事人未在限期内履行全部义务，不良影响尚未消除。",
        statement="资金紧张，正在筹措，愿意尽快履行。",
        commitment="十五日内履行完毕并提交凭证。",
        signed_by="王某某",
    )
    came = {"name": "王某某", "role": "agent", "id_kind": "居民身份证", "id_number": "370402199001010000"}
    return {"attendance": [came], "written": written}


def _talk(case: Case) -> Talk:
    return case.talks.latest("ordinal")


def _report(case: Case, at: datetime) -> None:
    """The agent lays a paper beside each demand that is owed, once, and reports."""
    agent = people.acting("agent", at)
    demands = owed(case)
    for one, (name, title) in zip(
        demands, (("payment.pdf", "非税收入缴款凭证"), ("rectification.pdf", "整改情况报告")), strict=False
    ):
        if not case.documents.filter(original_name=name).exists():
            upload = SimpleUploadedFile(name, (EVIDENCE / name).read_bytes(), content_type="application/pdf")
            documents.add(
                case_id=case.pk, material=one.material, title=title, upload=upload, actor=agent, at=at
            )
    answers = {one.pk: f"第{one.ordinal}项已经整改，材料附后。" for one in demands}
    reporting.report(case_id=case.pk, answers=answers, actor=agent, at=at)
