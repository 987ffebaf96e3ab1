"""What leaves the house when something happened: the letter, and a stored message to each person and channel."""

from __future__ import annotations

from typing import Any

from cases.models import Case
from clocks.models import Deadline
from journal.models import Entry
from journal.now import day_of
from notifications import audience
from notifications.composing.parts import About
from notifications.issuing import issue
from notifications.models import Channel, Letter, Message
from notifications.rules import Rule, rule_of
from notifications.wording import TEMPLATES
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
}


def on_entry(entry: Entry) -> None:
    """Issue the letter and write the messages that an entry causes; written before, nothing is written again."""
    about = _about(entry)
    if about is None:
        return
    rule = rule_of(entry, repair_notice_owed=_repairable(about), who=_who(entry))
    if not rule.tellings:
        return
    letter = issue(rule.letter, about) if rule.letter else None
    _write(rule, about, letter)


def _about(entry: Entry) -> About | None:
    """What an entry is about; None for terms of things that tell their own story."""
    facts = entry.payload
    if entry.verb.startswith("deadline."):
        if facts["owner_kind"] not in {"case", "record"}:
            return None
        key = "case_id" if facts["owner_kind"] == "case" else "record_id"
        facts = {key: facts["owner_id"]}
    case = None
    if facts.get("case_id") and entry.verb != "listing.ended":
        case = Case.objects.select_related(
            "handling_department", "determining_department", "record__department", "record__subject"
        ).get(pk=facts["case_id"])
        return About(entry, case.record, case)
    record = CreditRecord.objects.select_related("department", "subject", "listing").get(
        pk=facts["record_id"]
    )
    return About(entry, record)


def _repairable(about: About) -> bool:
    """Whether the notice about repair is owed: the record is shown and a repair can be asked for one day."""
    if about.entry.verb != "record.imported":
        return False
    listing = about.record.listing
    return listing.state in PUBLIC_STATES and listing.earliest_filing_on is not None


def _who(entry: Entry) -> str:
    if entry.verb != "deadline.approaching":
        return ""
    return Deadline.objects.values_list("who", flat=True).get(pk=entry.payload["deadline_id"])


def _write(rule: Rule, about: About, letter: Letter | None) -> None:
    entry = about.entry
    messages = []
    for telling in rule.tellings:
        context = _context(telling.template, about)
        for user in audience.people(telling.audience, about):
            common = {
                "user": user,
                "template": telling.template,
                "context": context,
                "letter": letter,
                "case": about.case,
                "caused_by_entry": entry.pk,
                "created_at": entry.at,
            }
            messages.append(Message(channel=Channel.INBOX, sent_at=entry.at, **common))
            if user.email:
                messages.append(Message(channel=Channel.MAIL, next_attempt_at=entry.at, **common))
    Message.objects.bulk_create(messages, ignore_conflicts=True)


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
    if "{term}" in text:
        facts["term"] = about.entry.payload["term"]
    return facts


def _due(template: str, about: About) -> str:
    if template == "filing-opens":
        return day_of(about.entry.at).isoformat()
    if template in DUE_TERM:
        row = Deadline.objects.filter(
            owner_kind="case", owner_id=about.of_case.pk, term=DUE_TERM[template], goal="law"
        ).latest("pk")
        return row.due_on.isoformat()
    return str(about.entry.payload["due_on"])
