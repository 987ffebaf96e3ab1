"""Every list page: its template, who looks at it where, and which rows make it longer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Mandate, Post, Substitution, User
from cases.models import (
    Application,
    Case,
    CaseOutcome,
    Commitment,
    Complaint,
    ObjectionFiling,
    RectificationOrder,
    RedressItem,
)
from delisting.models import CopyReport, MinutesRelease, Order, Release
from notifications.models import CalendarFeed, Message
from records.models import (
    CreditRecord,
    Department,
    EnteredDocument,
    Listing,
    Measure,
    Provider,
    Subject,
    TalkEntry,
)
from tests.pages.finding import first_company, published
from tests.pages.multiplying import multiply
from workflows.models import SavedView

MANY = 8  # more of each row
A_CASE = {Application, CreditRecord, Listing, ObjectionFiling, RectificationOrder, CaseOutcome}


@dataclass(frozen=True)
class Listed:
    """A list page. `more` puts rows on it that were not there."""

    template: str
    person: str
    address: Callable[[], str]
    more: Callable[[], None]

    def __str__(self) -> str:
        return self.template.removesuffix(".html")


def _at(view: str, query: str = "") -> Callable[[], str]:
    return lambda: reverse(view) + query


def _records() -> None:
    multiply(CreditRecord.objects.filter(pk__in=published().values("pk")[:40]), 1, along={Listing})


def _owners_records() -> None:
    multiply(CreditRecord.objects.filter(subject=first_company("owner"), cases=None), MANY, along={Listing})


def _cases() -> None:
    multiply(Case.objects.exclude(state="DRAFT"), 2, along=A_CASE)


def _redress() -> None:
    multiply(RedressItem.objects.all(), MANY, along={Case, *A_CASE})


def _complaints() -> None:
    multiply(Complaint.objects.all(), MANY)


def _releases() -> None:
    multiply(Release.objects.all(), 1, along={Order, CreditRecord, Listing})


def _posts() -> None:
    multiply(Post.objects.all(), 2, along={User})


def _agents() -> None:
    for mandate in Mandate.objects.filter(user__username="agent")[:2]:
        multiply(Mandate.objects.filter(pk=mandate.pk), 60, along={Subject})
    multiply(Mandate.objects.filter(user__username="agent"), 1, along={User})


def _providers() -> None:
    multiply(Provider.objects.filter(to_on__isnull=True), MANY)


LISTS = (
    Listed("portal/company.html", "owner", _at("portal:company"), _owners_records),
    Listed("portal/group_choose.html", "owner", _at("portal:group_choose"), _owners_records),
    Listed("portal/companies.html", "agent", _at("portal:company"), _agents),
    Listed("portal/complaints.html", "clerk", _at("portal:complaints"), _complaints),
    Listed(
        "portal/feeds.html", "owner", _at("portal:feeds"), lambda: multiply(CalendarFeed.objects.all(), MANY)
    ),
    Listed("portal/my_mandates.html", "agent", _at("portal:my_mandates"), _agents),
    Listed("desk/case_rows.html", "supervisor", _at("desk:worklist", "?tab=team"), _cases),
    Listed("desk/worklist.html", "supervisor", _at("desk:worklist", "?tab=done"), _cases),
    Listed("desk/overview_cases.html", "supervisor", lambda: "/desk/overview/week-1/", _cases),
    Listed("desk/redress_rows.html", "overseer", _at("desk:redress_due"), _redress),
    Listed(
        "desk/commitments.html",
        "supervisor",
        _at("desk:commitments"),
        lambda: multiply(Commitment.objects.all(), MANY, along={Case, *A_CASE}),
    ),
    Listed("desk/complaints.html", "overseer", _at("desk:complaints"), _complaints),
    Listed("desk/release_rows.html", "overseer", _at("desk:releases", "?tab=done"), _releases),
    Listed(
        "desk/copy_reports.html",
        "overseer",
        _at("desk:releases"),
        lambda: multiply(CopyReport.objects.all(), MANY, along={Order, CreditRecord, Listing}),
    ),
    Listed(
        "desk/minutes_rows.html",
        "sharing",
        _at("desk:releases"),
        lambda: multiply(MinutesRelease.objects.all(), MANY, along={TalkEntry}),
    ),
    Listed("desk/late_publication.html", "supervisor", _at("desk:late_publication"), _records),
    Listed("desk/posts.html", "security", _at("desk:posts"), _posts),
    Listed(
        "desk/departments.html",
        "system",
        _at("desk:departments"),
        lambda: multiply(Department.objects.all(), 2),
    ),
    Listed("desk/providers.html", "system", _at("desk:providers"), _providers),
    Listed(
        "desk/measures.html",
        "system",
        _at("desk:measures"),
        lambda: multiply(Measure.objects.all(), MANY, along={CreditRecord, Listing}),
    ),
    Listed(
        "desk/messages.html",
        "supervisor",
        _at("desk:messages"),
        lambda: multiply(Message.objects.exclude(last_error=""), MANY),
    ),
    Listed(
        "desk/views.html",
        "supervisor",
        _at("desk:views"),
        lambda: multiply(SavedView.objects.all(), MANY),
    ),
    Listed(
        "desk/substitutions.html",
        "roads",
        _at("desk:substitutions"),
        lambda: multiply(Substitution.objects.all(), MANY),
    ),
    Listed("register/providers.html", "", _at("register:providers"), _providers),
    Listed(
        "register/statements.html",
        "",
        _at("register:statements"),
        lambda: multiply(EnteredDocument.objects.exclude(statement=""), MANY, along={CreditRecord, Listing}),
    ),
)
