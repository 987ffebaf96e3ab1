"""What stands beside the declaration on the check page: a second signature, the company's word at the window."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.actors import Actor
from cases.models import Case, SecondSignature, SubjectConfirmation
from cases.services import confirming, second_signature
from cases.services.declared import second_owed
from cases.services.eligibility import procedure_edition
from cases.services.seconding import open_on
from journal.now import now, today


@dataclass(frozen=True)
class Beside:
    """`waiting`: the second signature that is waited for, `may_sign` by this reader; `sent_back` the last remark.

    `two_sign`: the declaration files nothing yet. At the window `asked` is the request that is open and `word` the
    company's word for the application as it now is; nobody can declare without it.
    """

    waiting: SecondSignature | None
    may_sign: bool
    sent_back: str
    two_sign: bool
    at_window: bool
    asked: SubjectConfirmation | None
    word: SubjectConfirmation | None

    @property
    def may_declare(self) -> bool:
        return self.waiting is None and (not self.at_window or self.word is not None)


def beside_declaration(case: Case, actor: Actor) -> Beside:
    """What the check page of a draft must say and leave out for a reader."""
    waiting = open_on(case.pk)
    at_window = actor.acting_for == case.subject_id
    last = case.second_signatures.order_by("-pk").first()
    asked = confirming.waiting(case.pk) if at_window else None
    return Beside(
        waiting=waiting,
        may_sign=waiting is not None and second_signature.may_sign(waiting, case, actor),
        sent_back=last.remark if last is not None and waiting is None else "",
        two_sign=second_owed(case, procedure_edition(case.record, on=today())),
        at_window=at_window,
        asked=asked if asked is not None and asked.expires_at > now() else None,
        word=confirming.standing(case) if at_window else None,
    )
