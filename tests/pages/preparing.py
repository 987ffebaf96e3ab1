"""What somebody of the town has begun before the walk, and the addresses that are asked for by a form."""

from __future__ import annotations

from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Case
from config.town import places
from records.models import Bar, CreditRecord, Subject


def begin(username: str, client: Client) -> None:
    """The owner begins an objection; the clerk serves the agent's first company."""
    if username == "clerk":
        client.post(reverse("portal:window"), {"code": first_company("agent").code})
    elif username == "owner":
        record = published().filter(subject=first_company("owner")).earliest("pk")
        client.post(reverse("portal:object"), {"record": record.pk})


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
    if username == "owner":
        drafts = Case.objects.filter(kind="objection", state="DRAFT", subject=first_company("owner"))
        return [reverse("portal:objection", args=[draft.number]) for draft in drafts]
    return []


def first_company(username: str) -> Subject:
    """The company somebody was first given power over."""
    return User.objects.get(username=username).mandates.earliest("pk").subject


def published() -> QuerySet[CreditRecord]:
    """Records that anybody may see."""
    return CreditRecord.objects.filter(listing__state="PUBLISHED").select_related("subject", "listing")
