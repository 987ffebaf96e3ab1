"""Going on with a draft by its reference and a code: the code leads to it, the mandate alone lets in.

Limits are the house's own choice (K): a code works for three days and once; five wrong ones in an hour end the trying.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts.actors import Actor, still_stands
from accounts.roles import Role
from accounts.services.codes import digest_of, new_code
from accounts.services.telling import STREAM, tell
from cases.models import Case, ResumeCode
from cases.policies import LAY_PAPERS
from cases.refusals import refusal
from cases.services.acting import acting
from cases.services.documents import OPEN_FOR_DOCUMENTS
from journal.models import Entry
from journal.now import day_of
from journal.refusals import Refusal

VALID_FOR = timedelta(days=3)
TRIES, TRYING_TIME = 5, timedelta(hours=1)
ACT = "resume"


def issue_code(*, case_id: int, actor: Actor, at: datetime) -> str:
    """A code for a case that is with its subject; every earlier one runs out. It is returned this once.

    Raises a refusal for a foreign case and for one that is not with its subject.
    """
    with acting(case_id=case_id, act=LAY_PAPERS, actor=actor, at=at, kind=None) as doing:
        if doing.case.state not in OPEN_FOR_DOCUMENTS[doing.case.kind]:
            raise refusal("documents-closed")
        earlier = ResumeCode.objects.filter(case=doing.case, used_at__isnull=True, expires_at__gt=at)
        earlier.update(expires_at=at)
        plain = new_code()
        kept = ResumeCode.objects.create(
            case=doing.case,
            digest=digest_of(plain),
            issued_by_ref=actor.ref,
            issued_at=at,
            expires_at=at + VALID_FOR,
        )
        doing.note("case.resume_code_issued", expires_at=kept.expires_at.isoformat())
    return plain


def resume(*, number: str, code: str, actor: Actor, at: datetime) -> Case:
    """The case of a reference and its code, for whoever holds a mandate of its company or serves at the window.

    An unknown reference, a wrong, used or expired code and a foreign company are refused in the same words, so that
    nothing is learnt by trying; a refused try is journalled. Raises a refusal after too many tries.
    """
    try:
        with transaction.atomic():
            return _resumed(number, code, actor, at)
    except Refusal as refused:
        if refused.code == "wrong-resume-code":
            with transaction.atomic():
                tell("account.refused", actor_ref=actor.ref, at=at, act=ACT, reason=refused.code)
        raise


def _resumed(number: str, code: str, actor: Actor, at: datetime) -> Case:
    if _tries(actor, at) >= TRIES:
        raise refusal("too-many-resumes")
    working = ResumeCode.objects.filter(used_at__isnull=True, expires_at__gt=at)
    named = working.filter(digest=digest_of(code), case__number=number.strip().upper())
    found = named.select_related("case").first()
    if found is None or not _may_go_on(actor, found.case, at):
        raise refusal("wrong-resume-code")
    serving = actor if found.case.subject_id in actor.subjects else actor.serving(found.case.subject_id)
    # the case first, as whoever issues a code locks it
    with acting(case_id=found.case_id, act=LAY_PAPERS, actor=serving, at=at, kind=None) as doing:
        if not working.filter(pk=found.pk).update(used_at=at):
            raise refusal("wrong-resume-code")
        doing.note("case.gone_on_with")
    return doing.case


def _may_go_on(actor: Actor, case: Case, at: datetime) -> bool:
    """The company's people by their mandate of the day; a clerk, before whom the company's person stands."""
    if case.subject_id in actor.subjects:
        return still_stands(actor, case.subject_id, on=day_of(at))
    return actor.holds_anywhere(Role.WINDOW_CLERK)


def _tries(actor: Actor, at: datetime) -> int:
    refused = Entry.objects.filter(
        verb="account.refused", at__gt=at - TRYING_TIME, stream=STREAM, actor_ref=actor.ref
    )
    return sum(entry.payload.get("act") == ACT for entry in refused)
