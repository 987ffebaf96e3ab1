"""The letters of a repair case: receipt, missing items, not accepted, extension, termination, decision."""

from __future__ import annotations

from clocks.models import Deadline
from journal.now import day_of
from notifications.composing import words
from notifications.composing.parts import (
    About,
    Draft,
    as_begun,
    before_extension,
    english_name,
    english_remedies,
    last_day_of,
    record_facts,
    remedies,
    term_in_words,
    term_row,
)
from notifications.letters.paper import Item, LastDay, Section


def opening(about: About, rest: str) -> tuple[str, ...]:
    case = about.of_case
    filed = words.day(about.on if case.filed_at is None else day_of(case.filed_at))
    decision = about.record.decision_number
    return (f"您单位于{filed}就{decision}提出的信用修复申请（案件编号{case.number}），{rest}",)


def basis(about: About) -> str:
    """The clause the officer relied on; one that names its own text is printed as written."""
    clause = about.text("clause")
    named = any(mark in clause for mark in "《〔")
    return f"依据：{clause if named else words.edition_name(about.edition) + clause}。"


def receipt(about: About) -> Draft:
    """信用修复申请回执: what was received and what happens by when."""
    edition, case = about.edition, about.of_case
    lines = [last_day_of(as_begun(term_row(case, "total")), edition, "一般的反馈期限")]
    pushed = Deadline.objects.filter(owner_kind="case", owner_id=case.pk, term="accept", goal="law").first()
    lines.append(
        last_day_of(as_begun(pushed), edition, "决定是否受理")
        if pushed
        else term_in_words(edition, "accept", "决定是否受理")
    )
    lines.append(term_in_words(edition, "decide", "受理后作出决定"))
    promise = edition.promise("decide")
    if promise is not None:
        event = words.TRIGGERS.get(promise.limit.trigger, promise.limit.trigger)
        lines.append(
            LastDay(
                "本地服务承诺",
                None,
                f"自{event}之日的次日起{words.length(promise.limit)}内决定，不替代法定期限。",
                words.source(edition, promise.limit),
                to_confirm=promise.limit.to_confirm,
            )
        )
    return Draft(
        unit=about.window,
        title="信用修复申请回执",
        opening=opening(about, "现已收悉，将推送有权单位审查。有关事项如下："),
        sections=(
            record_facts(about.record),
            Section(
                "办理期限",
                paragraphs=(f"本案适用{words.edition_name(edition)}。",),
                last_days=tuple(lines),
            ),
            Section(
                "提示",
                paragraphs=(
                    "信用修复不收取任何费用。请勿相信任何单位或者个人的有偿删除、代办加急等承诺。",
                    (
                        "在决定作出前，您单位可以撤回申请；撤回后可以重新申请。"
                        "材料不齐全的，审查单位将一次性告知需要补正的全部内容。"
                    ),
                ),
            ),
        ),
        summary=(
            (
                f"Your application {case.number} was received on {words.english_day(about.on)} and is passed to the "
                "unit that decides. The result is generally told within the term printed above."
            ),
            "Credit repair is free of charge.",
        ),
    )


def supplement(about: About) -> Draft:
    """信用修复申请补正通知书: every missing item at once, and what follows from silence."""
    edition, case = about.edition, about.of_case
    names = {material.id: material.name_zh for material in edition.materials}
    items = tuple(
        Item(item["what"], names.get(item["material"], item["material"]), item["clause"])
        for item in about.entry.payload["items"]
    )
    row = as_begun(term_row(case, "supplement"))
    return Draft(
        unit=about.handling,
        title="信用修复申请补正通知书",
        opening=opening(about, "经审查，申请材料不齐全或者不符合规定形式，现一次性告知需要补正的全部内容："),
        sections=(
            record_facts(about.record),
            Section("需要补正的内容", items=items),
            Section(
                "补正期限",
                last_days=(last_day_of(row, edition, "提交全部补正材料"),),
                paragraphs=(
                    (
                        "补正期间，办理期限暂停计算；补正后，从剩余的工作日起继续计算。"
                        "逾期未补正的，视为撤回申请；您单位可以重新提出申请。"
                    ),
                ),
            ),
        ),
        summary=(
            (
                f"Application {case.number} lacks the items listed above. Supply all of them by "
                f"{words.english_day(row.due_on)}."
            ),
            (
                "Meanwhile the term of the decision stands still. Without an answer the application counts as "
                "withdrawn; you may apply again."
            ),
        ),
    )


def decline(about: About) -> Draft:
    """信用修复申请不予受理通知书: reason, clause, what can be done."""
    edition, case = about.edition, about.of_case
    return Draft(
        unit=about.handling,
        title="信用修复申请不予受理通知书",
        opening=opening(about, "经审查，决定不予受理。现将有关事项通知如下："),
        sections=(
            record_facts(about.record),
            Section(
                "不予受理的理由和依据",
                paragraphs=(about.text("reason"), *_repeats(about), basis(about)),
            ),
            Section(
                "您可以怎么做",
                paragraphs=("不予受理的情形消除后，您单位可以重新提出申请，不收取任何费用。",),
            ),
            *remedies(edition, "decline", on=about.on),
        ),
        summary=(
            f"Application {case.number} is not accepted, for the reason and on the clause printed above.",
            "You may apply again once the reason has been mended.",
            *english_remedies(edition, "decline"),
        ),
    )


