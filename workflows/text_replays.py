"""What a proposed legal text would change of everything stored: looked at batch by batch, before anybody releases it.

Nothing stored is written but the look itself. Whatever stops a worker, the next one goes on where the last batch
ended; a release meanwhile begins the look anew, so that what is shown is always about the texts in use.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from cases.services.replay.change import Change, Looked, Thing
from cases.services.replay.running import Batch, records_after, terms_after
from cases.services.replay.worlds import World, world_in_force
from clocks.models import Deadline
from clocks.walks import take_due
from delisting.replaying import KIND, HoldersTerms
from journal.models import Entry
from records.models import CreditRecord
from rulebook.editions_in_use import version_in_use
from rulebook.models import ProposalState, TextProposal
from rulebook.releasing_texts import source_proposed, with_text
from workflows.models import ReplayedChange, TextReplay

SHOWN = 1000


def on_text_proposed(entry: Entry) -> None:
    """Let it be looked at what the text would change, once, while it waits."""
    proposal = TextProposal.objects.get(pk=entry.payload["proposal_id"])
    if proposal.state == ProposalState.WAITING and not TextReplay.objects.filter(proposal=proposal).exists():
        begin(proposal_id=proposal.pk, at=entry.at)


@transaction.atomic
def begin(*, proposal_id: int, at: datetime) -> TextReplay:
    """Begin to look; what was found for the proposal before is thrown away."""
    proposal = TextProposal.objects.select_for_update().get(pk=proposal_id)
    TextReplay.objects.filter(proposal=proposal).delete()
    reach = CreditRecord.objects.count() + Deadline.objects.filter(stopped_at__isnull=True).count()
    return TextReplay.objects.create(
        proposal=proposal, law=version_in_use(), begun_at=at, due_at=at, reach=reach
    )


def work(*, at: datetime) -> bool:
    """Take one batch of the look that is due first; tells whether there was anything to do."""

    def take(replay_id: int) -> bool:
        return step(replay_id, at=at)

    return take_due(TextReplay.objects, take, at=at)


@transaction.atomic
def step(replay_id: int, *, at: datetime) -> bool:
    """Take one batch, or end the look; tells whether there was anything to do.

    A look that somebody else is stepping at the moment is left to them.
    """
    replays = TextReplay.objects.select_for_update(skip_locked=True, of=("self",)).select_related("proposal")
    replay = replays.filter(pk=replay_id, ended_at__isnull=True).first()
    if replay is None:
        return False
    if replay.proposal.state != ProposalState.WAITING:
        replay.ended_at = at  # decided on: nobody asks any more
        replay.save()
    elif replay.law != version_in_use():
        begin(proposal_id=replay.proposal_id, at=at)
    else:
        _take(replay, at)
    return True


def _take(replay: TextReplay, at: datetime) -> None:
    live = world_in_force()
    draft = World(with_text(source_proposed(replay.proposal)), live.book)
    looked = Looked(replay.records, replay.cases, replay.terms, replay.apart)
    batch = _next(replay, live, draft, at=at, looked=looked)
    if batch is not None:
        _note(replay, batch.changes)
        replay.after = batch.last
    elif replay.on_terms:
        replay.ended_at = at
    else:
        replay.on_terms, replay.after = True, 0
    replay.records, replay.cases = looked.records, looked.cases
    replay.terms, replay.apart = looked.terms, looked.apart
    replay.last_error = ""
    replay.save()


def _next(replay: TextReplay, live: World, draft: World, *, at: datetime, looked: Looked) -> Batch | None:
    if not replay.on_terms:
        return records_after(replay.after, live=live, draft=draft, at=at, looked=looked)
    holders = HoldersTerms()

    def of_holders(rows: Sequence[Deadline]) -> dict[tuple[str, int], Thing]:
        taken = holders.take(rows)
        return {(KIND, pk): Thing(KIND, pk, number, unit) for pk, (number, unit) in taken.items()}

    return terms_after(
        replay.after,
        live=live,
        draft=draft,
        at=at,
        looked=looked,
        elsewhere={KIND: holders.term},
        find_owners=of_holders,
    )


def _note(replay: TextReplay, changes: Iterable[Change]) -> None:
    rows = []
    for change in changes:
        thing = change.thing
        replay.changed += 1
        counts = replay.found.setdefault(str(thing.department.pk), {})
        counts[change.what] = counts.get(change.what, 0) + 1
        if replay.changed <= SHOWN:
            rows.append(
                ReplayedChange(
                    replay=replay,
                    kind=thing.kind,
                    number=thing.number,
                    department=thing.department,
                    what=change.what,
                    before=change.before,
                    after=change.after,
                )
            )
    ReplayedChange.objects.bulk_create(rows)
