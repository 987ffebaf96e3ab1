"""The letter that tells the subject that its unit let a legal term pass."""

from __future__ import annotations

from cases.lateness import SILENCE
from notifications.composing import words
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
    """信用修复办理逾期告知书: which term the unit let pass, what follows, what can be done and until when."""
    edition, case = about.edition, about.of_case
    row = term_row(case, about.text("term"))
    return Draft(
        unit=about.window,
        title="信用修复办理逾期告知书",
        opening=opening(about, "审查单位未在规定期限内作出处理。现将有关事项告知如下："),
        sections=(
            record_facts(about.record),
            Section(
                "逾期的事项",
                paragraphs=(f"审查单位：{about.handling.name_zh}。",),
                last_days=(last_day_of(row, edition, words.OWED[row.term]),),
            ),
            Section("逾期的后果", paragraphs=(words.SILENCE[row.on_breach],)),
            *remedies(edition, SILENCE, on=row.due_on),
        ),
        summary=(
            (
                f"{english_name(about.handling)} let its term in application {case.number} pass on "
                f"{words.english_day(row.due_on)}. The application stays open; its supervisor has been told."
            ),
            *english_remedies(edition, SILENCE),
        ),
    )
