"""Complaints of the demo town: received, looked into, late, answered, one about a fee; told by the very services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cases.models import Case, Complaint
from cases.models.complaint import Cause
from cases.services.complaint import answering, filing
from cases.states import CaseKind
from config.town import people
from config.town.cases import BETWEEN_ACTS, Act
from journal.models import Delivery

SERVICES: Mapping[str, Callable[..., Complaint]] = {
    "accept": answering.accept,
    "decline": answering.decline,
    "extend": answering.extend,
    "answer": answering.answer,
}
ANSWER = {
    "finding": "justified",
    "answer": "经查，申请推送后因人员轮岗未及时登记，超过受理期限两个工作日，投诉属实。",
    "done": "已责成该单位当日受理，并对登记环节增设每日核对；对经办人员进行了提醒谈话。",
    "remedy": "申请已受理，审查期限不因此顺延。对处理结果不满意的，可以再次投诉或者依法申请行政复议。",
}


@dataclass(frozen=True)
class Story:
    """A complaint filed so many days ago by somebody about a unit in the matter of one of its cases."""

    who: str
    filed: int
    about: str
    statement: str
    acts: tuple[Act, ...] = field(default=())


STORIES = (
    Story(
        "agent",
        12,
        Cause.DELAY,
        "申请推送后超过受理期限仍无任何答复，电话多次无人接听。请查明原因并尽快受理。",
        (Act(11, "overseer", "accept"), Act(5, "overseer", "answer", ANSWER)),
    ),
    Story(
        "agent",
        6,
        Cause.NO_REASON,
        "窗口口头告知不予办理，没有出具书面告知书，也没有说明理由和依据。",
        (Act(5, "overseer", "accept"), Act(2, "overseer", "extend", {"reason": "需调取窗口录像核实"})),
    ),
    Story("agent", 12, Cause.CONDUCT, "工作人员多次推诿，要求反复补交已经提交过的材料。"),
    Story(
        "agent",
        1,
        Cause.FEE,
        "自称受单位委托的中介来电，称交费后可以加急删除公示信息，并能说出我单位的申请编号。",
    ),
)


def tell_complaints(*, at: datetime) -> int:
    """Tell every story in the matter of another case of whoever complains; returns how many were told."""
    told, taken = 0, set[int]()
    for story in STORIES:
        moment = at - timedelta(days=story.filed)
        actor = people.acting(story.who, moment)
        case = (
            Case.objects.filter(
                kind=CaseKind.REPAIR, subject__in=actor.subjects, filed_at__lt=moment, pushed_at__isnull=False
            )
            .exclude(pk__in=taken)
            .order_by("pk")
            .first()
        )
        if case is None:
            continue
        taken.add(case.pk)
        _tell(story, case, at=at, moment=moment)
        told += 1
    _leave_letters(at)
    return told


def _tell(story: Story, case: Case, *, at: datetime, moment: datetime) -> None:
    complaint = filing.file(
        subject_id=case.subject_id,
        about=story.about,
        department_id=case.determining_department_id,
        statement=story.statement,
        case_id=case.pk,
        actor=people.acting(story.who, moment),
        at=moment,
    )
    for act in story.acts:
        moment = max(at - timedelta(days=act.ago), moment + BETWEEN_ACTS)
        facts: dict[str, Any] = act.facts
        SERVICES[act.name](
            complaint_id=complaint.pk, actor=people.acting(act.who, moment), at=moment, **facts
        )


def _leave_letters(at: datetime) -> None:
    """A letter takes a while to set: the worker does that once the desk is open."""
    waiting = Delivery.objects.filter(handler="notifications.complaints", done_at__isnull=True)
    waiting.update(due_at=at + timedelta(seconds=1))
