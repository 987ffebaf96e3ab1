"""What leaves the house when something happened: the letter, and a stored message to each person and channel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from accounts.actors import CLOCK
from cases.models import Case, RedressItem
from cases.services.objection.redress import OWNER_KIND as REDRESS
from cases.states import CaseKind, RectificationState, RepairState
from clocks.models import Deadline
from delisting.models import HOLDERS_TURN, Release
from delisting.selectors import ledger
from journal.models import Entry
from notifications import audience
from notifications.composing.parts import About
from notifications.composing.talk_letters import talk_of
from notifications.issuing import issue, withdraw
from notifications.letters import LetterKind
from notifications.models import Letter
from notifications.rule import Audience, Rule
from notifications.rules import IMPORTED, NOTICED, rules_of
from notifications.wording import TEMPLATES
from notifications.writing import Notice, write
from records.models import CreditRecord
from records.models.listing import PUBLIC_STATES

# the term whose day a template names
DUE_TERM = {
    "to-accept": "accept",
    "supplement": "supplement",
    "supplemented": "accept",
    "accepted": "decide",
    "extended": "decide",
    "to-sign": "decide",
    "objection-to-accept": "objection.accept",
    "objection-supplement": "objection.supplement",
    "objection-supplemented": "objection.accept",
    "objection-accepted": "objection.handle",
    "objection-extended": "objection.handle",
    "objection-succession": "objection.succession",
    "inquiry": "objection.inquiry",
    "inquiry-reminder": "objection.inquiry-reminded",
    "inquiry-late": "objection.inquiry-reminded",
    "inquiry-answered": "objection.handle",
    "inquiry-unanswered": "objection.handle",
    "rectify-by": "rectification.rectify",
    "rectification-extended": "rectification.rectify",
    "rectification-reported": "rectification.check",
    "talk-to-set": "rectification.set-talk",
    "to-close": "rectification.close",
    "talk-held": "rectification.rectify-again",
    "last-limit": "rectification.last-limit",
    "repair-doubted": "revocation.defence",
    "defence-stated": "revocation.decide",
    "defence-over": "revocation.decide",
}
# the decision of a case of another kind than a repair
DECISION: Mapping[str, str] = {
    CaseKind.REVOCATION: "revocation.decide",
    CaseKind.OBJECTION: "objection.handle",
}
# the templates that name a legal last day of an authority, beside which a promise may stand
LEGAL_DUE = frozenset({"to-accept", "supplemented", "accepted", "extended", "to-sign", "term-near-desk"})
# what a revoked repair takes its validity from
UNDONE = (LetterKind.APPROVAL, LetterKind.DELISTING)
# who owes the act of a term, where it is not the unit on whose desk the case is
OUTSIDE_THE_DESK = {"subject": Audience.SUBJECT, "provider": Audience.ASKED}
# in these states another officer's signature is waited for
SIGNED_BY_ANOTHER: Mapping[str, tuple[Audience, ...]] = {
    RepairState.PROPOSED: (Audience.DESK, Audience.COUNTERSIGNERS),
    RectificationState.EXHAUSTED: (Audience.COUNTERSIGNERS,),
}
ONE_DAY = timedelta(days=1)


def on_entry(entry: Entry) -> None:
    """Issue the letter and write the messages that an entry causes; written before, nothing is written again."""
    about, rules = _rules(entry)
    if about is None:
        return
    for rule in rules:
        letter = issue(rule.letter, about) if rule.letter else None
        _write(rule, about, letter)
    if entry.verb == "case.revoked" and about.of_case.previous_id is not None:
        withdraw(case_id=about.of_case.previous_id, kinds=UNDONE, at=entry.at)


def letters_caused_by(entry: Entry) -> tuple[tuple[LetterKind, About], ...]:
    """The letters that an entry causes, with what each is about; nothing is issued."""
    about, rules = _rules(entry)
    return () if about is None else tuple((rule.letter, about) for rule in rules if rule.letter)


def _rules(entry: Entry) -> tuple[About | None, tuple[Rule, ...]]:
    about = _about(entry)
    if about is None or _overtaken(about):
        return None, ()
    return about, rules_of(entry, repair_notice_owed=_repair_notice_owed(about), owing=_owing(about))


def _overtaken(about: About) -> bool:
    """Whether copies were asked for anew before it was told that all were removed: that is true no more."""
    if about.entry.verb != "order.completed":
        return False
    latest = ledger(about.record.pk)
    return latest is None or latest.order_id != about.entry.payload["order_id"]


def _about(entry: Entry) -> About | None:
    """What an entry is about; None for terms of things that tell their own story."""
    facts = entry.payload
    if entry.verb.startswith("deadline."):
        found = _owner_of_term(entry.verb, facts)
        if found is None:
            return None
        facts = found
    if entry.verb.startswith(
        "bar."
    ):  # on the subject's own stream: the case that entered it tells which record
        case = _cases().get(number=facts["case_number"])
        return About(entry, case.record, case)
    if facts.get("case_id") and entry.verb != "listing.ended":
        case = _cases().get(pk=facts["case_id"])
        return About(entry, case.record, case)
    record = CreditRecord.objects.select_related("department", "subject", "listing").get(
        pk=facts["record_id"]
    )
    return About(entry, record)


def _cases() -> QuerySet[Case]:
    return Case.objects.select_related(
        "handling_department", "determining_department", "record__department", "record__subject"
    )


def _owner_of_term(verb: str, facts: Mapping[str, Any]) -> dict[str, int] | None:
    """The case or record that a term is about; None for things that have neither, or tell their own story."""
    owner = facts["owner_id"]
    if facts["owner_kind"] == "release" and verb == "deadline.approaching":
        return {"record_id": Release.objects.select_related("order").get(pk=owner).order.record_id}
    if facts["owner_kind"] == REDRESS and verb == "deadline.approaching":
        return {"case_id": RedressItem.objects.get(pk=owner).case_id}
    key = {"case": "case_id", "record": "record_id"}.get(facts["owner_kind"])
    return None if key is None else {key: owner}


def _repair_notice_owed(about: About) -> bool:
    """Whether the notice about repair is owed: the record is shown and a repair can be asked for one day.

    To a record that came without a class it is owed from the day on which its class takes effect, once.
    """
    entry = about.entry
    if entry.verb not in NOTICED:
        return False
    listing = about.record.listing
    if listing.state not in PUBLIC_STATES or listing.earliest_filing_on is None:
        return False
    known = Letter.objects.filter(record=about.record, kind=LetterKind.REPAIR_NOTICE)
    return entry.verb == IMPORTED or not known.exclude(caused_by_entry=entry.pk).exists()


def _owing(about: About) -> tuple[Audience, ...]:
    """Who owes the act of a term: the holder of a copy, the subject, or those of the unit who have to act now."""
    entry = about.entry
    if entry.verb == "deadline.approaching" and entry.payload["owner_kind"] == "release":
        waits = Release.objects.filter(pk=entry.payload["owner_id"], state__in=HOLDERS_TURN).exists()
        return (Audience.HOLDER,) if waits else ()
    if about.case is None or entry.verb not in {"deadline.approaching", "case.breached"}:
        return ()
    if entry.payload["term"] == "hold-review":
        return (Audience.DESK, Audience.SUPERVISORS) if entry.verb != "case.breached" else (Audience.DESK,)
    if entry.verb == "deadline.approaching":
        row = Deadline.objects.only("who").get(pk=entry.payload["deadline_id"])
        if row.who in OUTSIDE_THE_DESK:
            return (OUTSIDE_THE_DESK[row.who],)
    return SIGNED_BY_ANOTHER.get(about.case.state, (Audience.DESK,))


def _write(rule: Rule, about: About, letter: Letter | None) -> None:
    """Store the messages. What time caused is a reminder; a letter is served and waits for no working hours."""
    entry = about.entry
    for telling in rule.tellings:
        notice = Notice(
            template=telling.template,
            context=_context(telling.template, about),
            entry=entry,
            letter=letter,
            case=about.case,
            reminder=entry.actor_ref == CLOCK.ref and letter is None,
            jurisdiction=about.record.jurisdiction,
        )
        write(notice, audience.people(telling.audience, about))


def _context(template: str, about: About) -> dict[str, Any]:
    """The facts a template needs, and no others: they are stored with the message."""
    text = str(TEMPLATES[template].text)
    facts: dict[str, Any] = {}
    if about.case is not None:
        facts["number"] = about.case.number
    if "{decision}" in text:
        facts["decision"] = about.record.decision_number
    if "{due}" in text:
        facts["due"] = _due(template, about)
    if "{legal}" in text:
        facts["legal"] = _case_term(about, about.entry.payload["term"], "law").due_on.isoformat()
    promised = _promised(template, about)
    if promised:
        facts["promised"] = promised
    if "{hour}" in text:
        talk = talk_of(about.entry)
        facts |= {"hour": talk.set_for.isoformat(), "talk": talk.pk}
    if "{term}" in text:
        facts["term"] = about.entry.payload["term"]
    return facts


def _due(template: str, about: About) -> str:
    if template == "filing-opens":
        return (date.fromisoformat(about.entry.payload["due_on"]) + ONE_DAY).isoformat()
    if template in DUE_TERM:
        return _case_term(about, _due_term(template, about), "law").due_on.isoformat()
    return str(about.entry.payload["due_on"])


def _due_term(template: str, about: About) -> str:
    """The term whose day a template names, on a case of its kind."""
    term = DUE_TERM[template]
    return DECISION.get(about.of_case.kind, term) if term == "decide" else term


def _promised(template: str, about: About) -> str:
    """The day promised beside the legal one that a template names; empty where none is, or it is over."""
    if about.case is None or template not in LEGAL_DUE:
        return ""
    term = _due_term(template, about) if template in DUE_TERM else about.entry.payload["term"]
    row = Deadline.objects.filter(owner_kind="case", owner_id=about.case.pk, term=term, goal="promise").last()
    return row.due_on.isoformat() if row is not None and about.on <= row.due_on else ""


def _case_term(about: About, term: str, goal: str) -> Deadline:
    """The latest term of such a name that the case has or had."""
    return Deadline.objects.filter(owner_kind="case", owner_id=about.of_case.pk, term=term, goal=goal).latest(
        "pk"
    )
