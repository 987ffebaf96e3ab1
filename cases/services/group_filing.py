"""What a group does with all its drafts at once: add and take out common papers, declare, file row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from accounts.actors import Actor
from cases.models import Case, GroupFiling, GroupPaper
from cases.refusals import refusal
from cases.services import drafting, intake
from cases.services.documents import OTHER, is_of_officers
from cases.services.group_papers import lay_in_draft, stored_paper, take_from_draft
from cases.services.grouping import drafts_of, sitting
from cases.services.preflight import Gap, gaps_of_each
from journal.now import day_of
from journal.refusals import Refusal
from rulebook.in_force import shipped_editions

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
    editions = [shipped_editions().by_key(key) for key in {case.edition_key for case in drafts}]
    return {paper.id for edition in editions for paper in edition.materials}


def remove_paper(*, paper_id: int, group_id: int, actor: Actor, at: datetime) -> None:
    """Take a common paper out of the group and out of each of its drafts."""
    with sitting(group_id=group_id, actor=actor, at=at) as held:
        paper = GroupPaper.objects.filter(pk=paper_id, group=held.group, removed_at__isnull=True).first()
        if paper is None:
            raise refusal("no-document")
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
    closes when its last draft is filed.
    """
    with sitting(group_id=group_id, actor=actor, at=at) as held:
        group = held.group
        group.declared_at, group.declared_by_ref = at, actor.ref
        group.save(update_fields=["declared_at", "declared_by_ref"])
        held.note("group.declared", cases=[case.number for case in held.drafts])
    ready = [row.case for row in rows_of(group, on=day_of(at)) if row.is_ready]
    refused: dict[str, str] = {}
    for case in ready[:AT_ONCE]:
        try:
            intake.file(case_id=case.pk, actor=actor, at=at)
        except Refusal as why:
            refused[case.number] = str(why)
    _settle(group, refused, actor=actor, at=at)
    return group, len(ready[AT_ONCE:])


def _settle(group: GroupFiling, refused: dict[str, str], *, actor: Actor, at: datetime) -> None:
    """Keep why drafts were refused; a group without drafts is closed, unless somebody closed it meanwhile."""
    try:
        with sitting(group_id=group.pk, actor=actor, at=at) as held:
            open_now = {case.number for case in held.drafts}
            group.refused = {number: why for number, why in refused.items() if number in open_now}
            group.closed_at = None if held.drafts else at
            group.save(update_fields=["refused", "closed_at"])
            if not held.drafts:
                held.note("group.closed", left=[])
    except Refusal as closed:
        if closed.code != "group-closed":
            raise
