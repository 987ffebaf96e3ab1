"""A second person of the company signs the declaration or sends it back; filed is when the second has signed.

It waits for seven days (K, the house's own choice) and is void as soon as anything of the application changes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.models import User
from accounts.roles import MandateKind, MandateScope
from cases.models import Case
from cases.models.declaring import SecondOutcome, SecondSignature, TwoPersons
from cases.policies import acts_for
from cases.refusals import refusal
from cases.services import intake
from cases.services.acting import TEXT_LIMIT, Doing, acting
from cases.services.declared import digest_of, refuse_unconfirmed, second_owed
from cases.services.drafting import refuse_unless_draft
from cases.services.eligibility import procedure_edition, refuse_ineligible
from cases.services.preflight import gaps
from cases.services.seconding import OWNER_KIND, TERM, close, open_on, term_owner
from clocks import services as clocks
from journal.now import day_of
from journal.record import record as journal
from records.models import CreditRecord

WAITS = timedelta(days=7)
SIGN = "sign_second"


def declare(
    *, case_id: int, actor: Actor, at: datetime, version: int | None = None
) -> Case | SecondSignature:
    """Declare an application: file it, or ask the second person where two must sign.

    Returns the filed case, or the signature that is waited for. Raises what `intake.file` raises, and a refusal
    where nobody else of the company could sign.
    """
    case = Case.objects.select_related("record").filter(pk=case_id).first()
    if case is None or not second_owed(case, procedure_edition(case.record, on=day_of(at))):
        return intake.file(case_id=case_id, actor=actor, at=at, version=version)
    with acting(case_id=case_id, act="file", actor=actor, at=at, version=version) as doing:
        refuse_unless_draft(doing.case)
        record = CreditRecord.objects.select_related("listing", "department", "subject").get(
            pk=doing.case.record_id
        )
        refuse_ineligible(record, on=doing.on)
        missing = gaps(doing.case, on=doing.on)
        if missing:
            raise refusal("gaps", parts=" ".join(str(gap.sentence) for gap in missing))
        refuse_unconfirmed(doing.case, doing.actor)
        standing = open_on(doing.case.pk)
        if standing is not None:
            raise refusal("second-asked", day=standing.waits_until)
        if not signers(doing.case, besides=actor.ref, at=at).exists():
            raise refusal("no-second-person")
        return _asked(doing)


def sign(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Sign as the second person: the application is filed in the same transaction.

    Raises a refusal for the first person, for whoever may not sign, where nothing waits or it was changed, and
    whatever filing refuses.
    """
    with acting(case_id=case_id, act=SIGN, actor=actor, at=at, version=version) as doing:
        asked = _waiting_for(doing)
        if asked.digest != digest_of(doing.case):
            raise refusal("second-changed")
        filing = replace(doing, act="file")
        intake.file_draft(filing, first=asked)
        close(asked, SecondOutcome.SIGNED, doing.actor.ref, at=at)
    return filing.case


def send_back(
    *, case_id: int, remark: str, actor: Actor, at: datetime, version: int | None = None
) -> SecondSignature:
    """Send the declaration back with a remark: the draft stays as it is, the first person is told."""
    said = remark.strip()[:TEXT_LIMIT]
    if not said:
        raise refusal("reason")
    with acting(case_id=case_id, act=SIGN, actor=actor, at=at, version=version) as doing:
        asked = _waiting_for(doing)
        close(asked, SecondOutcome.SENT_BACK, doing.actor.ref, at=at, remark=said)
        doing.note("case.second_sent_back", signature_id=asked.pk, reason=said)
    return asked


