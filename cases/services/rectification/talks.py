"""约谈通知: a talk is announced, its hour chosen, put off, or missed. Nobody but the determining department does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.actors import Actor
from cases.models import Case, Talk
from cases.models.rectification import ServedHow
from cases.models.talk import TalkKind, TalkStanding
from cases.refusals import refusal
from cases.services.acting import Doing, text
from cases.services.rectification.absence import bar_after_absence, count_talks_left
from cases.services.rectification.frame import HOLD_TALK, SET_TALK, go_on, rectifying, refuse_held, unit_of
from cases.services.rectification.ladder import ALLOWED, left
from cases.services.rectification.officers import named_officers
from cases.services.rectification.serving import proof_of
from journal.models import Entry
from journal.names import lazy_title
from journal.now import day_of
from rulebook.calendar_in_use import calendar_in_use
from rulebook.edition import Edition
from rulebook.terms import count_term

SLOT_LIMIT = 8
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Notice:
    """How the notice of a talk was served; by default through this desk on the day of the act."""

    served_on: date | None = None
    how: str = ServedHow.DESK
    proof: str = ""


BY_THE_DESK = Notice()


def kinds_left(case: Case, edition: Edition) -> tuple[str, ...]:
    """The kinds of the talks that a case's text still allows, the one that is due first."""
    return left(edition.talks, list(case.talks.values_list("kind", "standing")))


def first_talk_day(edition: Edition, *, jurisdiction: str, served_on: date) -> date:
    """The first day on which a talk may be held after its notice: so many whole working days lie between."""
    notice = edition.talks.notice
    counted = count_term(
        count=notice.number(edition=edition.key, what="talks.notice"),
        unit=notice.unit,
        start=served_on,
        calendar=calendar_in_use(jurisdiction),
    )
    return counted.due_on + ONE_DAY


def set_talk(
    *,
    case_id: int,
    kind: str,
    place: str,
    officers: Sequence[str],
    purpose: str,
    basis: str,
    actor: Actor,
    at: datetime,
    set_for: datetime | None = None,
    slots: Sequence[datetime] = (),
    bring: str = "",
    straight_reason: str = "",
    notice: Notice = BY_THE_DESK,
    version: int | None = None,
) -> Case:
    """Announce a talk (约谈通知): prompting first, then warning; straight to a warning where the text allows it.

    One hour (`set_for`), or several to choose from (`slots`): then the earliest stands unless the subject chooses
    another one by the end of the day before it. `officers` are references ("user:7") of at least as many officers of
    the unit as the text asks for. The text's working days lie between the notice and the hour. Raises a refusal by
    name.
    """
    facts = {
        "basis": text(basis, otherwise="basis", limit=300),
        "place": text(place, otherwise="talk-place", limit=200),
        "purpose": text(purpose, otherwise="talk-purpose"),
        "bring": bring.strip()[:2000],
        "notice_proof": proof_of(notice.how, notice.proof),
    }
    with rectifying(case_id=case_id, act="set_talk", actor=actor, at=at, version=version) as doing:
        doing.move("case.talk_set", payload={"kind": str(kind), "place": facts["place"]})
        straight = _straight(doing, kind, straight_reason)
        served_on = notice.served_on or doing.on
        if not day_of(doing.case.filed_at or at) <= served_on <= doing.on:
            raise refusal("served-day", first=day_of(doing.case.filed_at or at))
        hours = _hours(doing, set_for, slots, served_on=served_on)
        Talk.objects.create(
            case=doing.case,
            ordinal=doing.case.talks.count() + 1,
            kind=kind,
            straight_reason=straight,
            department=unit_of(doing),
            slots=[hour.isoformat() for hour in hours] if slots else [],
            set_for=hours[0],
            officers=named_officers(doing, officers, least=doing.edition.talks.officers.count),
            announced_at=at,
            announced_by_ref=actor.ref,
            notice_served_on=served_on,
            notice_served_how=notice.how,
            **facts,
        )
        doing.stop(SET_TALK, reason="talk set")
        doing.start(HOLD_TALK, on=day_of(hours[0]))
    return doing.case


def _straight(doing: Doing, kind: str, reason: str) -> str:
    """The reason for a talk higher up the ladder than the one that is due; empty for that one itself."""
    due = kinds_left(doing.case, doing.edition)
    before = doing.case.talks.filter(standing=TalkStanding.POSTPONED).last()
    if due and kind == due[0]:
        return ""
    if before is not None and before.kind == kind:  # put off, not given up: its reason holds
        return str(before.straight_reason)
    if kind not in due:
        raise refusal("talk-order", due=TalkKind(due[0]).label if due else "")
    if doing.edition.talks.straight_to_warning.value != ALLOWED:
        raise refusal("straight-not-allowed", edition=lazy_title(doing.edition))
    return text(reason, otherwise="straight-reason")


