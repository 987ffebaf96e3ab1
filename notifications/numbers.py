"""A telephone number counts once whoever claims it has typed the code that was sent to it.

Limits are the house's own choice (K): a code works for ten minutes and five tries; a person asks,
and a number gets, one a minute and five a day at most.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.services.telling import locked_person, tell
from notifications.channels import sms
from notifications.choosing import choice_of
from notifications.models import Channel, Choice, Message, NumberCode
from notifications.refusals import refusal

DIGITS = 6
VALID_FOR = timedelta(minutes=10)
TRIES = 5
PAUSE = timedelta(minutes=1)
A_DAY, DAY = 5, timedelta(days=1)
MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})", re.ASCII)


def plain_number(written: str) -> str:
    """A mobile number of the mainland as it is kept, however it was typed. Raises Refusal for anything else."""
    found = MOBILE.fullmatch(re.sub(r"[\s()-]", "", written))
    if found is None:
        raise refusal("number-shape")
    return found.group(1)


def ask_number(*, user_id: int, number: str, at: datetime) -> None:
    """Send a code to a number that a person says is its own; every earlier code of the person runs out.

    Raises Refusal for a number that is none, where text messages are not offered or cannot be sent now, and for whoever
    asks too often.
    """
    if not sms.available():
        raise refusal("no-sms")
    plain = plain_number(number)
    code = "".join(secrets.choice("0123456789") for _place in range(DIGITS))
    with transaction.atomic():
        person = locked_person(user_id)
        _refuse_too_often(user_id, plain, at)
        NumberCode.objects.filter(user=user_id, used_at__isnull=True, expires_at__gt=at).update(expires_at=at)
        row = NumberCode.objects.create(
            user=person, number=plain, digest=_digest(plain, code), issued_at=at, expires_at=at + VALID_FOR
        )
    with translation.override(person.language or settings.LANGUAGE_CODE):
        text = sms.code_text(code, int(VALID_FOR.total_seconds() // 60))
    try:
        sms.gateway().send(plain, text, f"code-{row.pk}")
    except sms.SmsFault as fault:
        raise refusal("sms-away") from fault


def confirm_number(*, user_id: int, code: str, at: datetime) -> Choice:
    """Take the number to which this code was sent as the person's own; it takes the place of an earlier one.

    Raises Refusal for a wrong code, one that ran out, and after too many tries: then a new one must be asked for.
    """
    with transaction.atomic():
        choice = _confirm(user_id, code, at)
    if choice is None:  # only now: the try that counts is written
        raise refusal("wrong-number-code")
    return choice


@transaction.atomic
def remove_number(*, user_id: int, at: datetime) -> None:
    """Take the number back: no text message leaves any more, those that wait are dropped; the inbox has them all."""
    locked_person(user_id)
    choice = choice_of(user_id)
    if not choice.number:
        return
    _set_number(choice, "", None)
    choice.letters_sms = choice.terms_sms = choice.news_sms = False
    choice.save()
    Message.objects.filter(user=user_id, channel=Channel.SMS, sent_at__isnull=True).delete()
    NumberCode.objects.filter(user=user_id, used_at__isnull=True, expires_at__gt=at).update(expires_at=at)
    tell("account.number_removed", actor_ref=f"user:{user_id}", at=at, user_id=user_id)


def pending_number(user_id: int, at: datetime) -> str:
    """The number to which a code of this person is under way, masked; empty where none is."""
    row = _pending(user_id, at)
    return "" if row is None else sms.masked(row.number)


def _confirm(user_id: int, code: str, at: datetime) -> Choice | None:
    """The choice with its number, or None for a wrong code, of which note is taken."""
    locked_person(user_id)
    row = _pending(user_id, at)
    if row is None:
        raise refusal("no-number-code")
    if row.tries >= TRIES:
        raise refusal("too-many-codes")
    if not constant_time_compare(row.digest, _digest(row.number, "".join(code.split()))):
        NumberCode.objects.filter(pk=row.pk).update(tries=row.tries + 1)
        return None
    row.used_at = at
    row.save(update_fields=["used_at"])
    choice = choice_of(user_id)
    _set_number(choice, row.number, at)
    choice.save()
    tell("account.number_confirmed", actor_ref=f"user:{user_id}", at=at, user_id=user_id)
    return choice


def _pending(user_id: int, at: datetime) -> NumberCode | None:
    rows = NumberCode.objects.filter(user=user_id, used_at__isnull=True, expires_at__gt=at)
    return rows.order_by("-issued_at", "-pk").first()


def _set_number(choice: Choice, number: str, at: datetime | None) -> None:
    choice.number, choice.number_confirmed_at = number, at


def _refuse_too_often(user_id: int, number: str, at: datetime) -> None:
    for mine in (NumberCode.objects.filter(user=user_id), NumberCode.objects.filter(number=number)):
        if (
            mine.filter(issued_at__gt=at - PAUSE).exists()
            or mine.filter(issued_at__gt=at - DAY).count() >= A_DAY
        ):
            raise refusal("codes-too-often")


def _digest(number: str, code: str) -> str:
    """Made with this desk's secret: six digits alone are guessed from a plain digest at once."""
    return salted_hmac("notifications.numbers", f"{number}:{code}", algorithm="sha256").hexdigest()
