"""The letters of a complaint, from receipt to answer. They name the unit complained of, never a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from cases.models import Complaint
from cases.models.complaint import Cause, ComplaintFinding
from clocks.models import Deadline
from journal.now import day_of
from notifications.composing import words
from notifications.composing.parts import (
    Draft,
    as_begun,
    before_extension,
    english_name,
    last_day_of,
    term_in_words,
)
from notifications.letters.paper import Fact, LastDay, Section
from rulebook.edition import Edition
from rulebook.editions_in_use import editions_in_use

CAUSES = {
    Cause.DELAY: "办理迟延",
    Cause.NO_REASON: "不予办理未说明理由",
    Cause.FEE: "索要费用",
    Cause.CONDUCT: "工作人员服务态度或者行为",
    Cause.COPY_ONLINE: "已修复信息仍在展示",
    Cause.OTHER: "其他",
}
FINDINGS = {
    ComplaintFinding.JUSTIFIED: "投诉属实",
    ComplaintFinding.PARTLY: "投诉部分属实",
    ComplaintFinding.UNJUSTIFIED: "投诉不属实",
}
ENGLISH_FINDINGS = {
    ComplaintFinding.JUSTIFIED: "justified",
    ComplaintFinding.PARTLY: "justified in part",
    ComplaintFinding.UNJUSTIFIED: "not justified",
}
NUMBERED_AS = "投诉编号"
FREE = "信用修复不收取任何费用。"


@dataclass(frozen=True)
class Told:
    """A complaint and the day on which something is told of it; `reason` is what the act of that day says."""

    complaint: Complaint
    on: date
    reason: str = ""

    @property
    def edition(self) -> Edition:
        return editions_in_use().by_key(self.complaint.edition_key)

    def opening(self, rest: str) -> tuple[str, ...]:
        filed = words.day(day_of(self.complaint.filed_at))
        unit, number = self.complaint.complained_of.name_zh, self.complaint.number
        return (f"您单位于{filed}对{unit}提出的投诉（编号{number}），{rest}",)

    @property
    def facts(self) -> Section:
        """What every letter says of the complaint."""
        complaint = self.complaint
        facts = [
            Fact("投诉人", complaint.subject.name),
            Fact("统一社会信用代码", complaint.subject.code),
            Fact("被投诉单位", complaint.complained_of.name_zh),
            Fact("投诉事由", CAUSES[Cause(complaint.about)]),
        ]
        if complaint.case is not None:
            facts.append(Fact("有关案件", complaint.case.number))
        if complaint.record is not None:
            facts.append(Fact("有关决定书文号", complaint.record.decision_number))
        return Section("投诉事项", facts=tuple(facts))

    def last_day(self, term: str, what: str) -> LastDay:
        """A running term as it began, for the letter that tells its beginning. Raises DoesNotExist without one."""
        return of_complaints(last_day_of(as_begun(self.term(term)), self.edition, what))

    def term(self, term: str) -> Deadline:
        """The latest term of such a name. Raises DoesNotExist without one."""
        return Deadline.objects.filter(
            owner_kind="complaint", owner_id=self.complaint.pk, term=term, goal="law"
        ).latest("pk")


def of_complaints(line: LastDay) -> LastDay:
    """A term of a complaint runs from the complaint, not from an application."""
    return replace(
        line,
        why=line.why.replace("收到申请", "收到投诉"),
        foot=line.foot.replace("收到申请", "收到投诉"),
    )


def receipt(told: Told) -> Draft:
    """投诉登记回执: what was received, who looks into it, and what happens by when."""
    complaint, unit = told.complaint, told.complaint.handling_department
    return Draft(
        unit=unit,
        title="投诉登记回执",
        opening=told.opening("现已登记。有关事项如下："),
        sections=(
            told.facts,
            Section(
                "办理",
                paragraphs=(
                    f"本投诉由{unit.name_zh}办理并答复，被投诉单位及其工作人员不参与办理。",
                    "答复前您单位可以随时撤回投诉。投诉不影响您单位正在办理的事项，也不影响依法申请行政复议或者提起行政诉讼。",
                    FREE,
                ),
                last_days=(
                    told.last_day("complaint.accept", "决定是否受理投诉"),
                    of_complaints(term_in_words(told.edition, "complaint.answer", "受理后答复")),
                ),
            ),
        ),
        summary=(
            (
                f"Your complaint {complaint.number} was received. It is looked into by {english_name(unit)}, not by "
                "the unit complained of."
            ),
            "Credit repair is free of charge.",
        ),
    )


def decline(told: Told) -> Draft:
    """投诉不予受理告知书: why the complaint is not taken up, and where to turn."""
    complaint = told.complaint
    return Draft(
        unit=complaint.answered_by or complaint.handling_department,
        title="投诉不予受理告知书",
        opening=told.opening("经审查不予受理。现告知如下："),
        sections=(
            told.facts,
            Section("不予受理的理由", paragraphs=(complaint.decline_reason,)),
            Section(
                "提示",
                paragraphs=(
                    "有新的事实或者材料的，可以再次提出投诉。",
                    "投诉未予受理，不影响您单位依法提出异议申诉、申请行政复议或者提起行政诉讼。",
                    FREE,
                ),
            ),
        ),
        summary=(
            f"Your complaint {complaint.number} was not taken up; the reason is printed above.",
            "You may complain again with new facts; objection, review and lawsuit stay open to you.",
        ),
    )


def extension(told: Told) -> Draft:
    """投诉延长答复期限告知书: why the answer takes longer, and until when."""
    complaint, row = told.complaint, told.term("complaint.answer")
    before = last_day_of(before_extension(told.term("complaint.answer")), told.edition, "原定期限")
    return Draft(
        unit=complaint.answered_by or complaint.handling_department,
        title="投诉延长答复期限告知书",
        opening=told.opening("因下列原因不能在原定期限内答复，现将延长答复期限的情况告知如下："),
        sections=(
            told.facts,
            Section("延长的原因", paragraphs=(told.reason,)),
            Section(
                "延长后的期限",
                paragraphs=("现于原定期限届满前告知如下：",),
                last_days=(
                    of_complaints(before),
                    of_complaints(last_day_of(row, told.edition, "答复")),
                ),
            ),
            Section("提示", paragraphs=("答复前您单位可以随时撤回投诉。", FREE)),
        ),
        summary=(
            (
                f"The answer to your complaint {complaint.number} is now due by {words.english_day(row.due_on)}, "
                "for the reason printed above."
            ),
        ),
    )


def answer(told: Told) -> Draft:
    """投诉答复书: what was found, why, what was done about it, what the company gets or can do."""
    complaint = told.complaint
    finding = ComplaintFinding(complaint.finding)
    return Draft(
        unit=complaint.answered_by or complaint.handling_department,
        title="投诉答复书",
        opening=told.opening("现答复如下："),
        sections=(
            told.facts,
            Section("调查结论", paragraphs=(f"{FINDINGS[finding]}。", complaint.answer_text)),
            Section("已采取的措施", paragraphs=(complaint.done,)),
            Section("对您单位的处理和救济", paragraphs=(complaint.remedy, FREE)),
        ),
        summary=(
            f"Your complaint {complaint.number} was found {ENGLISH_FINDINGS[finding]}.",
            "What was done about it and what you can do next is printed above.",
        ),
    )
