"""How often a providing unit may be asked, and how often it was."""

from __future__ import annotations

from cases.models import Case
from cases.models.objection import InquiryEnd
from rulebook.editions_in_use import editions_in_use


def inquiries_sent(case: Case) -> int:
    """How many inquiries went out; one that followed its addressee to a successor is not counted twice."""
    return case.inquiries.exclude(closed=InquiryEnd.READDRESSED).count()


def inquiries_allowed(case: Case) -> int:
    """How many inquiries the text of the case allows."""
    return editions_in_use().by_key(case.edition_key).objection.inquiries.count


def inquiries_spent(case: Case) -> bool:
    """Whether the text of the case allows no further inquiry."""
    return inquiries_sent(case) >= inquiries_allowed(case)


def reminders_allowed(case: Case) -> int:
    """How often a providing unit is reminded of one inquiry under the text of the case."""
    return editions_in_use().by_key(case.edition_key).objection.reminders.count
