"""Who is told what when something happened: verb -> letter, audiences, templates. The one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cases.lateness import OWED_TO_THE_SUBJECT
from cases.services.objection.redress import CONFIRM_TERM
from cases.services.objection.redress import OWNER_KIND as REDRESS
from cases.states import CaseKind
from journal.models import Entry
from notifications.letters import LetterKind
from notifications.rule import NOTHING, Audience, Rule, Telling, to_all, to_both, to_one, to_subject
from notifications.rules_of_objections import OF_OBJECTIONS
from notifications.rules_of_rectifications import EXHAUSTED, OF_RECTIFICATIONS, WHEN_EXHAUSTED
from notifications.rules_of_revocations import OF_COMMITMENTS, OF_REVOCATIONS

RULES: dict[str, Rule] = {
    "case.filed": to_subject("filed", LetterKind.RECEIPT),
    "case.pushed": to_one(Audience.DESK, "to-accept"),
    "case.rerouted": to_both("rerouted", "to-accept"),
    "case.supplement_asked": to_subject("supplement", LetterKind.SUPPLEMENT),
    "case.supplemented": to_one(Audience.DESK, "supplemented"),
    "case.accepted": to_subject("accepted"),
    "case.declined": to_subject("declined", LetterKind.DECLINE),
    "case.steps_submitted": to_one(Audience.DESK, "steps-submitted"),
    "case.found_insufficient": to_subject("insufficient"),
    "case.extended": to_subject("extended", LetterKind.EXTENSION),
    "case.proposed": to_one(Audience.COUNTERSIGNERS, "to-sign"),
    "case.sent_back": to_one(Audience.DESK, "sent-back"),
    "case.signature_fell": to_one(Audience.SIGNER, "signature-fell"),
    "case.approved": to_subject("approved", LetterKind.APPROVAL),
    "case.refused": to_subject("refused", LetterKind.REFUSAL),
    "case.withdrawn": to_both("withdrawn", "withdrawn-desk"),
    "case.terminated": to_subject("terminated", LetterKind.TERMINATION),
    "case.lapsed": to_subject("lapsed", LetterKind.TERMINATION),
    "case.hold_confirmed": to_subject("hold-confirmed"),
    "case.remanded": to_both("remanded", "to-accept"),
    "case.resumed": to_subject("resumed"),
    "record.reclassified": to_subject("reclassified", LetterKind.CLASS_NOTICE),
    "case.handed_over": to_both("handed-over", "handed-over-desk"),
    "case.party_substituted": to_subject("party-substituted"),
    "listing.shown_again": to_subject("shown-again"),
    "listing.kept_on": to_subject("kept-on"),
    **OF_COMMITMENTS,
    "record.class_requested": to_one(Audience.DESK, "class-asked"),
    "copy.reported": to_one(Audience.PLATFORM, "copy-reported"),
    "copy.answered": to_subject("copy-answered"),
    "minutes.breached": Rule(
        (Telling(Audience.HOLDER, "minutes-late"), Telling(Audience.WATCH, "minutes-not-taken-in"))
    ),
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
REPAIR_NOTICE = to_subject("repair-notice", LetterKind.REPAIR_NOTICE)
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
    if of_kind is OF_RECTIFICATIONS and entry.payload.get("to") == EXHAUSTED and entry.verb in WHEN_EXHAUSTED:
        return WHEN_EXHAUSTED[entry.verb]
    if of_kind is not None and (entry.verb in of_kind or entry.verb not in OF_EVERY_KIND):
        return of_kind.get(entry.verb, NOTHING)
    chosen = BY_CONTENT.get(entry.verb)
    return RULES.get(entry.verb, NOTHING) if chosen is None else chosen(entry.payload, owing)


def _ended(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    """A granted repair was told by its decision."""
    return NOTHING if facts["cause"] == "repaired" else to_subject(f"ended-{facts['cause']}")


def _hidden(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    return to_subject("hidden-objection" if facts["cause"] == "objection" else "hidden")


def _corrected(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    return to_subject("corrected-objection" if facts["cause"] == "objection" else "corrected")


def _barred(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    return to_subject("barred" if facts["due_on"] else "barred-until-lifted")


def _bar_ended(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    return to_subject("bar-over" if facts["cause"] == "over" else "bar-lifted")


def _asked(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    return to_one(Audience.HOLDER, COPY[facts["kind"]])


def _minutes_sent(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    """A platform with a system of its own needs nobody; officers of another are asked, once."""
    asked = facts["by"] == "page" and facts["attempt"] == 1
    return to_one(Audience.HOLDER, "minutes-to-take-in") if asked else NOTHING


def _contradicted(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    asked = COPY[facts["kind"]]
    return to_one(Audience.HOLDER, "still-shown" if asked == "remove" else asked)


def _completed(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    gone = facts["kind"] in {"end", "withdraw"}
    return to_subject("delisted", LetterKind.DELISTING) if gone else NOTHING


def _held(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    """A waiting with a term of its own was told as it began."""
    return NOTHING if facts.get("waits_until") else to_subject("held")


def _insolvent(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    return to_subject("plan-executed") if facts["kind"] == "plan-executed" else NOTHING


def _recounted(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    """A released calendar moved a day; a day that was kept is no news."""
    if facts["owner_kind"] != "case" or facts["goal"] != "law" or facts["from"] == facts["to"]:
        return NOTHING
    if facts["term"] == "hold-review":
        return to_one(Audience.DESK, "day-moved-desk")
    return to_both("day-moved", "day-moved-desk")


def _approaching(facts: Mapping[str, Any], owing: Owing) -> Rule:
    """The subject of its own terms and of the end of publication; a unit of its own, and of what it promised."""
    if facts["owner_kind"] == "record":
        if facts["term"] == REASONS_OWED:
            return to_one(Audience.DESK, "reasons-near")
        return to_subject("end-near") if facts["term"] == "maximum" else NOTHING
    if facts["owner_kind"] in {"release", REDRESS}:
        return _redress_near(facts) if facts["owner_kind"] == REDRESS else to_all(owing, "copy-near")
    if facts["owner_kind"] != "case":
        return NOTHING
    if facts["goal"] != "law":
        return to_all(owing, "promise-near")
    return to_subject("term-near") if owing == (Audience.SUBJECT,) else to_all(owing, "term-near-desk")


def _redress_near(facts: Mapping[str, Any]) -> Rule:
    """The unit of what it owes, the company of its word that the influence is gone."""
    if facts["goal"] != "law":
        return NOTHING
    if facts["term"] == CONFIRM_TERM:
        return to_subject("redress-confirm-near")
    return to_one(Audience.DEBTORS, "redress-near")


def _ran_out(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    """The shortest period of a record, the reasons owed for a withdrawn one; a case tells of its terms itself."""
    if facts["owner_kind"] != "record":
        return NOTHING
    if facts["term"] == REASONS_OWED:
        return to_all((Audience.SUPERVISORS, Audience.DESK), "reasons-late")
    return to_subject("filing-opens") if facts["term"] == "minimum" else NOTHING


def _changed_over(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    """The subject; where another unit decides under the new text, that unit too."""
    return (
        to_both("changed-over", "changed-over-desk") if facts["department_id"] else to_subject("changed-over")
    )


# in whose words a subject reads that its unit is late, where its case is no application
UNIT_LATE = {CaseKind.OBJECTION: "objection-unit-late"}


def _late(facts: Mapping[str, Any], owing: Owing) -> Rule:
    """A broken promise is the house's own affair; a legal term owed to the subject is told to it, by letter."""
    if facts["goal"] != "law":
        return to_all((Audience.SUPERVISORS, *owing), "promise-late")
    told = to_all((Audience.SUPERVISORS, *owing), "case-late")
    if facts["term"] not in OWED_TO_THE_SUBJECT:
        return told
    return Rule(
        (*told.tellings, Telling(Audience.SUBJECT, UNIT_LATE.get(facts["case_kind"], "unit-late"))),
        LetterKind.LATENESS,
    )


