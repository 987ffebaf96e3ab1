"""What is told of an objection: verb -> rule."""

from __future__ import annotations

from collections.abc import Mapping

from notifications.letters import LetterKind
from notifications.rule import Audience, Rule, Telling, to_all, to_both, to_one, to_subject

OF_OBJECTIONS: Mapping[str, Rule] = {
    "case.filed": Rule(
        (
            Telling(Audience.SUBJECT, "objection-filed"),
            Telling(Audience.DESK, "objection-to-accept"),
        ),
        LetterKind.OBJECTION_RECEIPT,
    ),
    "case.supplement_asked": to_subject("objection-supplement", LetterKind.OBJECTION_SUPPLEMENT),
    "case.supplemented": to_one(Audience.DESK, "objection-supplemented"),
    "case.accepted": to_subject("objection-accepted", LetterKind.OBJECTION_ACCEPTANCE),
    "case.declined": to_subject("objection-declined", LetterKind.OBJECTION_DECLINE),
    "case.inquired": to_one(Audience.ASKED, "inquiry", LetterKind.INQUIRY),
    "case.inquired_again": to_one(Audience.ASKED, "inquiry", LetterKind.INQUIRY),
    "case.readdressed": to_one(Audience.ASKED, "inquiry", LetterKind.INQUIRY),
    "case.reminded": Rule(
        (
            Telling(Audience.ASKED, "inquiry-reminder"),
            Telling(Audience.ASKED_SUPERVISORS, "inquiry-late"),
            Telling(Audience.SUPERVISORS, "inquiry-late"),
        ),
        LetterKind.INQUIRY_REMINDER,
    ),
    "case.answered": to_one(Audience.DESK, "inquiry-answered"),
    "case.unanswered": Rule(
        (
            Telling(Audience.DESK, "inquiry-unanswered"),
            Telling(Audience.ASKED_SUPERVISORS, "inquiry-unanswered"),
        )
    ),
    "case.extended": to_subject("objection-extended", LetterKind.OBJECTION_EXTENSION),
    "case.corrected": to_subject("objection-corrected", LetterKind.OBJECTION_DECISION),
    "case.record_withdrawn": to_subject("objection-record-withdrawn", LetterKind.OBJECTION_DECISION),
    "case.record_fell": to_subject("objection-record-withdrawn", LetterKind.OBJECTION_DECISION),
    "case.upheld": to_subject("objection-upheld", LetterKind.OBJECTION_DECISION),
    "case.noted": to_subject("objection-noted", LetterKind.OBJECTION_DECISION),
    "case.withdrawn": to_both("objection-withdrawn", "objection-withdrawn-desk"),
    "case.corrected_of_own_motion": to_one(Audience.DESK, "corrected-of-own-motion"),
    "case.fields_dropped": to_both("objection-fields-dropped", "objection-fields-dropped"),
    "case.succession_open": to_subject("objection-succession"),
    "case.terminated": to_subject("objection-terminated", LetterKind.OBJECTION_TERMINATION),
    "case.lapsed": to_subject("objection-lapsed", LetterKind.OBJECTION_TERMINATION),
    "case.redress_opened": to_one(Audience.DEBTORS, "redress-owed"),
    "case.apology_asked": to_one(Audience.ASKED, "apology-asked"),
    "case.redressed": to_subject("redressed"),
    "case.redress_late": to_all((Audience.SUPERVISORS, Audience.ASKED_SUPERVISORS), "redress-late"),
    "case.redress_unconfirmed": to_one(Audience.SUPERVISORS, "redress-unconfirmed"),
}
