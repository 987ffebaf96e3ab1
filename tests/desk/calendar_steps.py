"""What two system administrators and the worker do with a calendar, step by step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.test import Client

from cases.states import RepairState as S
from clocks.tasks import recount_terms
from journal.now import SHANGHAI
from rulebook.models import GazetteProposal
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.gazettes import NOTICE_2027

TOLD_ON = datetime(2027, 1, 29, 9, tzinfo=SHANGHAI)
AT = datetime(2027, 2, 1, 9, tzinfo=SHANGHAI)
PAGE = "/desk/calendars/"
Deliver = Callable[[datetime], int]


def asked_to_supplement(at: datetime = TOLD_ON) -> FiledCase:
    """Ten working days from 29 January 2027: to 16 February without the notice, to the 18th with it."""
    made = make_filed_case(S.ROUTED, at=at)
    return made.perform("ask_supplement", items=[{"what": "缴款凭证", "material": "M3", "clause": ""}])


def propose(client: Client, text: str = NOTICE_2027) -> GazetteProposal:
    client.post(PAGE + "propose/", {"text": text})
    return GazetteProposal.objects.latest("pk")


def page_of(proposal: GazetteProposal, act: str = "") -> str:
    return f"{PAGE}proposals/{proposal.pk}/" + (f"{act}/" if act else "")


def counted(deliver: Deliver) -> None:
    """The worker's part: the outbox, then the walk."""
    deliver(AT)
    recount_terms()


def press_release(client: Client, proposal: GazetteProposal) -> int:
    """The button as the page shows it; 0 where there is none."""
    page = client.get(page_of(proposal))
    if not page.context["fresh"]:
        return 0
    sent = {"seen": page.context["run"].calendar}
    return client.post(page_of(proposal, "release"), sent).status_code