def _went_up(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    if facts["owner_kind"] == "record" and facts["term"] == REASONS_OWED:
        return to_one(Audience.LEAD, "reasons-late-lead")
    return to_one(Audience.LEAD, "case-late-lead") if facts["owner_kind"] == "case" else NOTHING


def _represented(facts: Mapping[str, Any], _owing: Owing) -> Rule:
    return to_one(Audience.RELEASED, f"mandate-over-{facts['cause']}")


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
    "minutes.sent": _minutes_sent,
    "release.contradicted": _contradicted,
    "order.completed": _completed,
    "case.held": _held,
    "case.breached": _late,
    "case.changed_over": _changed_over,
    "deadline.approaching": _approaching,
    "deadline.breached": _ran_out,
    "deadline.escalated": _went_up,
    "deadline.recounted": _recounted,
}
# what is told of cases of the other kinds: kind -> verb -> rule
OF_KINDS: Mapping[str, Mapping[str, Rule]] = {
    CaseKind.REVOCATION: OF_REVOCATIONS,
    CaseKind.OBJECTION: OF_OBJECTIONS,
    CaseKind.RECTIFICATION: OF_RECTIFICATIONS,
}
# these rules of repairs say what is true of every case
OF_EVERY_KIND = (
    *("case.held", "case.resumed", "case.handed_over", "case.sent_back", "case.proposed"),
    *("case.breached", "case.party_substituted", "case.hold_confirmed", "case.signature_fell"),
)
VERBS = tuple(
    dict.fromkeys((*RULES, *NOTICED, *BY_CONTENT, *(verb for rules in OF_KINDS.values() for verb in rules)))
)
