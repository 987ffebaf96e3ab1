"""What befalls a case from outside its desks: termination, holds, and what time does."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.actors import CLOCK, Actor
from cases.labels import ACTS, ENDED_BY_ITSELF, TERMINATION_CAUSES
from cases.models import Case, Hold
from cases.models.hold import HoldCause
from cases.refusals import refusal
from cases.services.acting import Doing, acting, text
from cases.services.ending import ends
from cases.states import RUNNING_STATES
from clocks import services as clocks
from clocks.models import Standing

SUBJECT = "subject"  # whose terms lapse a case; those of a unit that is asked do not
# the wait for persons tied to a deregistered party, which the hold of an objection for its succession carries (C11)
SUCCESSION = "objection.succession"


def terminate(
    *,
    case_id: int,
    cause: str,
    actor: Actor,
    at: datetime,
    document: str = "",
    version: int | None = None,
) -> Case:
    """Terminate the case (终止办理) for a named cause; `document` is the paper it rests on."""
    if cause not in TERMINATION_CAUSES and not (actor.is_system and cause in ENDED_BY_ITSELF):
        raise refusal("unknown-cause")
    with acting(case_id=case_id, act="terminate", actor=actor, at=at, version=version, kind=None) as doing:
        doing.move(
            "case.terminated",
            fields={"closed_at": at, "cause": cause},
            payload={"cause": cause, "document": document.strip()[:200]},
        )
        doing.stop(reason=f"terminated: {cause}")
        doing.end_hold()
        ends(doing)
    return doing.case


def hold(
    *,
    case_id: int,
    cause: str,
    document: str,
    actor: Actor,
    at: datetime,
    waits_until: date | None = None,
    version: int | None = None,
) -> Case:
    """Put the case on hold (中止办理): every running term stands still; a supervisor looks on the review day.

    `waits_until` is the last day of a waiting that has a term of its own and was told with it.
    """
    if cause not in set(HoldCause):
        raise refusal("unknown-hold")
    paper = text(document, otherwise="reason", limit=200)
    act = "hold_by_document" if actor.is_system else "hold"
    with acting(case_id=case_id, act=act, actor=actor, at=at, version=version, kind=None) as doing:
        if doing.case.state not in RUNNING_STATES:
            raise refusal("not-now", act=ACTS["hold"], state=doing.case.get_state_display())
        if doing.case.holds.filter(to_at__isnull=True).exists():
            raise refusal("held-already")
        still = tuple(term for term in doing.open_terms() if term != SUCCESSION)
        if still:
            doing.pause(*still, cause="hold")
        review = doing.start("hold-review")
        Hold.objects.create(
            case=doing.case,
            cause=cause,
            document=paper,
            from_at=at,
            set_by_ref=actor.ref,
            review_on=review.due_on,
        )
        waits = {} if waits_until is None else {"waits_until": waits_until.isoformat()}
        doing.note("case.held", cause=cause, document=paper, review_on=review.due_on.isoformat(), **waits)
    return doing.case


def confirm_hold(
    *, case_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """Let a hold go on (继续中止), by the supervisor who looked at it: the next review day counts from today."""
    why = text(reason, otherwise="reason")
    with acting(case_id=case_id, act="confirm_hold", actor=actor, at=at, version=version, kind=None) as doing:
        standing = doing.case.holds.filter(to_at__isnull=True).first()
        if standing is None:
            raise refusal("not-held")
        doing.stop("hold-review", reason="confirmed")
        review = doing.start("hold-review")
        Hold.objects.filter(pk=standing.pk).update(review_on=review.due_on)
        doing.note(
            "case.hold_confirmed", cause=standing.cause, reason=why, review_on=review.due_on.isoformat()
        )
    return doing.case


def resume(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Take the case up again (恢复办理): exactly the terms that the hold stopped go on.

    A subject's term that had run out just before the hold lapses now: the hold did not save it. A waiting that the
    hold carried is over: whoever takes the case up was found, or came.
    """
    with transaction.atomic():
        case, run_out = _taken_up(case_id=case_id, actor=actor, at=at, version=version)
        # a case of a kind that does not lapse goes on by itself (`cases.handlers.on_resumed`)
        return lapse(case_id=case_id, term=run_out, at=at) if run_out and hasattr(case, "lapse") else case


def _taken_up(*, case_id: int, actor: Actor, at: datetime, version: int | None) -> tuple[Case, str]:
    act = "resume_by_document" if actor.is_system else "resume"
    with acting(case_id=case_id, act=act, actor=actor, at=at, version=version, kind=None) as doing:
        open_hold = doing.case.holds.filter(to_at__isnull=True).first()
        if open_hold is None:
            raise refusal("not-held")
        Hold.objects.filter(pk=open_hold.pk).update(to_at=at, ended_by_ref=actor.ref)
        doing.stop("hold-review", reason="resumed")
        if open_hold.cause == HoldCause.SUCCESSION and SUCCESSION in doing.open_terms():
            doing.stop(SUCCESSION, reason="taken up")
        doing.resume("hold")
        doing.note("case.resumed", cause=open_hold.cause)
        run_out = _subjects_term_that_ran_out(doing)
    return doing.case, run_out


def _subjects_term_that_ran_out(doing: Doing) -> str:
    ended = [
        term.term
        for term in clocks.open_terms(doing.owner)
        if term.standing == Standing.BREACHED and term.on_breach == "lapse" and term.who == SUBJECT
    ]
    return ended[0] if ended else ""


def lapse(*, case_id: int, term: str, at: datetime) -> Case:
    """The subject's term ran out (逾期视为撤回): the application counts as withdrawn."""
    with acting(case_id=case_id, act="lapse", actor=CLOCK, at=at, kind=None) as doing:
        doing.move("case.lapsed", fields={"closed_at": at, "cause": f"term:{term}"}, payload={"term": term})
        doing.stop(reason="lapsed")
        ends(doing)
    return doing.case


def expire_draft(*, case_id: int, at: datetime) -> Case:
    """A draft nobody filed ran out (草稿到期)."""
    with acting(case_id=case_id, act="expire_draft", actor=CLOCK, at=at, kind=None) as doing:
        doing.move("case.draft_expired", fields={"closed_at": at, "cause": "term:draft"})
        doing.stop(reason="draft expired")
    return doing.case


def breach(*, case_id: int, term: str, goal: str, due_on: str, at: datetime) -> Case:
    """A department's term ran out (逾期): the state stays, the supervisor is told."""
    with acting(case_id=case_id, act="breach", actor=CLOCK, at=at, kind=None) as doing:
        doing.move(
            "case.breached",
            fields={"late": doing.case.late or goal == "law"},
            payload={"term": term, "goal": goal, "due_on": due_on},
        )
    return doing.case


def hold_unreviewed(*, case_id: int, due_on: str, at: datetime) -> Case:
    """Nobody looked at the hold by its review day: the supervisor is told, the hold goes on."""
    with acting(case_id=case_id, act="breach", actor=CLOCK, at=at, kind=None) as doing:
        if doing.is_held:
            doing.note("case.breached", term="hold-review", goal="law", due_on=due_on)
            doing.mark_late()
    return doing.case
