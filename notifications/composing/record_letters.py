"""The letters about a record itself: the repair notice at its birth, the delisting notice at its end."""

from __future__ import annotations

from dataclasses import replace

from clocks.models import Deadline
from clocks.receipts import from_json
from delisting import selectors as delisting
from journal.now import day_of
from notifications.composing import words
from notifications.composing.parts import About, Draft, english_name, record_facts
from notifications.letters.paper import Fact, LastDay, Section
from records.models.credit_record import ClassStatus
from records.selectors import periods_of
from records.services.terms import MAXIMUM, MINIMUM
from rulebook.clauses import Limit

CONDITIONS = {
    "minimum-reached": "达到最短公示期限",
    "corrected-and-performed": "纠正失信行为，履行全部义务（分期的以末期为准）",
    "public-commitment": "公开作出信用承诺，材料真实，愿担责任",
    "other-law": "法律、行政法规、部门规章规定的其他条件",
    "harm-removed": "已经消除危害后果和不良影响",
    "no-same-kind-penalty": "未因同一类违法行为再次受到行政处罚",
    "no-heavier-penalty": "列入后未再受到较重行政处罚",
    "not-listed": "未列入经营异常名录和严重违法失信名单",
    "one-ground-gone": "列入事由之一已经消除",
}
END_CAUSES = {
    "repaired": ("信用修复申请已获准予", "the repair was granted"),
    "longest-period": ("最长公示期限已经届满", "the longest period of publication was reached"),
    "withdrawn": ("失信信息已经撤回", "the record was withdrawn"),
    "plan-executed": ("重整计划或者和解协议已经执行完毕", "the plan was fully carried out"),
    "party-ceased": (
        "当事人已经终止，行政处罚依法不再由承继主体承担",
        "the party ceased and the penalty did not pass on",
    ),
}


def repair_notice(about: About) -> Draft:
    """信用修复告知书 (两书同达): class, periods, conditions, materials, where to apply."""
    record, edition = about.record, about.edition
    days = periods_of(record)
    kind = edition.class_of(record.class_name)
    lines = []
    english = []
    provisional = record.class_status == ClassStatus.PROVISIONAL
    if days.earliest_filing_on is not None and days.minimum is not None:
        first = LastDay(
            "申请修复的首日",
            days.earliest_filing_on,
            _period("最短公示期", days.minimum, about),
            words.source(edition, days.minimum),
            to_confirm=provisional or days.minimum.to_confirm,
        )
        lines.append(_counted(first, about, MINIMUM))
        english.append(f"A repair may be applied for from {words.english_day(days.earliest_filing_on)} on.")
    if days.ends_on is not None and kind.maximum is not None:
        told = _period("最长公示期", kind.maximum, about)
        if record.delivered_end_on == days.ends_on:
            told += "归集信息载明的公示截止期早于或者等于该期限的，以载明日期为准。"
        end = LastDay(
            "公示的末日",
            days.ends_on,
            told,
            words.source(edition, kind.maximum),
            to_confirm=provisional or kind.maximum.to_confirm,
        )
        lines.append(_counted(end, about, MAXIMUM))
        english.append(f"Without a repair, publication ends after {words.english_day(days.ends_on)}.")
    ways = {way.id: way.name_zh for way in edition.ways}
    materials = tuple(
        Fact(
            ways[material.way],
            material.name_zh
            + ("（部门系统可以核验的，免于提交）" if material.from_department_system else ""),
        )
        for material in edition.materials_for(record.class_name)
    )
    conditions = "；".join(
        f"（{words.number(place)}）{CONDITIONS[condition.id]}"
        for place, condition in enumerate(edition.conditions, 1)
    )
    return Draft(
        unit=record.department,
        title="信用修复告知书",
        opening=(
            (
                f"本单位于{words.day(record.determined_on)}对您单位作出{record.decision_number}。"
                f"依照{words.edition_name(edition)}，现将信用修复的有关事项告知如下："
            ),
        ),
        sections=(
            record_facts(record),
            Section("公示期限", last_days=tuple(lines)),
            Section("申请信用修复的条件", paragraphs=(f"同时符合下列条件的，可以申请：{conditions}。",)),
            Section("应当提交的材料", facts=materials),
            Section(
                "申请方式",
                paragraphs=(
                    (
                        "登录信用修复服务台在线提出申请，也可以到政务服务窗口由工作人员协助办理；"
                        "由作出认定的单位审查决定。信用修复不收取任何费用。"
                    ),
                ),
            ),
        ),
        summary=(
            (
                f"This notice of {english_name(record.department)} tells how the record about decision "
                f"{record.decision_number} can be repaired."
            ),
            " ".join(english),
            "The conditions and papers are listed above. Credit repair is free of charge.",
        ),
    )


def _counted(line: LastDay, about: About, term: str) -> LastDay:
    """The line with the receipt of the record's term; without one where no such term was started."""
    row = Deadline.objects.filter(owner_kind="record", owner_id=about.record.pk, term=term).last()
    if row is None:
        return line
    foot = words.foot(from_json(row.receipt))
    if term == MINIMUM:
        foot = f"最短公示期的末日为{words.day(row.due_on)}，自次日起可以申请；{foot}"
    return replace(line, foot=foot, receipt=row.receipt)


def _period(name: str, limit: Limit, about: About) -> str:
    start = words.day(about.record.determined_on)
    if not limit.count:
        return f"没有{name}的限制，履行义务后即可申请。"
    return f"自认定之日（{start}）起算，{name}{words.length(limit)}。"


def delisting_notice(about: About) -> Draft:
    """停止公示共享告知书: why publication ended and which places confirmed on which day."""
    ledger = delisting.ledger(about.record.pk)
    if ledger is None:
        raise LookupError(f"Record {about.record.pk} has no delisting order.")
    chinese, english = END_CAUSES[ledger.cause]
    places = tuple(
        Fact(row.holder_zh, f"{words.day(day_of(row.confirmed_at))}核实停止")
        for row in ledger.rows
        if row.confirmed_at is not None
    )
    return Draft(
        unit=about.window,
        title="失信信息停止公示共享告知书",
        opening=(
            f"因{chinese}，下列失信信息已经停止公示、共享。各持有单位的办理情况已经全部核实，现告知如下：",
        ),
        sections=(
            record_facts(about.record),
            Section("停止公示、共享的单位和日期", facts=places)
            if places
            else Section("停止公示、共享的单位和日期", paragraphs=("除本平台外，没有其他单位持有该信息。",)),
            Section(
                "提示",
                paragraphs=(
                    "发现任何单位仍在公示、使用上述失信信息的，请凭本告知书要求其停止，并向本单位反映。",
                ),
            ),
        ),
        summary=(
            f"Publication of the record ended because {english}; every place that held it has removed it.",
            "Should you find it shown anywhere, present this letter and tell us.",
        ),
    )
