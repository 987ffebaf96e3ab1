"""A second person of the company signs the declaration or sends it back; filed is when the second has signed.

One signature is asked for a draft, or for a whole group. It waits for seven days (K, the house's own choice) and is
void as soon as anything of what was declared changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from accounts.actors import Actor
from cases.models import Case, GroupFiling
from cases.models.declaring import (
    SecondOutcome,
    SecondSignature,
    TwoPersons,
)
from cases.refusals import refusal
from cases.services import group_filing, intake
from cases.services.acting import TEXT_LIMIT, acting
from cases.services.declared import (
    FILED_KINDS,
    digest_of,
    refuse_unconfirmed,
    refuse_unconfirmed_group,
    two_must_sign,
)
from cases.services.declaring import Declaring, declaring
from cases.services.objection import filing
from cases.services.second_persons import besides_owners, first_persons, may_sign, signers
from cases.services.seconding import (
    TERM,
    about,
    close,
    lock_what_is_signed,
    open_on,
    signed_of_group,
    stream_of,
    term_owner,
    verb_of,
)
from cases.states import CaseKind
from clocks import services as clocks
from journal.now import day_of
from journal.record import record as journal

WAITS = timedelta(days=7)
SIGN = "sign_second"
FILE: Mapping[CaseKind, Callable[..., Case]] = {
    CaseKind.REPAIR: intake.file,
    CaseKind.OBJECTION: filing.file,
}
FILE_DRAFT: Mapping[CaseKind, Callable[..., None]] = {
    CaseKind.REPAIR: intake.file_draft,
    CaseKind.OBJECTION: filing.file_draft,
}


def declare(
    *, case_id: int, actor: Actor, at: datetime, version: int | None = None
) -> Case | SecondSignature:
    """Declare an application or an objection: file it, or ask the second person where two must sign.

    Returns the filed case, or the signature that is waited for. Raises what filing raises, and a refusal where nobody
    else of the company could sign.
    """
    case = Case.objects.select_related("record").filter(pk=case_id, kind__in=FILED_KINDS).first()
    if case is None:
        raise refusal("no-case")
    if not two_must_sign(case.subject_id, (case.record,), on=day_of(at)):
        return FILE[CaseKind(case.kind)](case_id=case_id, actor=actor, at=at, version=version)
    with declaring(case_id=case_id, group_id=None, act="file", actor=actor, at=at, version=version) as it:
        it.refuse_incomplete()
        refuse_unconfirmed(it.drafts[0], actor)
        return ask_second(it)


def declare_group(*, group_id: int, actor: Actor, at: datetime) -> GroupFiling | SecondSignature:
    """Declare a whole group: file what is ready, or ask the second person once for all of it where two must sign.

    Returns the group, or the signature that is waited for. Raises what `group_filing.file_ready` raises, and a
    refusal where nobody else of the company could sign.
    """
    with declaring(case_id=None, group_id=group_id, act="file", actor=actor, at=at) as it:
        group = it.of_group
        if it.two_sign and signed_of_group(group, it.covers) is None:
            it.refuse_incomplete()
            refuse_unconfirmed_group(group, it.covers, actor)
            return ask_second(it)
    group, _left = group_filing.file_ready(group_id=group_id, actor=actor, at=at)
    return group


def sign(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Sign as the second person: the draft is filed in the same transaction.

    Raises a refusal for the first person, for whoever may not sign, where nothing waits or it was changed, and
    whatever filing refuses.
    """
    with acting(case_id=case_id, act=SIGN, actor=actor, at=at, version=version, kind=FILED_KINDS) as doing:
        asked = _answerable(open_on(case_id, lock=True), actor, at=at)
        if asked.digest != digest_of(doing.case):
            raise refusal("second-changed")
        as_first = replace(doing, act="file")
        FILE_DRAFT[CaseKind(doing.case.kind)](as_first, first=asked)
        close(asked, SecondOutcome.SIGNED, actor.ref, at=at)
    return as_first.case


