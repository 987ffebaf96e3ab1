"""What is told of an ordered rectification and its talks: verb -> rule."""

from __future__ import annotations

from collections.abc import Mapping

from notifications.letters import LetterKind
from notifications.rule import Audience, Rule, Telling, to_both, to_one, to_subject

OF_RECTIFICATIONS: Mapping[str, Rule] = {
    "case.ordered": to_subject("rectification-ordered", LetterKind.RECTIFICATION_ORDER),
    "case.demands_added": to_subject("demands-added", LetterKind.DEMANDS_ADDED),
    "case.served": to_subject("rectify-by"),
    "case.rectification_extended": to_subject("rectification-extended", LetterKind.RECTIFICATION_EXTENSION),
    "case.reported": to_one(Audience.DESK, "rectification-reported"),
    "case.overdue": to_both("rectification-overdue", "talk-to-set"),
    "case.satisfied": to_subject("rectified", LetterKind.RECTIFIED),
    "case.found_insufficient": to_subject("not-rectified", LetterKind.NOT_RECTIFIED),
    "case.demands_to_recheck": to_one(Audience.DESK, "demands-to-recheck"),
    "case.talk_set": to_subject("talk-set", LetterKind.TALK_NOTICE),
    "case.slot_chosen": to_one(Audience.DESK, "slot-chosen"),
    "case.talk_postponed": to_subject("talk-postponed"),
    "case.talk_held": to_subject("talk-held", LetterKind.TALK_MINUTES),
    "case.minutes_read_back": to_one(Audience.DESK, "minutes-read-back"),
    "case.absence_recorded": Rule(
        (Telling(Audience.SUBJECT, "talk-missed"), Telling(Audience.SUPERVISORS, "talk-missed-desk"))
    ),
    "case.last_limit_set": to_subject("last-limit", LetterKind.LAST_LIMIT),
    "case.handed_on": to_subject("handed-on", LetterKind.HANDED_ON),
    "case.order_cancelled": to_subject("order-cancelled", LetterKind.ORDER_CANCELLED),
    "case.terminated": to_subject("rectification-ended", LetterKind.RECTIFICATION_ENDED),
    "case.handed_over": to_both("talk-unit-changed", "handed-over-desk"),
    "case.unit_recused": to_both("talk-unit-changed", "handed-over-desk"),
    "case.officer_recused": to_one(Audience.SUPERVISORS, "officer-recused"),
    "case.party_substituted": to_subject("order-passed-on"),
}
# where no talk is left it is another officer's turn: a last limit, or handing on
EXHAUSTED = "EXHAUSTED"
WHEN_EXHAUSTED: Mapping[str, Rule] = {
    "case.overdue": Rule(
        (Telling(Audience.SUBJECT, "no-talk-left"), Telling(Audience.COUNTERSIGNERS, "to-close"))
    ),
    "case.found_insufficient": Rule(
        (Telling(Audience.SUBJECT, "not-rectified"), Telling(Audience.COUNTERSIGNERS, "to-close")),
        LetterKind.NOT_RECTIFIED,
    ),
    "case.absence_recorded": Rule(
        (
            Telling(Audience.SUBJECT, "talk-missed"),
            Telling(Audience.SUPERVISORS, "talk-missed-desk"),
            Telling(Audience.COUNTERSIGNERS, "to-close"),
        )
    ),
}
