"""The frame of whatever is confirmed or signed before it is filed: one draft, or a whole group of drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from accounts.actors import Actor
from cases.models import Case, GroupFiling
from cases.models.declaring import OfWhatIsFiled, SecondSignature, SubjectConfirmation
from cases.refusals import refusal
from cases.services import preflight, seconding
from cases.services.acting import acting
from cases.services.declared import (
    FILED_KINDS,
    covers_of,
    digest_of,
    digest_of_group,
    is_draft,
    still_stands,
    two_must_sign,
)
from cases.services.group_filing import rows_of
from cases.services.grouping import sitting
from cases.services.objection import preflight as of_objections
from cases.states import CaseKind
from journal.now import day_of


@dataclass(frozen=True)
class Declaring:
    """What is declared, locked for one act: `case`, or `group` with its `drafts`. `note` journals on its stream."""

    case: Case | None
    group: GroupFiling | None
    drafts: tuple[Case, ...]
    actor: Actor
    at: datetime
    note: Callable[..., object]

    @property
    def on(self) -> date:
        """The Asia/Shanghai day of the act."""
        return day_of(self.at)

    @property
    def owner(self) -> dict[str, Case | GroupFiling | None]:
        """The columns that say what a row is about."""
        return {"case": self.case, "group": self.group}

    @property
    def subject_id(self) -> int:
        return self.drafts[0].subject_id if self.group is None else self.group.subject_id

    @property
    def of_group(self) -> GroupFiling:
        """The group. Raises TypeError for a single draft."""
        if self.group is None:
            raise TypeError("A single draft is declared by itself.")
        return self.group

    @cached_property
    def covers(self) -> dict[str, str]:
        """Of a group the digest of each draft by its number; nothing of a single one."""
        return {} if self.group is None else covers_of(self.group)

    @cached_property
    def digest(self) -> str:
        """The digest of what is declared, as it now stands."""
        return digest_of(self.drafts[0]) if self.group is None else digest_of_group(self.covers)

    @property
    def asked(self) -> dict[str, Any]:
        """The columns of whatever is asked about it as it now stands (`OfWhatIsFiled`)."""
        return {
            **self.owner,
            "digest": self.digest,
            "covers": self.covers,
            "asked_by_ref": self.actor.ref,
            "asked_at": self.at,
        }

    def is_what_was_asked(self, asked: OfWhatIsFiled) -> bool:
        """Whether nothing was changed since something was asked."""
        return (
            asked.digest == self.digest
            if self.group is None
            else still_stands(asked, self.group, self.covers)
        )

    @property
    def waiting(self) -> SecondSignature | None:
        """The second signature that is waited for."""
        if self.group is not None:
            return seconding.open_on_group(self.group.pk, lock=True)
        return seconding.open_on(self.drafts[0].pk, lock=True)

    @property
    def confirmations(self) -> QuerySet[SubjectConfirmation]:
        """What was asked of the subject, the last one first."""
        return SubjectConfirmation.objects.filter(**self.owner).order_by("-pk")

    @property
    def two_sign(self) -> bool:
        """Whether two persons must sign."""
        return two_must_sign(self.subject_id, [draft.record for draft in self.drafts], on=self.on)

    def refuse_incomplete(self) -> None:
        """Refuse, by name, what could not be filed: a draft with gaps, a group in which nothing is ready."""
        if self.group is not None:
            if not any(row.is_ready for row in rows_of(self.group, on=self.on)):
                raise refusal("group-not-ready")
            return
        case = self.drafts[0]
        if not is_draft(case):
            raise refusal("documents-closed")
        check, code = CHECKS[CaseKind(case.kind)]
        found = check(case, on=self.on)
        if found:
            raise refusal(code, parts=" ".join(str(gap.sentence) for gap in found))


CHECKS: Mapping[CaseKind, tuple[Callable[..., tuple[preflight.Gap, ...]], str]] = {
    CaseKind.REPAIR: (preflight.gaps, "gaps"),
    CaseKind.OBJECTION: (of_objections.gaps, "objection-gaps"),
}
"""What filing asks of each kind, and the refusal that names it."""


@contextmanager
def declaring(
    *,
    case_id: int | None,
    group_id: int | None,
    act: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Iterator[Declaring]:
    """Lock a draft, or a group with its drafts, for an act by one actor (`act`: "file" or "sign_second").

    Raises what `acting` and `sitting` raise.
    """
    if group_id is not None:
        with sitting(group_id=group_id, actor=actor, at=at, act=act) as held:
            yield Declaring(None, held.group, held.drafts, actor, at, _on_group(held.note))
    else:
        with acting(
            case_id=case_id or 0, act=act, actor=actor, at=at, version=version, kind=FILED_KINDS
        ) as doing:
            yield Declaring(doing.case, None, (doing.case,), actor, at, _on_case(doing.note))


def _on_case(note: Callable[..., object]) -> Callable[..., object]:
    return lambda verb, **facts: note(f"case.{verb}", **facts)


def _on_group(note: Callable[..., object]) -> Callable[..., object]:
    return lambda verb, **facts: note(f"group.{verb}", **facts)
