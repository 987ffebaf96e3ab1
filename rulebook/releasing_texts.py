"""Releasing a legal text: one system administrator proposes it, another one releases it; from then on it counts.

As with calendars (`rulebook.releasing`) both are system administrators, and what was released is never taken back.
A text that is corrected gets a version with a later first day: a key stored on a case never comes to mean another
text.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from journal.refusals import Crossed, Refusal
from rulebook import proposals
from rulebook.calendar_in_use import calendar_in_use, digest_of
from rulebook.edition import Edition
from rulebook.editions_in_use import TextAltered, editions_in_use, look_again, version_in_use
from rulebook.in_force import Editions, SeveralEditions
from rulebook.models import ReleasedText, TextProposal
from rulebook.overlay import Overlay
from rulebook.proposals import Kind, Person, is_administrator
from rulebook.reading import name_of, read_law
from rulebook.reading_scenarios import read_scenarios
from rulebook.scenario import Scenario
from rulebook.scenario_run import Finding, check
from rulebook.source import EditionFault, TomlSource

PROPOSED = Path("proposed.toml")
SCENARIOS = Path("scenarios.toml")


def _facts(proposal: TextProposal) -> dict[str, Any]:
    return {"key": proposal.key, "first_day": proposal.first_day.isoformat(), "title": proposal.title}


TEXT = Kind(
    name="text",
    rows=TextProposal.objects,
    facts=_facts,
    only_administrators=_("Only system administrators propose legal texts and decide on them."),
    not_by_proposer=_("Whoever proposed a text does not decide on it. Ask another one."),
    only_by_proposer=_("Only whoever proposed a text takes the proposal back."),
)


def can_keep_texts(actor: Person) -> bool:
    """Whether the actor may propose legal texts and decide on those of others: a system administrator."""
    return is_administrator(actor)


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
    proposals.authorise(TEXT, actor)
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
    words = _("A proposal for {key} waits already. It is decided on or taken back first.")
    return proposals.put_forward(TEXT, proposal, waits=format_lazy(words, key=key))


@transaction.atomic
def release(*, proposal_id: int, seen: str, actor: Person, at: datetime) -> ReleasedText:
    """Put a proposed text among those in use; journalled as `text.released`.

    `seen` is the version of the texts (`version_in_use`) under which the releaser looked at what would change.
    Raises NotAllowed for the proposer and for anybody but a system administrator, NotFound, Crossed where the
    proposal was decided on or other texts were released since it was looked at, Refusal where a scenario differs.
    """
    proposal = proposals.of_another(TEXT, proposal_id, actor)
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
        scenarios=proposal.scenarios,
    )
    crossed = format_lazy(_("This version of {key} was released at the same moment."), key=row.key)
    proposals.release(TEXT, proposal, row, crossed=crossed, actor=actor, at=at)
    transaction.on_commit(look_again)
    return row


def reject(*, proposal_id: int, reason: str, actor: Person, at: datetime) -> TextProposal:
    """Turn a proposal down; journalled as `text.rejected`. Raises as `release`, and Refusal without a reason."""
    return proposals.reject(TEXT, proposal_id=proposal_id, reason=reason, actor=actor, at=at)


def withdraw(*, proposal_id: int, actor: Person, at: datetime) -> TextProposal:
    """Take one's own proposal back; journalled as `text.withdrawn`. Raises NotAllowed, NotFound, Crossed."""
    return proposals.withdraw(TEXT, proposal_id=proposal_id, actor=actor, at=at)


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


def _scenarios(text: str) -> tuple[Scenario, ...]:
    return read_scenarios(TomlSource(SCENARIOS, text)) if text.strip() else ()


def _digest(text: str, scenarios: str) -> str:
    return digest_of(f"{text}\n{scenarios}")
