"""Issuing a letter: composed, numbered, printed, stored, journalled; once for each entry and kind."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from accounts.actors import DESK
from cases.models import Case
from journal.models import Entry
from journal.now import day_of
from journal.record import record
from notifications.composing import (
    application_copy,
    case_letters,
    class_letters,
    inquiry_letters,
    late_letters,
    objection_decisions,
    objection_letters,
    record_letters,
    rectification_endings,
    rectification_letters,
    revocation_letters,
    talk_letters,
)
from notifications.composing.parts import About, Draft, contact_of
from notifications.letters import LetterKind, render
from notifications.letters.paper import CASE_NUMBER, Paper
from notifications.models import Letter
from records.models import CreditRecord, Subject
from records.selectors import addressee_of

# no sign that is read for another: no 0 and O, 1 and I, 5 and S, 2 and Z, U and V
ALPHABET = "346789ABCDEFGHJKLMNPQRTUWXY"
CODE_LENGTH = 16
NUMBER_LENGTH = 8
PREFIXES = {
    LetterKind.RECEIPT: "HZ",
    LetterKind.APPLICATION_COPY: "QR",
    LetterKind.SUPPLEMENT: "BZ",
    LetterKind.DECLINE: "BSL",
    LetterKind.EXTENSION: "YC",
    LetterKind.LATENESS: "YQ",
    LetterKind.TERMINATION: "ZZ",
    LetterKind.APPROVAL: "ZY",
    LetterKind.REFUSAL: "BY",
    LetterKind.DELISTING: "TZ",
    LetterKind.REPAIR_NOTICE: "GZ",
    LetterKind.CLASS_NOTICE: "RD",
    LetterKind.OBJECTION_RECEIPT: "YYHZ",
    LetterKind.OBJECTION_SUPPLEMENT: "YYBZ",
    LetterKind.OBJECTION_DECLINE: "YYBS",
    LetterKind.OBJECTION_ACCEPTANCE: "YYSL",
    LetterKind.OBJECTION_EXTENSION: "YYYC",
    LetterKind.OBJECTION_DECISION: "YYJD",
    LetterKind.OBJECTION_TERMINATION: "YYZZ",
    LetterKind.INQUIRY: "XC",
    LetterKind.INQUIRY_REMINDER: "XCCG",
    LetterKind.REVOCATION_NOTICE: "CXGZ",
    LetterKind.REVOCATION: "CXJD",
    LetterKind.REPAIR_KEPT: "WC",
    LetterKind.REVOCATION_ENDED: "CXZZ",
    LetterKind.RECTIFICATION_ORDER: "ZG",
    LetterKind.DEMANDS_ADDED: "ZGBC",
    LetterKind.RECTIFICATION_EXTENSION: "ZGYC",
    LetterKind.RECTIFIED: "ZGDW",
    LetterKind.NOT_RECTIFIED: "ZGBDW",
    LetterKind.TALK_NOTICE: "YT",
    LetterKind.TALK_MINUTES: "YTJL",
    LetterKind.LAST_LIMIT: "ZHQX",
    LetterKind.HANDED_ON: "YS",
    LetterKind.ORDER_CANCELLED: "CXZG",
    LetterKind.RECTIFICATION_ENDED: "ZGZZ",
    LetterKind.COMPLAINT_RECEIPT: "TSHZ",
    LetterKind.COMPLAINT_DECLINE: "TSBSL",
    LetterKind.COMPLAINT_EXTENSION: "TSYC",
    LetterKind.COMPLAINT_ANSWER: "TSDF",
}
COMPOSERS: dict[LetterKind, Callable[[About], Draft]] = {
    LetterKind.RECEIPT: case_letters.receipt,
    LetterKind.APPLICATION_COPY: application_copy.application_copy,
    LetterKind.SUPPLEMENT: case_letters.supplement,
    LetterKind.DECLINE: case_letters.decline,
    LetterKind.EXTENSION: case_letters.extension,
    LetterKind.LATENESS: late_letters.lateness,
    LetterKind.TERMINATION: case_letters.termination,
    LetterKind.APPROVAL: case_letters.approval,
    LetterKind.REFUSAL: case_letters.refusal,
    LetterKind.DELISTING: record_letters.delisting_notice,
    LetterKind.REPAIR_NOTICE: record_letters.repair_notice,
    LetterKind.CLASS_NOTICE: class_letters.class_notice,
    LetterKind.OBJECTION_RECEIPT: objection_letters.receipt,
    LetterKind.OBJECTION_SUPPLEMENT: objection_letters.supplement,
    LetterKind.OBJECTION_DECLINE: objection_letters.decline,
    LetterKind.OBJECTION_ACCEPTANCE: objection_letters.acceptance,
    LetterKind.OBJECTION_EXTENSION: objection_letters.extension,
    LetterKind.OBJECTION_DECISION: objection_decisions.decision,
    LetterKind.OBJECTION_TERMINATION: objection_letters.termination,
    LetterKind.INQUIRY: inquiry_letters.inquiry,
    LetterKind.INQUIRY_REMINDER: inquiry_letters.reminder,
    LetterKind.REVOCATION_NOTICE: revocation_letters.revocation_notice,
    LetterKind.REVOCATION: revocation_letters.revocation,
    LetterKind.REPAIR_KEPT: revocation_letters.repair_kept,
    LetterKind.REVOCATION_ENDED: revocation_letters.revocation_ended,
    LetterKind.RECTIFICATION_ORDER: rectification_letters.order,
    LetterKind.DEMANDS_ADDED: rectification_letters.demands_added,
    LetterKind.RECTIFICATION_EXTENSION: rectification_letters.extension,
    LetterKind.RECTIFIED: rectification_letters.satisfied,
    LetterKind.NOT_RECTIFIED: rectification_letters.insufficient,
    LetterKind.TALK_NOTICE: talk_letters.talk_notice,
    LetterKind.TALK_MINUTES: talk_letters.minutes,
    LetterKind.LAST_LIMIT: rectification_endings.last_limit,
    LetterKind.HANDED_ON: rectification_endings.handed_on,
    LetterKind.ORDER_CANCELLED: rectification_endings.cancelled,
    LetterKind.RECTIFICATION_ENDED: rectification_endings.ended,
}


@dataclass(frozen=True)
class Origin:
    """What a letter comes from: the entry that caused it, to whom it goes, on which stream it is told.

    `reference` is the number of the case or complaint that the letter bears, `numbered_as` what its head calls it.
    """

    entry: Entry
    subject: Subject
    stream: str
    reference: str = ""
    numbered_as: str = CASE_NUMBER
    case: Case | None = None
    record: CreditRecord | None = None


def issue(kind: LetterKind, about: About) -> Letter:
    """The letter of a kind that an entry causes, issued now unless it was before, in the caller's transaction.

    It bears the day of the act, not of the printing. Raises MissingCharacter for a name the font cannot print,
    TermMissing where a term it must show was never started.
    """
    return put_out(kind, lambda: COMPOSERS[kind](about), origin_of(about))


def origin_of(about: About) -> Origin:
    """What a letter about a case, or about a record alone, comes from."""
    return Origin(
        entry=about.entry,
        subject=about.record.subject,
        stream=about.case.stream if about.case else about.record.stream,
        reference=about.case.number if about.case else "",
        case=about.case,
        record=about.record,
    )


def put_out(kind: LetterKind, compose: Callable[[], Draft], origin: Origin) -> Letter:
    """Number, print, store and journal what `compose` writes, once for each entry and kind.

    Raises MissingCharacter for a name the font cannot print, and whatever `compose` raises.
    """
    known = Letter.objects.filter(kind=kind, caused_by_entry=origin.entry.pk).first()
    if known is not None:
        return known
    code = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
    paper = paper_of(compose(), origin, number=_number(kind, day_of(origin.entry.at).year), check_code=code)
    content = paper.to_json()
    pdf = render(kind, content)
    letter = Letter.objects.create(
        number=paper.number,
        kind=kind,
        case=origin.case,
        record=origin.record,
        subject=origin.subject,
        caused_by_entry=origin.entry.pk,
        content=content,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        check_code=code,
        issued_at=origin.entry.at,
    )
    _journal(letter, origin)
    return letter


def paper_of(draft: Draft, origin: Origin, *, number: str, check_code: str) -> Paper:
    """A draft as it stands on paper; without a check code it is marked as a draft on every page and proves nothing."""
    return Paper(
        unit=draft.unit.name_zh,
        number=number,
        title=draft.title,
        addressee=draft.addressee or addressee_of(origin.subject),
        opening=draft.opening,
        sections=draft.sections,
        signed_on=day_of(origin.entry.at),
        contact=contact_of(draft.unit),
        check_code=check_code,
        check_address=check_address(check_code) if check_code else "",
        summary=draft.summary,
        case_number=origin.reference,
        numbered_as=origin.numbered_as,
    )


def withdraw(*, case_id: int, kinds: Sequence[LetterKind], at: datetime) -> int:
    """Let letters of a case be valid no more, as whoever checks their code is told; returns how many.

    The letter itself stays as it was issued. Told twice, it changes nothing.
    """
    valid = Letter.objects.filter(case_id=case_id, kind__in=kinds, withdrawn_at__isnull=True)
    letters = list(valid.select_for_update().order_by("pk"))
    for letter in letters:
        Letter.objects.filter(pk=letter.pk).update(withdrawn_at=at)
        record(
            stream=f"case:{case_id}",
            verb="letter.withdrawn",
            actor_ref=DESK.ref,
            at=at,
            payload={"letter": letter.number, "kind": letter.kind, "case_id": case_id},
        )
    return len(letters)


def check_address(code: str) -> str:
    """What the QR code leads to. It stands on paper: this address never changes."""
    return f"{settings.DESK_ADDRESS.rstrip('/')}/letters/check/{code}/"


def plain_code(written: str) -> str:
    """A check code as stored, from what was typed: no hyphens or spaces, capital letters."""
    return "".join(sign for sign in written.upper() if sign.isalnum())


def _number(kind: LetterKind, year: int) -> str:
    return f"{PREFIXES[kind]}-{year}-" + "".join(secrets.choice(ALPHABET) for _place in range(NUMBER_LENGTH))


def _journal(letter: Letter, origin: Origin) -> None:
    record(
        stream=origin.stream,
        verb="letter.issued",
        actor_ref=DESK.ref,
        at=origin.entry.at,
        payload={
            "letter": letter.number,
            "kind": letter.kind,
            "sha256": letter.sha256,
            "case_id": letter.case_id,
            "record_id": letter.record_id,
            "subject_id": letter.subject_id,
            "caused_by_entry": letter.caused_by_entry,
        },
    )
