"""What stands beside records: a bar while it runs, a commitment while it is watched, at addresses nobody guesses."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.test import Client

from cases.models import Commitment
from journal.now import noon_of, standing_at
from records.models import Bar, Subject
from records.services import bars
from tests.factories.cases import FILED_AT
from tests.factories.records import make_subject
from tests.factories.revocations import make_granted_repair

pytestmark = pytest.mark.django_db

ON = FILED_AT.date()
LAST = date(2029, 9, 1)


def barred(*, published: bool = True) -> tuple[Subject, Bar]:
    subject = make_subject()
    bar = bars.enter(
        subject_id=subject.pk,
        bar_id="false-materials",
        edition_key="NDRC-36",
        on=ON,
        case_number="CX-2026-AAAAAAAA",
        until_on=LAST,
        published=published,
        at=FILED_AT,
        actor_ref="user:2",
    )
    return subject, bar


def answered(public: Client, address: str) -> int:
    return int(public.get(address).status_code)


def test_a_published_bar_is_read_until_its_last_day_and_gone_the_day_after(public: Client) -> None:
    subject, bar = barred()
    page = public.get(f"/bars/{bar.key}/").content.decode()
    for part in (subject.name, subject.code, "1 September 2029", "untrue materials", "CX-2026-AAAAAAAA"):
        assert part in page
    with standing_at(noon_of(LAST)):
        assert answered(public, f"/bars/{bar.key}/") == HTTPStatus.OK
    with standing_at(noon_of(LAST + timedelta(days=1))):
        assert answered(public, f"/bars/{bar.key}/") == HTTPStatus.GONE
        assert b"may not apply" not in public.get(f"/register/?code={subject.code}").content


def test_a_bar_that_is_not_published_is_nobodys_business(public: Client) -> None:
    subject, bar = barred(published=False)
    assert answered(public, f"/bars/{bar.key}/") == HTTPStatus.NOT_FOUND
    assert b"may not apply" not in public.get(f"/register/?code={subject.code}").content


def test_a_lifted_bar_is_gone(public: Client) -> None:
    _subject, bar = barred()
    bars.lift(pk=bar.pk, cause="record-withdrawn", at=FILED_AT, actor_ref="system:desk")
    assert answered(public, f"/bars/{bar.key}/") == HTTPStatus.GONE


def test_a_search_tells_of_a_bar_that_runs(public: Client) -> None:
    subject, bar = barred()
    page = public.get(f"/register/?code={subject.code}").content.decode()
    assert f"/bars/{bar.key}/" in page
    assert "may not apply for repair until" in page


@pytest.mark.parametrize(
    ("standing", "published", "status"),
    [
        ("watched", True, HTTPStatus.OK),
        ("watched", False, HTTPStatus.NOT_FOUND),
        ("honoured", True, HTTPStatus.GONE),
        ("broken", True, HTTPStatus.GONE),
        ("released", True, HTTPStatus.GONE),
    ],
)
def test_a_commitment_is_read_while_it_is_watched(
    public: Client, standing: str, *, published: bool, status: HTTPStatus
) -> None:
    Commitment.objects.filter(case=make_granted_repair().case).update(standing=standing, published=published)
    assert answered(public, f"/commitments/{Commitment.objects.get().key}/") == status


def test_a_commitment_tells_nothing_of_the_record_and_no_search_leads_to_it(public: Client) -> None:
    repair = make_granted_repair()
    given = Commitment.objects.get(case=repair.case)
    page = public.get(f"/commitments/{given.key}/").content.decode()
    assert given.subject.name in page
    for secret in (repair.case.record.decision_number, repair.case.record.violation, repair.case.number):
        assert secret not in page
    assert given.key not in public.get(f"/register/?code={given.subject.code}").content.decode()
    assert answered(public, "/commitments/unknown/") == HTTPStatus.NOT_FOUND
