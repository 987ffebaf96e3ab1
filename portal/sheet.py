"""What is printed for the company's signature at the window: the answers and the papers, in the words of the law."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation

from cases.models import Case, Document, GroupFiling, GroupPaper
from cases.models.declaring import SHEET
from cases.services.declared import covers_of, digest_of, digest_of_group
from cases.services.grouping import drafts_of
from journal.days import instant_words
from journal.now import day_of
from notifications.letters.scan_sheet import APPLICATION, GROUP, OBJECTION, ScanSheet
from portal.answers import documents_of
from portal.filings import OBJECTION as AN_OBJECTION
from portal.filings import Filing
from portal.group_rows import papers_of
from records.models import CreditRecord
from records.selectors import platform_of

Part = tuple[str, tuple[tuple[str, str], ...]]


def sheet_of(filing: Filing, *, at: datetime) -> ScanSheet:
    """The sheet of a draft or a group as it stands; Chinese in every interface language, as all that is signed here."""
    with translation.override("zh-hans"):
        of = filing.of
        said = tuple(
            (part.title, tuple((str(row.key), str(row.value)) for row in part.rows))
            for part in filing.answers
        )
        return ScanSheet(
            title=_title(filing),
            number=filing.number,
            company=filing.subject.name,
            code=filing.subject.code,
            unit=platform_of(_record(of).jurisdiction, day_of(at)).name_zh,
            parts=_parts(of, said),
            mark=digest_of_group(covers_of(of)) if isinstance(of, GroupFiling) else digest_of(of),
            printed_at=instant_words(at),
        )


def _title(filing: Filing) -> str:
    if isinstance(filing.of, GroupFiling):
        return GROUP
    return OBJECTION if filing.what == AN_OBJECTION else APPLICATION


def _record(of: Case | GroupFiling) -> CreditRecord:
    """The record that tells the place; of a group the first one."""
    if isinstance(of, Case):
        return of.record
    return drafts_of(of).select_related("record")[0].record


def _parts(of: Case | GroupFiling, said: tuple[Part, ...]) -> tuple[Part, ...]:
    if isinstance(of, GroupFiling):
        return (*said, ("材料清单", _papers(papers_of(of))))
    about = (("决定书文号", of.record.decision_number), ("认定单位", of.record.department.name_zh))
    papers = [paper for paper in documents_of(of) if paper.material != SHEET]
    return (("所涉信息", about), *said, ("材料清单", _papers(papers)))


def _papers(papers: Iterable[Document | GroupPaper]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (f"{place}. {paper.title or paper.original_name}", f"SHA-256 {paper.sha256}")
        for place, paper in enumerate(papers, 1)
    )
