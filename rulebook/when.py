"""The facts of a penalty and the conditions an edition puts on them. A missing fact is unknown, never no."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

# 行政处罚法 第九条, the closed list; 其他 is no kind but the want of one
KINDS: tuple[str, ...] = (
    "警告",
    "通报批评",
    "罚款",
    "没收违法所得",
    "没收非法财物",
    "暂扣许可证件",
    "降低资质等级",
    "吊销许可证件",
    "限制开展生产经营活动",
    "责令停产停业",
    "责令关闭",
    "限制从业",
    "行政拘留",
)
RECORD_KINDS: tuple[str, ...] = (
    "penalty",
    "serious-list",
    "abnormal-list",
    "focus-list",
    "spot-check",
    "court-list",
    "other",
)
SUBJECT_KINDS: tuple[str, ...] = (
    "legal-person",
    "other-organisation",
    "individual-business",
    "natural-person",
)
SIMPLE = "simple"
SIMPLE_IN_REMARK = "简易程序"


class Answer(Enum):
    """Whether a condition is met by the facts."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PenaltyFacts:
    """What a record says. Amounts in 万元 (10,000 yuan); None where the record gives none.

    `kinds` are split already (`classify.split_kinds`); `procedure` is "simple", "ordinary" or "" and is read
    from the remark where it is empty; `authority_field` is a word of `fields.FIELDS`, "" where unknown.
    """

    record_kind: str
    procedure: str
    kinds: tuple[str, ...]
    fine: Decimal | None
    confiscated: Decimal | None
    basis: str
    authority_field: str
    act: str
    subject_kind: str
    remark: str

    @property
    def is_simple(self) -> bool:
        """Whether the penalty was imposed by simple procedure (简易程序)."""
        return self.procedure == SIMPLE or (not self.procedure and SIMPLE_IN_REMARK in self.remark)


@dataclass(frozen=True)
class When:
    """A condition: every part that is written must be met; `any_of` needs one of its own."""

    simple: bool = False
    kinds_only: tuple[str, ...] = ()
    kinds_any: tuple[str, ...] = ()
    kinds_unknown: bool = False
    fine_min: Decimal | None = None
    fine_below: Decimal | None = None
    fine_above: Decimal | None = None
    confiscated_min: Decimal | None = None
    basis_any: tuple[str, ...] = ()
    act_any: tuple[str, ...] = ()
    authority_field: tuple[str, ...] = ()
    record_kind: tuple[str, ...] = ()
    any_of: tuple[When, ...] = ()

    def met(self, facts: PenaltyFacts) -> Answer:
        """Met, not met, or unknown where an amount or the field of the authority is missing."""
        return _all(
            (
                *self._plain(facts),
                *self._amounts(facts),
                *((_any(part.met(facts) for part in self.any_of),) if self.any_of else ()),
            )
        )

    def _plain(self, facts: PenaltyFacts) -> Iterable[Answer]:
        kinds = set(facts.kinds)
        if self.simple:
            yield _yes(facts.is_simple)
        if self.kinds_only:
            yield _yes(bool(kinds) and kinds <= set(self.kinds_only))
        if self.kinds_any:
            yield _yes(bool(kinds & set(self.kinds_any)))
        if self.kinds_unknown:
            yield _yes(not kinds or not kinds <= set(KINDS))
        if self.basis_any:
            yield _yes(any(law in facts.basis for law in self.basis_any))
        if self.act_any:
            yield _yes(any(act in facts.act for act in self.act_any))
        if self.authority_field:
            field = facts.authority_field
            yield _yes(field in self.authority_field) if field else Answer.UNKNOWN
        if self.record_kind:
            yield _yes(facts.record_kind in self.record_kind)

    def _amounts(self, facts: PenaltyFacts) -> Iterable[Answer]:
        if self.fine_min is not None:
            yield Answer.UNKNOWN if facts.fine is None else _yes(facts.fine >= self.fine_min)
        if self.fine_below is not None:
            yield Answer.UNKNOWN if facts.fine is None else _yes(facts.fine < self.fine_below)
        if self.fine_above is not None:
            yield Answer.UNKNOWN if facts.fine is None else _yes(facts.fine > self.fine_above)
        if self.confiscated_min is not None:
            amount = facts.confiscated
            yield Answer.UNKNOWN if amount is None else _yes(amount >= self.confiscated_min)


def _yes(met: bool) -> Answer:  # noqa: FBT001 - the one answer it turns into a word
    return Answer.YES if met else Answer.NO


def _all(answers: Iterable[Answer]) -> Answer:
    given = set(answers)
    if Answer.NO in given:
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in given else Answer.YES


def _any(answers: Iterable[Answer]) -> Answer:
    given = set(answers)
    if Answer.YES in given:
        return Answer.YES
    return Answer.UNKNOWN if Answer.UNKNOWN in given else Answer.NO