def sign_group(*, group_id: int, actor: Actor, at: datetime) -> SecondSignature:
    """Sign a whole group as the second person; `group_filing.file_ready` then files what is ready.

    Raises a refusal for the first person, for whoever may not sign, and where nothing waits or it was changed.
    """
    with declaring(case_id=None, group_id=group_id, act=SIGN, actor=actor, at=at) as it:
        asked = _answerable(it.waiting, actor, at=at)
        if not it.is_what_was_asked(asked):
            raise refusal("second-changed")
        close(asked, SecondOutcome.SIGNED, actor.ref, at=at)
        it.note("second_signed", signature_id=asked.pk, first_signed_by=asked.asked_by_ref)
    return asked


def send_back(
    *,
    case_id: int | None = None,
    group_id: int | None = None,
    remark: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> SecondSignature:
    """Send the declaration back with a remark: the drafts stay as they are, the first person is told."""
    said = remark.strip()[:TEXT_LIMIT]
    if not said:
        raise refusal("reason")
    with declaring(case_id=case_id, group_id=group_id, act=SIGN, actor=actor, at=at, version=version) as it:
        asked = _answerable(it.waiting, actor, at=at)
        close(asked, SecondOutcome.SENT_BACK, actor.ref, at=at, remark=said)
        it.note("second_sent_back", signature_id=asked.pk, reason=said)
    return asked


@transaction.atomic
def run_out(*, signature_id: int, at: datetime, actor_ref: str) -> None:
    """The last day of a waited-for signature is over: both are told. Answered meanwhile, nothing happens."""
    asked = SecondSignature.objects.filter(pk=signature_id, outcome="").first()
    if asked is None:
        return
    lock_what_is_signed(asked)
    if not close(asked, SecondOutcome.TOO_LATE, actor_ref, at=at):
        return
    journal(
        stream=stream_of(asked),
        verb=verb_of(asked, "second_too_late"),
        actor_ref=actor_ref,
        at=at,
        payload=about(asked),
    )


@transaction.atomic
def choose_two(*, subject_id: int, two: bool, actor: Actor, at: datetime) -> None:
    """Let two persons sign whatever a company files from now on, or no longer; its owner chooses.

    What waits for its second signature goes on waiting. Raises a refusal for anybody else.
    """
    if subject_id not in actor.owned_subjects:
        raise refusal("not-owners-choice")
    if two:
        facts = {"set_by_ref": actor.ref, "set_at": at}
        _row, changed = TwoPersons.objects.get_or_create(subject_id=subject_id, defaults=facts)
    else:
        changed = TwoPersons.objects.filter(subject=subject_id).delete()[0] > 0
    if not changed:
        return
    journal(
        stream=f"subject:{subject_id}",
        verb="subject.two_persons",
        actor_ref=actor.ref,
        at=at,
        payload={"subject_id": subject_id, "two": two},
    )


def ask_second(it: Declaring) -> SecondSignature:
    """Within a declaration under way: ask the second person for what was declared.

    Raises a refusal where it was asked already, and where nobody else of the company could sign.
    """
    standing = it.waiting
    if standing is not None:
        raise refusal("second-asked", day=standing.waits_until)
    asked = SecondSignature(
        **it.asked, at_window=it.actor.acting_for == it.subject_id, waits_until=it.on + WAITS
    )
    if not signers(it.group or it.drafts[0], besides=first_persons(asked), at=it.at).exists():
        raise refusal("second-is-no-owner" if besides_owners(asked) else "no-second-person")
    asked.save()
    it.note("second_asked", signature_id=asked.pk, until=asked.waits_until.isoformat())
    clocks.start_until(
        owner=term_owner(asked),
        term_id=TERM,
        edition_key=it.drafts[0].edition_key,
        last_day=asked.waits_until,
        at=it.at,
        actor_ref=it.actor.ref,
        receipt={"trigger": "asked", "started_on": it.on.isoformat()},
        to_confirm=True,
    )
    return asked


def _answerable(asked: SecondSignature | None, actor: Actor, *, at: datetime) -> SecondSignature:
    if asked is None:
        raise refusal("no-second-asked")
    if actor.ref in first_persons(asked):
        known = actor.ref == asked.asked_by_ref or not besides_owners(asked)
        raise refusal("second-is-first" if known else "second-is-no-owner")
    if not may_sign(asked, actor):
        raise refusal("not-second")
    if asked.waits_until < day_of(at):
        raise refusal("second-too-late")
    return asked
