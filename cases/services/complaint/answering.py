"""A complaint is taken up or not, extended, answered; and what time and departments that end do to it."""

from __future__ import annotations

from datetime import date, datetime

from accounts.actors import CLOCK, DESK, Actor
from cases.complaint_policies import unit_above, unit_to_answer
from cases.models import Complaint
from cases.models.complaint import OPEN_COMPLAINTS, ComplaintFinding
from cases.refusals import refusal
from cases.services.acting import text
from cases.services.complaint.frame import ANSWER, Handling, handling, owner_of
from clocks import services as clocks
from journal.now import day_of
from journal.record import record
from records.models import Department
from records.selectors import in_charge
from rulebook.editions_in_use import editions_in_use


def accept(*, complaint_id: int, actor: Actor, at: datetime, version: int | None = None) -> Complaint:
    """Take a complaint up (受理): the term of the answer begins. Raises NotAllowed, Crossed."""
    with handling(complaint_id=complaint_id, act="accept", actor=actor, at=at, version=version) as doing:
        doing.move("complaint.accepted", fields={"accepted_on": doing.on})
        doing.stop("taken up")
        doing.start(ANSWER)
    return doing.complaint


def decline(
    *, complaint_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Complaint:
    """Do not take a complaint up (不予受理), and say why and where to turn. Raises NotAllowed, Crossed, Refusal."""
    why = text(reason, otherwise="decline-reason")
    with handling(complaint_id=complaint_id, act="decline", actor=actor, at=at, version=version) as doing:
        doing.move(
            "complaint.declined",
            payload={"reason": why},
            fields={"decline_reason": why, "closed_at": at, **_answered(doing)},
        )
        doing.stop("not taken up")
    return doing.complaint


def extend(
    *, complaint_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Complaint:
    """Make the term of the answer longer, as often and by as much as the edition allows, before its end.

    Raises NotAllowed, Crossed, and a Refusal without a reason or where the edition allows no extension.
    """
    why = text(reason, otherwise="reason")
    with handling(complaint_id=complaint_id, act="extend", actor=actor, at=at, version=version) as doing:
        if doing.complaint.extended:
            raise refusal("extension-spent")
        term = clocks.extend(
            owner=owner_of(doing.complaint), term_id=ANSWER, reason=why, at=at, actor_ref=actor.ref
        )
        doing.move(
            "complaint.extended",
            payload={"reason": why, "due_on": term.due_on.isoformat()},
            fields={"extended": True},
        )
    return doing.complaint


def answer(
    *,
    complaint_id: int,
    finding: str,
    answer: str,
    done: str,
    remedy: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Complaint:
    """Answer a complaint (答复): whether it is justified, why, what was done, what the company gets or can do.

    Raises NotAllowed for whoever is of the unit complained of or had a hand in the matter, Crossed, and a Refusal
    where a part of the answer is missing.
    """
    if finding not in set(ComplaintFinding):
        raise refusal("unknown-answer")
    parts = {
        "answer_text": text(answer, otherwise="no-answer"),
        "done": text(done, otherwise="nothing-done"),
        "remedy": text(remedy, otherwise="no-remedy"),
    }
    with handling(complaint_id=complaint_id, act="answer", actor=actor, at=at, version=version) as doing:
        doing.move(
            "complaint.answered",
            payload={"finding": finding},
            fields={"finding": finding, "closed_at": at, **parts, **_answered(doing)},
        )
        doing.stop("answered")
    return doing.complaint


def breach(*, complaint_id: int, term: str, due_on: str, at: datetime) -> None:
    """A term of a complaint ran out (逾期): it is told, and the lead department's supervisors answer beside.

    What is answered by then is left as it is.
    """
    with handling(complaint_id=complaint_id, act="breach", actor=CLOCK, at=at) as doing:
        complaint = doing.complaint
        if complaint.state not in OPEN_COMPLAINTS:
            return
        above = complaint.escalated_to or unit_above(complaint, doing.on)
        doing.move(
            "complaint.breached",
            payload={"term": term, "due_on": due_on, "escalated_to_id": above.pk if above else None},
            fields={"late": True, "escalated_to": above},
        )


def follow_the_clock(*, complaint_id: int) -> None:
    """A released calendar moved a day of a complaint: its next date follows."""
    complaint = Complaint.objects.get(pk=complaint_id)
    nearest = clocks.next_due_at(owner_of(complaint))
    Complaint.objects.filter(pk=complaint_id).update(next_due_at=nearest)


def hand_over(*, department_id: int, at: datetime) -> None:
    """A department ended: what it had to answer goes to its successor, else to the next unit that may answer.

    The state and the terms stay as they are. Told twice, it changes nothing.
    """
    on = day_of(at)
    department = Department.objects.get(pk=department_id)
    if in_charge(department, on) == department:
        return
    waiting = Complaint.objects.filter(
        handling_department=department, state__in=[str(state) for state in OPEN_COMPLAINTS]
    )
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        _hand_over(pk, department, on=on, at=at)


def _hand_over(pk: int, department: Department, *, on: date, at: datetime) -> None:
    complaint = Complaint.objects.select_for_update().get(pk=pk)
    heir = in_charge(department, on)
    if heir is None or heir.pk == complaint.complained_of_id:
        edition = editions_in_use().by_key(complaint.edition_key)
        heir = unit_to_answer(complaint.complained_of, place=complaint.jurisdiction, edition=edition, on=on)
    Complaint.objects.filter(pk=pk).update(handling_department=heir)
    record(
        stream=complaint.stream,
        verb="complaint.handed_over",
        actor_ref=DESK.ref,
        at=at,
        payload={
            "complaint_id": pk,
            "number": complaint.number,
            "subject_id": complaint.subject_id,
            "from_department_id": department.pk,
            "department_id": heir.pk,
        },
    )


def _answered(doing: Handling) -> dict[str, object]:
    """Who answered: the unit on whose desk it is, or the one it went up to."""
    complaint, actor = doing.complaint, doing.actor
    units = (complaint.handling_department, complaint.escalated_to)
    by = next(
        unit
        for unit in units
        if unit is not None and any(department == unit.pk for department, _role in actor.posts)
    )
    return {"answered_by": by, "answered_by_ref": actor.ref}
