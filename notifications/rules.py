"""Who is told what when something happened: verb -> letter, audiences, templates. The one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from journal.models import Entry
from notifications.letters import LetterKind


class Audience(Enum):
    """To whom a message goes; who that is on the day stands in `notifications.audience`."""

    SUBJECT = auto()
    DESK = auto()
    COUNTERSIGNERS = auto()
    SUPERVISORS = auto()
    HOLDER = auto()
    WATCH = auto()


@dataclass(frozen=True)
class Telling:
    """One message: to whom, in which template's words."""

    audience: Audience
    template: str


@dataclass(frozen=True)
class Rule:
    """What an entry causes: perhaps a letter to the subject, and messages."""

    tellings: tuple[Telling, ...] = ()
    letter: LetterKind | None = None


NOTHING = Rule()


def _subject(template: str, letter: LetterKind | None = None) -> Rule:
    return Rule((Telling(Audience.SUBJECT, template),), letter)


def _both(subject: str, desk: str) -> Rule:
    return Rule((Telling(Audience.SUBJECT, subject), Telling(Audience.DESK, desk)))


def _to(audience: Audience, template: str) -> Rule:
    return Rule((Telling(audience, template),))


RULES: dict[str, Rule] = {
    "case.filed": _subject("filed", LetterKind.RECEIPT),
    "case.pushed": _to(Audience.DESK, "to-accept"),
    "case.rerouted": _both("rerouted", "to-accept"),
    "case.supplement_asked": _subject("supplement", LetterKind.SUPPLEMENT),
    "case.supplemented": _to(Audience.DESK, "supplemented"),
    "case.accepted": _subject("accepted"),
    "case.declined": _subject("declined", LetterKind.DECLINE),
    "case.steps_submitted": _to(Audience.DESK, "steps-submitted"),
    "case.found_insufficient": _subject("insufficient"),
    "case.extended": _subject("extended", LetterKind.EXTENSION),
    "case.proposed": _to(Audience.COUNTERSIGNERS, "to-sign"),
    "case.sent_back": _to(Audience.DESK, "sent-back"),
    "case.approved": _subject("approved", LetterKind.APPROVAL),
    "case.refused": _subject("refused", LetterKind.REFUSAL),
    "case.withdrawn": _both("withdrawn", "withdrawn-desk"),
    "case.terminated": _subject("terminated", LetterKind.TERMINATION),
    "case.lapsed": _subject("lapsed", LetterKind.TERMINATION),
    "case.breached": _to(Audience.SUPERVISORS, "case-late"),
    "case.held": _subject("held"),
    "case.resumed": _subject("resumed"),
    "case.changed_over": _subject("changed-over"),
    "case.handed_over": _both("handed-over", "handed-over-desk"),
    "case.party_substituted": _subject("party-substituted"),
    "listing.hidden": _subject("hidden"),
    "listing.shown_again": _subject("shown-again"),
    "record.corrected": _subject("corrected"),
    "release.breached": Rule(
        (Telling(Audience.HOLDER, "removal-late"), Telling(Audience.WATCH, "holder-late"))
    ),
}
# what a holder is asked to do with its copy, by the kind of the order
COPY = {
    "end": "remove",
    "withdraw": "remove",
    "hide": "hide-copy",
    "restore": "restore-copy",
    "correct": "correct-copy",
}
# these depend on what the entry is about
BY_CONTENT = (
    "record.imported",
    "listing.ended",
    "insolvency.entered",
    "release.sent",
    "release.contradicted",
    "order.completed",
    "deadline.approaching",
    "deadline.breached",
    "deadline.recounted",
)
VERBS = (*RULES, *BY_CONTENT)


def rule_of(entry: Entry, *, repair_notice_owed: bool, who: str) -> Rule:
    """What an entry causes.

    `who` owes the act of a term, for entries about terms ("subject", else an authority); `repair_notice_owed`
    says of an imported record whether anything can be repaired on it.
    """
    facts = entry.payload
    if entry.verb == "record.imported":
        return _subject("repair-notice", LetterKind.REPAIR_NOTICE) if repair_notice_owed else NOTHING
    if entry.verb == "listing.ended":
        # a granted repair was told by its decision
        return NOTHING if facts["cause"] == "repaired" else _subject(f"ended-{facts['cause']}")
    if entry.verb in {"release.sent", "release.contradicted"}:
        asked = COPY[facts["kind"]]
        again = entry.verb == "release.contradicted" and asked == "remove"
        return _to(Audience.HOLDER, "still-shown" if again else asked)
    if entry.verb == "order.completed":
        gone = facts["kind"] in {"end", "withdraw"}
        return _subject("delisted", LetterKind.DELISTING) if gone else NOTHING
    if entry.verb == "insolvency.entered":
        return _subject("plan-executed") if facts["kind"] == "plan-executed" else NOTHING
    if entry.verb == "deadline.approaching":
        return _approaching(facts["owner_kind"], facts["term"], facts["goal"], who)
    if entry.verb == "deadline.breached":
        opens = facts["owner_kind"] == "record" and facts["term"] == "minimum"
        return _subject("filing-opens") if opens else NOTHING
    if entry.verb == "deadline.recounted":
        return _recounted(facts)
    return RULES.get(entry.verb, NOTHING)


def _recounted(facts: Mapping[str, Any]) -> Rule:
    """A released calendar moved a day; a day that was kept is no news."""
    if facts["owner_kind"] != "case" or facts["goal"] != "law" or facts["from"] == facts["to"]:
        return NOTHING
    if facts["term"] == "hold-review":
        return _to(Audience.DESK, "day-moved-desk")
    return _both("day-moved", "day-moved-desk")


def _approaching(owner_kind: str, term: str, goal: str, who: str) -> Rule:
    if goal != "law":
        return NOTHING
    if owner_kind == "record":
        return _subject("end-near") if term == "maximum" else NOTHING
    if owner_kind == "case":
        return _subject("term-near") if who == "subject" else _to(Audience.DESK, "term-near-desk")
    return NOTHING
