"""Who may be the second person of a company: provably somebody else than whoever declared first.

At the window a clerk declares, and the company's own word stands beside it. Given in an account, it is that person's.
By a code or on the signed sheet it is not known which of the owners gave it: then no owner signs second, only whoever
holds a mandate to (K, the house's own choice).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.models import User
from accounts.owners import owners_of
from accounts.roles import MandateKind, MandateScope
from cases.models import Case, GroupFiling
from cases.models.declaring import Confirmed, SecondSignature, SubjectConfirmation
from cases.policies import acts_for
from journal.now import day_of
from records.standing import in_force_on


def may_sign(asked: SecondSignature, actor: Actor) -> bool:
    """Whether somebody may answer a waited-for signature: of the company, with that scope, not a first person.

    A group is signed by whoever may sign for all records.
    """
    case = asked.case
    subject_id = _subject_of(asked)
    return (
        actor.acting_for is None
        and acts_for(actor, subject_id)
        and actor.may(MandateScope.SIGN, subject_id, case.record_id if case is not None else None)
        and actor.ref not in first_persons(asked)
    )


def besides_owners(asked: SecondSignature) -> bool:
    """Whether no owner may sign second: no account shows which of them gave the company's word at the window."""
    return asked.at_window and _in_account(_word_beside(asked)) is None


def first_persons(asked: SecondSignature) -> frozenset[str]:
    """Who signs no second time: whoever declared first, and whoever gave the company's word or may have given it."""
    if not asked.at_window:
        return frozenset({asked.asked_by_ref})
    word = _word_beside(asked)
    person = _in_account(word)
    if person is not None:
        return frozenset({asked.asked_by_ref, person})
    given_at = asked.asked_at if word is None else word.confirmed_at or word.asked_at
    owners = owners_of(_subject_of(asked), on=day_of(given_at)).values_list("pk", flat=True)
    return frozenset({asked.asked_by_ref, *(f"user:{pk}" for pk in owners)})


def signers(of: Case | GroupFiling, *, besides: Collection[str], at: datetime) -> QuerySet[User]:
    """The people of the company who could sign a draft or a group second on a day, besides the first ones."""
    record_id = None if isinstance(of, GroupFiling) else of.record_id
    return signers_of(of.subject_id, record_id, besides=besides, at=at)


def signers_of(
    subject_id: int, record_id: int | None, *, besides: Collection[str], at: datetime
) -> QuerySet[User]:
    """The people of a company who could sign second in the matter of a record, or of all of them (None)."""
    on = day_of(at)
    reach = Q(mandates__limited=False)
    if record_id is not None:
        reach |= Q(mandates__records=record_id)
    power = Q(mandates__kind=MandateKind.OWNER) | (Q(mandates__scopes__contains=MandateScope.SIGN) & reach)
    first = [int(ref.removeprefix("user:")) for ref in besides if ref.removeprefix("user:").isdecimal()]
    found = User.objects.filter(
        in_force_on(on, of="mandates"), power, mandates__subject=subject_id, is_active=True
    )
    return found.exclude(pk__in=first).distinct()


def nobody_signs(subject_id: int, record_id: int | None, *, first: Actor, at: datetime) -> bool:
    """Whether nobody could sign second once `first` declares: at the window a lone owner only gives the word."""
    found = set(signers_of(subject_id, record_id, besides={first.ref}, at=at).values_list("pk", flat=True))
    if first.acting_for != subject_id or len(found) > 1:
        return not found
    return found <= set(owners_of(subject_id, on=day_of(at)).values_list("pk", flat=True))


def first_of(asked: SecondSignature) -> User | None:
    """The person who declared first."""
    return User.objects.filter(pk=int(asked.asked_by_ref.removeprefix("user:") or 0)).first()


def _subject_of(asked: SecondSignature) -> int:
    if asked.group is not None:
        return asked.group.subject_id
    return asked.case.subject_id if asked.case else 0


def _word_beside(asked: SecondSignature) -> SubjectConfirmation | None:
    """The company's word on which a clerk declared first."""
    words = SubjectConfirmation.objects.filter(case=asked.case_id, group=asked.group_id)
    if asked.group_id is None:
        words = words.filter(digest=asked.digest)
    return words.filter(confirmed_at__lte=asked.asked_at).order_by("-pk").first()


def _in_account(word: SubjectConfirmation | None) -> str | None:
    """Whose word it was; None where no account gave it."""
    return word.confirmed_by_ref if word is not None and word.how == Confirmed.ACCOUNT else None
