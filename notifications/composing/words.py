"""The Chinese words of letters: days, lengths, articles, instruments, and the sentence of a receipt.

Letters speak the official language whatever the reader's, so these words are no catalogue messages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from clocks.receipts import Receipt
from rulebook.clauses import Clause, Limit
from rulebook.edition import Edition
from rulebook.terms import Skipped, Unit

DIGITS = "零一二三四五六七八九"
TEN = 10
WEEKEND = "weekend"
ONE_DAY = timedelta(days=1)
UNITS = {Unit.WD: "个工作日", Unit.D: "日", Unit.M: "个月", Unit.Y: "年"}
TRIGGERS = {
    "absent": "无故缺席约谈",
    "accepted": "受理",
    "ceased": "登录主体注销",
    "decided": "作出决定",
    "defence-over": "陈述申辩结束",
    "determined": "认定",
    "drafted": "建立草稿",
    "exhausted": "约谈用尽",
    "filed": "收到申请",
    "held": "中止办理",
    "inquiry-served": "协查函送达",
    "issued": "签发整改通知",
    "knew": "知道本文书内容",
    "last-limit-set": "给予最后期限",
    "notice-of-annulment": "收到撤销通知",
    "pushed": "推送至认定单位",
    "redressed": "告知消除影响办结",
    "reminded": "催告协查",
    "reported": "报告整改",
    "revoked": "作出撤销决定",
    "served": "通知书送达",
    "shared": "信息共享",
    "talk-day": "约谈",
    "talk-due": "应当约谈",
    "talk-held": "约谈",
    "term-ended": "法定办理期限届满",
}
CAUSES = {
    "supplement": "一次性告知补正",
    "steps": "整改履行",
    "extension": "办理期限延长",
    "hold": "中止办理",
    "inquiry": "向信息提供单位协查",
    "talk": "等待约谈",
}
# how sure the rule of a number is, by its mark in the edition (`rulebook.clauses.Mark`)
SOURCES = {
    "R": "条款已核对原文",
    "S": "条款据官方报道",
    "F": "条款据节录",
    "I": "条款系推定，待确认",
    "K": "条款待确认",
}
# laws are cited by their full name, policy papers by their number, others by their title
LAWS = {"行政处罚法", "行政复议法", "行政复议法实施条例", "行政诉讼法", "民法典"}
_CHAPTER = re.compile(r"ch\. (\d+)")
_ABOUT = re.compile(r"about (\d+)")


def day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def english_day(on: date) -> str:
    return f"{on.day} {on:%B} {on.year}"


def number(value: int) -> str:
    """A number from 1 to 99 as articles and chapters are counted: 二十三."""
    tens, ones = divmod(value, TEN)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def length(limit: Limit) -> str:
    """A limit's length: 3个工作日, or the word for what nobody has read."""
    return "（具体期限待确认）" if limit.count is None else f"{limit.count}{UNITS[limit.unit]}"


def article(written: str, instrument: str = "") -> str:
    """An edition's article as letters cite it: "ch. 3" 第三章, "15" 第十五条 (of a policy paper: 第十五项)."""
    if chapter := _CHAPTER.fullmatch(written):
        return f"第{number(int(chapter[1]))}章"
    if about := _ABOUT.fullmatch(written):
        return f"第{number(int(about[1]))}条（条次待确认）"
    if written.isdecimal():
        item = "项" if instrument.startswith("国办发") else "条"
        return f"第{number(int(written))}{item}"
    return written


def source(edition: Edition, rule: Clause | Limit | None = None) -> str:
    """The text a rule stands in, with its article: 《信用修复管理办法》第三章."""
    instrument = rule.instrument if rule else ""
    where = article(rule.article, instrument) if rule and rule.article else ""
    return title_of(instrument or f"《{edition.title_zh}》") + where


