"""Addresses that are asked for by a form, come by a message, or are another company's, whoever walks there."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from cases.models import Case, Complaint, GroupFiling, SecondSignature, SubjectConfirmation
from config.town import places
from records.models import Bar, CreditRecord, Subject

DRAFTS = {"repair": "portal:filing", "objection": "portal:objection"}


def asked(username: str) -> list[str]:
    """What somebody's search fields, code fields and messages lead to."""
    found = {
        "": _of_everybody,
        "agent": _of_the_agent,
        "owner": _of_the_owner,
        "second": _of_the_second,
        "counter": _at_the_counter,
    }
    if username in found:
        return list(found[username]())
    records = {
        "market": CreditRecord.objects.filter(department__code=places.MARKET),
        "roads": published().filter(department__code=places.ROADS),
    }
    if username not in records:
        return []
    owing = records[username].filter(entered_documents__statement="", entered_documents__kind="annulled")
    record = owing.order_by("pk").first() or records[username].earliest("pk")
    number = f"{reverse('desk:records')}?q={record.decision_number}"
    return [number, reverse("desk:record", args=[record.pk])]


def _of_everybody() -> Iterator[str]:
    record = published().earliest("pk")
    yield f"{reverse('register:search')}?q={record.subject.code}"
    yield f"{reverse('register:plan')}?code={record.subject.code}"
    yield reverse("register:entry", args=[record.listing.key])
    for bar in Bar.objects.filter(published=True)[:1]:
        yield f"{reverse('register:search')}?q={bar.subject.code}"
        yield reverse("register:bar", args=[bar.key])


def _of_the_agent() -> Iterator[str]:
    """A case, draft or complaint of each kind and state of all the agent's companies, and what waits there."""
    mine = User.objects.get(username="agent").mandates.values("subject")
    seen = set[tuple[str, str]]()
    for case in Case.objects.filter(subject__in=mine).exclude(state="DISCARDED").order_by("pk"):
        if (case.kind, case.state) not in seen:
            seen.add((case.kind, case.state))
            view = DRAFTS[case.kind] if case.state == "DRAFT" else "portal:case"
            yield reverse(view, args=[case.number])
    for case in Case.objects.filter(subject__in=mine, holds__cause="succession", holds__to_at__isnull=True):
        yield reverse("portal:renew_commitment", args=[case.number])
    for complaint in Complaint.objects.filter(subject__in=mine).order_by("pk"):
        yield reverse("portal:complaint", args=[complaint.number])
    for group in GroupFiling.objects.filter(subject__in=mine, closed_at__isnull=True):
        yield reverse("portal:group", args=[group.number])
    for draft in _second_owed():
        yield reverse("portal:filing", args=[draft.number])
        yield f"{reverse('portal:mandates')}?code={draft.subject.code}"
    for draft in word_owed():
        yield reverse("portal:confirm", args=[draft.number])
    yield reverse("mfa_activate_totp")


def _of_the_owner() -> Iterator[str]:
    for draft in Case.objects.filter(kind="objection", state="DRAFT", subject=first_company("owner")):
        yield reverse("portal:objection", args=[draft.number])


def _of_the_second() -> Iterator[str]:
    for draft in _second_owed():
        yield reverse("portal:second", args=[draft.number])


def _at_the_counter() -> Iterator[str]:
    for draft in word_owed():
        yield reverse("portal:filing", args=[draft.number])
        yield reverse("portal:confirm", args=[draft.number])


def _second_owed() -> QuerySet[Case]:
    waiting = SecondSignature.objects.filter(outcome="", case__isnull=False)
    return Case.objects.filter(pk__in=waiting.values("case"))


def word_owed() -> QuerySet[Case]:
    """Drafts of which a company was asked at the window for its word."""
    waiting = SubjectConfirmation.objects.filter(confirmed_at__isnull=True, case__isnull=False)
    return Case.objects.filter(pk__in=waiting.values("case"))


def first_company(username: str) -> Subject:
    """The company somebody was first given power over."""
    return User.objects.get(username=username).mandates.earliest("pk").subject


def published() -> QuerySet[CreditRecord]:
    """Records that anybody may see."""
    return CreditRecord.objects.filter(listing__state="PUBLISHED").select_related("subject", "listing")
