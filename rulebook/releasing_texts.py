"""Releasing a legal text: one system administrator proposes it, another one releases it; from then on it counts.

As with calendars (`rulebook.releasing`) both are system administrators, and what was released is never taken back.
A text that is corrected gets a version with a later first day: a key stored on a case never comes to mean another
text.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from journal.moves import move
from journal.record import record
from journal.refusals import Crossed, NotAllowed, NotFound, Refusal
from rulebook.calendar_in_use import calendar_in_use, digest_of
from rulebook.edition import Edition
from rulebook.editions_in_use import TextAltered, editions_in_use, look_again, version_in_use
from rulebook.in_force import Editions, SeveralEditions
from rulebook.models import TEXTS, ProposalState, ReleasedText, TextProposal
from rulebook.overlay import Overlay
from rulebook.reading import name_of, read_law
from rulebook.reading_scenarios import read_scenarios
from rulebook.releasing import Person, can_keep_calendars
from rulebook.scenario import Scenario
from rulebook.scenario_run import Finding, check
from rulebook.source import EditionFault, TomlSource

PROPOSED = Path("proposed.toml")
SCENARIOS = Path("scenarios.toml")


def can_keep_texts(actor: Person) -> bool:
    """Whether the actor may propose legal texts and decide on those of others: a system administrator."""
    return can_keep_calendars(actor)


def with_text(source: TomlSource) -> Editions:
    """The editions in use with one more text released.

    Raises EditionFault (file, line, reason) for a faulty text and where its days meet those of another version of
    its key; SeveralEditions where it leaves two texts in force on one day.
    """
    editions = editions_in_use().with_released(source)
    editions.refuse_rivals()
    return editions


def source_proposed(proposal: TextProposal) -> TomlSource:
    """The text of a proposal, to be read. Raises TextAltered where it is no longer what was proposed."""
    if _digest(proposal.text, proposal.scenarios) != proposal.digest:
        raise TextAltered(f"The proposed text {proposal} (row {proposal.pk}) is not the text proposed.")
    return TomlSource(Path(f"proposed-{proposal.key}.toml"), proposal.text)


def findings_of(proposal: TextProposal) -> tuple[Finding, ...]:
    """Where the text and the scenarios proposed with it differ; nothing where they agree or there are none."""
    editions, calendar = with_text(source_proposed(proposal)), calendar_in_use()
    told = _scenarios(proposal.scenarios)
    return tuple(found for one in told for found in check(one, editions=editions, calendar=calendar))


def scenarios_released(row: ReleasedText) -> tuple[Scenario, ...]:
    """The scenarios that were released with a text; none where there were none."""
    return _scenarios(row.scenarios)


@transaction.atomic
def propose(*, text: str, scenarios: str, actor: Person, at: datetime) -> TextProposal:
    """Let a text wait for a second person; journalled as `text.proposed`.

    `scenarios` is TOML as the shipped ones, or empty. Raises EditionFault for a bad text or scenario, NotAllowed for
    anybody but a system administrator, Refusal where two texts would rival, Crossed where this version is in use
    or another one of its key waits.
    """
    _authorise(actor)
    source = TomlSource(PROPOSED, text)
    key, first_day = name_of(source)
    _refuse_known(source, key, first_day)
    law = read_law(source, editions_in_use().texts)
    try:
        with_text(source)
    except SeveralEditions as rivals:
        raise Refusal("text-rivals", str(rivals)) from rivals
    _scenarios(scenarios)
    proposal = TextProposal(
        key=key,
        first_day=first_day,
        title=law.title_zh,
        text=text,
        scenarios=scenarios,
        digest=_digest(text, scenarios),
        proposed_by=actor.ref,
        proposed_at=at,
    )
    try:
        with transaction.atomic():
            proposal.save()
    except IntegrityError as first:
        words = _("A proposal for {key} waits already. It is decided on or taken back first.")
        raise Crossed("text-waiting", format_lazy(words, key=key)) from first
    record(stream=TEXTS, verb="text.proposed", actor_ref=actor.ref, at=at, payload=_facts(proposal))
    return proposal


@transaction.atomic
def release(*, proposal_id: int, seen: str, actor: Person, at: datetime) -> ReleasedText:
    """Put a proposed text among those in use; journalled as `text.released`.

    `seen` is the version of the texts (`version_in_use`) under which the releaser looked at what would change.
    Raises NotAllowed for the proposer and for anybody but a system administrator, NotFound, Crossed where the
    proposal was decided on or other texts were released since it was looked at, Refusal where a scenario differs.
    """
    proposal = _waiting(proposal_id, actor)
    _refuse_own(proposal, actor)
    if seen != version_in_use():
        raise Crossed(
            "text-stale",
            _(
                "What changes was not looked at yet under the texts now in use, or another text was released since. "
                "Look again before you release."
            ),
        )
    if findings_of(proposal):
        raise Refusal(
            "text-scenarios",
            _(
                "The text says something else than its scenarios. One of them is mended before it is released."
            ),
        )
    row = ReleasedText(
        key=proposal.key,
        first_day=proposal.first_day,
        title=proposal.title,
        text=proposal.text,
        scenarios=proposal.scenarios,
        digest=digest_of(proposal.text),
        proposed_by=proposal.proposed_by,
        proposed_at=proposal.proposed_at,
        released_by=actor.ref,
        released_at=at,
    )
    _add(row)
    _decide(proposal, "release", actor=actor, at=at, payload={"text_id": row.pk}, fields={"released": row})
    transaction.on_commit(look_again)
    return row


@transaction.atomic
def reject(*, proposal_id: int, reason: str, actor: Person, at: datetime) -> TextProposal:
    """Turn a proposal down; journalled as `text.rejected`. Raises as `release`, and Refusal without a reason."""
    proposal = _waiting(proposal_id, actor)
    _refuse_own(proposal, actor)
    if not reason.strip():
        raise Refusal("text-reason", _("Say what is wrong, so that the proposal can be mended."))
    told = {"reason": reason.strip()}
    _decide(proposal, "reject", actor=actor, at=at, payload=told, fields=told)
    return proposal


@transaction.atomic
def withdraw(*, proposal_id: int, actor: Person, at: datetime) -> TextProposal:
    """Take one's own proposal back; journalled as `text.withdrawn`. Raises NotAllowed, NotFound, Crossed."""
    proposal = _waiting(proposal_id, actor)
    if proposal.proposed_by != actor.ref:
        raise NotAllowed("text-not-own", _("Only whoever proposed a text takes the proposal back."))
    _decide(proposal, "withdraw", actor=actor, at=at)
    return proposal


