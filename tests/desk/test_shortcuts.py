"""Keyboard shortcuts are offered to officers who left them on, and to nobody else."""

from __future__ import annotations

import pytest

from accounts.services import keep_preferences
from cases.states import RepairState as S
from tests.desk.conftest import SignIn
from tests.factories.cases import make_filed_case

pytestmark = pytest.mark.django_db
SCRIPT = "desk/shortcuts.js"


@pytest.mark.parametrize("page", ["/desk/", "case"])
def test_an_officer_has_them_until_they_are_switched_off(sign_in: SignIn, page: str) -> None:
    made = make_filed_case(S.ROUTED)
    address = page if page != "case" else f"/desk/cases/{made.case.number}/"
    client = sign_in(made.reviewer)
    text = client.get(address).content.decode()
    assert SCRIPT in text
    assert 'id="shortcuts-help"' in text
    assert "/account/preferences/" in text
    keep_preferences(user_id=made.reviewer.pk, shortcuts=False)
    text = client.get(address).content.decode()
    assert SCRIPT not in text
    assert "shortcuts-help" not in text


def test_one_officers_choice_is_no_other_ones(sign_in: SignIn) -> None:
    made = make_filed_case(S.PROPOSED)
    keep_preferences(user_id=made.reviewer.pk, shortcuts=False)
    assert SCRIPT in sign_in(made.decider).get("/desk/").content.decode()


def test_the_subject_has_none(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    text = sign_in(made.owner).get(f"/my/cases/{made.case.number}/").content.decode()
    assert SCRIPT not in text
