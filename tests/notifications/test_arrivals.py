"""Whether a text message arrived: the gateway is asked under its own name until it knows; a page shows the answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import ClassVar

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from pytest_django import Settings

from accounts.models import User
from notifications.arrivals import GIVEN_UP_AFTER, ask_arrivals
from notifications.channels.sms import Console, GatewayAway
from notifications.delivery_status import Stage, delivery_of
from notifications.models import Arrival, Channel, Message
from notifications.services import send_due
from tests.notifications.choices import GATEWAY, NUMBER, Recorder, at, person, tell

pytestmark = pytest.mark.django_db
LEFT_AT = at(9, 16, 8, 30)


class Knowing(Recorder):
    """A gateway that can be asked; it knows what it was told to know, and is away while told to."""

    knows: ClassVar[dict[str, Arrival]] = {}
    asked: ClassVar[list[tuple[str, ...]]] = []
    silent: ClassVar[bool] = False

    def status(self, references: Sequence[str]) -> Mapping[str, Arrival]:
        self.asked.append(tuple(references))
        if self.silent:
            raise GatewayAway("no answer")
        return {name: self.knows[name] for name in references if name in self.knows}


@pytest.fixture(autouse=True)
def _knowing(settings: Settings) -> None:
    settings.DESK_SMS_GATEWAY = f"{__name__}.Knowing"
    Recorder.sent, Recorder.refusing, Recorder.away = [], False, False
    Knowing.knows, Knowing.asked, Knowing.silent = {}, [], False


def texted(*templates: str) -> User:
    """Somebody whose messages left as one text."""
    user = person(number=NUMBER, news_sms=True, news_mail="off")
    for number, template in enumerate(templates or ("resumed",), start=1):
        tell(user, template, at(9, 15, 20), number=number)
    send_due(at=LEFT_AT)
    return user


def texts() -> list[Message]:
    return list(Message.objects.filter(channel=Channel.SMS).order_by("pk"))


@pytest.mark.parametrize(
    ("said", "stage", "words"),
    [
        (Arrival.DELIVERED, Stage.DELIVERED, ["delivered"]),
        (Arrival.FAILED, Stage.UNDELIVERED, ["not delivered", "Check whether the number is right"]),
        (None, Stage.SENT, ["sent", "Whether it arrived is not known."]),
    ],
)
def test_what_the_gateway_knows_is_shown(said: Arrival | None, stage: Stage, words: list[str]) -> None:
    texted()
    Knowing.knows = {} if said is None else {"gw-1": said}
    send_due(at=LEFT_AT + timedelta(minutes=2))
    with translation.override("en"):
        delivery = delivery_of(texts()[0])
        shown = render_to_string("components/delivery_stage.html", {"delivery": delivery})
    assert delivery.stage == stage
    for part in words:
        assert part in shown
    assert delivery.at == (LEFT_AT if said is None else LEFT_AT + timedelta(minutes=2))


def test_every_message_of_one_text_shares_its_arrival() -> None:
    texted("resumed", "shown-again")
    Knowing.knows = {"gw-1": Arrival.DELIVERED}
    send_due(at=LEFT_AT + timedelta(minutes=2))
    assert [message.arrival for message in texts()] == ["delivered", "delivered"]
    assert Knowing.asked[-1] == ("gw-1",)


def test_it_is_asked_ever_more_seldom_and_given_up_after_three_days() -> None:
    texted()
    moment, moments = LEFT_AT, []
    while (following := texts()[0].ask_arrival_at) is not None:
        moment = following
        moments.append(moment - LEFT_AT)
        ask_arrivals(Knowing(), at=moment)
    assert moments[:4] == [timedelta(minutes=number) for number in (1, 2, 4, 8)]
    assert moments[-1] > GIVEN_UP_AFTER
    assert len(moments) < 20
    assert texts()[0].arrival == ""


def test_the_first_answer_stays_and_is_asked_for_no_more() -> None:
    texted()
    Knowing.knows = {"gw-1": Arrival.DELIVERED}
    later = LEFT_AT + timedelta(minutes=2)
    assert ask_arrivals(Knowing(), at=later) == 1
    Knowing.knows = {"gw-1": Arrival.FAILED}
    asked = len(Knowing.asked)
    assert ask_arrivals(Knowing(), at=later + timedelta(days=1)) == 0
    assert len(Knowing.asked) == asked
    assert (texts()[0].arrival, texts()[0].arrival_known_at) == ("delivered", later)


def test_a_gateway_that_cannot_say_anything_now_is_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    texted()
    Knowing.silent = True
    with caplog.at_level(logging.WARNING):
        assert ask_arrivals(Knowing(), at=LEFT_AT + timedelta(minutes=1)) == 0
    assert "no answer" in caplog.text
    assert NUMBER not in caplog.text
    assert texts()[0].ask_arrival_at == LEFT_AT + timedelta(minutes=2)


def test_a_gateway_without_answers_is_never_asked(settings: Settings) -> None:
    settings.DESK_SMS_GATEWAY = GATEWAY
    texted()
    assert texts()[0].sent_at == LEFT_AT
    assert texts()[0].ask_arrival_at is None
    assert ask_arrivals(Recorder(), at=LEFT_AT) == 0


def test_on_the_console_it_has_arrived_at_once(settings: Settings) -> None:
    settings.DESK_SMS_GATEWAY = f"{Console.__module__}.Console"
    texted()
    assert (texts()[0].arrival, texts()[0].arrival_known_at) == ("delivered", LEFT_AT)
