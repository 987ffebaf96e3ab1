"""Filings of the demo town that wait for somebody: two people of a company, the company at the window, a group."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.roles import MandateScope
from accounts.services import offers
from cases.services import confirming, group_filing, grouping, second_signature
from cases.services.owed import materials_owed
from config.town import people
from config.town.cases import EVIDENCE, prepare
from journal.now import day_of
from records.models import CreditRecord, Subject
from rulebook.editions_in_use import editions_in_use

COMPANIES = 3
CONTACT = {"contact_name": "王某某", "contact_phone": "0632-3300102"}
UNTIL = timedelta(days=365)


def tell_filings(*, at: datetime) -> int:
    """Tell each on a company that nobody has an account of yet; returns how many were told."""
    moment = at - timedelta(days=1)
    companies = _companies(moment)
    if len(companies) < COMPANIES:
        return 0
    first, second, third = companies
    _group(first, moment)
    _second_signature(second, moment)
    _at_the_window(third, at - timedelta(minutes=10))
    return COMPANIES


def _companies(at: datetime) -> list[Subject]:
    """Companies without any mandate that have two records which can be repaired today."""
    found = [
        company
        for company in Subject.objects.filter(mandates__isnull=True, ceased_on__isnull=True).order_by("pk")
        if len(_ready(company, at)) > 1
    ]
    return found[:COMPANIES]


def _ready(company: Subject, at: datetime) -> list[CreditRecord]:
    on = day_of(at)
    ready = company.records.filter(
        listing__state="PUBLISHED",
        listing__earliest_filing_on__lte=on,
        listing__lapses_on__gt=on + timedelta(days=30),
        class_status="decided",
        cases__isnull=True,
        site="",
    )
    return list(ready.select_related("subject", "department").order_by("pk"))


def _group(company: Subject, at: datetime) -> None:
    """The agent, who owns this account, has put two records together; contact and papers are there, not signed."""
    people.bind("agent", company, at=at)
    agent = people.acting("agent", at)
    records = _ready(company, at)[:2]
    group, _refused = grouping.choose(
        subject_id=company.pk, record_ids=[record.pk for record in records], actor=agent, at=at
    )
    grouping.save_contact(group_id=group.pk, actor=agent, at=at, **CONTACT)
    draft = grouping.drafts_of(group).earliest("pk")
    owed = materials_owed(editions_in_use().by_key(draft.edition_key), records[0].class_name)
    material = next((paper.id for paper in owed if paper.way != "commitment"), None)
    if material is not None:
        upload = SimpleUploadedFile("payment.pdf", (EVIDENCE / "payment.pdf").read_bytes())
        group_filing.add_paper(
            group_id=group.pk, material=material, title="非税收入缴款凭证", upload=upload, actor=agent, at=at
        )


def _second_signature(company: Subject, at: datetime) -> None:
    """The agent declared for its company; a second person of it has not signed yet."""
    people.bind("agent", company, at=at)
    agent = people.acting("agent", at)
    second_signature.choose_two(subject_id=company.pk, two=True, actor=agent, at=at)
    made = offers.offer(
        address="second",
        subject_id=company.pk,
        until=day_of(at + UNTIL),
        scopes=tuple(MandateScope),
        actor=agent,
        at=at,
    )
    offers.accept(offer_id=made.pk, actor=people.acting("second", at), at=at)
    case = prepare(_ready(company, at)[0], agent, at)
    second_signature.declare(case_id=case.pk, actor=agent, at=at)


def _at_the_window(company: Subject, at: datetime) -> None:
    """The clerk has filled in everything for a company that stands at the counter, and asks for its word."""
    people.bind("agent", company, at=at)
    clerk = people.acting("clerk", at).serving(company.pk)
    case = prepare(_ready(company, at)[0], clerk, at)
    confirming.ask(case_id=case.pk, actor=clerk, at=at)