@transaction.atomic
def run_out(*, signature_id: int, at: datetime, actor_ref: str) -> None:
    """The last day of a waited-for signature is over: both are told. Answered meanwhile, nothing happens."""
    asked = SecondSignature.objects.select_for_update().filter(pk=signature_id, outcome="").first()
    if asked is None:
        return
    close(asked, SecondOutcome.TOO_LATE, actor_ref, at=at)
    case = asked.case
    journal(
        stream=case.stream,
        verb="case.second_too_late",
        actor_ref=actor_ref,
        at=at,
        payload={
            "case_id": case.pk,
            "number": case.number,
            "case_kind": case.kind,
            "record_id": case.record_id,
            "subject_id": case.subject_id,
            "signature_id": asked.pk,
        },
    )


@transaction.atomic
def choose_two(*, subject_id: int, two: bool, actor: Actor, at: datetime) -> None:
    """Let two persons sign every application of a company from now on, or no longer; its owner chooses.

    What waits for its second signature goes on waiting. Raises a refusal for anybody else.
    """
    if subject_id not in actor.owned_subjects:
        raise refusal("not-owners-choice")
    stands = TwoPersons.objects.filter(subject=subject_id)
    if stands.exists() == two:
        return
    if two:
        TwoPersons.objects.create(subject_id=subject_id, set_by_ref=actor.ref, set_at=at)
    else:
        stands.delete()
    journal(
        stream=f"subject:{subject_id}",
        verb="subject.two_persons",
        actor_ref=actor.ref,
        at=at,
        payload={"subject_id": subject_id, "two": two},
    )


def may_sign(asked: SecondSignature, case: Case, actor: Actor) -> bool:
    """Whether somebody may answer a waited-for signature: of the company, with that scope, not the first person."""
    return (
        actor.acting_for is None
        and asked.asked_by_ref != actor.ref
        and acts_for(actor, case.subject_id)
        and actor.may(MandateScope.SIGN, case.subject_id, case.record_id)
    )


def signers(case: Case, *, besides: str, at: datetime) -> QuerySet[User]:
    """The people of the company who could sign second on a day, besides the first one."""
    on = day_of(at)
    in_force = Q(mandates__to_on__isnull=True) | Q(mandates__to_on__gt=on)
    power = Q(mandates__kind=MandateKind.OWNER) | (
        Q(mandates__scopes__contains=MandateScope.SIGN)
        & (Q(mandates__limited=False) | Q(mandates__records=case.record_id))
    )
    first = besides.removeprefix("user:")
    found = User.objects.filter(
        in_force, power, mandates__subject=case.subject_id, mandates__from_on__lte=on, is_active=True
    )
    return (found.exclude(pk=int(first)) if first.isdecimal() else found).distinct()


def first_of(asked: SecondSignature) -> User | None:
    """The person who declared first."""
    return User.objects.filter(pk=int(asked.asked_by_ref.removeprefix("user:") or 0)).first()


def _asked(doing: Doing) -> SecondSignature:
    asked = SecondSignature.objects.create(
        case_id=doing.case.pk,
        digest=digest_of(doing.case),
        asked_by_ref=doing.actor.ref,
        asked_at=doing.at,
        at_window=doing.actor.acting_for == doing.case.subject_id,
        waits_until=doing.on + WAITS,
    )
    doing.note("case.second_asked", signature_id=asked.pk, until=asked.waits_until.isoformat())
    clocks.start_until(
        owner=term_owner(asked, doing.case),
        term_id=TERM,
        edition_key=doing.case.edition_key,
        last_day=asked.waits_until,
        at=doing.at,
        actor_ref=doing.actor.ref,
        receipt={"trigger": "asked", "started_on": doing.on.isoformat()},
        to_confirm=True,
    )
    return asked


def _waiting_for(doing: Doing) -> SecondSignature:
    asked = open_on(doing.case.pk, lock=True)
    if asked is None:
        raise refusal("no-second-asked")
    if asked.asked_by_ref == doing.actor.ref:
        raise refusal("second-is-first")
    if not may_sign(asked, doing.case, doing.actor):
        raise refusal("not-second")
    if asked.waits_until < doing.on:
        raise refusal("second-too-late")
    return asked


__all__ = ["OWNER_KIND", "choose_two", "declare", "may_sign", "run_out", "send_back", "sign", "signers"]
