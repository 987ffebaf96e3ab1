"""A company's people and a clerk at their browsers, for the journeys of a filing."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from accounts.models import Mandate, MandateOffer, User
from tests.factories.cases import PDF, FiledCase, complete_draft, make_filed_case
from tests.factories.people import make_user

DRAFT = "DRAFT"


def browser(user: User) -> Client:
    """A signed-in person who reads English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def complete_application() -> FiledCase:
    """A draft in which nothing is missing."""
    made = make_filed_case(DRAFT)
    complete_draft(made)
    return made.later()


def agent_by_offer(made: FiledCase, username: str, scopes: list[str]) -> tuple[User, Client]:
    """The owner offers a mandate on its page, the agent accepts it on the own one."""
    owner, agent = browser(made.owner), make_user(username, full_name="王某某")
    owner.post(reverse("portal:mandates"), {"address": username, "scopes": scopes, "until": "2027-12-31"})
    theirs = browser(agent)
    offer = MandateOffer.objects.get(address=username, outcome="")
    theirs.post(reverse("portal:answer_offer", args=[offer.pk, "accept"]))
    assert Mandate.objects.filter(user=agent, subject=made.case.subject).exists()
    return agent, theirs


def code_in_inbox(owner: User) -> str:
    """The code for the window, as its owner reads it."""
    page = browser(owner).get(reverse("portal:inbox")).content.decode()
    found = re.search(r"tell the clerk the code (\d{6})", page)
    assert found is not None
    return found.group(1)


def declaration(client: Client, number: str) -> dict[str, object]:
    """The declaration's answers, with the version that its page shows."""
    return {"declared": "on", "version": version_on(client, reverse("portal:check", args=[number]))}


def version_on(client: Client, address: str) -> str:
    """The version of a case that a page shows; empty where it has no form."""
    found = re.search(r'name="version" value="(\d+)"', client.get(address).content.decode())
    return found.group(1) if found else ""


__all__ = [
    "PDF",
    "agent_by_offer",
    "browser",
    "code_in_inbox",
    "complete_application",
    "declaration",
    "version_on",
]
