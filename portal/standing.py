"""What stands on a subject's file beside its records: the commitments it gave, and what bars it from applying."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.models import Case, Commitment
from cases.states import CaseKind, RepairState, RevocationState
from look.parts import Tone
from look.revocation import COMMITMENT_TONES
from records.models import Bar, Subject
from records.services.bars import standing_bars
from rulebook.editions_in_use import editions_in_use


@dataclass(frozen=True)
class ShownBar:
    """A bar that stands; `mark` is that of its length in the text, `case` the one that entered it, where known."""

    bar: Bar
    mark: str
    case: Case | None


@dataclass(frozen=True)
class ShownCommitment:
    """A commitment that was given for a repair."""

    commitment: Commitment
    tone: Tone


def bars_on(subject: Subject, *, on: date) -> tuple[ShownBar, ...]:
    """The bars that stand on a day, each with the case that entered it."""
    standing = list(standing_bars(subject.pk, on))
    cases = {
        case.number: case for case in Case.objects.filter(number__in=[bar.case_number for bar in standing])
    }
    return tuple(ShownBar(bar, _mark(bar), cases.get(bar.case_number)) for bar in standing)


def bar_of_case(case: Case, *, on: date) -> ShownBar | None:
    """The bar that a case entered, while it stands."""
    found = next(
        (bar for bar in Bar.objects.filter(case_number=case.number).order_by("pk") if bar.stands_on(on)), None
    )
    return ShownBar(found, _mark(found), case) if found is not None else None


def commitments_of(subject: Subject) -> tuple[ShownCommitment, ...]:
    """The commitments that a subject gave, newest first."""
    given = Commitment.objects.filter(subject=subject).select_related("case", "record").order_by("-pk")
    return tuple(ShownCommitment(one, COMMITMENT_TONES[one.standing]) for one in given)


@dataclass(frozen=True)
class AfterGrant:
    """What became of a granted repair: its commitment, and the revocations that were opened, oldest first."""

    commitment: ShownCommitment | None
    revocations: tuple[Case, ...]

    @property
    def revoked(self) -> bool:
        return any(one.state == RevocationState.REVOKED for one in self.revocations)


def after_grant(case: Case) -> AfterGrant | None:
    """What became of a granted repair; None for a case that is none."""
    if case.state != RepairState.CLOSED_REPAIRED:
        return None
    given = Commitment.objects.filter(case=case).first()
    opened = Case.objects.filter(kind=CaseKind.REVOCATION, previous=case).order_by("pk")
    shown = ShownCommitment(given, COMMITMENT_TONES[given.standing]) if given is not None else None
    return AfterGrant(shown, tuple(opened))


def _mark(bar: Bar) -> str:
    """The source mark of a bar's length, so that a day from a number nobody read is shown as such."""
    text = editions_in_use().by_key(bar.edition_key)
    found = next((one for one in text.bars if one.id == bar.bar_id), None)
    if found is None:
        return ""
    return str(found.until.mark if found.until is not None else found.clause.mark)
