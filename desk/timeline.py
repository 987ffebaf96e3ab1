"""One list of whatever happened on a case: acts, terms, letters, messages, work at the desk; shown whole or by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from journal.models import Entry
from journal.refusals import Refusal
from look.case_words import detail_of, entry_tone, entry_words
from look.parts import Link, TimelineEntry, Tone
from look.people import acted_for
from notifications.delivery_status import Delivery, Stage
from notifications.letters import LetterKind
from notifications.selectors import deliveries_of

SHOW = "show"
STAGE_TONES: Mapping[str, Tone] = {
    Stage.READ: "good",
    Stage.DELIVERED: "good",
    Stage.UNDELIVERED: "late",
    Stage.SENT: "quiet",
    Stage.WAITING: "quiet",
    Stage.FAILING: "late",
}


class Kind(models.TextChoices):
    """What a line of the timeline is; the address names one of these or none."""

    ACTS = "acts", gettext_lazy("Acts")
    TERMS = "terms", gettext_lazy("Terms")
    LETTERS = "letters", gettext_lazy("Letters")
    MESSAGES = "messages", gettext_lazy("Messages")
    WORK = "work", gettext_lazy("Work at the desk")


OF_VERBS = {"deadline.": Kind.TERMS, "letter.": Kind.LETTERS, "desk.": Kind.WORK}


@dataclass(frozen=True)
class Filter:
    """One choice of the filter with how many lines it shows."""

    label: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True)
class Timeline:
    """The lines shown, oldest first, and the filter above them."""

    entries: tuple[TimelineEntry, ...]
    filters: tuple[Filter, ...]


def timeline_of(case: Case, entries: Sequence[Entry], names: Mapping[str, str], *, show: str) -> Timeline:
    """What happened on a case; `show` is the kind asked for in the address, empty for all of it.

    Every line of the journal has its digest; a message is no entry and has none. One statement beside the entries.
    Raises the refusal of a kind that there is not.
    """
    if show and show not in Kind.values:
        raise Refusal(
            "unknown-kind", _("There is no such part of the timeline. Choose one of those above it.")
        )
    lines = [(kind_of(entry), _line(entry, names, case)) for entry in entries]
    lines += [
        (Kind.MESSAGES, _message(delivery, at))
        for delivery in deliveries_of(case)
        if (at := delivery.at) is not None
    ]
    lines.sort(key=lambda line: line[1].at)  # stable: entries of one moment keep the order of the journal
    return Timeline(
        entries=tuple(line for kind, line in lines if not show or kind == show),
        filters=(
            _filter(case, "", _("Everything"), len(lines), show),
            *(
                _filter(case, kind, str(kind.label), sum(one == kind for one, _line in lines), show)
                for kind in Kind
            ),
        ),
    )


def kind_of(entry: Entry) -> Kind:
    """What an entry of the journal is: a term, a letter, work at the desk, else an act."""
    found = (kind for start, kind in OF_VERBS.items() if entry.verb.startswith(start))
    return next(found, Kind.ACTS)


def _filter(case: Case, kind: str, label: str, count: int, show: str) -> Filter:
    query = f"?{SHOW}={kind}" if kind else ""
    url = f"{reverse('desk:case', args=[case.number])}{query}#timeline"
    return Filter(label=label, url=url, count=count, current=kind == show)


def _line(entry: Entry, names: Mapping[str, str], case: Case) -> TimelineEntry:
    letter = str(entry.payload.get("letter", "")) if entry.verb.startswith("letter.") else ""
    return TimelineEntry(
        at=entry.at,
        title=entry_words(entry),
        actor=_actor(entry, names, case.subject.name),
        detail=str(LetterKind(entry.payload["kind"]).label) if letter else detail_of(entry),
        article=str(entry.payload.get("clause", "")),
        digest=entry.hash,
        tone=entry_tone(entry.verb),
        links=(Link(reverse("portal:letter", args=[letter]), letter),) if letter else (),
    )


def _message(delivery: Delivery, at: datetime) -> TimelineEntry:
    stage = Stage(delivery.stage)
    return TimelineEntry(
        at=at,
        title=_("Message: %(title)s") % {"title": delivery.title},
        actor=delivery.to,
        detail=_("%(way)s: %(stage)s") % {"way": delivery.channel, "stage": stage.label},
        tone=STAGE_TONES[stage],
    )


def _actor(entry: Entry, names: Mapping[str, str], company: str) -> str:
    name = names.get(entry.actor_ref, entry.actor_ref)
    if entry.payload.get("acting_for"):
        return _("%(name)s, at the window for the company") % {"name": name}
    if officer := entry.payload.get("in_place_of"):
        return _("%(name)s for %(officer)s") % {"name": name, "officer": names.get(officer, officer)}
    return acted_for(name, entry, company)
