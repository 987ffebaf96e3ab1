"""The parts of a text that give a record its class and its publicity."""

from __future__ import annotations

from dataclasses import dataclass

from rulebook.clauses import Clause, Limit, Switch
from rulebook.when import When


@dataclass(frozen=True)
class Elsewhere:
    """Records of these kinds, or of authorities of these fields, belong to another route."""

    record_kinds: tuple[str, ...]
    authority_fields: tuple[str, ...]
    route: str
    clause: Clause


@dataclass(frozen=True)
class Scope:
    """Whose records, and which, the text is about."""

    record_kinds: tuple[str, ...]
    subject_kinds: tuple[str, ...]
    elsewhere: tuple[Elsewhere, ...]
    clause: Clause


@dataclass(frozen=True)
class PublicityClass:
    """What follows from a class.

    `minimum` is None where nothing is published or no repair can be asked for, `maximum` where nothing is
    published or publication does not end by itself.
    `published`: yes, no, no-unless-needed, not-collected. `at_maximum`: ends-by-itself, ends-without-application
    (nobody need or can apply before) or none;
    `if_duties_open`: department-rule (the record may stay, its department must cite the rule) or ends.
    """

    id: str
    name_zh: str
    name_en: str
    published: Switch
    repairable: Switch
    minimum: Limit | None
    maximum: Limit | None
    at_maximum: Switch
    if_duties_open: str


@dataclass(frozen=True)
class Publicity:
    """How a publicity period runs."""

    starts: Switch
    first_day: Switch
    ends_on_day_off: Switch
    several_kinds: Switch
    statutory_longer: Switch
    supplied_end: Switch
    review_pending: Switch
    execution_stayed: Switch


@dataclass(frozen=True)
class Rule:
    """A rule of classification: the class where `when` is met; a provisional one has candidates, a reason."""

    id: str
    when: When
    class_: str
    candidates: tuple[str, ...]
    final: bool
    reason: str
    clause: Clause

    @property
    def decided(self) -> bool:
        """Whether the rule leaves one class only."""
        return len(self.candidates) == 1


@dataclass(frozen=True)
class Undecidable:
    """A contradiction or gap in the record that no rule may judge."""

    id: str
    when: When
    reason: str
    clause: Clause


@dataclass(frozen=True)
class FieldStandard:
    """A department's own class standard: its rules replace those of the same id for its field."""

    key: str
    authority_field: str
    number: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Classification:
    """How a record gets its class."""

    rules: tuple[Rule, ...]
    otherwise: Rule
    undecidable: tuple[Undecidable, ...]
    decided_by: Switch
    vocabulary: str
    standards: tuple[FieldStandard, ...] = ()
