"""约谈记录: the talk is held and minuted; its minutes enter the credit record and go to the sharing platform."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.actors import DESK, Actor
from cases.models import Attendance, Case, Minutes, Talk
from cases.models.talk import OF_THE_SUBJECT, AttendanceRole, TalkStanding
from cases.refusals import refusal
from cases.services.acting import Doing, text
from cases.services.rectification.absence import HELD, count_talks_left, lift_waiting_bar
from cases.services.rectification.demands import add_all, days_of, owed, read_demands
from cases.services.rectification.frame import AGAIN, HOLD_TALK, rectifying, refuse_held
from cases.services.rectification.officers import named_officers
from cases.services.rectification.talks import standing_talk
from journal.now import SHANGHAI, day_of
from records.services import talk_entries

ID_SIGNS_SHOWN = 4
BY_HAND, BASIS_FELL = "by hand", "note"
NO_RECEIPT = {"sent_on": None, "receipt_number": "", "receipt_proof": "", "receipt_by_ref": ""}


@dataclass(frozen=True)
class Written:
    """What is written down of a talk. `chair` and `recorder` are references ("user:7") of two of its officers.

    Signed by somebody of the company (`signed_by`), or the reason why nobody did (`refusal_reason`).
    """

    started_at: datetime
    ended_at: datetime
    chair: str
    recorder: str
    facts: str
    statement: str = ""
    commitment: str = ""
    signed_by: str = ""
    refusal_reason: str = ""


def hold_talk(
    *,
    case_id: int,
    attendance: Iterable[Mapping[str, Any]],
    written: Written,
    actor: Actor,
    at: datetime,
    demands_again: Iterable[Mapping[str, str]] = (),
    limit_days: int | None = None,
    officers: Sequence[str] = (),
    version: int | None = None,
) -> Case:
    """Note that the talk was held, with its minutes (约谈并制作笔录): a new limit runs from today.

    `attendance` rows are {name, role, id_kind, id_number, present}; of an identity number only the last signs are
    kept. `demands_again` are new demands, what is still owed stays; `limit_days` the days of the new limit, by default
    the text's. `officers` replaces those announced where others came. Raises a refusal by name.
    """
    people = [_person(row) for row in attendance]
    more = read_demands(demands_again, needed=False)
    told = _told(written)
    with rectifying(case_id=case_id, act="hold_talk", actor=actor, at=at, version=version) as doing:
        refuse_held(doing)
        talk = standing_talk(doing)
        _refuse_other_time(talk, written, at=at)
        if not any(person["present"] and person["role"] in OF_THE_SUBJECT for person in people):
            raise refusal("nobody-came")
        names = _two_officers(doing, talk, written, officers)
        days = days_of(doing.edition, AGAIN, limit_days)
        Talk.objects.filter(pk=talk.pk).update(
            standing=TalkStanding.HELD, ended_at=written.ended_at, officers=names
        )
        count_talks_left(doing)
        doing.move("case.talk_held", payload={"talk": talk.ordinal, "kind": talk.kind, "limit_days": days})
        doing.stop(HOLD_TALK, reason="held")
        due_on = doing.start(AGAIN, days=days).due_on
        add_all(doing.case, more, at=at, due_on=due_on)
        Attendance.objects.bulk_create(Attendance(talk=talk, **person) for person in people)
        by_ref = {one["ref"]: one["name"] for one in names}
        Minutes.objects.create(
            talk=talk,
            chair_ref=written.chair,
            chair_name=by_ref[written.chair],
            recorder_ref=written.recorder,
            recorder_name=by_ref[written.recorder],
            demands=_demands_of(doing.case, due_on),
            limit_days=days,
            written_at=at,
            **told,
        )
        lift_waiting_bar(doing, cause=HELD)
        talk_entries.enter(
            record_id=doing.case.record_id,
            case_id=doing.case.pk,
            case_number=doing.case.number,
            ordinal=talk.ordinal,
            talk_kind=talk.kind,
            held_on=day_of(written.started_at),
            edition_key=doing.case.edition_key,
            at=at,
            actor_ref=actor.ref,
        )
    return doing.case


def _person(row: Mapping[str, Any]) -> dict[str, Any]:
    name, role = str(row.get("name", "")).strip(), str(row.get("role", ""))
    if not name or role not in set(AttendanceRole):
        raise refusal("attendance")
    number = str(row.get("id_number", "")).strip()
    return {
        "name": name[:80],
        "role": role,
        "id_kind": str(row.get("id_kind", "")).strip()[:40],
        "id_masked": masked_id(number)[:40],
        "present": bool(row.get("present", True)),
    }


def masked_id(number: str) -> str:
    """An identity number as it may be kept: the last four signs, the others starred; short ones wholly."""
    if len(number) <= ID_SIGNS_SHOWN:
        return "*" * len(number)
    return "*" * (len(number) - ID_SIGNS_SHOWN) + number[-ID_SIGNS_SHOWN:]


def _told(written: Written) -> dict[str, Any]:
    if not written.signed_by.strip() and not written.refusal_reason.strip():
        raise refusal("signature")
    if written.started_at >= written.ended_at:
        raise refusal("talk-times")
    return {
        "started_at": written.started_at,
        "ended_at": written.ended_at,
        "facts": text(written.facts, otherwise="minutes-facts"),
        "statement": written.statement.strip()[:4000],
        "commitment": written.commitment.strip()[:4000],
        "signed_by": written.signed_by.strip()[:80],
        "refusal_reason": written.refusal_reason.strip()[:2000],
    }


def _refuse_other_time(talk: Talk, written: Written, *, at: datetime) -> None:
    if written.ended_at > at:
        raise refusal("talk-times")
    if day_of(written.started_at) != day_of(talk.set_for):
        raise refusal("talk-other-day", day=talk.set_for.astimezone(SHANGHAI).date())


def _two_officers(
    doing: Doing, talk: Talk, written: Written, officers: Sequence[str]
) -> list[dict[str, str]]:
    """The officers who held the talk; chair and recorder are two of them, in office on the day."""
    refs = list(officers) or [str(one["ref"]) for one in talk.officers]
    if written.chair == written.recorder or not {written.chair, written.recorder} <= set(refs):
        raise refusal("chair")
    return named_officers(doing, refs, least=doing.edition.talks.officers.count)


def _demands_of(case: Case, due_on: date) -> list[dict[str, Any]]:
    return [
        {
            "demand_id": one.pk,
            "text": one.text,
            "kind": one.kind,
            "proof_owed": one.proof_owed,
            "due_on": due_on.isoformat(),
        }
        for one in owed(case)
    ]


def read_back(
    *, case_id: int, actor: Actor, at: datetime, remark: str = "", version: int | None = None
) -> Minutes:
    """Confirm the minutes (核对约谈记录) of the last talk that waits for it, with a remark; after the end too."""
    with rectifying(case_id=case_id, act="read_back", actor=actor, at=at, version=version) as doing:
        waiting = Minutes.objects.filter(talk__case=doing.case, read_back_at__isnull=True)
        minutes = waiting.order_by("-talk__ordinal").select_related("talk").first()
        if minutes is None:
            raise refusal("no-minutes")
        said = remark.strip()[:2000]
        Minutes.objects.filter(pk=minutes.pk).update(read_back_at=at, read_back_by_ref=actor.ref, remark=said)
        if said:
            _share_the_remark(doing, minutes, said)
        doing.note("case.minutes_read_back", talk=minutes.talk.ordinal, remark=said)
        minutes.refresh_from_db()
    return minutes


def _share_the_remark(doing: Doing, minutes: Minutes, said: str) -> None:
    """What the platform took in lacks the remark: the minutes wait for a receipt again."""
    Minutes.objects.filter(pk=minutes.pk).update(**NO_RECEIPT)
    talk_entries.add_remark(
        record_id=doing.case.record_id,
        case_id=doing.case.pk,
        case_number=doing.case.number,
        ordinal=minutes.talk.ordinal,
        remark=said,
        at=doing.at,
        actor_ref=doing.actor.ref,
    )


def note_receipt(
    *,
    case_id: int,
    number: str,
    received_on: date,
    proof: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Confirm by hand that the sharing platform took in the oldest minutes that wait for it (归集回执).

    Its number, its day, and a proof: how the officer knows it. The delivery, where one is under way, ends with it.
    """
    receipt = text(number, otherwise="receipt", limit=80)
    shown = text(proof, otherwise="receipt-proof", limit=500)
    with rectifying(case_id=case_id, act="note_receipt", actor=actor, at=at, version=version) as doing:
        waiting = Minutes.objects.filter(talk__case=doing.case, receipt_number="")
        minutes = waiting.order_by("talk__ordinal").select_related("talk").first()
        if minutes is None:
            raise refusal("no-minutes")
        if not day_of(minutes.ended_at) <= received_on <= doing.on:
            raise refusal("receipt")
        Minutes.objects.filter(pk=minutes.pk).update(
            sent_on=received_on, receipt_number=receipt, receipt_proof=shown, receipt_by_ref=actor.ref
        )
        doing.note(
            "case.minutes_released",
            talk=minutes.talk.ordinal,
            receipt=receipt,
            received_on=received_on.isoformat(),
            how=BY_HAND,
            proof=shown,
        )
    return doing.case


def take_receipt(
    *, number: str, talk: int, receipt: str, received_at: datetime, how: str, at: datetime
) -> None:
    """Keep the platform's own receipt of the minutes of a talk, given by the case's number and the talk's.

    It takes the place of one that was noted by hand; after the end of the case too. Told twice, it stands once.
    """
    found = (
        Minutes.objects.filter(talk__case__number=number, talk__ordinal=talk).select_related("talk").first()
    )
    if found is None or found.receipt_number == receipt:
        return
    with rectifying(case_id=found.talk.case_id, act="take_receipt", actor=DESK, at=at) as doing:
        Minutes.objects.filter(pk=found.pk).update(
            **{**NO_RECEIPT, "sent_on": day_of(received_at), "receipt_number": receipt}
        )
        doing.note(
            "case.minutes_released",
            talk=talk,
            receipt=receipt,
            received_on=day_of(received_at).isoformat(),
            how=how,
        )
