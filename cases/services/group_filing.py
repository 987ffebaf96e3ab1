"""What a group does with all its drafts at once: add and take out common papers, declare, file row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.roles import MandateScope
from cases.models import Case, GroupFiling, GroupPaper, SecondSignature, SubjectConfirmation
from cases.refusals import refusal
from cases.services import drafting, intake
from cases.services.acting import acting
from cases.services.declared import covers_of, digest_of, refuse_unconfirmed_group, two_must_sign
from cases.services.documents import OTHER, is_of_officers
from cases.services.group_papers import lay_in_draft, stored_paper, take_from_draft
from cases.services.grouping import FILE, SIGN_SECOND, Sitting, can_group, drafts_of, sitting
from cases.services.preflight import Gap, gaps_of_each
from cases.services.seconding import signed_of_group
from journal.now import day_of
from journal.refusals import Refusal
from rulebook.editions_in_use import editions_in_use

AT_ONCE = 40  # applications filed by one press of the button, so that no request runs into its time limit


@dataclass(frozen=True)
class Row:
    """A draft of a group with what still keeps it from being filed."""

    case: Case
    gaps: tuple[Gap, ...]

    @property
    def is_ready(self) -> bool:
        return not self.gaps


def loaded(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with everything that the checks ask of each, so that many cost no more statements than one."""
    return cases.select_related(
        "application",
        "subject",
        "previous",
        "determining_department",
        "record__department",
        "record__subject",
        "record__listing",
    ).prefetch_related("steps", "documents", "record__entered_documents", "record__subject__bars")


def rows_of(group: GroupFiling, *, on: date) -> tuple[Row, ...]:
    """Every draft of a group with what is missing on a day: the very checks that filing asks."""
    return tuple(Row(case, found) for case, found in gaps_of_each(loaded(drafts_of(group)), on=on))


def add_paper(
    *, group_id: int, material: str, upload: UploadedFile[bytes], actor: Actor, at: datetime, title: str = ""
) -> GroupPaper:
    """Add a paper to every draft of the group, and to those that join later. Raises what a single upload raises."""
    with sitting(group_id=group_id, actor=actor, at=at) as held:
        if is_of_officers(material):
            raise refusal("documents-closed")
        if material not in _materials(held.drafts) | {OTHER}:
            raise refusal("unknown-material")
        paper = stored_paper(group_id, material=material, upload=upload, title=title, actor=actor, at=at)
        for case in held.drafts:
            lay_in_draft(paper, case, actor=actor, at=at)
    return paper


def _materials(drafts: Sequence[Case]) -> set[str]:
    """The papers that the texts of the drafts know."""
    editions = [editions_in_use().by_key(key) for key in {case.edition_key for case in drafts}]
    return {paper.id for edition in editions for paper in edition.materials}


def remove_paper(*, paper_id: int, group_id: int, actor: Actor, at: datetime) -> None:
    """Take a common paper out of the group and out of each of its drafts."""
    with sitting(group_id=group_id, actor=actor, at=at) as held:
        paper = GroupPaper.objects.filter(pk=paper_id, group=held.group, removed_at__isnull=True).first()
        if paper is None:
            raise refusal("no-document")
        if is_of_officers(paper.material):
            raise refusal("documents-closed")
        GroupPaper.objects.filter(pk=paper.pk).update(removed_at=at)
        for case in held.drafts:
            take_from_draft(paper, case, actor=actor, at=at)


def save_answers(
    *,
    group_id: int,
    case_id: int,
    actor: Actor,
    at: datetime,
    performed_on: date | None,
    performance: str,
    reason: str = "",
    for_all: bool = False,
) -> Case:
    """Keep what one record of the group is asked for itself.

    `for_all` gives day and performance to every other draft of the group that has neither yet, except where the day
    lies before its decision. Raises what saving a single application raises.
    """
    with sitting(group_id=group_id, actor=actor, at=at) as held:
        case = next((draft for draft in held.drafts if draft.pk == case_id), None)
        if case is None:
            raise refusal("no-case")
        drafting.save_application(
            case_id=case.pk,
            actor=actor,
            at=at,
            reason=reason,
            performed_on=performed_on,
            performance=performance,
        )
        empty = [draft for draft in held.drafts if for_all and draft.pk != case.pk and _has_no_answer(draft)]
        for draft in empty:
            if performed_on is None or draft.record.determined_on <= performed_on:
                drafting.save_application(
                    case_id=draft.pk,
                    actor=actor,
                    at=at,
                    performed_on=performed_on,
                    performance=performance,
                )
    return case


