"""Rows that make a page longer which copies alone do not: of many units, many senders, many agents, many entries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.db.models import Max, Min
from django.test import Client

from accounts.models import Mandate, Post, User
from accounts.roles import MandateKind
from cases.models import (
    Application,
    Case,
    CaseOutcome,
    Commitment,
    CommitmentCheck,
    Complaint,
    Document,
    ObjectionFiling,
    RectificationOrder,
    RedressItem,
)
from cases.models.commitment import CheckFinding
from cases.states import RUNNING_STATES, CaseKind
from clocks.models import Deadline, Recount, RecountedTerm, Standing
from config.town import places
from delisting.models import MinutesRelease, MinutesState, Order, Release, ReleaseState
from journal.models import Entry
from journal.now import day_of, now
from notifications.models import Channel, Message
from records.models import CreditRecord, Department, EnteredDocument, Listing, Provider, Subject, TalkEntry
from records.models.credit_record import ClassStatus
from rulebook.models import GazetteProposal, ProposalState, TextProposal
from tests.pages.finding import first_company, published
from tests.pages.multiplying import multiply
from workflows.models import ReplayedChange, TextReplay

FULL = 25  # rows on a page that is full
MANY = 8
COMPANIES = 50  # from so many on an agent is shown to supervisors
A_RECORD = {CreditRecord, Listing}
A_CASE = {Application, CreditRecord, Listing, ObjectionFiling, RectificationOrder, CaseOutcome}


def records() -> None:
    multiply(CreditRecord.objects.filter(pk__in=published().values("pk")[:40]), 1, along={Listing})


def owners_records() -> None:
    multiply(CreditRecord.objects.filter(subject=first_company("owner"), cases=None), MANY, along={Listing})


def cases() -> None:
    multiply(Case.objects.exclude(state="DRAFT"), 2, along=A_CASE)


def redress() -> None:
    multiply(RedressItem.objects.all(), MANY, along={Case, *A_CASE})


def complaints() -> None:
    multiply(Complaint.objects.all(), MANY)


def releases() -> None:
    multiply(Release.objects.all(), 1, along={Order, CreditRecord, Listing})


def posts() -> None:
    multiply(Post.objects.all(), 2, along={User})


def agents() -> None:
    for mandate in Mandate.objects.filter(user__username="agent")[:2]:
        multiply(Mandate.objects.filter(pk=mandate.pk), 60, along={Subject})
    multiply(Mandate.objects.filter(user__username="agent"), 1, along={User})


def providers() -> None:
    multiply(Provider.objects.filter(to_on__isnull=True), MANY)


def ordered() -> None:
    multiply(CreditRecord.objects.filter(department__code=places.ROADS), 1, along={Listing})


def messages_of(username: str) -> None:
    """A message of each kind that anybody of the town was sent."""
    person = User.objects.get(username=username)
    kinds = Message.objects.filter(channel=Channel.INBOX).values("template").annotate(last=Max("pk"))
    before = set(Message.objects.values_list("pk", flat=True))
    multiply(Message.objects.filter(pk__in=kinds.values("last")), 2)
    Message.objects.exclude(pk__in=before).update(user=person)


def units_of(username: str) -> None:
    """Posts in more units, each with cases of its own."""
    multiply(Post.objects.filter(user__username=username), MANY, along={Department})
    units = Post.objects.filter(user__username=username).values("department")
    cases = Case.objects.exclude(state="DRAFT").filter(handling_department__in=units)
    for unit in Department.objects.filter(pk__in=units):
        multiply(cases.order_by("pk")[:2], 1, along={Application, *A_RECORD})
        latest = Case.objects.latest("pk")
        Case.objects.filter(pk=latest.pk).update(handling_department=unit)


def overdue() -> None:
    """Running cases, redress, holders and minutes whose terms ran out, all seen to by the platform."""
    platform = places.department(places.PLATFORM)
    running = Case.objects.filter(state__in=RUNNING_STATES)
    running.update(handling_department=platform, next_due_at=now() - timedelta(days=1))
    multiply(RedressItem.objects.all(), MANY, along={Case, Application, ObjectionFiling, *A_RECORD})
    RedressItem.objects.update(done_at=None, confirmed_at=None)
    Case.objects.filter(redress__isnull=False).update(handling_department=platform)
    _run_out(RedressItem.objects.all())
    multiply(Release.objects.filter(state=ReleaseState.PENDING), MANY, along={Order, *A_RECORD})
    Release.objects.filter(state=ReleaseState.PENDING).update(stalled=True)
    multiply(MinutesRelease.objects.all(), MANY, along={TalkEntry})
    MinutesRelease.objects.update(state=MinutesState.SENT, stalled=True)


def _run_out(items: Iterable[RedressItem]) -> None:
    terms = Deadline.objects.filter(owner_kind="redress", goal="law")
    known, one = set(terms.values_list("owner_id", flat=True)), terms.earliest("pk")
    for item in items:
        if item.pk not in known:
            one.pk, one.owner_id = None, item.pk
            one.save(force_insert=True)
    terms.update(standing=Standing.BREACHED, stopped_at=None)


def closed_by_many_units() -> None:
    """A closed repair in each of many units, with the entries that tell its course."""
    case = Case.objects.filter(kind=CaseKind.REPAIR, figures__isnull=False).earliest("pk")
    before = set(Case.objects.values_list("pk", flat=True))
    multiply(Case.objects.filter(pk=case.pk), FULL, along={Department, Application, *A_RECORD})
    told = list(Entry.objects.filter(stream=case.stream).order_by("seq"))
    Entry.objects.bulk_create(
        Entry(
            stream=one.stream,
            seq=entry.seq,
            at=entry.at,
            actor_ref=entry.actor_ref,
            verb=entry.verb,
            payload=entry.payload,
        )
        for one in Case.objects.exclude(pk__in=before)
        for entry in told
    )


def complained_of_many_units() -> None:
    multiply(Complaint.objects.all(), FULL // 5, along={Department})


def open_class() -> None:
    """One record of agriculture whose class is open."""
    record = published().filter(department__code=places.STAFFED).earliest("pk")
    CreditRecord.objects.filter(pk=record.pk).update(class_status=ClassStatus.PROVISIONAL)


def many_open_classes() -> None:
    open_now = published().filter(department__code=places.STAFFED, class_status=ClassStatus.PROVISIONAL)
    multiply(open_now[:1], FULL, along={Listing})


def decided_by_many_units() -> None:
    """Decided cases of the quarter in many units."""
    outcomes = CaseOutcome.objects.filter(filed_on__year=2026)
    multiply(outcomes.order_by("pk")[:FULL], 1, along={Department, Case, Application, *A_RECORD})


def busy_agents(agents: int) -> None:
    """Agents with so many companies that a supervisor is shown them."""
    since = day_of(now()) - timedelta(days=90)
    companies = list(Subject.objects.order_by("pk")[:COMPANIES])
    for place in range(agents):
        person = User.objects.create(username=f"busy-{agents}-{place}", full_name="王某某")
        Mandate.objects.bulk_create(
            Mandate(user=person, subject=one, kind=MandateKind.AGENT, from_on=since) for one in companies
        )


def entries(stream: str) -> None:
    """Entries of one stream, each by somebody else."""
    first = Entry.objects.filter(stream=stream).aggregate(Min("pk"))["pk__min"]
    last = Entry.objects.filter(stream=stream).aggregate(Max("seq"))["seq__max"]
    for place, person in enumerate(User.objects.order_by("pk")[:FULL], start=1):
        entry = Entry.objects.get(pk=first)
        entry.pk, entry.seq, entry.actor_ref = None, last + place, f"user:{person.pk}"
        entry.save(force_insert=True)


def rejected(proposals: type[GazetteProposal | TextProposal], times: int = FULL - 5) -> None:
    """Proposals that were turned down, each by somebody else."""
    for person in User.objects.order_by("pk")[:times]:
        one = proposals.objects.earliest("pk")
        one.pk, one.released = None, None
        one.state, one.reason = ProposalState.REJECTED, "与文本不符。"
        one.proposed_by, one.decided_by = f"user:{person.pk}", f"user:{person.pk + 1}"
        one.decided_at = now()
        one.save(force_insert=True)


def documents_of(record: CreditRecord, times: int = FULL) -> None:
    """Papers on a record, each entered by somebody else."""
    before = set(EnteredDocument.objects.values_list("pk", flat=True))
    multiply(EnteredDocument.objects.order_by("pk")[:1], times)
    people = User.objects.order_by("pk")
    for document, person in zip(EnteredDocument.objects.exclude(pk__in=before), people, strict=False):
        document.record, document.entered_by_ref = record, f"user:{person.pk}"
        document.save()


def one_change() -> None:
    """Of all that a proposed text would change, one thing."""
    ReplayedChange.objects.exclude(pk=ReplayedChange.objects.earliest("pk").pk).delete()


def many_changes() -> None:
    multiply(ReplayedChange.objects.all(), FULL - 1)
    replay = TextReplay.objects.get()
    units = Department.objects.order_by("pk")
    replay.found = {str(unit.pk): {"edition": 1} for unit in units}
    replay.save()


def looks_at(commitment: Commitment, times: int = FULL) -> None:
    """Looks at one commitment, each by somebody else with a proof."""
    proof = Document.objects.earliest("pk")
    for person in User.objects.order_by("pk")[:times]:
        CommitmentCheck.objects.create(
            commitment=commitment,
            on=day_of(now()),
            at=now(),
            by_ref=f"user:{person.pk}",
            finding=CheckFinding.KEPT,
            note="已现场核查。",
            proof=proof,
        )


def moved_terms(run: Recount, times: int = FULL) -> None:
    """Terms of cases that a calendar moved."""
    Recount.objects.filter(pk=run.pk).update(ended_at=now())
    on = day_of(now())
    terms = Deadline.objects.exclude(recounted__recount=run).order_by("pk")[:times]
    RecountedTerm.objects.bulk_create(
        RecountedTerm(recount=run, deadline=term, from_on=on, to_on=on, counted_on=on, firm=False)
        for term in terms
    )


def browsers_of(username: str, times: int = FULL) -> None:
    """Browsers in which somebody is signed in."""
    person = User.objects.get(username=username)
    for place in range(times):
        browser = Client()
        browser.force_login(person)
        key = browser.session.session_key
        UserSession.objects.create(
            user=person, ip="192.0.2.1", session_key=key, user_agent=f"Browser {place}"
        )


def hand_over(unit: str, successor: str) -> None:
    """A unit has ended and another one has its duties."""
    heir = places.department(successor)
    Department.objects.filter(code=unit).update(valid_to=day_of(now()), successor=heir)
