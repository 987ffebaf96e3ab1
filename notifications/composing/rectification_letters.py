"""The letters of an ordered rectification: the order, demands that join it, extension, findings."""

from __future__ import annotations

from collections.abc import Iterable

from cases.models import Demand
from cases.models.rectification import DemandFinding, DemandKind
from cases.models.talk import TalkKind
from journal.now import day_of
from notifications.composing import words
from notifications.composing.parts import (
    About,
    Draft,
    english_name,
    last_day_of,
    record_facts,
    term_row,
)
from notifications.letters.paper import Fact, Item, LastDay, Section

KINDS = {DemandKind.DUTY: "履行义务", DemandKind.INFLUENCE: "消除不良影响"}
TALKS = {TalkKind.PROMPTING: "提示约谈", TalkKind.WARNING: "警示约谈"}
RECTIFY = "rectification.rectify"
REPORT_BY = "完成整改并报告"
FREE = (
    "您单位可以在线逐项报告整改情况并提交证明材料，也可以到政务服务窗口由工作人员协助报告，不收取任何费用。"
)


def order(about: About) -> Draft:
    """限期整改通知书: why, what must be put right and how it is proved, within how many days, what follows else."""
    case, paper = about.of_case, about.of_case.order
    demands = list(case.demands.filter(ordinal__lte=about.entry.payload["demands"]))
    joint = (f"本案系联合认定，牵头单位依据{paper.joint_document}确定。",) if paper.joint_document else ()
    return Draft(
        unit=about.handling,
        title="限期整改通知书",
        opening=("您单位存在应当整改的失信行为，现依法责令限期整改。有关事项通知如下：",),
        sections=(
            record_facts(about.record),
            Section("整改的事由和依据", paragraphs=(paper.basis, f"依据：{paper.clause}。", *joint)),
            demanded(demands),
            Section("整改期限和报告", paragraphs=(FREE,), last_days=(_limit_in_words(about),)),
            _what_follows(about),
        ),
        summary=(
            (
                f"{english_name(about.handling)} orders your unit to put right what is listed above "
                f"({len(demands)} demands), within {paper.limit_days} days from the day after service of this letter."
            ),
            "Report demand by demand with proof, online or at the window; it is free of charge.",
        ),
    )


def demands_added(about: About) -> Draft:
    """限期整改补充通知书: further demands that join an open order, and their last day once it runs."""
    case = about.of_case
    demands = list(case.demands.filter(ordinal__in=about.entry.payload["demands"]))
    running = about.text("due_on")
    lines = (
        last_day_of(term_row(case, RECTIFY), about.edition, REPORT_BY) if running else _limit_in_words(about),
    )
    return Draft(
        unit=about.handling,
        title="限期整改补充通知书",
        opening=(
            f"关于{about.record.decision_number}的限期整改（案件编号{case.number}），现补充整改要求如下：",
        ),
        sections=(
            record_facts(about.record),
            demanded(demands),
            Section("整改期限和报告", paragraphs=(FREE,), last_days=lines),
        ),
        summary=(
            f"{len(demands)} more demands join the rectification order {case.number}; they are listed above.",
        ),
    )


def extension(about: About) -> Draft:
    """延长整改期限通知书: why, and the new last day with how it was counted."""
    case = about.of_case
    row = term_row(case, RECTIFY)
    return Draft(
        unit=about.handling,
        title="延长整改期限通知书",
        opening=(f"{case_words(about)}，经研究，决定延长整改期限。现将有关事项通知如下：",),
        sections=(
            record_facts(about.record),
            Section("延长的理由", paragraphs=(about.text("reason"),)),
            Section("延长后的期限", last_days=(last_day_of(row, about.edition, REPORT_BY),)),
        ),
        summary=(
            f"The limit of the rectification {case.number} now ends on {words.english_day(row.due_on)}.",
        ),
    )


