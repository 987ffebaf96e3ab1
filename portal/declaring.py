"""What stands beside the declaration on the check page, and what follows it: a second signature, the company's word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.actors import Actor
from cases.models import Case, GroupFiling, SecondSignature, SubjectConfirmation
from cases.services import confirming, second_persons, second_signature
from cases.services.declared import covers_of, two_must_sign
from cases.services.grouping import drafts_of
from cases.services.seconding import open_on, open_on_group, signed_of_group
from journal.now import now, today
from look.forms import VersionedForm
from portal.filings import Filing, filing_of
from portal.pages import attempt, refuse_stale
from records.models import CreditRecord, Subject


@dataclass(frozen=True)
class Ahead:
    """What will be asked beside the declaration, told before anybody works on it.

    `nobody_signs`: two must sign, and nobody else of the company could.
    """

    two_sign: bool
    nobody_signs: bool
    at_window: bool


@dataclass(frozen=True)
class Beside:
    """`waiting`: the second signature that is waited for, `may_sign` by this reader; `sent_back` the last remark.

    `two_sign`: the declaration files nothing yet. At the window `asked` is the request that is open and `word` the
    company's word for what is filed as it now is; nobody can declare without it.
    """

    filing: Filing
    ahead: Ahead
    waiting: SecondSignature | None
    may_sign: bool
    sent_back: str
    two_sign: bool
    asked: SubjectConfirmation | None
    word: SubjectConfirmation | None

    @property
    def at_window(self) -> bool:
        return self.ahead.at_window

    @property
    def may_declare(self) -> bool:
        if self.waiting is not None or (self.two_sign and self.ahead.nobody_signs):
            return False
        return not self.at_window or self.word is not None


def ahead_of(
    subject: Subject, records: Iterable[CreditRecord], actor: Actor, *, record_id: int | None = None
) -> Ahead:
    """What will stand beside the declaration on these records; `record_id` where it is about one alone."""
    two = two_must_sign(subject.pk, records, on=today())
    return Ahead(
        two_sign=two,
        nobody_signs=two and second_persons.nobody_signs(subject.pk, record_id, first=actor, at=now()),
        at_window=actor.acting_for == subject.pk,
    )


def ahead_of_filing(filing: Filing, actor: Actor) -> Ahead:
    """What will stand beside the declaration of a draft or a group."""
    of = filing.of
    if isinstance(of, GroupFiling):
        drafts = drafts_of(of).select_related("record__department")
        return ahead_of(of.subject, [draft.record for draft in drafts], actor)
    return ahead_of(of.subject, (of.record,), actor, record_id=of.record_id)


def waiting_of(filing: Filing) -> SecondSignature | None:
    """The second signature that a draft or a group waits for."""
    return open_on_group(filing.of.pk) if isinstance(filing.of, GroupFiling) else open_on(filing.of.pk)


def beside_declaration(filing: Filing, actor: Actor) -> Beside:
    """What the check page of a draft or a group must say and leave out for a reader."""
    of, ahead, waiting = filing.of, ahead_of_filing(filing, actor), waiting_of(filing)
    last = of.second_signatures.order_by("-pk").first()
    asked = confirming.waiting(of) if ahead.at_window else None
    signed = (
        signed_of_group(of, covers_of(of))
        if isinstance(of, GroupFiling) and ahead.two_sign and last is not None and waiting is None
        else None
    )
    return Beside(
        filing=filing,
        ahead=ahead,
        waiting=waiting,
        may_sign=waiting is not None and second_persons.may_sign(waiting, actor),
        sent_back=last.remark if last is not None and waiting is None else "",
        two_sign=ahead.two_sign and signed is None,
        asked=asked if asked is not None and confirming.works(asked, now()) else None,
        word=confirming.standing(of) if ahead.at_window else None,
    )


def declared(form: VersionedForm, case: Case, actor: Actor) -> str:
    """Declare a draft; the address that follows: the check while a second signature is waited for, else what was filed.

    "" where the form now says what is wrong. Raises the refusal of a page that is out of date.
    """
    refuse_stale(case, form.seen_version)
    done = attempt(
        form,
        lambda: second_signature.declare(case_id=case.pk, actor=actor, at=now(), version=form.seen_version),
    )
    if done is None:
        return ""
    filing = filing_of(case)
    return filing.address("check") if isinstance(done, SecondSignature) else filing.done
