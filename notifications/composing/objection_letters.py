"""The letters of an objection to its subject, but its decision: receipt, missing items, acceptance, extension, end."""

from __future__ import annotations

from journal.now import day_of
from notifications.composing import words
from notifications.composing import words_of_objections as told
from notifications.composing.case_letters import basis
from notifications.composing.parts import (
    About,
    Draft,
    as_begun,
    before_extension,
    english_remedies,
    last_day_of,
    record_facts,
    remedies,
    term_in_words,
    term_row,
)
from notifications.letters.paper import Item, Section

ACCEPT, HANDLE, SUPPLEMENT = "objection.accept", "objection.handle", "objection.supplement"


def opening(about: About, rest: str) -> tuple[str, ...]:
    """The first sentence of a letter to whoever objected."""
    case = about.of_case
    filed = words.day(about.on if case.filed_at is None else day_of(case.filed_at))
    against = about.record.decision_number
    if case.previous is not None:
        against = f"案件{case.previous.number}的信用修复结果"
    return (f"您单位于{filed}就{against}提出的异议申诉（案件编号{case.number}），{rest}",)


def claims(about: About) -> Section:
    """What is contested, field by field, with the grounds."""
    case = about.of_case
    grounds = "、".join(told.GROUNDS[ground] for ground in case.filing.grounds)
    return Section(
        "异议事项",
        paragraphs=(f"异议事由：{grounds}。",),
        items=tuple(
            Item(f"{told.FIELDS[one.field]}：{told.claim(one)}") for one in case.contested.order_by("pk")
        ),
    )


def receipt(about: About) -> Draft:
    """异议申诉回执: what was received, what is contested, and what happens by when."""
    edition, case = about.edition, about.of_case
    hints = [
        "提出异议申诉不收取任何费用。请勿相信任何单位或者个人的有偿删除、代办加急等承诺。",
        "在决定作出前，您单位可以撤回异议申诉。材料不齐全的，将一次性告知需要补正的全部内容。",
    ]
    if case.filing.served_by_ref:
        hints.append("本异议申诉由服务窗口代为提交，请核对上述内容。")
    return Draft(
        unit=about.handling,
        title="异议申诉回执",
        opening=opening(about, "现已收悉。有关事项如下："),
        sections=(
            record_facts(about.record),
            claims(about),
            Section(
                "办理期限",
                paragraphs=(f"本案适用{words.edition_name(edition)}。",),
                last_days=(
                    last_day_of(as_begun(term_row(case, ACCEPT)), edition, "决定是否受理"),
                    term_in_words(edition, HANDLE, "受理后作出处理决定"),
                ),
            ),
            Section("提示", paragraphs=tuple(hints)),
        ),
        summary=(
            (
                f"Your objection {case.number} was received on {words.english_day(about.on)}. You are told by the day "
                "printed above whether it is accepted."
            ),
            "Objecting is free of charge.",
        ),
    )


def supplement(about: About) -> Draft:
    """异议申诉补正通知书: every missing item at once, and what follows from silence."""
    edition, case = about.edition, about.of_case
    items = tuple(
        Item(item["what"], told.FIELDS.get(item["material"], ""), item["clause"])
        for item in about.entry.payload["items"]
    )
    row = as_begun(term_row(case, SUPPLEMENT))
    return Draft(
        unit=about.handling,
        title="异议申诉补正通知书",
        opening=opening(about, "经审查，材料不齐全或者不符合规定形式，现一次性告知需要补正的全部内容："),
        sections=(
            record_facts(about.record),
            Section("需要补正的内容", items=items),
            Section(
                "补正期限",
                last_days=(last_day_of(row, edition, "提交全部补正材料"),),
                paragraphs=(
                    ("补正期间，受理期限暂停计算。逾期未补正的，视为撤回异议申诉；您单位可以重新提出。"),
                ),
            ),
        ),
        summary=(
            (
                f"Objection {case.number} lacks the items listed above. Supply all of them by "
                f"{words.english_day(row.due_on)}; without them it counts as withdrawn."
            ),
        ),
    )


