"""What several letters share: whom and what they are about, the facts of the record, terms, remedies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from cases.lateness import SILENCE
from cases.models import Case
from cases.remedies import RemedyDay, remedy_days
from clocks.models import Deadline
from clocks.receipts import from_json, settle, to_json
from journal.models import Entry
from journal.now import day_of
from journal.refusals import Refusal
from notifications.composing import words
from notifications.letters.paper import Fact, LastDay, Section
from records.models import CreditRecord, Department
from records.models.credit_record import ClassStatus, RecordKind
from records.selectors import platform_of
from rulebook.calendar_in_use import calendar_in_use
from rulebook.clauses import Mark
from rulebook.counting import EventKind
from rulebook.edition import Edition
from rulebook.editions_in_use import editions_in_use

RECORD_KINDS = {
    RecordKind.PENALTY: "行政处罚",
    RecordKind.SERIOUS_LIST: "严重失信主体名单",
    RecordKind.ABNORMAL_LIST: "经营异常名录",
    RecordKind.FOCUS_LIST: "重点关注对象名单",
    RecordKind.SPOT_CHECK: "抽查检查结果负面信息",
    RecordKind.COURT_LIST: "失信被执行人名单",
    RecordKind.OTHER: "其他失信信息",
}
REMEDY_ACTS = {"行政复议": "申请行政复议", "行政诉讼": "提起行政诉讼"}
REMEDY_BODIES = {"行政复议": "有管辖权的行政复议机关", "行政诉讼": "有管辖权的人民法院"}


class TermMissing(LookupError):
    """A letter must print a term that the case does not have."""

    def __init__(self, case: Case, term: str) -> None:
        super().__init__(f"{case.number} has no term `{term}` to print.")


@dataclass(frozen=True)
class Draft:
    """What a letter says, before it gets number and check code; `addressee` is empty where it goes to the subject."""

    unit: Department
    title: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    summary: tuple[str, ...]
    addressee: str = ""


@dataclass(frozen=True)
class About:
    """What a letter is about: the entry that caused it, the record, and the case if there is one."""

    entry: Entry
    record: CreditRecord
    case: Case | None = None

    @property
    def on(self) -> date:
        """The Asia/Shanghai day of the act, which is the day of the letter."""
        return day_of(self.entry.at)

    @property
    def of_case(self) -> Case:
        if self.case is None:
            raise ValueError(f"Entry {self.entry.pk} is about no case.")
        return self.case

    @cached_property
    def edition(self) -> Edition:
        """The edition the case was filed under; without a case, the record's own."""
        key = self.case.edition_key if self.case else self.record.edition_key
        return editions_in_use().by_key(key)

    @property
    def handling(self) -> Department:
        """The unit on whose desk the case is."""
        return self.of_case.handling_department or self.of_case.determining_department

    @property
    def window(self) -> Department:
        """The credit platform of the place; where a place has none, the determining unit itself."""
        try:
            return platform_of(self.record.jurisdiction, self.on)
        except Refusal:
            return self.record.department

    def text(self, key: str) -> str:
        """A text of the entry's payload; empty where it has none."""
        return str(self.entry.payload.get(key) or "")


def class_words(record: CreditRecord) -> str:
    """The class as its own edition calls it; a provisional one says so."""
    if not record.class_name:
        return "待认定"
    name = editions_in_use().by_key(record.edition_key).class_of(record.class_name).name_zh
    provisional = record.class_status == ClassStatus.PROVISIONAL
    return f"{name}（暂定，以认定单位确认为准）" if provisional else name


def record_facts(record: CreditRecord) -> Section:
    """What every letter says about the record."""
    return Section(
        "失信信息",
        facts=(
            Fact("当事人", record.subject.name),
            Fact("统一社会信用代码", record.subject.code),
            Fact("决定书文号", record.decision_number),
            Fact("认定单位", record.department.name_zh),
            Fact("认定日期", words.day(record.determined_on)),
            Fact("种类和类别", f"{RECORD_KINDS[RecordKind(record.kind)]}，{class_words(record)}"),
        ),
    )


def term_row(case: Case, term: str) -> Deadline:
    """The latest legal term of this name the case has or had. Raises TermMissing."""
    row = (
        Deadline.objects.filter(owner_kind="case", owner_id=case.pk, term=term, goal="law")
        .order_by("-pk")
        .first()
    )
    if row is None:
        raise TermMissing(case, term)
    return row


