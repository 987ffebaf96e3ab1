"""The answers of a group filing: what was asked once, then each record; to be read before it is confirmed or signed."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cases.labels import WAYS
from cases.models import Case, GroupFiling
from cases.services.documents import is_of_officers
from cases.services.group_filing import Row
from cases.ways import WAY_FIELDS
from journal.days import day_words, instant_words
from look.parts import SummaryRow
from look.steps import facts_words
from portal.answers import Answers
from portal.group_rows import papers_of


def answers_of_group(group: GroupFiling, rows: Sequence[Row]) -> tuple[Answers, ...]:
    """One part for all records, one for each; as many statements for many records as for one."""
    return (_of_all(group), *(_of_record(row) for row in rows))


def _of_all(group: GroupFiling) -> Answers:
    signed = _("Not signed")
    if group.commitment_signed_at is not None:
        signed = f"{group.commitment_signed_by} · {instant_words(group.commitment_signed_at)}"
    papers = [paper.title or paper.original_name for paper in papers_of(group)]
    return Answers(
        "all",
        _("For all records"),
        (
            SummaryRow(_("Contact person"), group.contact_name or _("Not given")),
            SummaryRow(_("Telephone of the contact person"), group.contact_phone or _("Not given")),
            SummaryRow(_("Credit commitment"), signed),
            SummaryRow(_("Papers for all records"), _(", ").join(papers) or _("None")),
        ),
    )


def _of_record(row: Row) -> Answers:
    case = row.case
    form = case.application
    papers = [
        paper.title or paper.original_name
        for paper in case.documents.all()
        if paper.removed_at is None and not is_of_officers(paper.material)
    ]
    return Answers(
        case.number,
        case.record.decision_number or case.number,
        (
            SummaryRow(_("State"), _("Complete") if row.is_ready else _("Incomplete: will not be filed")),
            SummaryRow(
                _("Duties performed on"),
                day_words(form.performed_on) if form.performed_on else _("Not given"),
            ),
            SummaryRow(_("How they were performed"), form.performance or _("Not given")),
            *((SummaryRow(_("Anything else"), form.reason),) if form.reason else ()),
            *_steps(case),
            SummaryRow(_("Papers"), _(", ").join(papers) or _("None")),
        ),
    )


def _steps(case: Case) -> tuple[SummaryRow, ...]:
    return tuple(
        SummaryRow(str(WAYS.get(step.way, step.way)), facts_words(step))
        for step in case.steps.all()
        if step.facts and step.way in WAY_FIELDS
    )
