"""The subject's word at the window: a code from its account, its own confirmation there, or the signed sheet.

Limits are the house's own choice (K): a code works for 30 minutes and five tries.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import F

from accounts.actors import Actor
from cases.models import Case
from cases.models.declaring import SHEET, Confirmed, SubjectConfirmation
from cases.refusals import refusal
from cases.services.acting import Doing, acting
from cases.services.declared import confirmation_of, digest_of
from cases.services.documents import store
from cases.services.drafting import refuse_unless_draft
from cases.services.preflight import gaps
from journal.refusals import Refusal

VALID_FOR = timedelta(minutes=30)
TRIES = 5
DIGITS = 6


def ask(*, case_id: int, actor: Actor, at: datetime) -> SubjectConfirmation:
    """Ask the subject for its word on a complete draft, by the clerk who serves it; its owners get the code.

    Raises a refusal for anybody else, and while something is missing.
    """
    with acting(case_id=case_id, act="file", actor=actor, at=at) as doing:
        _refuse_nobody_at_the_window(doing)
        refuse_unless_draft(doing.case)
        missing = gaps(doing.case, on=doing.on)
        if missing:
            raise refusal("gaps", parts=" ".join(str(gap.sentence) for gap in missing))
        asked = _new(doing)
        doing.note("case.confirmation_asked", confirmation_id=asked.pk)
    return asked


def code_of(asked: SubjectConfirmation) -> str:
    """The six digits of a request; they follow from the desk's secret and are kept nowhere."""
    told = f"window-confirmation:{asked.pk}:{asked.nonce}:{asked.digest}"
    number = int.from_bytes(hmac.digest(settings.SECRET_KEY.encode(), told.encode(), "sha256")[:8])
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def enter_code(*, case_id: int, code: str, actor: Actor, at: datetime) -> SubjectConfirmation:
    """Take the code that the subject tells the clerk.

    Raises a refusal for a wrong, old or spent one; a wrong one is counted and the count stays.
    """
    try:
        with acting(case_id=case_id, act="file", actor=actor, at=at) as doing:
            _refuse_nobody_at_the_window(doing)
            asked = waiting(case_id)
            if asked is None or asked.expires_at <= at or asked.digest != digest_of(doing.case):
                raise refusal("no-confirmation-asked")
            if asked.tries >= TRIES:
                raise refusal("confirmation-spent")
            if not hmac.compare_digest(code_of(asked), "".join(filter(str.isdecimal, code))):
                raise refusal("wrong-confirmation-code")
            return _confirmed(doing, asked, Confirmed.CODE)
    except Refusal as refused:
        if refused.code == "wrong-confirmation-code":
            # outside the transaction that the refusal has undone
            SubjectConfirmation.objects.filter(case=case_id, confirmed_at__isnull=True).update(
                tries=F("tries") + 1
            )
        raise


def confirm_in_account(*, case_id: int, actor: Actor, at: datetime) -> SubjectConfirmation:
    """Confirm in the subject's own account what a clerk wants to file. Raises a refusal where nothing was asked."""
    with acting(case_id=case_id, act="file", actor=actor, at=at) as doing:
        if actor.acting_for is not None:
            raise refusal("clerk-confirms")
        asked = waiting(case_id)
        if asked is None or asked.expires_at <= at or asked.digest != digest_of(doing.case):
            raise refusal("no-confirmation-asked")
        return _confirmed(doing, asked, Confirmed.ACCOUNT)


def by_sheet(*, case_id: int, upload: UploadedFile[bytes], actor: Actor, at: datetime) -> SubjectConfirmation:
    """Take in the scan of the sheet that the subject signed at the window; officers see it with the papers.

    Raises a refusal for anybody but the clerk, for a file that is none, and while something is missing.
    """
    with acting(case_id=case_id, act="file", actor=actor, at=at) as doing:
        _refuse_nobody_at_the_window(doing)
        refuse_unless_draft(doing.case)
        missing = gaps(doing.case, on=doing.on)
        if missing:
            raise refusal("gaps", parts=" ".join(str(gap.sentence) for gap in missing))
        paper = store(doing.case, material=SHEET, upload=upload, actor=actor, at=at)
        doing.note("case.document_added", document_id=paper.pk, material=SHEET, sha256=paper.sha256)
        asked = _new(doing)
        asked.sheet = paper
        asked.save(update_fields=["sheet"])
        return _confirmed(doing, asked, Confirmed.SHEET)


def waiting(case_id: int) -> SubjectConfirmation | None:
    """The last request of a case, where the subject's word is still missing."""
    last = SubjectConfirmation.objects.filter(case=case_id).order_by("-pk").first()
    return last if last is not None and last.confirmed_at is None else None


def standing(case: Case) -> SubjectConfirmation | None:
    """The subject's word for the application as it now is."""
    return confirmation_of(case, digest_of(case))


def _new(doing: Doing) -> SubjectConfirmation:
    return SubjectConfirmation.objects.create(
        case_id=doing.case.pk,
        digest=digest_of(doing.case),
        asked_by_ref=doing.actor.ref,
        asked_at=doing.at,
        expires_at=doing.at + VALID_FOR,
        nonce=secrets.token_hex(16),
    )


def _confirmed(doing: Doing, asked: SubjectConfirmation, how: Confirmed) -> SubjectConfirmation:
    asked.how, asked.confirmed_at, asked.confirmed_by_ref = how, doing.at, doing.actor.ref
    asked.save(update_fields=["how", "confirmed_at", "confirmed_by_ref"])
    doing.note("case.subject_confirmed", confirmation_id=asked.pk, how=str(how), digest=asked.digest)
    return asked


def _refuse_nobody_at_the_window(doing: Doing) -> None:
    if doing.actor.acting_for != doing.case.subject_id:
        raise refusal("only-at-the-window")
