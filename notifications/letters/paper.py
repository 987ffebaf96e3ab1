"""A letter as plain values: what is printed, nothing about how. Stored as JSON, rendered from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

CASE_NUMBER = "案件编号"


@dataclass(frozen=True)
class Fact:
    """One line of the table of facts: 决定书文号 — 枣应急罚〔2026〕12号."""

    label: str
    value: str


@dataclass(frozen=True)
class Item:
    """One thing told, e.g. a missing item: what, which material it belongs to, on which clause it rests."""

    what: str
    material: str = ""
    clause: str = ""


@dataclass(frozen=True)
class LastDay:
    """A last day with its receipt: what must be done by `on`, how the day was counted, and on which article.

    `on` is None where only the words of the text give the limit (及时). `to_confirm` prints the mark 待确认.
    `foot` is what the foot of the letter says of the counting; `receipt` the clock's own receipt as JSON, from
    which anybody can count the day again.
    """

    what: str
    on: date | None
    why: str
    basis: str = ""
    to_confirm: bool = False
    foot: str = ""
    receipt: dict[str, Any] | None = None


@dataclass(frozen=True)
class Section:
    """A numbered part of the letter. Whatever is empty is not printed.

    `columns` are the heads over the parts of each item where they are not 内容, 材料, 依据; two leave the third out.
    """

    heading: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    items: tuple[Item, ...] = ()
    last_days: tuple[LastDay, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A whole letter. The body is Chinese; `summary` is the short English summary in the box at the end.

    `numbered_as` is what the head calls the number of the case or complaint. `check_address` is the full address the
    QR code leads to; `check_code` the same code for typing.
    """

    unit: str
    number: str
    title: str
    addressee: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    signed_on: date
    contact: str
    check_code: str
    check_address: str
    summary: tuple[str, ...]
    case_number: str = ""
    numbered_as: str = CASE_NUMBER

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; days as ISO text."""
        content = asdict(self)
        content["signed_on"] = self.signed_on.isoformat()
        for section in content["sections"]:
            for line in section["last_days"]:
                line["on"] = line["on"].isoformat() if line["on"] else None
        return content

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Paper:
        """The letter of stored content. Raises KeyError or TypeError for content of another shape."""
        plain = dict(content)
        plain["opening"] = tuple(content["opening"])
        plain["summary"] = tuple(content["summary"])
        plain["signed_on"] = date.fromisoformat(content["signed_on"])
        plain["sections"] = tuple(_section(section) for section in content["sections"])
        return cls(**plain)

    @property
    def last_days(self) -> tuple[LastDay, ...]:
        return tuple(line for section in self.sections for line in section.last_days)

    @property
    def to_confirm(self) -> bool:
        return any(line.to_confirm for line in self.last_days)

    def texts(self) -> tuple[str, ...]:
        """Every text that is printed from the content, for the check of characters."""
        found = [self.unit, self.number, self.title, self.addressee, self.contact, self.check_code]
        found += [self.check_address, self.numbered_as, self.case_number, *self.opening, *self.summary]
        for section in self.sections:
            found += [section.heading, *section.paragraphs, *section.columns]
            found += [text for fact in section.facts for text in (fact.label, fact.value)]
            found += [text for item in section.items for text in (item.what, item.material, item.clause)]
            found += [
                text for line in section.last_days for text in (line.what, line.why, line.basis, line.foot)
            ]
        return tuple(found)


def _section(content: Mapping[str, Any]) -> Section:
    return Section(
        heading=content["heading"],
        paragraphs=tuple(content["paragraphs"]),
        facts=tuple(Fact(**fact) for fact in content["facts"]),
        items=tuple(Item(**item) for item in content["items"]),
        columns=tuple(content.get("columns", ())),  # letters of before have none
        last_days=tuple(
            LastDay(**{**line, "on": date.fromisoformat(line["on"]) if line["on"] else None})
            for line in content["last_days"]
        ),
    )
