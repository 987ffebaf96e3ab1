"""谁认定、谁约谈, the page part of the matrix: through no page does anybody but the unit in charge act on a talk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.services.rectification import talks
from journal.models import Entry
from journal.now import SHANGHAI, day_of, standing_at
from rulebook.in_force import shipped_editions
from tests.factories.rectifications import ORDER, TALK
from tests.rectification.test_who_holds_the_talk import (
    ACTS,
    ORDERS_ANYWAY,
    RULE,
    Pair,
    World,
    target_of,
    world,
)

__all__ = ["world"]
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
KEPT_OUT = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}


def typed(act: str, shown: World, officers: Pair) -> dict[str, Any]:
    """What somebody of the acting department would write on the page of an act."""
    hour = shown.announced.talk.set_for
    writes: dict[str, Callable[[], dict[str, Any]]] = {
        "order": lambda: {
            **{key: ORDER[key] for key in ("basis", "clause")},
            "limit_days": "30",
            "rows": "1",
            "text_0": "缴清罚款",
            "kind_0": "duty",
        },
        "set_talk": lambda: {
            **TALK,
            "kind": "prompting",
            "officers": officers.refs,
            "how": "desk",
            "slot_0": f"{first_day(shown)}T10:00",
        },
        "postpone": lambda: {"reason": "法定代表人住院"},
        "hold_talk": lambda: {
            "started_at": f"{hour.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}",
            "ended_at": f"{hour.astimezone(SHANGHAI) + timedelta(minutes=40):%Y-%m-%dT%H:%M}",
            "officers": officers.refs,
            "chair": officers.refs[0],
            "recorder": officers.refs[1],
            "name_0": "张某某",
            "role_0": "representative",
            "facts_found": "罚款未缴。",
            "limit_days": "15",
            "signed_by": "张某某",
            "rows": "2",
        },
        "record_absence": lambda: {"reason_shown": ""},
        "note_receipt": lambda: {
            "number": "GX-1",
            "received_on": day_of(shown.at).isoformat(),
            "proof": "电话确认",
        },
        "cancel_order": lambda: {"reason": "误发", "document": "枣交撤〔2026〕1号"},
    }
    return writes[act]()


def first_day(shown: World) -> str:
    edition = shipped_editions().by_key(shown.due.case.edition_key)
    return talks.first_talk_day(edition, jurisdiction="370400", served_on=day_of(shown.at)).isoformat()


def address(act: str, shown: World) -> str:
    if act == "order":
        return f"{reverse('desk:order')}?record={shown.bare.pk}"
    return reverse("desk:act", args=[target_of(act, shown).case.number, act])


def succeeds(act: str, shown: World, officers: Pair) -> bool:
    """Whether the page lets the act through, which is taken back; refused, it is refused by power and wrote nothing."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(pk=officers.one.ref.removeprefix("user:")))
    before = Entry.objects.count()
    with standing_at(shown.at), transaction.atomic():
        page = client.post(address(act, shown), typed(act, shown, officers))
        written = Entry.objects.count() - before
        transaction.set_rollback(True)
    if page.status_code == HTTPStatus.FOUND:
        assert written
        return True
    assert page.status_code in KEPT_OUT, (act, page.status_code, page.content.decode()[:3000])
    assert not written
    return False


def test_through_the_pages_only_the_department_in_charge_has_the_talk(world: tuple[str, World]) -> None:
    name, shown = world
    done = {
        (party, act)
        for party, officers in shown.pairs.items()
        for act in ACTS
        if succeeds(act, shown, officers)
    }
    expected = {(party, act) for party in RULE[name] for act in ACTS}
    expected |= {(party, "order") for party in ORDERS_ANYWAY.get(name, set())}
    assert done == expected
