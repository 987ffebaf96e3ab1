"""An objection over HTTP: the people of both units, each with a browser of their own, and the steps they share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from cases.models import Case
from clocks.services import sweep
from records.models import CreditRecord, Department
from tests.conftest import Clock, Deliver
from tests.factories.cases import PDF
from tests.factories.people import make_officer, make_owner
from tests.factories.records import make_platform

GROUNDS = {"grounds": ["error"], "statement": "公示内容与处罚决定书不一致。"}
CONTACT = {"contact_name": "张某某", "contact_phone": "0632-1234567"}
REASONS = {"reasons": "经向认定单位核查并比对原件，审查如上。", "clause": "国办发〔2019〕35号第十七项"}
ASK = {"question": "请与处罚决定书原件核对。"}


def visitor(user: User | None) -> Client:
    """A browser that reads English, signed in as somebody or as nobody."""
    client = Client(headers={"accept-language": "en"})
    if user is not None:
        client.force_login(user)
    return client


def read(client: Client, url: str, status: int = HTTPStatus.OK) -> str:
    """A page that opens with this status."""
    answer = client.get(url)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def send(
    client: Client, url: str, facts: Mapping[str, object] | None = None, *, shown_at: str = "", **more: object
) -> str:
    """Post a form with the version its page showed; the page one is led to, which must open."""
    shown = re.search(r'name="version" value="(\d+)"', read(client, shown_at or url))
    data = {**(facts or {}), **more, **({"version": shown[1]} if shown else {})}
    return led_to(client, url, data)


def led_to(client: Client, url: str, data: dict[str, object]) -> str:
    """Post to an address that has no page of its own; the page one is led to."""
    answer = client.post(url, data)
    assert answer.status_code == HTTPStatus.FOUND, answer.content.decode()[:4000]
    return read(client, answer["Location"])


@dataclass(frozen=True)
class People:
    """Everybody around one record: its company, the platform's officers, those of the unit that determined it."""

    record: CreditRecord
    platform: Department
    owner: Client
    reviewer: Client
    decider: Client
    supervisor: Client
    provider: Client
    clock: Clock
    outbox: Deliver

    def deliver(self) -> None:
        """What the worker would do now."""
        self.outbox(self.clock.at)

    def wait_until(self, at: datetime) -> None:
        """The clock goes on to a moment; what ran out by then is found and told."""
        self.clock.stand_at(at)
        while sweep(at=at).anything:
            self.deliver()


def people_around(record: CreditRecord, clock: Clock, outbox: Deliver) -> People:
    """Everybody who has to do with an objection to a record, signed in."""
    platform = make_platform(jurisdiction=record.jurisdiction)
    return People(
        record=record,
        platform=platform,
        owner=visitor(make_owner(record.subject)),
        reviewer=visitor(make_officer(Role.REVIEWER, platform)),
        decider=visitor(make_officer(Role.DECIDER, platform)),
        supervisor=visitor(make_officer(Role.SUPERVISOR, platform)),
        provider=visitor(make_officer(Role.REVIEWER, record.department)),
        clock=clock,
        outbox=outbox,
    )


def file_objection(people: People, fields: dict[str, str], *, by: Client | None = None) -> Case:
    """From the company's page to the desk of acceptance: each field with its right value and its proof."""
    client, record = by or people.owner, people.record
    led_to(client, "/my/objections/draft/", {"record": record.pk})
    case = Case.objects.get(record=record, kind="objection", state="DRAFT")
    here = f"/my/objections/{case.number}/"
    send(client, f"{here}grounds/", GROUNDS)
    for field, right in fields.items():
        address = f"{here}fields/{field}/"
        send(client, address, right_value=right, reason="决定书载明的内容不同。")
        send(client, address, lay="1", title="处罚决定书", file=SimpleUploadedFile("decision.pdf", PDF))
    send(client, f"{here}contact/", CONTACT)
    if by is not None:  # a clerk files what the company has confirmed
        led_to(by, f"{here}confirm/ask/", {})
        led_to(people.owner, f"{here}confirm/own/", {})
    send(client, f"{here}file/", shown_at=f"{here}check/", declared="on")
    people.deliver()
    return Case.objects.get(pk=case.pk)


def examine(people: People, case: Case, answers: dict[str, tuple[str, str]]) -> None:
    """Accepted, inquired, answered: each field with the finding of the providing unit and its value."""
    here = f"/desk/cases/{case.number}/"
    send(people.reviewer, f"{here}accept/")
    send(people.reviewer, f"{here}inquire/", ASK, fields_asked=list(answers))
    said: dict[str, object] = {}
    for field, (finding, value) in answers.items():
        said |= {f"finding_{field}": finding, f"value_{field}": value, f"note_{field}": "经核对原件。"}
    send(people.provider, f"{here}answer/", said)


def decide(people: People, case: Case, sign: str, outcomes: dict[str, tuple[str, str]]) -> str:
    """Proposed by one officer of the platform, signed by the other; the page after the signature."""
    here = f"/desk/cases/{case.number}/"
    chosen: dict[str, object] = {}
    for field, (outcome, value) in outcomes.items():
        chosen |= {f"outcome_{field}": outcome, f"value_{field}": value}
    send(people.reviewer, f"{here}propose/", {**chosen, **REASONS})
    page = send(people.decider, f"{here}{sign}/")
    people.deliver()
    return page