def decline(about: About) -> Draft:
    """异议申诉不予受理通知书: reason, clause, what can be done."""
    edition, case = about.edition, about.of_case
    grounds = [about.text("reason")]
    if about.text("repeats"):
        grounds.append(f"同一事项已由案件{about.text('repeats')}作出处理，您单位没有提交新的证明材料。")
    return Draft(
        unit=about.handling,
        title="异议申诉不予受理通知书",
        opening=opening(about, "经审查，决定不予受理。现将有关事项通知如下："),
        sections=(
            record_facts(about.record),
            Section("不予受理的理由和依据", paragraphs=(*grounds, basis(about))),
            Section(
                "您可以怎么做",
                paragraphs=(
                    "有新的证明材料或者不予受理的情形消除后，您单位可以重新提出异议申诉，不收取任何费用。",
                ),
            ),
            *remedies(edition, "decline", on=about.on),
        ),
        summary=(
            f"Objection {case.number} is not accepted, for the reason and on the clause printed above.",
            "With new proof, or once the reason has been mended, you may object again.",
            *english_remedies(edition, "decline"),
        ),
    )


def acceptance(about: About) -> Draft:
    """异议申诉受理通知书: from when, until when, and what becomes of the record meanwhile."""
    edition, case = about.edition, about.of_case
    row = as_begun(term_row(case, HANDLE))
    return Draft(
        unit=about.handling,
        title="异议申诉受理通知书",
        opening=opening(about, "经审查，符合受理条件，决定予以受理。现将有关事项通知如下："),
        sections=(
            record_facts(about.record),
            claims(about),
            Section(
                "办理期限",
                last_days=(last_day_of(row, edition, "作出处理决定"),),
                paragraphs=(
                    "需要向信息提供单位协查的，协查期间不计入上述期限；协查情况可以在案件页面查询。",
                ),
            ),
            Section("异议期间的公示", paragraphs=(told.MEANWHILE[edition.objection.meanwhile.value],)),
        ),
        summary=(
            (
                f"Objection {case.number} is accepted on {words.english_day(about.on)}. The decision is due by "
                f"{words.english_day(row.due_on)}; the time in which the providing unit is asked is not counted."
            ),
        ),
    )


def extension(about: About) -> Draft:
    """异议申诉延长办理期限告知书: why, and until when."""
    edition, case = about.edition, about.of_case
    row = term_row(case, HANDLE)
    before = last_day_of(before_extension(term_row(case, HANDLE)), edition, "原定期限")
    return Draft(
        unit=about.handling,
        title="异议申诉延长办理期限告知书",
        opening=opening(about, "因下列原因不能在原定期限内作出处理决定，现将延长办理期限的情况告知如下："),
        sections=(
            record_facts(about.record),
            Section("延长的原因", paragraphs=(about.text("reason"),)),
            Section(
                "延长后的期限",
                last_days=(before, last_day_of(row, edition, "作出处理决定")),
            ),
        ),
        summary=(
            (
                f"The term for the decision on objection {case.number} is extended to "
                f"{words.english_day(row.due_on)}, for the reason printed above."
            ),
        ),
    )


def termination(about: About) -> Draft:
    """异议申诉终止办理通知书: the cause, also where time ran out and the objection counts as withdrawn."""
    edition, case = about.edition, about.of_case
    cause = about.text("cause") or f"term:{about.text('term')}"
    chinese, english = told.TERMINATIONS[cause]
    paragraphs = [chinese]
    if about.text("document"):
        paragraphs.append(f"依据的文书：{about.text('document')}。")
    lapsed = cause.startswith("term:")
    lines = (last_day_of(term_row(case, SUPPLEMENT), edition, "原定期限"),) if lapsed else ()
    return Draft(
        unit=about.handling,
        title="异议申诉终止办理通知书",
        opening=opening(about, "现终止办理。有关事项通知如下："),
        sections=(
            record_facts(about.record),
            Section("终止办理的原因", paragraphs=tuple(paragraphs), last_days=lines),
        ),
        summary=(f"The handling of objection {case.number} has ended.", english),
    )
