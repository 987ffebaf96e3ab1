"""守信与否: a commitment is watched from the grant on, looked at, honoured; it is broken only by a revocation.

A check finds and decides nothing: whoever found it broken opens a revocation, in which the subject is heard.
"""

from __future__ import annotations

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.actors import Actor
from cases.commitment_policies import authorise_check, commitments_visible_to
from cases.models import Application, Case, Commitment, CommitmentCheck
from cases.models.commitment import CheckFinding, CommitmentStanding
from cases.refusals import refusal
from cases.services import documents
from cases.services.acting import Doing, facts_of, text
from cases.states import RUNNING_STATES, CaseKind
from clocks import services as clocks
from journal.now import day_of
from journal.record import record as journal
from rulebook.clauses import Limit
from rulebook.edition import Edition
from rulebook.terms import count_term

OWNER_KIND = "commitment"
TERM = "watch"
GIVEN_IN_PUBLIC = "public-commitment"
"""The condition of a text by which commitments are given in public (公开作出信用承诺)."""


def take_up(doing: Doing) -> Commitment | None:
    """Watch the commitment of a repair from its grant on, in the transaction of the decision.

    None where the text of the case asked for no commitment and none was signed.
    """
    case, edition = doing.case, doing.edition
    signed = Application.objects.get(case=case)
    if signed.commitment_signed_at is None:
        return None
    limit = edition.revocation.watch
    until = None if limit is None else _watched_until(limit, edition, doing.on)
    commitment = Commitment.objects.create(
        case=case,
        subject_id=case.subject_id,
        record_id=case.record_id,
        text=signed.commitment_text,
        text_version=signed.commitment_version,
        given_by=signed.commitment_signed_by,
        given_on=day_of(signed.commitment_signed_at),
        granted_on=doing.on,
        until_on=until,
        published=any(condition.id == GIVEN_IN_PUBLIC for condition in edition.conditions),
    )
    doing.note(
        "commitment.taken_up",
        commitment_id=commitment.pk,
        until_on=until and until.isoformat(),
        published=commitment.published,
    )
    if limit is not None and until is not None:
        _start_watch(commitment, limit, until, doing)
    return commitment


def _watched_until(limit: Limit, edition: Edition, on: date) -> date:
    """The last day on which a commitment is watched. Raises NumberMissing for a limit without a number."""
    count = limit.number(edition=edition.key, what="revocation.watch")
    return count_term(count=count, unit=limit.unit, start=on, calendar=None).due_on


def _start_watch(commitment: Commitment, limit: Limit, until: date, doing: Doing) -> None:
    clocks.start_until(
        owner=_owner(commitment, doing.case),
        term_id=TERM,
        edition_key=doing.case.edition_key,
        last_day=until,
        at=doing.at,
        actor_ref=doing.actor.ref,
        receipt={
            "trigger": limit.trigger,
            "started_on": doing.on.isoformat(),
            "count": limit.count,
            "unit": str(limit.unit),
            "instrument": limit.instrument,
            "article": limit.article,
            "mark": str(limit.mark),
        },
        to_confirm=limit.to_confirm,
        who="subject",
    )


def _owner(commitment: Commitment, case: Case) -> clocks.Owner:
    return clocks.Owner(OWNER_KIND, commitment.pk, case.stream, case.record.jurisdiction)


@transaction.atomic
def check(
    *,
    commitment_id: int,
    finding: str,
    note: str,
    actor: Actor,
    at: datetime,
    check_on: date | None = None,
    proof: UploadedFile[bytes] | None = None,
) -> CommitmentCheck:
    """Note a look at a commitment (核查承诺履行): what was found, on what proof, when it is looked at next.

    By a reviewer of the unit that determined the record, or of its successor. "broken" changes nothing by itself: a
    revocation is opened on it. Raises a refusal for others, without a note, for a next day that is not ahead, and
    where the commitment is not watched any more.
    """
    if finding not in set(CheckFinding):
        raise refusal("unknown-finding")
    found = text(note, otherwise="check-note")
    commitment = _watched(commitment_id, actor, at)
    authorise_check(commitment.record, actor, on=day_of(at))
    if check_on is not None and check_on <= day_of(at):
        raise refusal("check-past")
    case = commitment.case
    paper = (
        documents.store(case, material=documents.CHECK, upload=proof, actor=actor, at=at) if proof else None
    )
    made = CommitmentCheck.objects.create(
        commitment=commitment,
        on=day_of(at),
        at=at,
        by_ref=actor.ref,
        finding=finding,
        note=found,
        proof=paper,
    )
    Commitment.objects.filter(pk=commitment.pk).update(check_on=check_on)
    journal(
        stream=case.stream,
        verb="commitment.checked",
        actor_ref=actor.ref,
        at=at,
        payload={
            **facts_of(case, actor),
            "commitment_id": commitment.pk,
            "finding": str(finding),
            "note": found,
            "check_on": check_on and check_on.isoformat(),
            "sha256": paper.sha256 if paper else "",
        },
    )
    return made


