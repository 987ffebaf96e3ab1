"""公开说明理由: the list of withdrawn penalties names decisions and units, never a party."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from records.models import EnteredDocument
from records.models.entered import DocumentKind
from register.views import STATEMENTS
from tests.conftest import Deliver
from tests.crossing.papers import scene
from tests.factories.records import make_record

pytestmark = pytest.mark.django_db

LIST = reverse("register:statements")


def in_english() -> Client:
    return Client(headers={"accept-language": "en"})


def withdrawn_ones(count: int) -> None:
    """So many annulled penalties whose reasons were stated; rows of the table that the page reads."""
    record = make_record()
    EnteredDocument.objects.bulk_create(
        EnteredDocument(
            record=record,
            kind=DocumentKind.ANNULLED,
            issuer="枣庄市薛城区人民法院",
            number=f"（2026）鲁0403行初{place}号",
            document_on=record.determined_on,
            received_on=record.determined_on,
            statement="该处罚决定已被撤销。",
            statement_at=record.imported_at,
            key=f"opaque-{place}",
            entered_by_ref="system:tests",
            entered_at=record.imported_at,
        )
        for place in range(count)
    )


def test_reasons_that_were_stated_are_listed_without_the_party(deliver: Deliver) -> None:
    shown = scene(deliver)
    document = shown.enter(DocumentKind.ANNULLED)
    page = in_english().get(LIST).content.decode()
    assert reverse("register:statement", args=[document.key]) in page
    assert shown.record.decision_number in page
    assert shown.record.subject.name not in page
    assert shown.record.subject.code not in page


def test_a_withdrawal_whose_reasons_are_still_owed_is_not_listed(deliver: Deliver) -> None:
    shown = scene(deliver)
    shown.enter(DocumentKind.ANNULLED, statement="")
    page = in_english().get(LIST).content.decode()
    assert shown.record.decision_number not in page
    assert "No reasons of a withdrawal have been published yet" in page


def test_a_page_holds_so_many_and_leads_to_the_earlier_ones(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    withdrawn_ones(STATEMENTS + 3)
    with django_assert_num_queries(1):
        first = in_english().get(LIST)
    assert len(first.context["documents"]) == STATEMENTS
    rest = in_english().get(LIST, {"after": first.context["more"]})
    assert len(rest.context["documents"]) == 3
    assert rest.context["more"] is None


def test_a_broken_place_is_not_found() -> None:
    assert Client().get(LIST, {"after": "x"}).status_code == HTTPStatus.NOT_FOUND