def _has_no_answer(case: Case) -> bool:
    return not case.application.performance and case.application.performed_on is None


def file_ready(*, group_id: int, actor: Actor, at: datetime) -> tuple[GroupFiling, int]:
    """Declare for the whole group, then file what is ready, each application in a transaction of its own.

    At most AT_ONCE at a time: pressed again it goes on with the rest, and what was filed stays filed. Returns the
    group and how many ready drafts are left. Why a draft was refused stands in `GroupFiling.refused`. The group
    closes when its last draft is filed. Raises a refusal at the window without the subject's word, and where a second
    person must sign and has not; who signed second goes on with the rest too.
    """
    act = FILE if can_group(actor, _subject_of(group_id)) else SIGN_SECOND
    with sitting(group_id=group_id, actor=actor, at=at, act=act) as held:
        group = held.group
        signed = _signed(held, act)
        group.declared_at, group.declared_by_ref = at, signed.first_by(actor)
        group.save(update_fields=["declared_at", "declared_by_ref"])
        held.note("group.declared", cases=[case.number for case in held.drafts])
    ready = [row.case for row in rows_of(group, on=day_of(at)) if row.is_ready]
    refused: dict[str, str] = {}
    for case in ready[:AT_ONCE]:
        try:
            _file(case, signed, act=act, actor=actor, at=at)
        except Refusal as why:
            refused[case.number] = str(why)
    _settle(group, refused, act=act, actor=actor, at=at)
    return group, len(ready[AT_ONCE:])


@dataclass(frozen=True)
class Signed:
    """What stands beside the declaration of a group: the second signature, the subject's word at the window."""

    first: SecondSignature | None
    word: SubjectConfirmation | None

    def first_by(self, actor: Actor) -> str:
        """Who declared."""
        return self.first.asked_by_ref if self.first is not None else actor.ref

    def refuse_changed(self, case: Case) -> None:
        """Refuse a draft that is not what was signed or confirmed. For callers that hold its lock."""
        for asked, code in ((self.first, "second-changed"), (self.word, "not-confirmed")):
            if asked is not None and asked.covers.get(case.number) != digest_of(case):
                raise refusal(code)


def _signed(held: Sitting, act: str) -> Signed:
    """What must stand beside the declaration of a group, as it now is. Raises a refusal for what is missing."""
    group, actor = held.group, held.actor
    two = two_must_sign(group.subject_id, [case.record for case in held.drafts], on=day_of(held.at))
    covers = covers_of(group) if two or actor.acting_for == group.subject_id else {}
    word = refuse_unconfirmed_group(group, covers, actor)
    first = signed_of_group(group, covers) if two else None
    if act == SIGN_SECOND and (first is None or first.answered_by_ref != actor.ref):
        raise refusal("outside-mandate", scope=MandateScope.FILE.label)
    if two and first is None:
        raise refusal("second-owed")
    return Signed(first, word)


def _subject_of(group_id: int) -> int:
    return GroupFiling.objects.values_list("subject_id", flat=True).filter(pk=group_id).first() or 0


def _file(case: Case, signed: Signed, *, act: str, actor: Actor, at: datetime) -> None:
    """One draft of the group, in a transaction of its own; what was changed meanwhile is not filed."""
    with acting(case_id=case.pk, act=act, actor=actor, at=at) as doing:
        drafting.refuse_unless_draft(doing.case)
        signed.refuse_changed(doing.case)
        intake.file_draft(replace(doing, act=FILE), first=signed.first, word=signed.word)


def _settle(group: GroupFiling, refused: dict[str, str], *, act: str, actor: Actor, at: datetime) -> None:
    """Keep why drafts were refused; a group without drafts is closed, unless somebody closed it meanwhile."""
    try:
        with sitting(group_id=group.pk, actor=actor, at=at, act=act) as held:
            open_now = {case.number for case in held.drafts}
            group.refused = {number: why for number, why in refused.items() if number in open_now}
            group.closed_at = None if held.drafts else at
            group.save(update_fields=["refused", "closed_at"])
            if not held.drafts:
                held.note("group.closed", left=[])
    except Refusal as closed:
        if closed.code != "group-closed":
            raise
