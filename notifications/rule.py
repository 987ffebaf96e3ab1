"""What a rule of telling is: to whom a message goes, in which template's words, with which letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from notifications.letters import LetterKind


class Audience(Enum):
    """To whom a message goes; who that is on the day stands in `notifications.audience`.

    Where there is no case, the desk and its supervisors are those of the unit in charge of the record. ASKED are
    the reviewers of the unit whose answer a case waits for, ASKED_SUPERVISORS those who see to it. DEBTORS owe what
    makes good a wrong record, the SIGNER is whose signature an entry names.
    """

    SUBJECT = auto()
    DESK = auto()
    COUNTERSIGNERS = auto()
    SUPERVISORS = auto()
    LEAD = auto()
    HOLDER = auto()
    WATCH = auto()
    PLATFORM = auto()
    RELEASED = auto()
    ASKED = auto()
    ASKED_SUPERVISORS = auto()
    DEBTORS = auto()
    SIGNER = auto()


@dataclass(frozen=True)
class Telling:
    """One message: to whom, in which template's words."""

    audience: Audience
    template: str


@dataclass(frozen=True)
class Rule:
    """What an entry causes: perhaps a letter, and messages."""

    tellings: tuple[Telling, ...] = ()
    letter: LetterKind | None = None


NOTHING = Rule()


def to_subject(template: str, letter: LetterKind | None = None) -> Rule:
    """The subject, perhaps by letter."""
    return Rule((Telling(Audience.SUBJECT, template),), letter)


def to_both(subject: str, desk: str) -> Rule:
    """The subject and the desk, each in its own words."""
    return Rule((Telling(Audience.SUBJECT, subject), Telling(Audience.DESK, desk)))


def to_all(audiences: Iterable[Audience], template: str) -> Rule:
    """Several audiences in the same words."""
    return Rule(tuple(Telling(audience, template) for audience in audiences))


def to_one(audience: Audience, template: str, letter: LetterKind | None = None) -> Rule:
    """One audience, perhaps by letter."""
    return Rule((Telling(audience, template),), letter)
