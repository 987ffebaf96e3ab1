"""Documents leave the house as sealed downloads, for those who may see the case."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.urls import reverse

from cases.states import RepairState
from tests.factories.cases import PDF, add_document, make_filed_case
from tests.factories.people import make_owner
from tests.factories.records import make_subject
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db


def test_a_document_is_given_as_it_came_and_sealed(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.DRAFT)
    document = add_document(made, name='"><script>.pdf')
    page = sign_in(made.owner).get(reverse("portal:document", args=[document.pk]))
    assert b"".join(page.streaming_content) == PDF  # type: ignore[attr-defined]  # a file is streamed
    assert page["Content-Disposition"].startswith("attachment")
    assert "script" not in page["Content-Disposition"]
    assert page["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in page["Content-Security-Policy"]
    assert "no-store" in page["Cache-Control"]


def test_a_foreign_document_looks_like_an_absent_one(sign_in: SignIn) -> None:
    document = add_document(make_filed_case(RepairState.DRAFT))
    stranger = sign_in(make_owner(make_subject()))
    assert stranger.get(reverse("portal:document", args=[document.pk])).status_code == HTTPStatus.NOT_FOUND
    assert stranger.get(reverse("portal:document", args=[999999])).status_code == HTTPStatus.NOT_FOUND


def test_a_paper_beyond_the_list_is_named_in_words(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.DRAFT)
    add_document(made, material="other")
    page = (
        sign_in(made.owner).get(reverse("portal:part", args=[made.case.number, "documents"])).content.decode()
    )
    assert "Another document · " in page
    assert ">other · " not in page
