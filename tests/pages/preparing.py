"""What somebody of the town has begun before the walk, and the addresses that are asked for by a form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Min, QuerySet
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Case, Complaint
from cases.services.objection import drafting
from config.town import places
from config.town.people import acting
from journal.deliver import deliver_all
from journal.models import Delivery
from records.models import Bar, CreditRecord, Subject


def prepare(at: datetime) -> None:
    """What stands in the built town: the letters that wait are set, one of each kind, and a draft is begun."""
    _set_letters(at)
    owner = acting("owner", at)
    record = published().filter(subject=first_company("owner")).earliest("pk")
    drafting.draft(record_id=record.pk, actor=owner, at=at)


def _set_letters(at: datetime) -> None:
    """The worker sets the letters once the desk is open; the first one for each verb stands for all."""
    waiting = Delivery.objects.filter(done_at__isnull=True)
    verbs = waiting.values("handler", "entry__verb")
    for pk in list(verbs.annotate(first=Min("pk")).values_list("first", flat=True)):
        first = Delivery.objects.get(pk=pk)
        # a stream is heard in its order
        waiting.filter(handler=first.handler, stream=first.stream, pk__lte=pk).update(due_at=at)
    deliver_all(at=at)


def begin(username: str, client: Client) -> None:
    """The clerk serves the agent's first company."""
    if username == "clerk":
        client.post(reverse("portal:window"), {"code": first_company("agent").code})


def asked(username: str) -> list[str]:
    """What somebody's search fields and code fields lead to."""
    if username == "":
        return [
            f"{reverse('register:search')}?q={published().earliest('pk').subject.code}",
            f"{reverse('register:plan')}?code={published().earliest('pk').subject.code}",
            *(reverse("register:entry", args=[key]) for key in published().values_list("listing__key")[0]),
            *(reverse("register:bar", args=[bar.key]) for bar in Bar.objects.filter(published=True)[:1]),
        ]
    found = {
        "market": CreditRecord.objects.filter(department__code=places.MARKET),
        "roads": published().filter(department__code=places.ROADS),
    }
    if username in found:
        record = found[username].earliest("pk")
        return [
            f"{reverse('desk:records')}?q={record.decision_number}",
            reverse("desk:record", args=[record.pk]),
        ]
    if username == "agent":
        return list(_cases_of(username))
    if username == "owner":
        drafts = Case.objects.filter(kind="objection", state="DRAFT", subject=first_company("owner"))
        return [reverse("portal:objection", args=[draft.number]) for draft in drafts]
    return []


def _cases_of(username: str) -> Iterator[str]:
    """A case, draft or complaint of each kind and state of all the companies somebody acts for."""
    mine = User.objects.get(username=username).mandates.values("subject")
    seen = set[tuple[str, str]]()
    for case in Case.objects.filter(subject__in=mine).exclude(state="DISCARDED").order_by("pk"):
        if (case.kind, case.state) not in seen:
            seen.add((case.kind, case.state))
            draft = {"repair": "portal:filing", "objection": "portal:objection"}
            yield reverse(draft[case.kind] if case.state == "DRAFT" else "portal:case", args=[case.number])
    for complaint in Complaint.objects.filter(subject__in=mine).order_by("pk"):
        yield reverse("portal:complaint", args=[complaint.number])


def first_company(username: str) -> Subject:
    """The company somebody was first given power over."""
    return User.objects.get(username=username).mandates.earliest("pk").subject


def published() -> QuerySet[CreditRecord]:
    """Records that anybody may see."""
    return CreditRecord.objects.filter(listing__state="PUBLISHED").select_related("subject", "listing")
