"""Who is told what when something happened: verb -> letter, audiences, templates. The one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from cases.lateness import OWED_TO_THE_SUBJECT
from cases.states import CaseKind
from journal.models import Entry
from notifications.letters import LetterKind


class Audience(Enum):
    """To whom a message goes; who that is on the day stands in `notifications.audience`.

    Where there is no case, the desk and its supervisors are those of the unit in charge of the record.
    """

    SUBJECT = auto()
    DESK = auto()
    COUNTERSIGNERS = auto()
    SUPERVISORS = auto()
    LEAD = auto()
    HOLDER = auto()
    WATCH = auto()
    RELEASED = auto()


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


def _all(audiences: Iterable[Audience], template: str) -> Rule:
    return Rule(tuple(Telling(audience, template) for audience in audiences))


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
    "case.held": _subject("held"),
    "case.resumed": _subject("resumed"),
    "record.reclassified": _subject("reclassified", LetterKind.CLASS_NOTICE),
    "case.handed_over": _both("handed-over", "handed-over-desk"),
    "case.party_substituted": _subject("party-substituted"),
    "listing.shown_again": _subject("shown-again"),
    "listing.kept_on": _subject("kept-on"),
    "record.class_requested": _to(Audience.DESK, "class-asked"),
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


IMPORTED = "record.imported"
# after these a record can be shown and repairable for the first time
NOTICED = (IMPORTED, "record.reclassified", "record.class_took_effect")
REPAIR_NOTICE = _subject("repair-notice", LetterKind.REPAIR_NOTICE)
REASONS_OWED = "withdraw-record"

Owing = tuple[Audience, ...]


def rules_of(entry: Entry, *, repair_notice_owed: bool, owing: Owing) -> tuple[Rule, ...]:
    """What an entry causes, in order: its own rule, and the notice about repair where that is owed.

    `owing` are those who owe the act of a term, for entries about terms of a case or of a copy.
    """
    found = rule_of(entry, owing=owing)
    rules = (found, REPAIR_NOTICE) if repair_notice_owed else (found,)
    return tuple(rule for rule in rules if rule.tellings)


def rule_of(entry: Entry, *, owing: Owing) -> Rule:
    """What an entry causes; a case of another kind than a repair by the table of its kind first."""
    of_kind = OF_KINDS.get(entry.payload.get("case_kind", ""))
    if of_kind is not None and entry.verb not in OF_EVERY_KIND:
        return of_kind.get(entry.verb, NOTHING)
    chosen = BY_CONTENT.get(entry.verb)
    return RULES.get(entry.verb, NOTHING) if chosen is None else chosen(entry.payload, owing)


def _ended(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    """A granted repair was told by its decision."""
    return NOTHING if facts["cause"] == "repaired" else _subject(f"ended-{facts['cause']}")


def _hidden(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    return _subject("hidden-objection" if facts["cause"] == "objection" else "hidden")


def _corrected(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    return _subject("corrected-objection" if facts["cause"] == "objection" else "corrected")


def _barred(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    return _subject("barred" if facts["due_on"] else "barred-until-lifted")


def _bar_ended(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    return _subject("bar-over" if facts["cause"] == "over" else "bar-lifted")


def _asked(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    return _to(Audience.HOLDER, COPY[facts["kind"]])


def _contradicted(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    asked = COPY[facts["kind"]]
    return _to(Audience.HOLDER, "still-shown" if asked == "remove" else asked)


def _completed(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    gone = facts["kind"] in {"end", "withdraw"}
    return _subject("delisted", LetterKind.DELISTING) if gone else NOTHING


def _insolvent(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    return _subject("plan-executed") if facts["kind"] == "plan-executed" else NOTHING


def _recounted(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    """A released calendar moved a day; a day that was kept is no news."""
    if facts["owner_kind"] != "case" or facts["goal"] != "law" or facts["from"] == facts["to"]:
        return NOTHING
    if facts["term"] == "hold-review":
        return _to(Audience.DESK, "day-moved-desk")
    return _both("day-moved", "day-moved-desk")


def _approaching(facts: Mapping[str, Any], owing: Owing) -> Rule:
    """The subject of its own terms and of the end of publication; a unit of its own, and of what it promised."""
    if facts["owner_kind"] == "record":
        if facts["term"] == REASONS_OWED:
            return _to(Audience.DESK, "reasons-near")
        return _subject("end-near") if facts["term"] == "maximum" else NOTHING
    if facts["owner_kind"] == "release":
        return _all(owing, "copy-near")
    if facts["owner_kind"] != "case":
        return NOTHING
    if facts["goal"] != "law":
        return _all(owing, "promise-near")
    return _subject("term-near") if owing == (Audience.SUBJECT,) else _all(owing, "term-near-desk")


def _ran_out(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    """The shortest period of a record, the reasons owed for a withdrawn one; a case tells of its terms itself."""
    if facts["owner_kind"] != "record":
        return NOTHING
    if facts["term"] == REASONS_OWED:
        return _all((Audience.SUPERVISORS, Audience.DESK), "reasons-late")
    return _subject("filing-opens") if facts["term"] == "minimum" else NOTHING


def _changed_over(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    """The subject; where another unit decides under the new text, that unit too."""
    return _both("changed-over", "changed-over-desk") if facts["department_id"] else _subject("changed-over")


def _late(facts: Mapping[str, Any], owing: Owing) -> Rule:
    """A broken promise is the house's own affair; a legal term owed to the subject is told to it, by letter."""
    if facts["goal"] != "law":
        return _all((Audience.SUPERVISORS, *owing), "promise-late")
    told = _all((Audience.SUPERVISORS, *owing), "case-late")
    if facts["term"] not in OWED_TO_THE_SUBJECT:
        return told
    return Rule((*told.tellings, Telling(Audience.SUBJECT, "unit-late")), LetterKind.LATENESS)


def _went_up(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    if facts["owner_kind"] == "record" and facts["term"] == REASONS_OWED:
        return _to(Audience.LEAD, "reasons-late-lead")
    return _to(Audience.LEAD, "case-late-lead") if facts["owner_kind"] == "case" else NOTHING


def _represented(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    return _to(Audience.RELEASED, f"mandate-over-{facts['cause']}")


# these depend on what the entry is about
BY_CONTENT: dict[str, Callable[[Mapping[str, Any], Owing], Rule]] = {
    "listing.ended": _ended,
    "listing.hidden": _hidden,
    "bar.entered": _barred,
    "bar.ended": _bar_ended,
    "record.corrected": _corrected,
    "insolvency.entered": _insolvent,
    "subject.representation_ended": _represented,
    "release.sent": _asked,
    "release.contradicted": _contradicted,
    "order.completed": _completed,
    "case.breached": _late,
    "case.changed_over": _changed_over,
    "deadline.approaching": _approaching,
    "deadline.breached": _ran_out,
    "deadline.escalated": _went_up,
    "deadline.recounted": _recounted,
}
# what is told of cases of the other kinds: kind -> verb -> rule
OF_KINDS: Mapping[str, Mapping[str, Rule]] = {
    CaseKind.REVOCATION: {},
    CaseKind.OBJECTION: {},
    CaseKind.RECTIFICATION: {},
}
# these rules of repairs say what is true of every case
OF_EVERY_KIND = (
    *("case.held", "case.resumed", "case.handed_over", "case.sent_back", "case.proposed"),
    *("case.breached", "case.party_substituted"),
)
VERBS = tuple(
    dict.fromkeys((*RULES, *NOTICED, *BY_CONTENT, *(verb for rules in OF_KINDS.values() for verb in rules)))
)
