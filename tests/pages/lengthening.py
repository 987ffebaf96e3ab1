"""Rows that make a page longer which copies alone do not: of many units, many senders, many agents, many entries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Max, Min

from accounts.models import Mandate, Post, User
from accounts.roles import MandateKind
from cases.models import Application, Case, CaseOutcome, Complaint, ObjectionFiling, RedressItem
from cases.states import RUNNING_STATES, CaseKind
from clocks.models import Deadline, Standing
from config.town import places
from delisting.models import MinutesRelease, MinutesState, Order, Release, ReleaseState
from journal.models import Entry
from journal.now import day_of, now
from notifications.models import Channel, Message
from records.models import CreditRecord, Department, EnteredDocument, Listing, Subject, TalkEntry
from records.models.credit_record import ClassStatus
from rulebook.models import GazetteProposal, ProposalState, TextProposal
from tests.pages.finding import published
from tests.pages.multiplying import multiply
from workflows.models import ReplayedChange, TextReplay

FULL = 25  # rows on a page that is full
MANY = 8
COMPANIES = 50  # from so many on an agent is shown to supervisors
A_RECORD = {CreditRecord, Listing}


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
