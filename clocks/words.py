"""A receipt's words: what started a term, why it stood still, by what it was lengthened, on which basis."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clocks.receipts import Receipt
from journal.days import plain_day_words, speaks_chinese
from journal.names import title_of
from rulebook.counting import Event, Standstill
from rulebook.editions_in_use import editions_in_use
from rulebook.in_force import UnknownEdition
from rulebook.term_words import TRIGGER_WORDS
from rulebook.terms import Unit

CHANGEOVER = "changeover"
"""The cause of a day that was kept because another text would have ended the term sooner."""

TRIGGERS: dict[str, Promise] = {
    "accepted": _("acceptance"),
    "decided": _("the decision"),
    "determined": _("the determination"),
    "drafted": _("the opening of the draft"),
    "filed": _("the filing"),
    "held": _("the hold"),
    "inquiry-served": _("the service of the inquiry"),
    "knew": _("the day the subject knew"),
    "notice-of-annulment": _("the notice of annulment"),
    "pushed": _("the passing on to the determining unit"),
    "revoked": _("the revocation"),
    "served": _("the service of the letter"),
    "shared": _("the sharing of the record"),
    "term-ended": _("the end of the unit's term"),
    **TRIGGER_WORDS,
}
CAUSES: dict[str, Promise] = {
    "supplement": _("missing items were asked for"),
    "steps": _("steps of the repair were under way"),
    "extension": _("the decision term was extended"),
    "hold": _("the case was on hold"),
    "inquiry": _("the provider of the information was asked"),
    "talk": _("a talk was to be held"),
}


def trigger_words(trigger: str) -> str:
    """The event in words; an event of a caller's own wording is told as it stands."""
    return str(TRIGGERS.get(trigger, trigger))


def cause_words(cause: str) -> str:
    """Why a clock stood still; a cause of a caller's own wording is told as it stands."""
    return str(CAUSES.get(cause, cause))


def length_words(count: int, unit: Unit) -> str:
    """A length of time: 3 working days, 1 month."""
    if unit is Unit.WD:
        words = ngettext("{count} working day", "{count} working days", count)
    elif unit is Unit.D:
        words = ngettext("{count} day", "{count} days", count)
    elif unit is Unit.M:
        words = ngettext("{count} month", "{count} months", count)
    else:
        words = ngettext("{count} year", "{count} years", count)
    return words.format(count=count)


def told(receipt: Receipt) -> str:
    """The whole receipt as one paragraph in the active language."""
    parts = [_beginning(receipt)]
    if receipt.skipped:
        parts.append(gettext("Days off that were not counted: {count}.").format(count=len(receipt.skipped)))
    parts.extend(_standstill(still) for still in receipt.standstills)
    parts.extend(_extension(event) for event in receipt.extensions)
    parts.extend(_kept(event) for event in receipt.kept)
    if receipt.note and receipt.last_day is not None:
        parts.append(receipt.note)
    if receipt.provisional:
        parts.append(gettext("Provisional: a year's holiday notice is not out yet."))
    parts.append(_basis(receipt))
    return ("" if speaks_chinese() else " ").join(part for part in parts if part)


def _beginning(receipt: Receipt) -> str:
    facts = {
        "trigger": trigger_words(receipt.trigger),
        "start": plain_day_words(receipt.started_on),
        "due": plain_day_words(receipt.due_on),
    }
    if receipt.last_day is not None or receipt.count is None or receipt.unit is None:
        return gettext("From {trigger} on {start}; last day {due}.").format(**facts)
    facts["length"] = length_words(receipt.count, receipt.unit)
    return gettext("From {trigger} on {start}, that day not counted, {length}; last day {due}.").format(
        **facts
    )


def _standstill(still: Standstill) -> str:
    causes = ("、" if speaks_chinese() else ", ").join(cause_words(cause) for cause in still.causes)
    if still.last is None:
        return gettext("The clock has stood still since {first}: {causes}.").format(
            first=plain_day_words(still.first), causes=causes
        )
    return gettext("The clock stood still from {first} to {last}: {causes}.").format(
        first=plain_day_words(still.first), last=plain_day_words(still.last), causes=causes
    )


def _extension(event: Event) -> str:
    return gettext("Extended by {length}: {reason}.").format(
        length=length_words(event.count, event.unit), reason=event.cause
    )


def _kept(event: Event) -> str:
    if event.cause == CHANGEOVER:
        return gettext(
            "Under the text applied from {on} on the term would have ended sooner; {until} had been told and stays."
        ).format(on=plain_day_words(event.on), until=plain_day_words(event.until or event.on))
    return gettext(
        "By the calendar released on {on} the term would have ended sooner; {until} had been told and stays."
    ).format(on=plain_day_words(event.on), until=plain_day_words(event.until or event.on))


def _basis(receipt: Receipt) -> str:
    source = receipt.instrument or _title(receipt.edition)
    if not receipt.article:
        return gettext("Basis: {source}.").format(source=source)
    return gettext("Basis: {source}, {article}.").format(source=source, article=receipt.article)


def _title(edition_key: str) -> str:
    try:
        edition = editions_in_use().by_key(edition_key)
    except UnknownEdition:
        return edition_key
    return title_of(edition)
