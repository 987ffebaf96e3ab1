"""Every list page: its template, who looks at it where, and which rows make it longer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Mandate, Substitution, User
from cases.models import (
    Case,
    Commitment,
    Talk,
)
from clocks.models import Recount
from config.town import places
from delisting.models import CopyReport, MinutesRelease, Order
from notifications.models import CalendarFeed, Message
from records.models import (
    CreditRecord,
    Department,
    EnteredDocument,
    Listing,
    Measure,
    TalkEntry,
)
from rulebook.models import GazetteProposal, TextProposal
from tests.pages import lengthening
from tests.pages.finding import first_company, published
from tests.pages.lengthening import A_CASE, MANY
from tests.pages.multiplying import multiply
from workflows.models import SavedView

STREAM = "case:1"  # what the journal tells of one case


@dataclass(frozen=True)
class Listed:
    """A list page. `more` puts rows on it that were not there; `few` those it has before, where the town has none."""

    template: str
    person: str
    address: Callable[[], str]
    more: Callable[[], None]
    few: Callable[[], None] = lambda: None

    def __str__(self) -> str:
        return self.template.removesuffix(".html")


def _at(view: str, query: str = "") -> Callable[[], str]:
    return lambda: reverse(view) + query


def _one_company() -> str:
    return f"{reverse('desk:records')}?q={_first_record().subject.code}"


def _records_of_one_company() -> None:
    multiply(CreditRecord.objects.filter(pk=_first_record().pk), 25, along={Listing})


def _first_record() -> CreditRecord:
    return published().filter(department__code=places.STAFFED).earliest("pk")


def _commitment() -> Commitment:
    return Commitment.objects.filter(record__department__code=places.STAFFED).earliest("pk")


def _recount() -> Recount:
    return Recount.objects.filter(gazette__isnull=False).latest("pk")


LISTS = (
    Listed("portal/company.html", "owner", _at("portal:company"), lengthening.owners_records),
    Listed("portal/group_choose.html", "owner", _at("portal:group_choose"), lengthening.owners_records),
    Listed("portal/companies.html", "agent", _at("portal:company"), lengthening.agents),
    Listed("portal/complaints.html", "clerk", _at("portal:complaints"), lengthening.complaints),
    Listed(
        "portal/feeds.html", "owner", _at("portal:feeds"), lambda: multiply(CalendarFeed.objects.all(), MANY)
    ),
    Listed("portal/my_mandates.html", "agent", _at("portal:my_mandates"), lengthening.agents),
    Listed("desk/case_rows.html", "supervisor", _at("desk:worklist", "?tab=team"), lengthening.cases),
    Listed("desk/worklist.html", "supervisor", _at("desk:worklist", "?tab=done"), lengthening.cases),
    Listed("desk/overview_cases.html", "supervisor", lambda: "/desk/overview/week-1/", lengthening.cases),
    Listed("desk/redress_rows.html", "overseer", _at("desk:redress_due"), lengthening.redress),
    Listed(
        "desk/commitments.html",
        "supervisor",
        _at("desk:commitments"),
        lambda: multiply(Commitment.objects.all(), MANY, along={Case, *A_CASE}),
    ),
    Listed("desk/complaints.html", "overseer", _at("desk:complaints"), lengthening.complaints),
    Listed("desk/release_rows.html", "overseer", _at("desk:releases", "?tab=done"), lengthening.releases),
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
    Listed("desk/late_publication.html", "supervisor", _at("desk:late_publication"), lengthening.records),
    Listed("desk/posts.html", "security", _at("desk:posts"), lengthening.posts),
    Listed(
        "desk/departments.html",
        "system",
        _at("desk:departments"),
        lambda: multiply(Department.objects.all(), 2),
    ),
    Listed("desk/providers.html", "system", _at("desk:providers"), lengthening.providers),
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
    Listed("register/providers.html", "", _at("register:providers"), lengthening.providers),
    Listed(
        "register/statements.html",
        "",
        _at("register:statements"),
        lambda: multiply(EnteredDocument.objects.exclude(statement=""), MANY, along={CreditRecord, Listing}),
    ),
    Listed("portal/inbox.html", "owner", _at("portal:inbox"), lambda: lengthening.messages_of("owner")),
    Listed(
        "desk/overview.html", "supervisor", _at("desk:overview"), lambda: lengthening.units_of("supervisor")
    ),
    Listed("desk/overdue.html", "overseer", _at("desk:overdue"), lengthening.overdue),
    Listed("desk/time.html", "overseer", _at("desk:time"), lengthening.closed_by_many_units),
    Listed(
        "desk/complaint_figures.html",
        "overseer",
        _at("desk:complaint_figures"),
        lengthening.complained_of_many_units,
    ),
    Listed("desk/rectification_many.html", "roads", _at("desk:order_many"), lengthening.ordered),
    Listed("desk/records.html", "reviewer", _one_company, _records_of_one_company),
    Listed(
        "desk/records.html",
        "roads",
        _one_company,
        _records_of_one_company,
        few=lambda: lengthening.hand_over(places.STAFFED, places.ROADS),
    ),
    Listed(
        "desk/classes.html",
        "reviewer",
        _at("desk:classes"),
        lengthening.many_open_classes,
        few=lengthening.open_class,
    ),
    Listed(
        "desk/agents.html",
        "supervisor",
        _at("desk:agents"),
        lambda: lengthening.busy_agents(lengthening.FULL),
        few=lambda: lengthening.busy_agents(1),
    ),
    Listed(
        "desk/journal.html",
        "audit",
        _at("desk:journal", f"?stream={STREAM}"),
        lambda: lengthening.entries(STREAM),
    ),
    Listed("register/performance.html", "", _at("register:performance"), lengthening.decided_by_many_units),
    Listed(
        "desk/talks.html",
        "roads",
        _at("desk:talks", "?tab=set"),
        lambda: multiply(Talk.objects.all(), MANY, along={Case, *A_CASE}),
    ),
    Listed(
        "desk/talks.html",
        "roads",
        _at("desk:talks", "?tab=owed"),
        lambda: multiply(Case.objects.filter(state="TALK_DUE"), MANY, along=A_CASE),
    ),
    Listed(
        "desk/calendars.html", "system", _at("desk:calendars"), lambda: lengthening.rejected(GazetteProposal)
    ),
    Listed(
        "desk/editions.html",
        "system",
        _at("desk:editions"),
        lambda: lengthening.rejected(TextProposal),
        few=lambda: lengthening.rejected(TextProposal, 1),
    ),
    Listed(
        "desk/texts_proposal.html",
        "deputy",
        lambda: reverse("desk:text_proposal", args=[TextProposal.objects.latest("pk").pk]),
        lengthening.many_changes,
        few=lengthening.one_change,
    ),
    Listed(
        "desk/record.html",
        "reviewer",
        lambda: reverse("desk:record", args=[_first_record().pk]),
        lambda: lengthening.documents_of(_first_record()),
        few=lambda: lengthening.documents_of(_first_record(), 1),
    ),
    Listed(
        "portal/mandates.html",
        "owner",
        _at("portal:mandates"),
        lambda: multiply(Mandate.objects.filter(subject=first_company("owner")), MANY, along={User}),
    ),
    Listed(
        "register/search.html",
        "",
        lambda: f"{reverse('register:search')}?q={_first_record().subject.code}",
        _records_of_one_company,
    ),
    Listed(
        "register/plan.html",
        "",
        lambda: f"{reverse('register:plan')}?code={_first_record().subject.code}",
        _records_of_one_company,
    ),
    Listed(
        "desk/commitment.html",
        "supervisor",
        lambda: reverse("desk:commitment", args=[_commitment().pk]),
        lambda: lengthening.looks_at(_commitment()),
        few=lambda: lengthening.looks_at(_commitment(), 1),
    ),
    Listed(
        "desk/calendars_released.html",
        "system",
        lambda: reverse("desk:calendar_released", args=[_recount().gazette_id]),
        lambda: lengthening.moved_terms(_recount()),
        few=lambda: lengthening.moved_terms(_recount(), 2),
    ),
    Listed(
        "usersessions/usersession_list.html",
        "owner",
        _at("usersessions_list"),
        lambda: lengthening.browsers_of("owner"),
        few=lambda: lengthening.browsers_of("owner", 1),
    ),
)