def _hours(
    doing: Doing, set_for: datetime | None, slots: Sequence[datetime], *, served_on: date
) -> list[datetime]:
    hours = sorted(set(slots))
    if bool(hours) == (set_for is not None):
        raise refusal("talk-hours")
    if len(hours) > SLOT_LIMIT:
        raise refusal("many-slots", limit=SLOT_LIMIT)
    if set_for is not None:
        hours = [set_for]
    first = first_talk_day(doing.edition, jurisdiction=doing.case.record.jurisdiction, served_on=served_on)
    if day_of(hours[0]) < first or hours[0] <= doing.at:
        raise refusal("talk-too-soon", days=doing.edition.talks.notice.count, day=first)
    return hours


def standing_talk(doing: Doing) -> Talk:
    """The talk that is set; raises a refusal where none is."""
    talk = doing.case.talks.filter(standing=TalkStanding.SET).first()
    if talk is None:
        raise refusal("no-talk")
    return talk


def choose_slot(
    *, case_id: int, slot: datetime, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """Choose one of the hours proposed (选定约谈时间), once, by the end of the day before the earliest."""
    with rectifying(case_id=case_id, act="choose_slot", actor=actor, at=at, version=version) as doing:
        doing.move("case.slot_chosen", payload={"slot": slot.isoformat()})
        talk = standing_talk(doing)
        if slot not in talk.proposed:
            raise refusal("no-slot")
        if doing.on >= day_of(talk.proposed[0]):
            raise refusal("slot-late", day=day_of(talk.set_for))
        Talk.objects.filter(pk=talk.pk).update(set_for=slot, chosen_at=at, chosen_by_ref=actor.ref)
        if day_of(slot) != day_of(talk.set_for):
            doing.stop(HOLD_TALK, reason="another hour chosen")
            doing.start(HOLD_TALK, on=day_of(slot))
    return doing.case


def postpone(*, case_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Put the talk off (改期) for a cause shown, as often as the text allows for a kind of talk; it is set anew.

    One whose desk moved, or that was on hold, since it was announced does not count: nobody asked for that (C6, C8).
    """
    why = text(reason, otherwise="reason")
    with rectifying(case_id=case_id, act="postpone", actor=actor, at=at, version=version) as doing:
        doing.move("case.talk_postponed", payload={"reason": why})
        talk = standing_talk(doing)
        free = _moved_since(doing.case, talk.announced_at)
        spent = doing.case.talks.filter(standing=TalkStanding.POSTPONED, kind=talk.kind, free=False).count()
        if not free and spent >= doing.edition.talks.postponements.count:
            raise refusal("postponements-spent", edition=lazy_title(doing.edition))
        Talk.objects.filter(pk=talk.pk).update(
            standing=TalkStanding.POSTPONED, ended_at=at, reason=why, free=free
        )
        doing.stop(HOLD_TALK, reason="postponed")
        go_on(doing)
    return doing.case


def _moved_since(case: Case, announced_at: datetime) -> bool:
    moved = ("case.handed_over", "case.unit_recused", "case.held")
    return Entry.objects.filter(stream=case.stream, verb__in=moved, at__gte=announced_at).exists()


def record_absence(
    *, case_id: int, actor: Actor, at: datetime, reason_shown: str = "", version: int | None = None
) -> Case:
    """Record that nobody came without sufficient cause (无故缺席): the text says what follows.

    The next talk, the same again, or none; where it says so a bar on repair, until the next talk is held or as long
    as it says. `reason_shown` is what the subject said, if anything. A good reason puts the talk off instead.
    """
    with rectifying(case_id=case_id, act="record_absence", actor=actor, at=at, version=version) as doing:
        refuse_held(doing)
        talk = standing_talk(doing)
        if at < talk.set_for:
            raise refusal("talk-not-yet")
        Talk.objects.filter(pk=talk.pk).update(
            standing=TalkStanding.ABSENT, ended_at=at, absence_reason=reason_shown.strip()[:4000]
        )
        count_talks_left(doing)
        doing.move(
            "case.absence_recorded",
            payload={"talk": talk.ordinal, "kind": talk.kind, "reason_shown": reason_shown.strip()[:4000]},
        )
        doing.stop(HOLD_TALK, reason="absent")
        bar_after_absence(doing)
        go_on(doing)
    return doing.case
