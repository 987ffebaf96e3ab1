"""Complaints for tests, driven by the real services, act by act, with the people around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from accounts.roles import Role
from cases.models import Case, Complaint
from cases.models.complaint import Cause
from cases.models.complaint import ComplaintState as S
from cases.services.complaint import answering, filing
from records.models import CreditRecord, Department
from tests.factories.cases import FILED_AT
from tests.factories.people import actor_of_user, make_officer, make_owner
from tests.factories.records import make_department, make_platform, make_record

STATEMENT = "6月3日提交的材料，至今没有受理，也没有说明理由；电话无人接听。"
ANSWER: dict[str, Any] = {
    "finding": "justified",
    "answer": "经查，材料于6月3日收到，因人员调整未登记，逾期未处理，投诉属实。",
    "done": "已责令该单位三日内受理并书面说明，对经办人员批评教育。",
    "remedy": "逾期期间不影响您单位申请；如仍未受理，可再次投诉或者申请行政复议。",
}
BETWEEN_ACTS = timedelta(minutes=10)


@dataclass(frozen=True)
class FiledComplaint:
    """A complaint with the people around it; `at` is the moment of its last act."""

    complaint: Complaint
    owner: User
    supervisor: User
    lead: Department
    at: datetime

    def perform(
        self,
        act: str,
        *,
        by: User | None = None,
        at: datetime | None = None,
        **facts: Any,
    ) -> FiledComplaint:
        """An act of the supervisor who answers (or of `by`), ten minutes after the last one."""
        when = at or self.at + BETWEEN_ACTS
        service = {
            "accept": answering.accept,
            "decline": answering.decline,
            "extend": answering.extend,
            "answer": answering.answer,
            "withdraw": filing.withdraw,
        }[act]
        who = by or (self.owner if act == "withdraw" else self.supervisor)
        service(complaint_id=self.complaint.pk, actor=actor_of_user(who), at=when, **facts)  # type: ignore[operator]  # one of several signatures
        return self.later(at=when)

    def later(self, *, at: datetime | None = None) -> FiledComplaint:
        """The same complaint as it now is in the database."""
        return replace(self, complaint=Complaint.objects.get(pk=self.complaint.pk), at=at or self.at)


def make_complaint(
    state: str = S.RECEIVED,
    *,
    record: CreditRecord | None = None,
    case: Case | None = None,
    about: str = Cause.DELAY,
    department: Department | None = None,
    owner: User | None = None,
    at: datetime = FILED_AT,
    **facts: Any,
) -> FiledComplaint:
    """A complaint brought to a state by its own acts.

    It is about the unit that determined the record, and answered by the platform of Zaozhuang, which leads credit work
    there; above it the province leads.
    """
    record = record or (case.record if case is not None else make_record())
    lead = Department.objects.filter(is_platform=True, jurisdiction="370400").first() or make_platform()
    owner = owner or make_owner(record.subject)
    complaint = filing.file(
        subject_id=record.subject_id,
        about=about,
        department_id=(department or record.department).pk,
        statement=STATEMENT,
        actor=actor_of_user(owner),
        at=at,
        case_id=case.pk if case is not None else None,
        record_id=None if case is not None else record.pk,
        **facts,
    )
    made = FiledComplaint(
        complaint=Complaint.objects.get(pk=complaint.pk),
        owner=owner,
        supervisor=make_officer(Role.SUPERVISOR, lead),
        lead=lead,
        at=at,
    )
    if state == S.WITHDRAWN:
        return made.perform("withdraw")
    if state == S.DECLINED:
        return made.perform("decline", reason="不属于投诉范围，请提出异议申诉。")
    if state in {S.ACCEPTED, S.ANSWERED}:
        made = made.perform("accept")
    if state == S.ANSWERED:
        made = made.perform("answer", **ANSWER)
    assert made.complaint.state == state
    return made


def make_province() -> Department:
    """The lead department of the province, above that of Zaozhuang."""
    return make_department(
        name_zh="山东省发展和改革委员会",
        name_en="Development and Reform Commission of Shandong",
        field="other",
        jurisdiction="370000",
        is_lead=True,
    )
