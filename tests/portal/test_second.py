"""The page of the second signature says who signs, and shows the button to nobody else."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.urls import reverse

from accounts.roles import Role
from cases.services import second_signature
from cases.states import RepairState as S
from journal.now import standing_at
from tests.factories.cases import complete_draft, confirm_at_the_window, make_filed_case
from tests.factories.people import actor_of_user, make_agent, make_officer
from tests.factories.records import make_department
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db


def test_an_owner_reads_why_no_owner_signs_after_a_code_at_the_window(sign_in: SignIn) -> None:
    made = make_filed_case(S.DRAFT)
    complete_draft(made)
    subject = made.case.subject
    second = make_agent(subject, scopes="sign letters")
    owner = actor_of_user(made.owner)
    second_signature.choose_two(subject_id=subject.pk, two=True, actor=owner, at=made.at)
    clerk = actor_of_user(make_officer(Role.WINDOW_CLERK, make_department())).serving(subject.pk)
    confirm_at_the_window(made.case.pk, clerk, at=made.at)
    second_signature.declare(case_id=made.case.pk, actor=clerk, at=made.at)
    address = reverse("portal:second", args=[made.case.number])
    with standing_at(made.at):
        page = sign_in(made.owner).get(address).content.decode()
        assert "which does not show which of its owners gave it" in page
        assert "Sign and file" not in page
        refused = sign_in(made.owner).post(address, {"declared": "on"})
        assert refused.status_code == HTTPStatus.FORBIDDEN
        assert made.later().case.state == S.DRAFT
        assert "Sign and file" in sign_in(second).get(address).content.decode()
