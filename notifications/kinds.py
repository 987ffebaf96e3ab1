"""What sort of message it is, which decides by which ways it may go."""

from __future__ import annotations

from enum import Enum

from notifications.wording_of_accounts import OF_ACCOUNTS

# nothing is asked of the reader and no term begins with it; whatever is not listed is told at once
MERE_NEWS = frozenset(
    {
        "bar-lifted",
        "commitment-honoured",
        "complaint-handed-over",
        "complaint-withdrawn",
        "copy-answered",
        "corrected",
        "corrected-objection",
        "corrected-of-own-motion",
        "ended-longest-period",
        "ended-party-ceased",
        "ended-plan-executed",
        "ended-withdrawn",
        "handed-over",
        "held",
        "hidden",
        "hidden-objection",
        "hold-confirmed",
        "kept-on",
        "minutes-read-back",
        "objection-fields-dropped",
        "objection-withdrawn",
        "plan-executed",
        "remanded",
        "rerouted",
        "resumed",
        "shown-again",
        "talk-unit-changed",
        "withdrawn",
        "withdrawn-desk",
    }
)


class Kind(Enum):
    """Why it is sent. LETTER: a letter goes with it; TERM: a term runs, or something is asked of the reader.

    ACCOUNT: an account was changed, or whom it acts for; NEWS: all the rest. Only news may wait for a summary;
    letters and changes of an account go by mail whatever a person chose.
    """

    LETTER = "letter"
    TERM = "term"
    ACCOUNT = "account"
    NEWS = "news"


def kind_of(template: str, *, with_letter: bool, reminder: bool) -> Kind:
    """The kind of a message. Whatever time caused is a running term."""
    if with_letter:
        return Kind.LETTER
    if template in OF_ACCOUNTS:
        return Kind.ACCOUNT
    return Kind.NEWS if template in MERE_NEWS and not reminder else Kind.TERM
