"""The subject's word at the window: a code from its account, its own confirmation there, or the signed sheet.

It is given on one draft, or once on a whole group of drafts. Limits are the house's own choice (K): a code works for
30 minutes and five tries.
"""

from __future__ import annotations

import hmac
import secrets
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from accounts.actors import Actor
from cases.models import Case, GroupFiling
from cases.models.declaring import SHEET, Confirmed, SubjectConfirmation
from cases.refusals import refusal
from cases.services.declared import confirmation_of, confirmation_of_group, covers_of, digest_of
from cases.services.declaring import Declaring, declaring
from cases.services.documents import store
from cases.services.group_papers import lay_in_draft, stored_paper

VALID_FOR = timedelta(minutes=30)
TRIES = 5
DIGITS = 6
SHEET_TITLE = (
    "窗口办理核对表（企业签章）"  # what officers read among the papers, in the language in which it is signed
)


def ask(
    *, case_id: int | None = None, group_id: int | None = None, actor: Actor, at: datetime
) -> SubjectConfirmation:
    """Ask the subject for its word on a complete draft, or on a group, by the clerk who serves it.

    Its owners get the code. Raises a refusal for anybody else, and while something is missing.
    """
    with _before_filing(case_id, group_id, actor, at) as it:
        _refuse_nobody_at_the_window(it)
        it.refuse_incomplete()
        asked = _new(it)
        it.note("confirmation_asked", confirmation_id=asked.pk)
    return asked


def code_of(asked: SubjectConfirmation) -> str:
    """The six digits of a request; they follow from the desk's secret and are kept nowhere."""
    told = f"window-confirmation:{asked.pk}:{asked.nonce}:{asked.digest}"
    number = int.from_bytes(hmac.digest(settings.SECRET_KEY.encode(), told.encode(), "sha256")[:8])
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def _digits_of(typed: str) -> str:
    """The digits of a code however it was typed, wide ones of a Chinese keyboard too."""
    return "".join(str(int(sign)) for sign in typed if sign.isdecimal())


def works(asked: SubjectConfirmation, at: datetime) -> bool:
    """Whether the code of a request may still be told: not used, run out, or tried too often."""
    return asked.confirmed_at is None and at < asked.expires_at and asked.tries < TRIES


def enter_code(
    *, case_id: int | None = None, group_id: int | None = None, code: str, actor: Actor, at: datetime
) -> SubjectConfirmation:
    """Take the code that the subject tells the clerk.

    Raises a refusal for a wrong, old or spent one; a wrong one is counted and the count stays.
    """
    with _before_filing(case_id, group_id, actor, at) as it:
        _refuse_nobody_at_the_window(it)
        asked = _asked(it)
        if asked.tries >= TRIES:
            raise refusal("confirmation-spent")
        if hmac.compare_digest(code_of(asked), _digits_of(code)):
            return _confirmed(it, asked, Confirmed.CODE)
        asked.tries += 1
        asked.save(update_fields=["tries"])
    # only now: the try that counts is written, under the lock under which the next one is looked at
    raise refusal("wrong-confirmation-code")


def confirm_in_account(
    *, case_id: int | None = None, group_id: int | None = None, actor: Actor, at: datetime
) -> SubjectConfirmation:
    """Confirm in the subject's own account what a clerk wants to file. Raises a refusal where nothing was asked."""
    with _before_filing(case_id, group_id, actor, at) as it:
        if actor.acting_for is not None:
            raise refusal("clerk-confirms")
        return _confirmed(it, _asked(it), Confirmed.ACCOUNT)


def by_sheet(
    *,
    case_id: int | None = None,
    group_id: int | None = None,
    upload: UploadedFile[bytes],
    actor: Actor,
    at: datetime,
) -> SubjectConfirmation:
    """Take in the scan of the sheet that the subject signed at the window; officers see it with the papers.

    That of a group lies in each of its drafts. Raises a refusal for anybody but the clerk, for a file that is none,
    and while something is missing.
    """
    with _before_filing(case_id, group_id, actor, at) as it:
        _refuse_nobody_at_the_window(it)
        it.refuse_incomplete()
        asked = _new(it)
        _lay_sheet(it, asked, upload)
        return _confirmed(it, asked, Confirmed.SHEET)


def waiting(of: Case | GroupFiling) -> SubjectConfirmation | None:
    """The last request for a draft or a group, where the subject's word is still missing."""
    last = of.confirmations.order_by("-pk").first()
    return last if last is not None and last.confirmed_at is None else None


def standing(of: Case | GroupFiling) -> SubjectConfirmation | None:
    """The subject's word for a draft or a group as it now is."""
    if isinstance(of, GroupFiling):
        return confirmation_of_group(of, covers_of(of))
    return confirmation_of(of, digest_of(of))


def _before_filing(
    case_id: int | None, group_id: int | None, actor: Actor, at: datetime
) -> AbstractContextManager[Declaring]:
    return declaring(case_id=case_id, group_id=group_id, act="file", actor=actor, at=at)


def _asked(it: Declaring) -> SubjectConfirmation:
    """The request that is open for what is filed as it now stands."""
    asked = it.confirmations.first()
    open_now = asked is not None and asked.confirmed_at is None and it.at < asked.expires_at
    if asked is None or not open_now or not it.is_what_was_asked(asked):
        raise refusal("no-confirmation-asked")
    return asked


def _new(it: Declaring) -> SubjectConfirmation:
    return SubjectConfirmation.objects.create(
        **it.asked, expires_at=it.at + VALID_FOR, nonce=secrets.token_hex(16)
    )


def _lay_sheet(it: Declaring, asked: SubjectConfirmation, upload: UploadedFile[bytes]) -> None:
    if it.group is None:
        paper = store(
            it.drafts[0], material=SHEET, upload=upload, actor=it.actor, at=it.at, title=SHEET_TITLE
        )
        it.note("document_added", document_id=paper.pk, material=SHEET, sha256=paper.sha256)
        asked.sheet = paper
    else:
        shared = stored_paper(
            it.group.pk, material=SHEET, upload=upload, title=SHEET_TITLE, actor=it.actor, at=it.at
        )
        for case in it.drafts:
            lay_in_draft(shared, case, actor=it.actor, at=it.at)
        asked.sheet_of_group = shared
    asked.save(update_fields=["sheet", "sheet_of_group"])


def _confirmed(it: Declaring, asked: SubjectConfirmation, how: Confirmed) -> SubjectConfirmation:
    asked.how, asked.confirmed_at, asked.confirmed_by_ref = how, it.at, it.actor.ref
    asked.save(update_fields=["how", "confirmed_at", "confirmed_by_ref"])
    it.note("subject_confirmed", confirmation_id=asked.pk, how=str(how), digest=asked.digest)
    return asked


def _refuse_nobody_at_the_window(it: Declaring) -> None:
    if it.actor.acting_for != it.subject_id:
        raise refusal("only-at-the-window")
