"""The letters to the providing unit: the inquiry (协查函) and its reminder (协查催告函)."""

from __future__ import annotations

from cases.models import Inquiry
from journal.now import day_of
from notifications.composing import words
from notifications.composing import words_of_objections as told
from notifications.composing.parts import (
    About,
    Draft,
    as_begun,
    english_name,
    last_day_of,
    record_facts,
    term_row,
)
from notifications.letters.paper import Item, Section

INQUIRY, REMINDED = "objection.inquiry", "objection.inquiry-reminded"


def inquiry_of(about: About) -> Inquiry:
    """The inquiry that an entry is about: the last one to the unit it names."""
    rows = Inquiry.objects.filter(case=about.of_case).select_related("department")
    return rows.filter(department=about.entry.payload["department_asked_id"]).latest("pk")


def inquiry(about: About) -> Draft:
    """异议信息协查函: the record, the question for each field, the day by which the answer is due."""
    asked, case = inquiry_of(about), about.of_case
    row = as_begun(term_row(case, INQUIRY))
    return Draft(
        unit=about.handling,
        title="异议信息协查函",
        addressee=asked.department.name_zh,
        opening=(
            (
                f"{case.subject.name}对你单位提供的下列失信信息提出异议申诉（案件编号{case.number}），本单位已经受理。"
                "为查明事实，请予协助核查："
            ),
        ),
        sections=(
            record_facts(about.record),
            _questions(asked),
            Section("协查要求", paragraphs=(asked.question, HOW_TO_ANSWER)),
            Section(
                "答复期限",
                last_days=(last_day_of(row, about.edition, "答复本函"),),
                paragraphs=(
                    "逾期未答复的，将予催告并抄告你单位督办人员；催告后仍不答复的，依据现有材料审查处理。",
                ),
            ),
        ),
        summary=(
            (
                f"{english_name(asked.department)} is asked about the fields listed above (objection {case.number}). "
                f"The answer is due by {words.english_day(row.due_on)}."
            ),
        ),
    )


def reminder(about: About) -> Draft:
    """异议信息协查催告函: the answer that did not come, and the last term for it."""
    asked, case = inquiry_of(about), about.of_case
    row = as_begun(term_row(case, REMINDED))
    missed = last_day_of(term_row(case, INQUIRY), about.edition, "原定答复期限")
    return Draft(
        unit=about.handling,
        title="异议信息协查催告函",
        addressee=asked.department.name_zh,
        opening=(
            (
                f"本单位于{words.day(day_of(asked.served_at))}就案件{case.number}向你单位发出协查函，"
                "你单位未在规定期限内答复。现予催告："
            ),
        ),
        sections=(
            record_facts(about.record),
            _questions(asked),
            Section(
                "答复期限",
                last_days=(missed, last_day_of(row, about.edition, "催告后答复")),
                paragraphs=("催告后仍不答复的，本单位依据现有材料审查处理。",),
            ),
        ),
        summary=(
            (
                f"{english_name(asked.department)} is reminded of the inquiry in objection {case.number}. "
                f"The answer is due by {words.english_day(row.due_on)}."
            ),
        ),
    )


HOW_TO_ANSWER = (
    "请逐项答复：公示内容有误的，提供正确内容和依据；无误的，予以确认；无法核实的，说明原因。"
    "答复及证明材料请在本平台案件页面提交。"
)


def _questions(asked: Inquiry) -> Section:
    rows = asked.case.contested.filter(field__in=asked.fields).order_by("pk")
    return Section(
        "请予核查的事项",
        items=tuple(Item(f"{told.FIELDS[one.field]}：{told.claim(one)}") for one in rows),
    )
