"""The letter that tells the subject that its unit let a legal term pass."""

from __future__ import annotations

from cases.lateness import SILENCE
from cases.states import CaseKind
from notifications.composing import objection_letters, words
from notifications.composing import words_of_objections as told
from notifications.composing.case_letters import opening
from notifications.composing.parts import (
    About,
    Draft,
    english_name,
    english_remedies,
    last_day_of,
    record_facts,
    remedies,
    term_row,
)
from notifications.letters.paper import Section


def lateness(about: About) -> Draft:
    """办理逾期告知书: which term the unit let pass, what follows, what can be done and until when."""
    edition, case = about.edition, about.of_case
    row = term_row(case, about.text("term"))
    objects = case.kind == CaseKind.OBJECTION
    begun = objection_letters.opening if objects else opening
    return Draft(
        unit=about.window,
        title="异议申诉办理逾期告知书" if objects else "信用修复办理逾期告知书",
        opening=begun(about, "审查单位未在规定期限内作出处理。现将有关事项告知如下："),
        sections=(
            record_facts(about.record),
            Section(
                "逾期的事项",
                paragraphs=(f"审查单位：{about.handling.name_zh}。",),
                last_days=(last_day_of(row, edition, words.OWED[row.term]),),
            ),
            Section("逾期的后果", paragraphs=(told.LATE if objects else words.SILENCE[row.on_breach],)),
            *remedies(edition, SILENCE, on=row.due_on),
        ),
        summary=(
            (
                f"{english_name(about.handling)} let its term in {'objection' if objects else 'application'} "
                f"{case.number} pass on {words.english_day(row.due_on)}. It stays open; the supervisor has been told."
            ),
            *english_remedies(edition, SILENCE),
        ),
    )