def as_begun(row: Deadline) -> Deadline:
    """A term as it was when it began, for the letter that tells its beginning; nothing is saved."""
    receipt = settle(replace(from_json(row.receipt), events=()), calendar_in_use(row.jurisdiction))
    row.receipt, row.due_on = to_json(receipt), receipt.due_on
    return row


def last_day_of(row: Deadline, edition: Edition, what: str) -> LastDay:
    """A term as a line of a letter: the day, how it was counted, on which article."""
    receipt = from_json(row.receipt)
    clause = words.article(receipt.article, receipt.instrument) if receipt.article else ""
    basis = words.title_of(receipt.instrument) if receipt.instrument else f"《{edition.title_zh}》"
    doubtful = receipt.mark in {Mark.I, Mark.K}
    extended = any(event.mark in {Mark.I, Mark.K} for event in receipt.extensions)
    return LastDay(
        what,
        row.due_on,
        words.why(receipt),
        basis + clause,
        to_confirm=doubtful or extended,
        foot=words.foot(receipt),
        receipt=to_json(receipt),
    )


def before_extension(row: Deadline) -> Deadline:
    """A term as it stood before it was last extended; nothing is saved."""
    receipt = from_json(row.receipt)
    last = max(place for place, event in enumerate(receipt.events) if event.kind is EventKind.EXTEND)
    earlier = settle(replace(receipt, events=receipt.events[:last]), calendar_in_use(row.jurisdiction))
    row.receipt, row.due_on = to_json(earlier), earlier.due_on
    return row


def term_in_words(edition: Edition, term: str, what: str) -> LastDay:
    """A term that does not run yet: its length and start in words."""
    limit = edition.term(term).stated
    event = words.TRIGGERS.get(limit.trigger, limit.trigger)
    return LastDay(
        what,
        None,
        f"自{event}之日的次日起{words.length(limit)}内。",
        words.source(edition, limit),
        to_confirm=limit.to_confirm,
    )


def remedies(edition: Edition, act: str, *, on: date) -> tuple[Section, ...]:
    """Where and until when the letter can be contested; nothing where the edition names no remedy.

    The last day is counted from the day of the letter, the earliest on which its content can be known, against
    silence (`breach`) from the last day of the term; an end on a day off moves to the next working day.
    """
    days = remedy_days(edition, act, on=on)
    if not days:
        return ()
    opening = (
        "审查单位逾期未作处理的，可以在下列期限内依法寻求救济："
        if act == SILENCE
        else "对本文书不服的，可以在下列期限内依法寻求救济："
    )
    return (
        Section(
            "救济途径",
            paragraphs=(opening,),
            last_days=tuple(_remedy_line(edition, act, day) for day in days),
        ),
    )


def _remedy_line(edition: Edition, act: str, day: RemedyDay) -> LastDay:
    remedy, limit = day.remedy, day.remedy.limit
    since = (
        f"自法定办理期限届满之日起{words.length(limit)}内，"
        if act == SILENCE
        else f"自知道本文书之日起{words.length(limit)}内，此处按签发当日知道计算，"
    )
    told = f"向{REMEDY_BODIES[remedy.kind_zh]}提出；{since}末日为休息日的顺延。"
    if day.receipt.provisional:
        told += f"{day.until.year}年放假安排尚未公布，日期暂定。"
    return LastDay(
        REMEDY_ACTS[remedy.kind_zh],
        day.until,
        told,
        words.source(edition, limit),
        to_confirm=limit.to_confirm,
        foot=words.foot(day.receipt),
        receipt=to_json(day.receipt),
    )


def contact_of(unit: Department) -> str:
    """Where to ask: address and telephone of the unit."""
    return "，".join(part for part in (unit.address, unit.phone) if part) or f"{unit.name_zh}信用修复经办人员"


def english_name(unit: Department) -> str:
    return unit.name_en or unit.name_zh


def english_remedies(edition: Edition, act: str) -> tuple[str, ...]:
    """One line that names the remedies, for the summary."""
    names = [remedy.kind_en for remedy in edition.remedies_against(act)]
    if not names:
        return ()
    return (f"You may contest it by {' or '.join(names)} within the terms printed above.",)
