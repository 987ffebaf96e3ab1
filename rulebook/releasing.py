"""Releasing a gazette: one system administrator proposes the text, another one releases it; from then on it counts.

Both are system administrators: the calendar is the desk's set-up, and whoever watches over the journal (the
audit administrator) takes no part in acts that are audited. A released text is never taken back: a newer
version of its year takes its place.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from journal.refusals import Crossed, Refusal
from rulebook import proposals
from rulebook.calendar_in_use import GazetteAltered, book_in_use, digest_of
from rulebook.models import GazetteProposal, ReleasedGazette
from rulebook.proposals import Kind, Person, is_administrator
from rulebook.source import TomlSource
from rulebook.working_days import SHIPPED, Gazette, gazette_of


def _facts(proposal: GazetteProposal) -> dict[str, Any]:
    return {"year": proposal.year, "jurisdiction": proposal.jurisdiction, "notice": proposal.notice}


GAZETTE = Kind(
    name="gazette",
    rows=GazetteProposal.objects,
    facts=_facts,
    only_administrators=_("Only system administrators propose calendars and decide on them."),
    not_by_proposer=_("Whoever proposed a calendar does not decide on it. Ask another one."),
    only_by_proposer=_("Only whoever proposed a calendar takes the proposal back."),
)


def can_keep_calendars(actor: Person) -> bool:
    """Whether the actor may propose calendars and decide on those of others: a system administrator."""
    return is_administrator(actor)


def released(source: TomlSource) -> ReleasedGazette | None:
    """The row by which this very text is in force; None where it is not. Raises EditionFault for a bad text."""
    gazette = gazette_of(source)
    row = in_force(gazette.year, gazette.jurisdiction)
    return row if row is not None and row.digest == digest_of(source.text) else None


def in_force(year: int, jurisdiction: str = "") -> ReleasedGazette | None:
    """The released row of a year and place that counts now; None where only the shipped one does."""
    rows = ReleasedGazette.objects.filter(year=year, jurisdiction=jurisdiction)
    return rows.filter(replaced_by__isnull=True).first()


def text_in_force(year: int, jurisdiction: str = "") -> str:
    """The text that counts now for exactly this year and place: released, else shipped, else empty."""
    row = in_force(year, jurisdiction)
    if row is not None:
        return row.text
    shipped = SHIPPED / f"{year}.toml"
    return "" if jurisdiction or not shipped.exists() else shipped.read_text(encoding="utf-8")


def gazette_proposed(proposal: GazetteProposal) -> Gazette:
    """The gazette of a proposal. Raises GazetteAltered where its text is no longer what was proposed."""
    if digest_of(proposal.text) != proposal.digest:
        raise GazetteAltered(f"The proposed gazette {proposal} (row {proposal.pk}) is not the text proposed.")
    name = f"proposed-{proposal.year}-{proposal.jurisdiction or 'cn'}.toml"
    return gazette_of(TomlSource(Path(name), proposal.text))


def version_with(gazette: Gazette) -> str:
    """The version (digest) that the calendar of the gazette's place would have with it in force."""
    return book_in_use().with_gazette(gazette).of(gazette.jurisdiction).digest


@transaction.atomic
def propose(*, source: TomlSource, actor: Person, at: datetime) -> GazetteProposal:
    """Let a text wait for a second person; journalled as `gazette.proposed`.

    Raises EditionFault for a bad text, NotAllowed for anybody but a system administrator, Refusal for a
    provisional text, Crossed where the very text is in force or another one of its year and place waits.
    """
    proposals.authorise(GAZETTE, actor)
    gazette = gazette_of(source)
    if gazette.status == "provisional":
        raise Refusal(
            "gazette-provisional",
            _("A calendar without its notice cannot be released: it would change nothing."),
        )
    if released(source) is not None:
        raise Crossed("gazette-in-force", _("This very text is in force already."))
    proposal = GazetteProposal(
        year=gazette.year,
        jurisdiction=gazette.jurisdiction,
        text=source.text,
        notice=gazette.notice,
        digest=digest_of(source.text),
        proposed_by=actor.ref,
        proposed_at=at,
    )
    words = _("A proposal for {year} waits already. It is decided on or taken back first.")
    return proposals.put_forward(GAZETTE, proposal, waits=format_lazy(words, year=gazette.year))


@transaction.atomic
def release(*, proposal_id: int, seen: str, actor: Person, at: datetime) -> ReleasedGazette:
    """Put a proposed text in force for its year and place; journalled as `gazette.released`.

    `seen` is the version of the calendar whose effects the releaser looked at (`version_with`). Raises
    NotAllowed for the proposer and for anybody but a system administrator, NotFound, Crossed where the
    proposal was decided on, the calendar changed since it was looked at, or somebody else was first.
    """
    proposal = proposals.of_another(GAZETTE, proposal_id, actor)
    if seen != version_with(gazette_proposed(proposal)):
        raise Crossed(
            "gazette-stale",
            _(
                "What moves was not counted yet under this calendar, or the calendar has changed since. "
                "Count it again and look at it before you release."
            ),
        )
    row = ReleasedGazette(
        year=proposal.year,
        jurisdiction=proposal.jurisdiction,
        notice=proposal.notice,
        replaces=in_force(proposal.year, proposal.jurisdiction),
    )
    crossed = format_lazy(_("Another calendar for {year} was released at the same moment."), year=row.year)
    replaces = {"replaces": row.replaces_id}
    proposals.release(GAZETTE, proposal, row, crossed=crossed, actor=actor, at=at, payload=replaces)
    return row


def reject(*, proposal_id: int, reason: str, actor: Person, at: datetime) -> GazetteProposal:
    """Turn a proposal down; journalled as `gazette.rejected`. Raises as `release`, and Refusal without a reason."""
    return proposals.reject(GAZETTE, proposal_id=proposal_id, reason=reason, actor=actor, at=at)


def withdraw(*, proposal_id: int, actor: Person, at: datetime) -> GazetteProposal:
    """Take one's own proposal back; journalled as `gazette.withdrawn`. Raises NotAllowed, NotFound, Crossed."""
    return proposals.withdraw(GAZETTE, proposal_id=proposal_id, actor=actor, at=at)
