"""撤销或者维持: one officer proposes, another countersigns; a revoked repair gives its record back its days.

Whoever opened the revocation or proposed its outcome may not countersign it. The officer who once granted the
repair may: what counts is who had a hand in this case, and a unit with one signing officer could never revoke else.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.actors import DESK, Actor
from cases.models import Case, Decision, RevocationNotice
from cases.models.commitment import CommitmentStanding
from cases.models.decision import Outcome
from cases.refusals import refusal
from cases.services import commitments, keeping
from cases.services.acting import Doing, acting, text
from cases.services.decision import sign
from cases.states import OPEN_STATES, CaseKind, RepairState
from records.models import Subject
from records.services import bars
from records.services import listing as listings
from rulebook.edition import Edition
from rulebook.procedure import Bar
from rulebook.terms import count_term

BAR = "false-materials"
"""The bar that every ground of a revocation enters, where its text has it."""
OUTCOMES = (Outcome.REVOKE, Outcome.KEEP)


def propose(
    *,
    case_id: int,
    outcome: str,
    reasons: str,
    clause: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Propose to revoke the repair or to keep it (拟办), with reasons and clause."""
    if outcome not in OUTCOMES:
        raise refusal("wrong-outcome")
    facts = {
        "outcome": str(outcome),
        "reasons": text(reasons, otherwise="reason"),
        "clause": text(clause, otherwise="clause", limit=160),
    }
    with acting(
        case_id=case_id, act="propose", actor=actor, at=at, version=version, kind=CaseKind.REVOCATION
    ) as doing:
        doing.move("case.proposed", payload=facts)
        Decision.objects.create(case=doing.case, proposed_by_ref=actor.ref, proposed_at=at, **facts)
    return doing.case


def keep(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Keep the repair (维持修复决定): nothing changes for the record; its commitment is watched on.

    A watch whose last day passed while the revocation was open ends now.
    """
    with acting(
        case_id=case_id, act="keep", actor=actor, at=at, version=version, kind=CaseKind.REVOCATION
    ) as doing:
        sign(doing, Outcome.KEEP, verb="case.kept")
        watched = commitments.watched_of(_repair_of(doing))
        if watched is not None and commitments.watch_is_over(watched, at):
            commitments.end_watch(
                watched, CommitmentStanding.HONOURED, verb="commitment.honoured", actor=DESK, at=at
            )
    return doing.case


@transaction.atomic
def revoke(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Revoke the repair (撤销信用修复), all in one transaction (rule C25).

    The record stands again for the days it had left (or anew, as the text says), its measures with it; the subject
    is barred from applying; its commitment is broken; other repairs of the record end. Holders hear of it by
    `listing.restored`, an order that supersedes the end of the repair. Raises Crossed where the record was withdrawn
    meanwhile.
    """
    _subject_first(case_id)
    with acting(
        case_id=case_id, act="revoke", actor=actor, at=at, version=version, kind=CaseKind.REVOCATION
    ) as doing:
        edition = doing.edition
        notice = RevocationNotice.objects.get(case=doing.case)
        bar = bar_of(edition)
        until = bar_until(bar, edition, on=doing.on)
        told = {"ground": notice.ground, "barred": bar is not None, "bar_until": until and until.isoformat()}
        sign(doing, Outcome.REVOKE, verb="case.revoked", facts=told)
        _end_repairs(doing)
        listings.restore(
            record_id=doing.case.record_id,
            case_id=doing.case.pk,
            edition_key=doing.case.edition_key,
            at=at,
            actor_ref=actor.ref,
        )
        if bar is not None:
            _bar(doing, bar, until)
        broken = commitments.watched_of(_repair_of(doing))
        if broken is not None:
            commitments.end_watch(
                broken, CommitmentStanding.BROKEN, verb="commitment.broken", actor=actor, at=at
            )
    return doing.case


def bar_of(edition: Edition) -> Bar | None:
    """The bar that a revocation enters under a text; None where it has none."""
    return next((bar for bar in edition.bars if bar.id == BAR), None)


def bar_until(bar: Bar | None, edition: Edition, *, on: date) -> date | None:
    """The last day of the bar of a revocation signed on a day; None where it stands until it is lifted, or is none.

    It ends on that exact day, whatever day of the week it is. Raises NumberMissing.
    """
    if bar is None or bar.until is None:
        return None
    count = bar.until.number(edition=edition.key, what=bar.id)
    return count_term(count=count, unit=bar.until.unit, start=on, calendar=None).due_on


def _bar(doing: Doing, bar: Bar, until: date | None) -> None:
    bars.enter(
        subject_id=doing.case.subject_id,
        bar_id=bar.id,
        edition_key=doing.case.edition_key,
        on=doing.on,
        case_number=doing.case.number,
        until_on=until,
        published=doing.edition.revocation.record_published,
        at=doing.at,
        actor_ref=doing.actor.ref,
    )


def _repair_of(doing: Doing) -> int:
    """The id of the repair that is taken up again."""
    repair = doing.case.previous_id
    if repair is None:
        raise ValueError(f"{doing.case.number} revokes no repair.")
    return repair


def _subject_first(case_id: int) -> None:
    """Take the subject before the record: the bar is entered on it, and that is the order of locks."""
    subject = Case.objects.filter(pk=case_id).values_list("subject_id", flat=True).first()
    if subject is None:
        raise refusal("no-case")
    Subject.objects.select_for_update().get(pk=subject)


def _end_repairs(doing: Doing) -> None:
    """Other open repairs of the record lose their object."""
    others = Case.objects.filter(
        record_id=doing.case.record_id, kind=CaseKind.REPAIR, state__in=OPEN_STATES
    ).order_by("number")
    for other in others:
        if other.state == RepairState.DRAFT:
            keeping.expire_draft(case_id=other.pk, at=doing.at)
        else:
            keeping.terminate(
                case_id=other.pk,
                cause="repair-revoked",
                document=doing.case.number,
                actor=DESK,
                at=doing.at,
            )
