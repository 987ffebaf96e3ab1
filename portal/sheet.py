"""What is printed for the company's signature at the window: the answers and the papers, in the words of the law."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation

from cases.models import Case
from cases.services.declared import digest_of
from journal.days import instant_words
from journal.now import day_of
from notifications.letters.scan_sheet import ScanSheet
from portal.answers import answers_of, documents_of
from records.selectors import platform_of


def sheet_of(case: Case, *, at: datetime) -> ScanSheet:
    """The sheet of a draft as it stands; Chinese in every interface language, as all that is signed here."""
    with translation.override("zh-hans"):
        parts = tuple(
            (part.title, tuple((str(row.key), str(row.value)) for row in part.rows))
            for part in answers_of(case)
        )
        record = case.record
        about = (
            ("决定书文号", record.decision_number),
            ("认定单位", record.department.name_zh),
        )
        papers = tuple(
            (f"{place}. {paper.title or paper.original_name}", f"SHA-256 {paper.sha256}")
            for place, paper in enumerate(documents_of(case), 1)
        )
        return ScanSheet(
            number=case.number,
            company=case.subject.name,
            code=case.subject.code,
            unit=platform_of(record.jurisdiction, day_of(at)).name_zh,
            parts=(("申请修复的信息", about), *parts, ("材料清单", papers)),
            mark=digest_of(case),
            printed_at=instant_words(at),
        )
