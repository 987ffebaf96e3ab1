"""The letters with which an ordered rectification ends, or comes to its last limit."""

from __future__ import annotations

from cases.models import Demand
from notifications.composing import words
from notifications.composing.parts import About, Draft, as_begun, last_day_of, record_facts, term_row
from notifications.composing.rectification_letters import FREE, REPORT_BY, case_words, demanded
from notifications.letters.paper import Fact, Section


def last_limit(about: About) -> Draft:
    """最后期限通知书: why, the last day, that no further one follows."""
    case = about.of_case
    row = as_begun(term_row(case, "rectification.last-limit"))
    return Draft(
        unit=about.handling,
        title="最后期限整改通知书",
        opening=(f"{case_words(about)}，经约谈仍未整改到位，现给予最后期限。有关事项通知如下：",),
        sections=(
            record_facts(about.record),
            Section("给予最后期限的理由", paragraphs=(about.text("reason"),)),
            demanded(_owed(about)),
            Section("最后期限", paragraphs=(FREE,), last_days=(last_day_of(row, about.edition, REPORT_BY),)),
            Section("逾期的后果", paragraphs=("逾期仍未整改到位的，移送有关单位从严监管，不再给予期限。",)),
        ),
        summary=(
            f"A last limit was set in the rectification {case.number}: report by {words.english_day(row.due_on)}.",
            "It is set only once; afterwards the case is handed on for stricter supervision.",
        ),
    )


def handed_on(about: About) -> Draft:
    """移送从严监管告知书: to whom and why; the demands that stay open."""
    case = about.of_case
    return Draft(
        unit=about.handling,
        title="移送从严监管告知书",
        opening=(f"{case_words(about)}，因整改不到位，本单位决定移送从严监管。现告知如下：",),
        sections=(
            record_facts(about.record),
            Section(
                "移送",
                facts=(Fact("接收单位", about.text("to_whom")), Fact("移送日期", words.day(about.on))),
                paragraphs=(about.text("reason"),),
            ),
            demanded(_owed(about)),
            Section(
                "提示",
                paragraphs=(
                    "移送不免除您单位依法应当履行的义务。义务履行完毕后，符合条件的，可以依法申请信用修复。",
                ),
            ),
        ),
        summary=(
            f"The rectification {case.number} was not done; the case was handed on for stricter supervision.",
            "The duties stay; a repair may be applied for once they are performed and its conditions are met.",
        ),
    )


def cancelled(about: About) -> Draft:
    """撤销整改通知书决定: by which paper and why; nothing follows from the order any more."""
    case = about.of_case
    return Draft(
        unit=about.handling,
        title="撤销限期整改通知决定书",
        opening=(f"{case_words(about)}，现决定撤销限期整改通知。有关事项如下：",),
        sections=(
            record_facts(about.record),
            Section(
                "撤销的理由和依据",
                facts=(Fact("依据的文书", about.text("document")),),
                paragraphs=(about.text("reason"),),
            ),
            Section(
                "撤销的后果",
                paragraphs=("自本决定作出之日起，原限期整改通知不再执行，已经通知尚未举行的约谈一并取消。",),
            ),
        ),
        summary=(f"The rectification order {case.number} is cancelled; nothing follows from it any more.",),
    )


def ended(about: About) -> Draft:
    """限期整改终止办理通知书: the case lost its object; the cause."""
    case = about.of_case
    chinese, english = words_of_end(about.text("cause"))
    paper = about.text("document")
    return Draft(
        unit=about.handling,
        title="限期整改终止办理通知书",
        opening=(f"{case_words(about)}，现终止办理：",),
        sections=(
            record_facts(about.record),
            Section("终止办理的原因", paragraphs=(chinese, *((f"依据的文书：{paper}。",) if paper else ()))),
        ),
        summary=(f"The rectification {case.number} has ended.", english),
    )


ENDS = {
    "publicity-ended": ("上述失信信息的公示期限已经届满。", "Publication of the record is over."),
    "record-withdrawn": (
        "作出上述失信信息的决定已被撤销、变更或者确认违法、无效，该信息已经撤回，整改要求及已举行的约谈失去依据。",
        "The record was withdrawn; the demands and the talks held lost their basis.",
    ),
    "subject-ceased": (
        "当事人已经注销，且没有权利义务承受人。",
        "The subject was deregistered without successor.",
    ),
    "filed-in-error": (
        "整改通知所指的失信信息或者办理单位有误。",
        "The order concerns another record or unit.",
    ),
    "repaired": ("上述失信信息已经准予信用修复，整改要求不再执行。", "The repair of the record was granted."),
    "repair-revoked": (
        "同一失信信息的信用修复决定已被撤销。",
        "An earlier repair of the record was revoked.",
    ),
    "set-right-otherwise": ("所涉事项已经另行更正。", "What it was about has been set right otherwise."),
}


def words_of_end(cause: str) -> tuple[str, str]:
    """Why a rectification was terminated, in Chinese and English. Raises KeyError for an unknown cause."""
    return ENDS[cause]


def _owed(about: About) -> list[Demand]:
    return [one for one in about.of_case.demands.all() if one.is_owed]