@transaction.atomic
def honour(*, commitment_id: int, actor: Actor, at: datetime, note: str = "") -> Commitment:
    """Find a commitment honoured (承诺已履行): by itself after its last day, or by the officer who says why.

    Raises a refusal for others than a reviewer of the determining unit, without a reason from an officer, on its
    last day or before by itself, while a revocation of the repair is open, and where it is not watched any more.
    """
    commitment = _watched(commitment_id, actor, at)
    why = note.strip()
    if not actor.is_system:
        authorise_check(commitment.record, actor, on=day_of(at))
        why = text(note, otherwise="check-note")
    elif not watch_is_over(commitment, at):
        raise refusal("still-watched")
    doubted = open_revocation_of(commitment.case_id)
    if doubted is not None:
        raise refusal("revocation-open", number=doubted.number)
    end_watch(
        commitment, CommitmentStanding.HONOURED, verb="commitment.honoured", actor=actor, at=at, note=why
    )
    return commitment


def watch_is_over(commitment: Commitment, at: datetime) -> bool:
    """Whether the last day of the watch has passed; never so for an open-ended one."""
    return commitment.until_on is not None and commitment.until_on < day_of(at)


def watched_of(repair_id: int) -> Commitment | None:
    """The commitment of a repair while it is watched, locked; None where there is none."""
    return (
        Commitment.objects.select_for_update(of=("self",))
        .select_related("case__record")
        .filter(case_id=repair_id, standing=CommitmentStanding.WATCHED)
        .first()
    )


def end_watch(
    commitment: Commitment,
    standing: CommitmentStanding,
    *,
    verb: str,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> None:
    """Let the watch end as was found, in the caller's transaction, which has locked and authorised."""
    columns = {"standing": standing, "ended_at": at, "check_on": None}
    Commitment.objects.filter(pk=commitment.pk).update(**columns)
    for name, value in columns.items():
        setattr(commitment, name, value)
    case = commitment.case
    journal(
        stream=case.stream,
        verb=verb,
        actor_ref=actor.ref,
        at=at,
        payload={**facts_of(case, actor), "commitment_id": commitment.pk, "note": note},
    )
    if commitment.until_on is not None:
        owner = _owner(commitment, case)
        clocks.stop(owner=owner, at=at, actor_ref=actor.ref, reason=str(standing))


def open_revocation_of(repair_id: int) -> Case | None:
    """The revocation that is open against a repair; None where there is none."""
    running = Case.objects.filter(kind=CaseKind.REVOCATION, state__in=RUNNING_STATES)
    return running.filter(previous_id=repair_id).first()


def _watched(commitment_id: int, actor: Actor, at: datetime) -> Commitment:
    """A commitment that is watched, its case and itself locked; absent for whoever may not see it."""
    seen = commitments_visible_to(actor, on=day_of(at)).filter(pk=commitment_id).first()
    if seen is None:
        raise refusal("no-commitment")
    # the case first, as a revocation locks the record and the case before it comes here
    Case.objects.select_for_update(of=("record", "self")).select_related("record").get(pk=seen.case_id)
    commitment = (
        Commitment.objects.select_for_update(of=("self",))
        .select_related("case__record", "record__department")
        .get(pk=commitment_id)
    )
    if not commitment.is_watched:
        raise refusal("not-watched", standing=commitment.get_standing_display())
    return commitment