def satisfied(about: About) -> Draft:
    """整改认定书（整改到位）: every demand was found done; what that means for a repair."""
    case = about.of_case
    return Draft(
        unit=about.handling,
        title="整改认定书",
        opening=(f"{case_words(about)}，经逐项核验，现认定如下：",),
        sections=(
            record_facts(about.record),
            _found(case.demands.filter(dropped_at__isnull=True)),
            Section(
                "认定结果",
                facts=(Fact("认定", "整改到位"), Fact("认定日期", words.day(about.on))),
                paragraphs=(
                    "本案办结。您单位申请信用修复时，“完成信用整改”一项可以本认定书为证，无需另行证明。",
                ),
            ),
        ),
        summary=(
            f"The rectification {case.number} was found satisfied on {words.english_day(about.on)}.",
            'For a repair of this record the step "rectification" counts as done.',
        ),
    )


def insufficient(about: About) -> Draft:
    """整改认定书（整改不到位）: demand by demand what is missing, and what follows."""
    case = about.of_case
    missing = case.demands.filter(dropped_at__isnull=True, finding=DemandFinding.NOT_DONE)
    no_talk = about.text("to") == "EXHAUSTED"
    follows = (
        "约谈次数已经用尽。本单位将依法给予最后期限，或者移送有关单位从严监管。"
        if no_talk
        else "本单位将依法开展约谈，约谈的时间、地点另行书面通知。约谈通知送达前，您单位仍可以继续整改并报告。"
    )
    return Draft(
        unit=about.handling,
        title="整改认定书",
        opening=(f"{case_words(about)}，经逐项核验，现认定如下：",),
        sections=(
            record_facts(about.record),
            Section("认定结果", facts=(Fact("认定", "整改不到位"),), paragraphs=(about.text("reason"),)),
            _found(missing),
            Section("后续处理", paragraphs=(follows,)),
        ),
        summary=(
            f"The rectification {case.number} was found insufficient; what is missing is listed above.",
            "No talk is left; a last limit or handing on follows."
            if no_talk
            else "A talk follows; notice will be given.",
        ),
    )


def case_words(about: About) -> str:
    """How a letter names the case it is about."""
    filed = about.of_case.filed_at
    on = about.on if filed is None else day_of(filed)
    return (
        f"关于{words.day(on)}就{about.record.decision_number}作出的限期整改（案件编号{about.of_case.number}）"
    )


def demanded(demands: Iterable[Demand]) -> Section:
    """What must be put right, and by what it is proved."""
    items = tuple(Item(f"{one.text}（{KINDS[DemandKind(one.kind)]}）", one.proof_owed) for one in demands)
    return Section("整改要求", items=items, columns=("应当整改的事项", "证明材料"))


def _found(demands: Iterable[Demand]) -> Section:
    result = {DemandFinding.DONE: "已完成", DemandFinding.NOT_DONE: "未完成"}
    items = tuple(
        Item(
            one.text + (f"：{one.found_reason}" if one.found_reason else ""),
            one.proof_owed,
            result[DemandFinding(one.finding)],
        )
        for one in demands
    )
    return Section("逐项核验", items=items, columns=("整改事项", "证明材料", "核验结果"))


def _limit_in_words(about: About) -> LastDay:
    """The order's own days: they run once it is served."""
    limit = about.edition.term(RECTIFY).stated
    days = about.of_case.order.limit_days
    return LastDay(
        REPORT_BY,
        None,
        f"自本通知书送达之日的次日起{days}日内（自然日）。",
        words.source(about.edition, limit),
        to_confirm=limit.to_confirm,
    )


def _what_follows(about: About) -> Section:
    talks = about.edition.talks
    ladder = "、".join(TALKS[TalkKind(kind)] for kind in talks.ladder)
    source = words.source(about.edition, talks.who.clause)
    return Section(
        "逾期的后果",
        paragraphs=(
            (
                f"逾期未整改或者整改不到位的，依照{source}，由认定单位依法依规启动"
                f"{ladder}；约谈记录记入信用记录，并归集至信用信息共享平台。"
            ),
        ),
    )
