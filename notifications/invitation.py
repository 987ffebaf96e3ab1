"""A talk as an entry for a calendar."""

from __future__ import annotations

from datetime import datetime

from cases.models import Talk
from cases.models.talk import TalkKind, TalkStanding
from notifications.icalendar import CONTENT_TYPE, Event, Status, calendar_of

__all__ = ["CONTENT_TYPE", "event_of", "file_name", "invitation"]

KINDS = {TalkKind.PROMPTING: "提示约谈", TalkKind.WARNING: "警示约谈"}
ALARM_DAYS = 1


def invitation(talk: Talk) -> bytes:
    """The entry of a talk alone; the same talk always makes the same bytes."""
    return calendar_of((event_of(talk),), name=KINDS[TalkKind(talk.kind)])


def event_of(talk: Talk) -> Event:
    """The talk, with what it is about.

    It is tentative while the subject may choose another hour, and cancelled once the talk is put off or called off.
    A later version of it (another hour chosen, put off) takes the place of the earlier one in a calendar.
    """
    told = [f"案件编号：{talk.case.number}", f"事由：{talk.purpose}", f"依据：{talk.basis}"]
    if talk.bring:
        told.append(f"请携带：{talk.bring}")
    return Event(
        uid=f"talk-{talk.pk}",
        title=f"{KINDS[TalkKind(talk.kind)]}（{talk.department.name_zh}）",
        stamped_at=_changed_at(talk),
        text="\n".join(told),
        place=talk.place,
        starts_at=talk.set_for,
        alarm_days=ALARM_DAYS if talk.standing == TalkStanding.SET else None,
        status=status_of(talk),
        sequence=changes_of(talk),
    )


def file_name(talk: Talk) -> str:
    """The name under which the entry is handed out."""
    return f"{talk.case.number}-{talk.ordinal}.ics"


def status_of(talk: Talk) -> Status:
    """How sure the hour of a talk is."""
    if talk.standing in {TalkStanding.POSTPONED, TalkStanding.CANCELLED}:
        return Status.CANCELLED
    open_choice = talk.standing == TalkStanding.SET and talk.chosen_at is None and len(talk.slots) > 1
    return Status.TENTATIVE if open_choice else Status.CONFIRMED


def changes_of(talk: Talk) -> int:
    """How often the talk was changed since it was announced."""
    return sum(moment is not None for moment in (talk.chosen_at, talk.ended_at))


def _changed_at(talk: Talk) -> datetime:
    return talk.ended_at or talk.chosen_at or talk.announced_at
