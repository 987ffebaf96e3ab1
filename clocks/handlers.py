"""What the journal tells the clocks: a calendar was proposed, or released."""

from __future__ import annotations

from clocks import recounting
from clocks.models import Recount
from journal.models import Entry
from rulebook.models import GazetteProposal, ProposalState


def on_gazette_proposed(entry: Entry) -> None:
    """Let it be counted what the proposal would move, once, while it waits."""
    proposal_id = entry.payload["proposal_id"]
    waits = GazetteProposal.objects.filter(pk=proposal_id, state=ProposalState.WAITING).exists()
    if waits and not Recount.objects.filter(proposal=proposal_id).exists():
        recounting.rehearse(proposal_id=proposal_id, actor_ref=entry.actor_ref, at=entry.at)


def on_gazette_released(entry: Entry) -> None:
    """Let the open terms be brought under the released calendar, once."""
    gazette_id = entry.payload["gazette_id"]
    if not Recount.objects.filter(gazette=gazette_id).exists():
        recounting.apply(gazette_id=gazette_id, actor_ref=entry.actor_ref, at=entry.at)
