"""What the components are given: plain values; a face maps its own rows once and templates stay dumb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime

Tone = Literal["good", "care", "late", "quiet", "accent"]
"""How a state feels: good (done), care (look soon), late (missed, refused), quiet (rest), accent (runs)."""

SHAPES: dict[str, str] = {"good": "●", "care": "▲", "late": "■", "quiet": "○", "accent": "◆"}
"""The shape that says the same as the tone's colour; a state is never colour alone."""


class NavItem(NamedTuple):
    """One entry of the navigation (`nav_items` in the context; a bare tuple of three does as well)."""

    url: str
    label: str
    active: bool = False


@dataclass(frozen=True)
class Tab:
    """One tab of a worklist; `count` is shown when it is known, `more` where it was counted no further."""

    label: str
    url: str
    active: bool = False
    count: int | None = None
    more: bool = False

    @property
    def counted(self) -> str:
        """The count in words: "12", or "999+" where there are more."""
        if self.count is None:
            return ""
        return f"{self.count - 1}+" if self.more else str(self.count)


@dataclass(frozen=True)
class ErrorLink:
    """One line of the error summary; `target` is the field's id (without #), "" for no one field."""

    text: str
    target: str = ""


@dataclass(frozen=True)
class TaskItem:
    """One task of a task list. `url` "" where it cannot be opened; `group` is the heading it stands under."""

    title: str
    status: Literal["not_started", "in_progress", "cannot_start", "done", "returned", "optional"]
    url: str = ""
    hint: str = ""
    group: str = ""


@dataclass(frozen=True)
class SummaryRow:
    """One row of a summary list; `mark` is the source mark of a legal number in it (I, K: "to confirm")."""

    key: str
    value: object
    change_url: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Skipped:
    """A day that was not counted and why, in the reader's words ("National Day", "weekend")."""

    on: date
    reason: str


@dataclass(frozen=True)
class Pause:
    """A stretch in which the clock stood still; `to_on` None while it still stands. Both days are in it."""

    from_on: date
    cause: str
    to_on: date | None = None


@dataclass(frozen=True)
class Extension:
    """A lengthening of the term; unit as in `Receipt`."""

    count: int
    unit: Literal["WD", "D", "M", "Y"]
    reason: str


@dataclass(frozen=True)
class Receipt:
    """Why a date is this date. `trigger` is a phrase for what started the term ("application accepted").

    `count` is in `unit`s: working days WD, calendar days D, months M, years Y. `mark` is the source mark of
    the number (R, S, F, I, K): I and K show "to confirm". `calendar` is the digest of the calendar used;
    `written` is the clock's own receipt as JSON, from which anybody can count the day again.
    """

    started_on: date
    trigger: str
    count: int
    unit: Literal["WD", "D", "M", "Y"]
    due_on: date
    instrument: str = ""
    article: str = ""
    mark: str = "R"
    provisional: bool = False
    skipped: tuple[Skipped, ...] = ()
    made_up: tuple[date, ...] = ()
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    calendar: str = ""
    written: str = ""


@dataclass(frozen=True)
class Link:
    """A link inside a component."""

    url: str
    label: str


@dataclass(frozen=True)
class TimelineEntry:
    """One act on the timeline: what, by whom, when, which article; `digest` is the journal entry's own."""

    at: datetime
    title: str
    actor: str = ""
    detail: str = ""
    article: str = ""
    digest: str = ""
    tone: Tone = "quiet"
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class LedgerPlace:
    """One place that must take a record down; it counts as confirmed when `confirmed_on` is set.

    `again` where it let a term run out and `due_on` is the day of the next one.
    """

    name: str
    state: str
    tone: Tone = "quiet"
    confirmed_on: date | None = None
    due_on: date | None = None
    again: bool = False
    note: str = ""


@dataclass(frozen=True)
class TimeShare:
    """Working days of a case that belong to one side (subject, us, another body, no one)."""

    label: str
    days: int
    tone: Tone = "accent"


@dataclass(frozen=True)
class LetterCard:
    """A letter that was issued: its PDF, check code, and whether it was sent and served."""

    title: str
    issued_on: date
    check_code: str
    pdf_url: str
    sent_at: datetime | None = None
    served_on: date | None = None


@dataclass(frozen=True)
class Evidence:
    """A document handed in. `size` in bytes; `preview_url` only where the page may show it in place.

    `viewer_url` is the page that shows it beside the checklist, for lists on that very page.
    """

    title: str
    url: str
    kind: str
    size: int
    uploaded_at: datetime
    uploaded_by: str
    digest: str = ""
    preview_url: str = ""
    image: bool = False
    viewer_url: str = ""


@dataclass(frozen=True)
class CaseHeader:
    """The head of a case page: number, kind, subject, state, whose turn, next date.

    `next_act` says what must happen by `due_on`; both empty when no term runs.
    """

    number: str
    kind: str
    subject: str
    state: str
    tone: Tone
    whose_turn: str
    next_act: str = ""
    due_on: date | None = None
    paused: bool = False
    receipt: Receipt | None = None


@dataclass(frozen=True)
class Refusal:
    """A decision against the reader: what, why, by which clause, what can be done (a line each) and until when."""

    decision: str
    reason: str
    clause: str = ""
    remedy: str = ""
    remedy_until: date | None = None
    link: Link | None = None
