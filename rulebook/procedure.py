"""The parts of a text that say how a repair is asked for, decided, carried out and contested."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rulebook.clauses import Clause, Limit, NumberMissing, Switch, Term


@dataclass(frozen=True)
class Condition:
    """One of the conditions of repair."""

    id: str
    clause: Clause


@dataclass(frozen=True)
class Bar:
    """What keeps a subject from applying, and how long: a limit, or the words of the text."""

    id: str
    until: Limit | None
    words: str
    set_by: tuple[str, ...]
    clause: Clause


@dataclass(frozen=True)
class Way:
    """A way of repair. `need`: required, optional, not-asked. `phase`: before-filing or during-case.

    `providers`: who may give what the way asks for, "any" body or only one of the "register".
    """

    id: str
    name_zh: str
    name_en: str
    need: str
    phase: str
    who: str
    classes: tuple[str, ...]
    limit: Limit | None
    clause: Clause
    providers: str = "any"


@dataclass(frozen=True)
class Material:
    """A paper that proves a way; `per` record, duty or subject."""

    id: str
    name_zh: str
    name_en: str
    way: str
    per: str
    classes: tuple[str, ...]
    from_department_system: bool
    clause: Clause


@dataclass(frozen=True)
class Ground:
    """One reason for an entry in a list, and with it what must be gone before the entry is removed."""

    id: str
    name_zh: str
    name_en: str
    clause: Clause


@dataclass(frozen=True)
class Removal:
    """How an entry of one kind leaves its list (移出名单).

    `ends_with`: kinds whose end ends it too. `terms` stand in the place of the text's own ones of the same id;
    they are told under the edition of the kind (`SAMR-107/abnormal-list`), not twice.
    """

    kind: str
    conditions: tuple[Condition, ...]
    grounds: tuple[Ground, ...]
    ends_with: tuple[str, ...]
    clause: Clause
    terms: tuple[Term, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Forward:
    """Whom the subject must turn to, where a route is only shown here and decided by somebody else."""

    name_zh: str
    name_en: str
    clause: Clause


@dataclass(frozen=True)
class Process:
    """Who decides, and how an application is handled."""

    deciders: Mapping[str, str]
    decider_clause: Clause
    window: Switch
    applications: Switch
    second_person: Switch
    reapply_after_refusal: Switch
    withdrawal: Switch
    fee: Switch


@dataclass(frozen=True)
class Effect:
    """What a repair does, in this order."""

    on: str
    does: tuple[str, ...]
    clause: Clause


@dataclass(frozen=True)
class Release:
    """Within what a holder must stop showing a record. `words` is the text's own where it has no number.

    `flagged_after` is the desk's own reminder: silence is shown after it; it is no law.
    """

    to: str
    edition: str
    limit: Limit
    flagged_after: Limit | None
    words: str

    def clock(self) -> Limit:
        """The limit by which silence is flagged: the law's, else the desk's reminder.

        Raises NumberMissing where neither has a number.
        """
        if self.limit.count is not None:
            return self.limit
        if self.flagged_after is None or self.flagged_after.count is None:
            raise NumberMissing(self.edition, f"release {self.to}")
        return self.flagged_after


@dataclass(frozen=True)
class Revocation:
    """Why a repair may be taken back, within what, and what follows.

    `watch`: how long the commitment of a granted repair is watched; None where the text sets no end to it.
    """

    grounds: tuple[str, ...]
    restores: Switch
    record: Limit
    record_published: bool
    early_end: bool
    terms: tuple[Term, ...]
    watch: Limit | None = None


@dataclass(frozen=True)
class Bankruptcy:
    """What a reorganisation or settlement does to the records."""

    temporary_hide: Switch
    restoration: Switch
    final: Switch


@dataclass(frozen=True)
class Changeover:
    """What of the earlier edition stays when this one comes into force."""

    records_determined_before: Switch
    cases_filed_before: Switch
    bars_set_before: Switch
    objections_filed_before: Switch


@dataclass(frozen=True)
class Promise:
    """A service goal beside the law, kept by its own clock: `term` is the term it stands beside."""

    term: str
    limit: Limit
    layer: str
    published: str


@dataclass(frozen=True)
class Remedy:
    """Where a decision, or silence past a term (`breach`), can be contested, and how long."""

    against: tuple[str, ...]
    kind_zh: str
    kind_en: str
    limit: Limit

    @property
    def name(self) -> str:
        """Its name among the clauses; the remedy against silence is another one than that against a decision."""
        return f"breach.{self.kind_zh}" if "breach" in self.against else self.kind_zh


@dataclass(frozen=True)
class Letter:
    """A letter the text knows, and the clauses it names."""

    id: str
    title_zh: str
    title_en: str
    basis: tuple[str, ...]
    clause: Clause
