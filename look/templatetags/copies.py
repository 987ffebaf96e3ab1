"""What the company reported of copies that are still online, shown beside the ledger of its case."""

from __future__ import annotations

from typing import Any

from django import template

from cases.models import Case
from delisting.copies import removing_order, reports_of
from delisting.models import CopyReport, CopyReportState
from look.names import name_of
from look.parts import Tone

register = template.Library()


@register.inclusion_tag("components/copies_online.html")
def copies_online(case: Case) -> dict[str, Any]:
    """The reports with their answers, and the way to a new one while copies must be away."""
    return {
        "case": case,
        "rows": tuple((report, place_of(report), tone_of(report)) for report in reports_of(case.record_id)),
        "may_report": removing_order(case.record_id) is not None,
    }


@register.filter
def place_of(report: CopyReport) -> str:
    """The place of a report in the reader's language; the company's own words for an unknown one."""
    return report.place if report.release is None else name_of(report.release.holder)


def tone_of(report: CopyReport) -> Tone:
    return "accent" if report.state == CopyReportState.OPEN else "good"