def title_of(instrument: str) -> str:
    """How an instrument is cited: laws by their full name in title marks."""
    return f"《中华人民共和国{instrument}》" if instrument in LAWS else instrument


def edition_name(edition: Edition) -> str:
    """An edition by title and number: 《信用修复管理办法》（国家发展和改革委员会令第36号）."""
    return f"《{edition.title_zh}》（{edition.number}）"


def why(receipt: Receipt) -> str:
    """How a day was counted, in one Chinese sentence that a reader can follow on a calendar."""
    parts = [_beginning(receipt)]
    if receipt.skipped:
        parts.append(_days_off(receipt.skipped))
    worked = [on for on in receipt.made_up if receipt.started_on < on <= receipt.due_on]
    if worked:
        parts.append(f"{'、'.join(f'{on.month}月{on.day}日' for on in worked)}为调休上班日，计入")
    for still in receipt.standstills:
        cause = "、".join(CAUSES.get(cause, cause) for cause in still.causes)
        until = f"至{day(still.last)}" if still.last else "起"
        parts.append(f"{day(still.first)}{until}因{cause}停止计算")
    parts += [
        f"延长{event.count}{UNITS[event.unit]}（{event.cause.rstrip('。')}）" for event in receipt.extensions
    ]
    if receipt.provisional:
        parts.append(f"{receipt.due_on.year}年节假日安排尚未公布，此日期为暂定日期")
    return "；".join(parts) + "。"


def _beginning(receipt: Receipt) -> str:
    event = TRIGGERS.get(receipt.trigger, receipt.trigger)
    start = f"自{event}之日（{day(receipt.started_on)}）"
    if receipt.count is None or receipt.unit is None:
        return f"{start}起算"
    return f"{start}的次日起算，共{receipt.count}{UNITS[receipt.unit]}"


def _days_off(skipped: tuple[Skipped, ...]) -> str:
    named = Counter(off.reason for off in skipped if off.reason != WEEKEND)
    told = f"其间休息日{len(skipped)}天不计入"
    if named:
        told += "（其中" + "、".join(f"{name}{days}天" for name, days in named.items()) + "）"
    return told


def foot(receipt: Receipt) -> str:
    """What the foot of a letter says of a counting: start rule, days off by day, worked days, mark, calendar."""
    parts = ["起算当日不计入"]
    parts += [f"不计入的日期：{_spans(receipt.skipped)}"] if receipt.skipped else []
    worked = [on for on in receipt.made_up if receipt.started_on < on <= receipt.due_on]
    parts += [f"计入的调休上班日：{'、'.join(day(on) for on in worked)}"] if worked else []
    for still in receipt.standstills:
        parts.append(f"停止计算：{day(still.first)}" + (f"至{day(still.last)}" if still.last else "起"))
    parts += [
        f"{day(event.on)}延长{event.count}{UNITS[event.unit]}（{SOURCES[event.mark]}）"
        for event in receipt.extensions
    ]
    parts += [
        f"{day(event.on)}公布的日历不使已告知的{day(event.until)}提前"
        for event in receipt.kept
        if event.until is not None
    ]
    parts += ["末日为休息日的顺延"] if receipt.rolls and receipt.unit is not Unit.WD else []
    parts += [SOURCES[receipt.mark]] if receipt.mark else []
    parts += [f"日历版本{receipt.calendar}"] if receipt.calendar else []
    return "；".join(parts) + "。"


def _spans(skipped: Sequence[Skipped]) -> str:
    """Days off by stretches: 2026年10月1日至10月7日（国庆节）."""
    spans: list[list[Skipped]] = []
    for off in skipped:
        if spans and spans[-1][-1].reason == off.reason and off.on - spans[-1][-1].on == ONE_DAY:
            spans[-1].append(off)
        else:
            spans.append([off])
    return "、".join(_span(span) for span in spans)


