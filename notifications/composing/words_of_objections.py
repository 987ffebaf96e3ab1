"""The Chinese words of the letters of an objection: what is contested, its values, grounds, results, ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cases.contested import PUBLICATION, REPAIR_RESULT, WHOLE_RECORD, WITHOUT_VALUE
from cases.models import ContestedField
from cases.models.objection import FieldOutcome, Ground
from notifications.composing import words

FIELDS: Mapping[str, str] = {
    "decision_number": "决定书文号",
    "determined_on": "认定日期",
    "violation": "违法行为类型",
    "facts": "违法事实",
    "basis": "处罚依据",
    "penalty_kinds": "处罚类别",
    "content": "处罚内容",
    "fine": "罚款金额（万元）",
    "confiscated": "没收金额（万元）",
    "permit": "暂扣或者吊销证照",
    "valid_until": "处罚有效期",
    "delivered_end_on": "公示截止期",
    PUBLICATION: "公示",
    WHOLE_RECORD: "整条信息",
    REPAIR_RESULT: "信用修复结果",
}
DAYS = ("determined_on", "valid_until", "delivered_end_on")
GROUNDS: Mapping[str, str] = {
    Ground.ERROR: "信息有错误",
    Ground.OMISSION: "信息有遗漏",
    Ground.DUPLICATE: "信息重复",
    Ground.NOT_TO_BE_PUBLISHED: "不应当公示",
    Ground.OVER_TIME: "超过公示期限",
    Ground.DIFFERS: "与认定单位的信息不一致",
    Ground.SECRET: "涉及商业秘密或者个人隐私",
    Ground.OTHER: "其他",
}
MEANWHILE: Mapping[str, str] = {
    "mark": "自受理之日起，本平台对上述信息的一切公示和查询答复均加注“异议处理中”，异议办结时取消。",
    "hide": "自受理之日起，上述信息暂停公示；异议办结后，按照处理结果办理。",
    "nothing": "异议处理期间，上述信息的公示不受影响。",
}
# cause or missed term -> why the case ended, in Chinese and English
TERMINATIONS: Mapping[str, tuple[str, str]] = {
    "publicity-ended": (
        "上述失信信息的公示期已经届满，依照规定，异议申诉在信息有效期内办理，现终止办理。",
        "Publication ended by itself, and objections are examined only while the record is valid.",
    ),
    "record-withdrawn": (
        "作出上述失信信息的决定已被撤销、变更或者确认违法、无效，该信息已经撤回。",
        "The record itself was withdrawn.",
    ),
    "subject-ceased": (
        "当事人已经注销，且没有权利义务承受人。",
        "The subject was deregistered without successor.",
    ),
    "nobody-came-forward": (
        "当事人已经注销，且没有权利义务承受人；本案中止办理，等待与当事人有利害关系的人提出，期限届满无人提出，现终止办理。",
        "The subject was deregistered without successor, and nobody tied to it came forward in time.",
    ),
    "filed-in-error": (
        "异议申诉所指的失信信息或者受理单位有误，本案不能继续办理；您单位可以就正确的失信信息重新提出异议申诉。",
        "The objection concerns another record or unit; you may object anew.",
    ),
    "repair-revoked": (
        "所涉信用修复已被撤销，本案不能继续办理。",
        "The repair concerned was revoked.",
    ),
    "repaired": (
        "上述失信信息已经准予信用修复并停止公示，本案不再继续办理。",
        "The record was repaired and is no longer published.",
    ),
    "set-right-otherwise": (
        "您单位提出异议的内容已经另行更正，无需再作处理。",
        "What was contested has been set right otherwise.",
    ),
    "term:objection.supplement": (
        "您单位未在规定期限内补正材料，依规定视为撤回异议申诉。条件具备后，可以重新提出。",
        "The missing items were not supplied in time: the objection counts as withdrawn. You may object again.",
    ),
}

LATE = (
    "逾期本身不产生维持或者更正的效果：异议申诉仍在办理，您单位无需重新提出，也不承担任何不利后果；"
    "办理单位逾期作出的处理依然有效。本平台已经提请督办人员督促办理。"
)


def value(field: str, kept: str) -> str:
    """A kept value as letters print it; （无） for none, empty for what has no value of its own."""
    if field in WITHOUT_VALUE:
        return ""
    if not kept:
        return "（无）"
    return words.day(date.fromisoformat(kept)) if field in DAYS else kept


def claim(one: ContestedField) -> str:
    """What the subject says of one field: 公示为…，您单位认为应为…。"""
    if one.field in WITHOUT_VALUE:
        return one.reason
    shown, right = value(one.field, one.shown_value), value(one.field, one.right_value)
    return f"公示为“{shown}”，申诉人认为应为“{right}”。{one.reason}"


def result(one: ContestedField) -> str:
    """What became of one field, with the old value and the new one."""
    if one.dropped_at is not None:
        return f"已依据{one.dropped_by}另行更正，不再处理。"
    before = value(one.field, one.shown_value)
    if one.outcome == FieldOutcome.CORRECTED:
        return _corrected(one, before)
    stands = f"，公示内容为“{before}”" if before else ""
    return {
        FieldOutcome.WITHDRAWN: "撤销。",
        FieldOutcome.NOTED: f"经核查无法确认，加注存疑备注{stands}。",
        FieldOutcome.UPHELD: f"经核查无误，予以维持{stands}。",
    }[FieldOutcome(one.outcome)]


def _corrected(one: ContestedField, before: str) -> str:
    if one.field == REPAIR_RESULT:
        return "由作出原决定的单位重新作出决定。"
    if one.field == PUBLICATION:
        return "停止公示，信息留存。"
    return f"更正。原为“{before}”，现更正为“{value(one.field, one.proposed_value)}”。"