def _repeats(about: About) -> tuple[str, ...]:
    """Which refused application this one repeats; nothing where it brings something new."""
    number = about.text("repeats")
    if not number:
        return ()
    return (
        f"本次申请的内容和材料与已作出不予信用修复决定的{number}号申请相同，未就不予修复的理由补充新的材料。",
    )


def extension(about: About) -> Draft:
    """信用修复延长办理期限告知书: why, and until when."""
    edition, case = about.edition, about.of_case
    row = term_row(case, "decide")
    before = last_day_of(before_extension(term_row(case, "decide")), edition, "原定期限")
    return Draft(
        unit=about.handling,
        title="信用修复延长办理期限告知书",
        opening=opening(about, "因下列原因不能在原定期限内作出决定，现将延长办理期限的情况告知如下："),
        sections=(
            record_facts(about.record),
            Section("延长的原因", paragraphs=(about.text("reason"),)),
            Section(
                "延长后的期限",
                paragraphs=("现于原定期限届满前告知如下：",),
                last_days=(before, last_day_of(row, edition, "作出决定")),
            ),
        ),
        summary=(
            (
                f"The term for the decision on application {case.number} is extended to "
                f"{words.english_day(row.due_on)}, for the reason printed above."
            ),
        ),
    )


def termination(about: About) -> Draft:
    """信用修复终止办理通知书: the cause, also where time ran out and the application counts as withdrawn."""
    edition, case = about.edition, about.of_case
    cause = about.text("cause") or f"term:{about.text('term')}"
    chinese, english = words.TERMINATIONS[cause]
    paragraphs = [chinese]
    if about.text("document"):
        paragraphs.append(f"依据的文书：{about.text('document')}。")
    missed = words.TERMINATION_REST.get(cause)
    lines = (last_day_of(term_row(case, missed), edition, "原定期限"),) if missed else ()
    return Draft(
        unit=about.handling,
        title="信用修复终止办理通知书",
        opening=opening(about, "现终止办理。有关事项通知如下："),
        sections=(
            record_facts(about.record),
            Section("终止办理的原因", paragraphs=tuple(paragraphs), last_days=lines),
        ),
        summary=(f"The handling of application {case.number} has ended.", english),
    )


def approval(about: About) -> Draft:
    """准予信用修复决定书: reasons, clause, effects."""
    edition, case = about.edition, about.of_case
    effects = [
        words.EFFECTS[does] for effect in edition.effects if effect.on == "repaired" for does in effect.does
    ]
    return Draft(
        unit=about.handling,
        title="准予信用修复决定书",
        opening=opening(about, "经审查，现作出如下决定："),
        sections=(
            record_facts(about.record),
            _grounds(about),
            Section(
                "决定",
                paragraphs=(
                    "准予信用修复。自本决定作出之日起：",
                    "；".join(f"（{words.number(place)}）{effect}" for place, effect in enumerate(effects, 1))
                    + "。",
                    (
                        "各公示、共享单位应当按照规定停止公示、共享，办理情况可以在案件页面逐一查询。"
                        "您单位应当继续履行信用承诺；提供虚假材料或者故意不履行承诺的，依规定撤销本决定。"
                    ),
                ),
            ),
            *remedies(edition, "approve", on=about.on),
        ),
        summary=(
            (
                f"The repair asked for in application {case.number} is granted on {words.english_day(about.on)} by "
                f"{english_name(about.handling)}."
            ),
            "Publication and sharing of the record end, and the measures that rest on it are lifted.",
        ),
    )


def refusal(about: About) -> Draft:
    """不予信用修复决定书: reasons, clause, what can be done, remedies."""
    edition, case = about.edition, about.of_case
    again = (
        "理由消除后，您单位可以重新提出申请，不收取任何费用。"
        if edition.process.reapply_after_refusal.value == "at-once"
        else "重新申请的条件，请向本单位咨询。"
    )
    return Draft(
        unit=about.handling,
        title="不予信用修复决定书",
        opening=opening(about, "经审查，现作出如下决定："),
        sections=(
            record_facts(about.record),
            _grounds(about),
            Section("决定", paragraphs=(f"不予信用修复。{again}",)),
            *remedies(edition, "refuse", on=about.on),
        ),
        summary=(
            (
                f"The repair asked for in application {case.number} is refused on {words.english_day(about.on)}, for "
                "the reasons and on the clause printed above. You may apply again once they have been mended."
            ),
            *english_remedies(edition, "refuse"),
        ),
    )


def _grounds(about: About) -> Section:
    return Section(
        "理由和依据",
        paragraphs=(
            about.text("reasons"),
            basis(about),
        ),
    )
