"""The letter about the class of a record: what was determined, why, which days follow, from when it applies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from notifications.composing import words
from notifications.composing.parts import About, Draft, english_name, record_facts
from notifications.letters.paper import Fact, Section
from rulebook.editions_in_use import editions_in_use

HEAVIER = "heavier"
NOT_DETERMINED = "待认定"


def class_notice(about: About) -> Draft:
    """失信信息分类认定告知书: old and new class with their days; a heavier one applies from this letter on."""
    facts, record = about.entry.payload, about.record
    edition = editions_in_use().by_key(facts["to_edition"])
    heavier = facts["direction"] == HEAVIER
    effect = (
        f"上述分类自本告知书送达之日（{words.day(about.on)}）起适用。"
        if heavier
        else f"上述分类自认定之日（{words.day(about.on)}）起适用。"
    )
    return Draft(
        unit=record.department,
        title="失信信息分类认定告知书",
        opening=(
            f"依照{words.edition_name(edition)}，本单位对下列失信信息的分类作出认定，现将有关事项告知如下：",
        ),
        sections=(
            record_facts(record),
            Section(
                "认定结果",
                facts=(
                    Fact("原分类", _name(facts["from_edition"], facts["from_class"])),
                    Fact("认定分类", _name(facts["to_edition"], facts["to_class"])),
                    Fact("认定理由", about.text("reason")),
                    Fact("原公示期限", _days(facts["days_before"])),
                    Fact("认定后公示期限", _days(facts["days_after"])),
                ),
            ),
            Section(
                "适用和救济",
                paragraphs=(effect, "对分类认定有异议的，可以向信用平台网站或者本单位提出异议申诉。"),
            ),
        ),
        summary=(
            (
                f"{english_name(record.department)} determined the class of the record about decision "
                f"{record.decision_number}."
            ),
            "It applies from the day of this letter on."
            if heavier
            else "It applies from the day of the decision on.",
        ),
    )


def _name(edition_key: str, class_name: str) -> str:
    if not class_name:
        return NOT_DETERMINED
    return editions_in_use().by_key(edition_key).class_of(class_name).name_zh


def _days(days: Mapping[str, Any]) -> str:
    if not days["published"]:
        return "不予公示"
    first = days["earliest_filing_on"]
    parts = [f"自{words.day(date.fromisoformat(first))}起可以申请修复"] if first else ["不可以申请修复"]
    if days["ends_on"]:
        parts.append(f"公示至{words.day(date.fromisoformat(days['ends_on']))}止")
    return "，".join(parts)
