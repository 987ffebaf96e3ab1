"""The code for the window is read by the company's owner while it works, and stands nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.actors import Actor
from accounts.models import User
from accounts.roles import Role
from cases.models import SubjectConfirmation
from cases.services import confirming, intake
from journal.now import standing_at
from notifications import selectors, services
from notifications.models import Message
from tests.conftest import Deliver
from tests.factories.cases import FILED_AT, FiledCase
from tests.factories.groups import make_group
from tests.factories.people import actor_of_user, make_agent, make_officer
from tests.factories.records import make_department
from tests.journeys.filing import browser, complete_application

pytestmark = pytest.mark.django_db
OVER = "The code was used or has run out"


@pytest.fixture(autouse=True)
def _english_at_the_window() -> Iterator[None]:
    with standing_at(FILED_AT), translation.override("en"):
        yield


def clerk_of(subject_id: int) -> Actor:
    return actor_of_user(make_officer(Role.WINDOW_CLERK, make_department())).serving(subject_id)


def asked(deliver: Deliver) -> tuple[FiledCase, Actor, SubjectConfirmation]:
    """The company was asked for its word, and whoever is told of it has been told."""
    made = complete_application()
    User.objects.filter(pk=made.owner.pk).update(email="owner@example.cn", language="en")
    clerk = clerk_of(made.case.subject_id)
    request = confirming.ask(case_id=made.case.pk, actor=clerk, at=FILED_AT)
    deliver(FILED_AT)
    return made, clerk, request


def read_by(user: User, later: timedelta = timedelta()) -> str:
    """The newest message about the window in a person's inbox."""
    rows = selectors.inbox(user.pk, at=FILED_AT + later).rows
    return next(
        row.text for row in rows if row.title == "Confirm what is filed for you at the service window"
    )


def every_row() -> str:
    """Whatever the house keeps, table by table."""
    return "\n".join(str(list(model._default_manager.values())) for model in apps.get_models())  # noqa: SLF001 - Django's documented name


def test_the_owner_reads_it_in_inbox_and_mail_and_it_stands_in_no_row(deliver: Deliver) -> None:
    made, _clerk, request = asked(deliver)
    code = confirming.code_of(request)
    assert code in read_by(made.owner)
    assert services.send_due(at=FILED_AT).sent == 1
    (sent,) = mail.outbox
    assert sent.to == ["owner@example.cn"]
    assert code in sent.body
    assert code not in every_row()


def test_that_of_a_group_too(deliver: Deliver) -> None:
    made = make_group(2)
    request = confirming.ask(group_id=made.group.pk, actor=clerk_of(made.subject.pk), at=FILED_AT)
    deliver(FILED_AT)
    text = read_by(made.owner)
    assert confirming.code_of(request) in text
    assert f"group filing {made.group.number}" in text
    assert confirming.code_of(request) not in every_row()


def test_nobody_but_the_owners_is_told(deliver: Deliver) -> None:
    made = complete_application()
    make_agent(made.case.subject)
    confirming.ask(case_id=made.case.pk, actor=clerk_of(made.case.subject_id), at=FILED_AT)
    deliver(FILED_AT)
    told = Message.objects.filter(template="case.confirmation_asked")
    assert set(told.values_list("user_id", flat=True)) == {made.owner.pk}


def test_once_it_is_used_it_is_read_no_more(deliver: Deliver) -> None:
    made, clerk, request = asked(deliver)
    code = confirming.code_of(request)
    confirming.enter_code(case_id=made.case.pk, code=code, actor=clerk, at=FILED_AT)
    text = read_by(made.owner)
    assert code not in text
    assert OVER in text


def test_once_it_has_run_out_it_is_read_no_more(deliver: Deliver) -> None:
    made, _clerk, request = asked(deliver)
    assert confirming.code_of(request) in read_by(made.owner, confirming.VALID_FOR - timedelta(seconds=1))
    text = read_by(made.owner, confirming.VALID_FOR)
    assert confirming.code_of(request) not in text
    assert OVER in text


def test_a_code_that_was_tried_too_often_is_read_no_more(deliver: Deliver) -> None:
    made, _clerk, request = asked(deliver)
    SubjectConfirmation.objects.update(tries=confirming.TRIES)
    assert confirming.code_of(request) not in read_by(made.owner)


def test_a_mail_that_leaves_late_bears_no_code(deliver: Deliver) -> None:
    _made, _clerk, request = asked(deliver)
    services.send_due(at=FILED_AT + confirming.VALID_FOR)
    (sent,) = mail.outbox
    assert confirming.code_of(request) not in sent.body
    assert OVER in sent.body


def test_no_line_of_the_log_bears_it(deliver: Deliver, caplog: pytest.LogCaptureFixture) -> None:
    made = complete_application()
    window = browser(make_officer(Role.WINDOW_CLERK, make_department()))
    window.post(reverse("portal:window"), {"code": made.case.subject.code})
    with caplog.at_level(logging.DEBUG):
        window.post(reverse("portal:ask_confirmation", args=[made.case.number]))
        deliver(FILED_AT)
        code = confirming.code_of(SubjectConfirmation.objects.get())
        for typed in ("999999" if code != "999999" else "999998", code):
            window.post(reverse("portal:enter_code", args=[made.case.number]), {"code": typed})
        services.send_due(at=FILED_AT)
    assert SubjectConfirmation.objects.get().confirmed_at is not None
    assert code not in caplog.text


def test_what_officers_read_of_the_messages_bears_no_code(deliver: Deliver) -> None:
    made, clerk, request = asked(deliver)
    code = confirming.code_of(request)
    confirming.enter_code(case_id=made.case.pk, code=code, actor=clerk, at=FILED_AT)
    intake.file(case_id=made.case.pk, actor=clerk, at=FILED_AT)
    deliver(FILED_AT)
    shown = selectors.deliveries_of(made.later().case)
    assert any(one.title == "Confirm what is filed for you at the service window" for one in shown)
    assert code not in str(shown)
    page = pages_of(made, browser(made.reviewer))
    assert made.case.number in page
    assert code not in page


def pages_of(made: FiledCase, officer: Client) -> str:
    """What a reviewer of the unit reads of the case: its page, with all that happened."""
    return officer.get(reverse("desk:case", args=[made.case.number])).content.decode()


def test_the_window_itself_shows_it_to_no_clerk(deliver: Deliver) -> None:
    made, _clerk, request = asked(deliver)
    window = browser(make_officer(Role.WINDOW_CLERK, make_department()))
    window.post(reverse("portal:window"), {"code": made.case.subject.code})
    for name in ("confirm", "check", "filing"):
        page = window.get(reverse(f"portal:{name}", args=[made.case.number])).content.decode()
        assert confirming.code_of(request) not in page


def test_old_messages_give_up_the_codes_they_kept() -> None:
    made = complete_application()
    kept: dict[str, Any] = {"company": "某公司", "number": made.case.number, "code": "123456"}
    message = Message.objects.create(
        user=made.owner,
        channel="inbox",
        template="case.confirmation_asked",
        context=kept,
        case=made.case,
        caused_by_entry=1,
        created_at=FILED_AT,
    )
    blanking = import_module("notifications.migrations.0005_window_codes")
    blanking.blank(apps, None)
    message.refresh_from_db()
    assert "123456" not in str(message.context)
    assert OVER in read_by(made.owner)
