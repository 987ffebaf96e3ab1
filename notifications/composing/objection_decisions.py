"""异议处理决定书: the decision on an objection, field by field."""

from __future__ import annotations

from cases.contested import REPAIR_RESULT
from cases.models import RedressItem
from cases.models.decision import Outcome
from cases.services.objection.redress import OWNER_KIND
from clocks.models import Deadline
from notifications.composing import words
from notifications.composing import words_of_objections as told
from notifications.composing.case_letters import basis
from notifications.composing.objection_letters import opening
from notifications.composing.parts import (
    About,
    Draft,
    as_begun,
    english_name,
    english_remedies,
    last_day_of,
    record_facts,
    remedies,
)
from notifications.letters.paper import Fact, LastDay, Section

# the entry that closes an objection with a decision -> how it was decided
DECIDED = {
    "case.corrected": Outcome.CORRECT,
    "case.record_withdrawn": Outcome.WITHDRAW_RECORD,
    "case.record_fell": Outcome.WITHDRAW_RECORD,
    "case.upheld": Outcome.UPHOLD,
    "case.noted": Outcome.NOTE,
}
SUMMARIES = {
    Outcome.CORRECT: "What was found wrong is corrected, field by field, as printed above.",
    Outcome.WITHDRAW_RECORD: "The record is withdrawn; what makes it good to you is listed above.",
    Outcome.UPHOLD: "The record is upheld, for the reasons and on the clause printed above.",
    Outcome.NOTE: "What could not be confirmed is noted on the record.",
}


def decision(about: About) -> Draft:
    """异议处理决定书: the result of each field, the reasons, what is changed where, what is made good, remedies."""
    edition, case = about.edition, about.of_case
    outcome = DECIDED[about.entry.verb]
    owed = _redress(about)
    return Draft(
        unit=about.handling,
        title="异议处理决定书",
        opening=opening(about, "经审查，现作出如下处理决定："),
        sections=(
            record_facts(about.record),
            Section(
                "异议事项和处理结果",
                facts=tuple(
                    Fact(told.FIELDS[one.field], told.result(one)) for one in case.contested.order_by("pk")
                ),
            ),
            Section("理由和依据", paragraphs=_grounds(about)),
            Section("处理措施", paragraphs=_measures(about, outcome)),
            *((Section("消除不良影响", last_days=owed),) if owed else ()),
            *remedies(edition, str(outcome), on=about.on),
        ),
        summary=(
            (
                f"Objection {case.number} is decided on {words.english_day(about.on)} by "
                f"{english_name(about.handling)}."
            ),
            SUMMARIES[outcome],
            *english_remedies(edition, str(outcome)),
        ),
    )


def _grounds(about: About) -> tuple[str, ...]:
    """The reasons and the clause that were signed; where the record fell, the document by which it did."""
    if about.entry.verb == "case.record_fell":
        paper = about.text("document")
        by = f"（{paper}）" if paper else ""
        return (f"作出上述失信信息的决定已由有权机关撤销、变更或者确认违法、无效{by}，该信息已经撤回。",)
    return (about.text("reasons"), basis(about))


def _measures(about: About, outcome: Outcome) -> tuple[str, ...]:
    """What is changed, and where."""
    fields = {one.field for one in about.of_case.contested.all()}
    over = about.record.listing.is_over
    if outcome is Outcome.WITHDRAW_RECORD:
        return (
            "上述失信信息予以撤销，自本决定作出之日起停止公示、共享，依据该信息实施的惩戒措施同时解除。",
            "本平台已通知留存该信息的各公示、共享单位删除，办理情况可以在案件页面逐一查询。",
        )
    if outcome is Outcome.CORRECT and REPAIR_RESULT in fields:
        return ("所涉信用修复申请由作出原决定的单位另行指派人员重新办理，无需再次提交申请材料。",)
    ended = "本平台对上述信息加注的“异议处理中”标注同时取消。"
    if outcome is Outcome.CORRECT:
        spread = (
            "上述信息已经停止公示，更正后的内容留存。"
            if over
            else "本平台已通知留存该信息的各公示、共享单位同步更正，办理情况可以在案件页面逐一查询。"
        )
        return (f"本平台已按照处理结果更正，更正前后的内容均予留存。{spread}", ended)
    if outcome is Outcome.NOTE:
        kept = {
            "note-and-keep": "上述信息继续公示，并载明存疑备注。",
            "note-and-hide": "上述信息暂停公示，留存存疑备注。",
            "delete": "依照规定，无法确认的信息予以删除。",
        }[about.edition.objection.unconfirmed.value]
        return (f"{kept}取得新的证明材料的，您单位可以再次提出异议申诉。", ended)
    return ("上述信息的内容不作变更。", ended)


def _redress(about: About) -> tuple[LastDay, ...]:
    """What is owed after a wrong record, each with its last day."""
    items = list(RedressItem.objects.filter(case=about.of_case).order_by("pk"))
    names = {item.id: item.name_zh for item in about.edition.objection.redress}
    terms = {
        row.owner_id: row
        for row in Deadline.objects.filter(
            owner_kind=OWNER_KIND, owner_id__in=[item.pk for item in items], goal="law"
        ).order_by("-pk")
    }
    return tuple(
        last_day_of(
            as_begun(terms[item.pk]), about.edition, f"{names[item.kind]}（{item.department.name_zh}）"
        )
        for item in items
    )
