"""A walk at random over everything that covers a record or ends it: what is shown follows from what stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from journal.now import SHANGHAI
from journal.refusals import Refusal
from journal.verify import findings
from records.models import CreditRecord, Listing
from records.models.entered import DocumentKind
from records.models.listing import ListingState
from records.models.measure import MeasureState
from records.services import listing, objections
from records.services.court import enter_court_document
from records.services.insolvency import enter_insolvency_ruling
from records.services.papers import Paper
from tests.factories.records import make_measure, make_record

pytestmark = pytest.mark.django_db

BEGIN = datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)
ACTS = (
    *("contest", "hide", "settle", "others"),
    *("stay", "stay-ended", "plan", "plan-terminated"),
    *("repair", "restore", "withdraw"),
)


def paper(kind: DocumentKind, number: int) -> Paper:
    day = date(2026, 8, 31)
    return Paper(
        kind=kind, issuer="枣庄市中级人民法院", number=f"文{number}号", document_on=day, received_on=day
    )


def act(name: str, record: CreditRecord, number: int) -> None:
    """One act; what is refused changes nothing."""
    at = BEGIN + timedelta(hours=number)
    who: dict[str, Any] = {"record_id": record.pk, "at": at, "actor_ref": "user:1"}
    objection = {**who, "case_id": 5, "number": f"YY-{number}"}
    documents: dict[str, tuple[Callable[..., object], DocumentKind]] = {
        "stay": (enter_court_document, DocumentKind.STAY),
        "stay-ended": (enter_court_document, DocumentKind.STAY_ENDED),
        "plan": (enter_insolvency_ruling, DocumentKind.PLAN_APPROVED),
        "plan-terminated": (enter_insolvency_ruling, DocumentKind.PLAN_TERMINATED),
    }
    try:
        if name in documents:
            enter, kind = documents[name]
            enter(paper=paper(kind, number), **who)
        elif name in {"contest", "hide"}:
            objections.contest(meanwhile="mark" if name == "contest" else name, **objection)
        elif name in {"settle", "others"}:
            objections.settle(others_open=name == "others", **objection)
        elif name == "repair":
            listing.end(cause="repaired", **who)
        elif name == "restore":
            listing.restore(case_id=9, edition_key="", **who)
        else:
            listing.withdraw(document="判1号", **who)
    except Refusal:
        return


def standing(record: CreditRecord, kind: DocumentKind) -> bool:
    return record.entered_documents.filter(kind=kind, ended_by__isnull=True).exists()


@settings(max_examples=15)
@example(walk=["hide", "repair", "restore"])
@example(walk=["stay", "plan", "repair", "restore"])
@given(walk=st.lists(st.sampled_from(ACTS), min_size=3, max_size=12))
def test_a_record_is_shown_exactly_while_nothing_covers_it(walk: list[str]) -> None:
    record = make_record()
    measure = make_measure(record)
    for number, name in enumerate(walk):
        act(name, record, number)
        shown = Listing.objects.get(record=record)
        stay, plan = standing(record, DocumentKind.STAY), standing(record, DocumentKind.PLAN_APPROVED)
        measure.refresh_from_db()
        if shown.is_over:
            assert shown.state in {ListingState.ENDED, ListingState.WITHDRAWN}
            assert not shown.is_contested
            assert measure.state == MeasureState.LIFTED
            continue
        covered = stay or plan or shown.contested_hides
        assert shown.state == (ListingState.HIDDEN if covered else ListingState.PUBLISHED), walk[: number + 1]
        assert bool(shown.hidden_cause) is covered
        assert shown.is_contested or not shown.contested_hides
        assert measure.state == (MeasureState.SUSPENDED if plan else MeasureState.IN_FORCE), walk[
            : number + 1
        ]
    assert list(findings()) == []