def _span(days: Sequence[Skipped]) -> str:
    first, last = days[0], days[-1]
    until = f"至{last.on.month}月{last.on.day}日" if len(days) > 1 else ""
    return f"{day(first.on)}{until}（{'周末' if first.reason == WEEKEND else first.reason}）"


EFFECTS = {
    "end-publicity": "终止公示上述失信信息",
    "stop-sharing": "停止共享和使用上述失信信息",
    "lift-measures": "依法依规解除依据上述失信信息实施的惩戒措施",
    "update-evaluation": "更新相关信用评价结果",
    "tell-third-parties": "通知第三方信用服务机构同步处理",
}
TERMINATIONS = {
    "publicity-ended": (
        "上述失信信息的公示期已经届满，公示已经停止，无需再作信用修复。",
        "Publication ended by itself.",
    ),
    "record-withdrawn": (
        "作出上述失信信息的决定已被撤销、变更或者确认违法、无效，该信息已经撤回，无需再作信用修复。",
        "The record itself was withdrawn.",
    ),
    "subject-ceased": (
        "当事人已经注销，且没有权利义务承受人。",
        "The subject was deregistered without successor.",
    ),
    "filed-in-error": (
        "申请所指的失信信息或者受理单位有误，本案不能继续办理；您可以就正确的失信信息重新提出申请。",
        "The application concerns another record or unit; you may apply anew.",
    ),
    "repaired": (
        "上述失信信息已经准予信用修复，本申请不再继续办理。",
        "The repair of the record was granted.",
    ),
    "set-right-otherwise": (
        "申请所涉内容已经另行更正，本申请不再继续办理。",
        "What it was about has been set right otherwise.",
    ),
    "repair-revoked": (
        "同一失信信息此前的信用修复决定已被撤销，本申请不再继续办理。",
        "An earlier repair of the record was revoked.",
    ),
    "term:supplement": (
        "您单位未在规定期限内补正申请材料，依规定视为撤回申请。条件具备后，可以重新提出申请。",
        "The missing items were not supplied in time: the application counts as withdrawn. You may apply again.",
    ),
    "term:steps": (
        "您单位未在规定期限内提交整改履行材料，依规定视为撤回申请。条件具备后，可以重新提出申请。",
        "The rectification was not submitted in time: the application counts as withdrawn. You may apply again.",
    ),
}
TERMINATIONS_OF_REVOCATIONS = {
    "publicity-ended": (
        "上述失信信息的公示期限已经届满，不再审查是否撤销，修复决定不作变动。",
        "Publication of the record is over; the repair stands.",
    ),
    "record-withdrawn": (
        "作出上述失信信息的决定已被撤销、变更或者确认违法、无效，该信息已经撤回，修复决定无需再行审查。",
        "The record itself was withdrawn.",
    ),
    "subject-ceased": (
        "当事人已经注销，且没有权利义务承受人，不再审查是否撤销，修复决定不作变动。",
        "The subject was deregistered without successor; the repair stands.",
    ),
    "filed-in-error": (
        "立案所指的修复决定或者办理单位有误，本案不再继续办理；修复决定继续有效。",
        "The case concerns another repair or unit; the repair stands.",
    ),
    "repair-revoked": (
        "上述修复决定已经另案撤销，本案不再继续办理。",
        "The repair was revoked in another case.",
    ),
}
OWED = {
    "accept": "决定是否受理",
    "decide": "作出决定",
    "objection.accept": "决定是否受理",
    "objection.handle": "作出处理决定",
}
SILENCE = {
    "escalate": (
        "逾期本身不产生准予或者不予的效果：申请仍在办理，您单位无需重新提出，也不承担任何不利后果；"
        "审查单位逾期作出的处理依然有效。本平台已经提请督办人员督促办理。"
    ),
    "deemed-accepted": "依照规定，申请视为已经受理。本平台已经提请督办人员督促办理。",
}
TERMINATION_REST = {"term:supplement": "supplement", "term:steps": "steps"}