_VERBS = {"release": "text.released", "reject": "text.rejected", "withdraw": "text.withdrawn"}


def _authorise(actor: Person) -> None:
    if not can_keep_texts(actor):
        raise NotAllowed(
            "not-system-admin", _("Only system administrators propose legal texts and decide on them.")
        )


def _refuse_own(proposal: TextProposal, actor: Person) -> None:
    if proposal.proposed_by == actor.ref:
        raise NotAllowed(
            "text-four-eyes", _("Whoever proposed a text does not decide on it. Ask another one.")
        )


def _refuse_known(source: TomlSource, key: str, first_day: date) -> None:
    editions = editions_in_use()
    laws: tuple[Edition | Overlay, ...] = (*editions.texts.values(), *editions.overlays.values())
    if any(law.key.partition("@")[0] == key and law.in_force_from == first_day for law in laws):
        words = _(
            "A version of {key} with this first day is in use already. A correction is a version with a later "
            "first day: what was judged by a text stays judged by it."
        )
        line = source.line_of(("in_force_from",))
        raise Crossed("text-in-use", format_lazy(words, key=key)) from EditionFault(str(PROPOSED), line, key)


def _waiting(proposal_id: int, actor: Person) -> TextProposal:
    _authorise(actor)
    proposal = TextProposal.objects.select_for_update().filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound("no-proposal", _("This proposal does not exist."))
    if proposal.state != ProposalState.WAITING:
        raise Crossed("text-decided", _("This proposal was decided on or taken back already."))
    return proposal


def _decide(
    proposal: TextProposal,
    act: str,
    *,
    actor: Person,
    at: datetime,
    payload: dict[str, Any] | None = None,
    fields: dict[str, Any] | None = None,
) -> None:
    move(
        proposal,
        act,
        verb=_VERBS[act],
        actor_ref=actor.ref,
        at=at,
        payload={**_facts(proposal), **(payload or {})},
        fields={"decided_by": actor.ref, "decided_at": at, **(fields or {})},
    )


def _add(row: ReleasedText) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as first:
        words = _("This version of {key} was released at the same moment.")
        raise Crossed("text-crossed", format_lazy(words, key=row.key)) from first


def _scenarios(text: str) -> tuple[Scenario, ...]:
    return read_scenarios(TomlSource(SCENARIOS, text)) if text.strip() else ()


def _digest(text: str, scenarios: str) -> str:
    return digest_of(f"{text}\n{scenarios}")


def _facts(proposal: TextProposal) -> dict[str, Any]:
    return {
        "proposal_id": proposal.pk,
        "key": proposal.key,
        "first_day": proposal.first_day.isoformat(),
        "title": proposal.title,
        "digest": proposal.digest,
        "proposed_by": proposal.proposed_by,
        "proposed_at": proposal.proposed_at.isoformat(),
    }
