"""What an ordered rectification demands, what was reported and found, and its talks, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from cases.models import Attendance, Case, Demand, Document, Minutes, RectificationOrder, Talk
from cases.models.rectification import DemandFinding
from cases.models.talk import TalkStanding
from delisting.minutes_reading import MinutesDelivery, of_case
from journal.days import day_words, instant_words
from look.joining import bracketed, listed
from look.minutes import sharing_row
from look.parts import Evidence, SummaryRow, Tone
from records.models import Department

Draw = Callable[[Document], Evidence]
FINDING_TONES: Mapping[str, Tone] = {DemandFinding.DONE: "good", DemandFinding.NOT_DONE: "late"}
STANDING_TONES: Mapping[str, Tone] = {
    TalkStanding.SET: "accent",
    TalkStanding.HELD: "good",
    TalkStanding.ABSENT: "late",
    TalkStanding.POSTPONED: "care",
    TalkStanding.CANCELLED: "quiet",
}


@dataclass(frozen=True)
class DemandRow:
    """One demand: what is owed and by what proof, what was reported, what was found.

    `state` says in a word or two where it stands; `dropped` is the reason for which it stands no more.
    """

    pk: int
    ordinal: int
    text: str
    kind: str
    proof_owed: str
    due_on: date | None
    report: str
    reported_at: datetime | None
    proofs: tuple[Evidence, ...]
    state: str
    tone: Tone
    found_reason: str
    checked_at: datetime | None
    checked_by_ref: str
    recheck: bool
    dropped: str
    is_owed: bool


@dataclass(frozen=True)
class TalkRow:
    """One talk as it was announced and what became of it; `slots` are the hours still to choose from."""

    pk: int
    ordinal: int
    kind: str
    standing: str
    tone: Tone
    is_set: bool
    set_for: datetime
    chosen: bool
    slots: tuple[datetime, ...]
    unit: Department
    facts: tuple[SummaryRow, ...]
    why_over: str
    minutes: MinutesRow | None


@dataclass(frozen=True)
class MinutesRow:
    """The minutes of a talk; `waits` while the subject has not confirmed them."""

    facts: tuple[SummaryRow, ...]
    people: tuple[str, ...]
    demands: tuple[str, ...]
    read_back_at: datetime | None
    remark: str
    waits: bool


def order_rows(order: RectificationOrder) -> tuple[SummaryRow, ...]:
    """The order itself: on what it rests, how long it gives, how it was served; empty lines are left out."""
    served = day_words(order.served_on) if order.served_on else _("Not served yet")
    rows = (
        SummaryRow(_("Reason"), order.basis),
        SummaryRow(_("Clause relied on"), order.clause),
        SummaryRow(_("Limit"), _("%(count)s days from service") % {"count": order.limit_days}),
        SummaryRow(_("Served on"), served),
        SummaryRow(_("How it was served"), order.get_served_how_display() if order.served_on else ""),
        SummaryRow(_("Served to"), order.served_to),
        SummaryRow(_("Proof of service"), order.served_proof),
        SummaryRow(_("Paper that names the lead"), order.joint_document),
        SummaryRow(_("Why a last limit was set"), order.last_limit_reason),
        SummaryRow(_("Handed on to"), order.handed_on_to),
        SummaryRow(_("Why the case ended"), order.closing_reason),
        SummaryRow(_("Paper by which it was cancelled"), order.closing_document),
    )
    return tuple(row for row in rows if row.value)


def demand_rows(case: Case, draw: Draw) -> tuple[DemandRow, ...]:
    """Every demand in its order, those that were dropped too; `draw` shows a document to its reader."""
    papers: dict[str, list[Evidence]] = {}
    for paper in sorted(case.documents.all(), key=lambda one: one.pk):
        if paper.removed_at is None:
            papers.setdefault(paper.material, []).append(draw(paper))
    return tuple(_demand(one, tuple(papers.get(one.material, ()))) for one in case.demands.all())


def _demand(one: Demand, proofs: tuple[Evidence, ...]) -> DemandRow:
    state, tone = _state_of(one)
    return DemandRow(
        pk=one.pk,
        ordinal=one.ordinal,
        text=one.text,
        kind=str(one.get_kind_display()),
        proof_owed=one.proof_owed,
        due_on=one.due_on,
        report=one.report,
        reported_at=one.reported_at,
        proofs=proofs,
        state=state,
        tone=tone,
        found_reason=one.found_reason,
        checked_at=one.checked_at,
        checked_by_ref=one.checked_by_ref,
        recheck=one.recheck and one.dropped_at is None,
        dropped=one.dropped_reason if one.dropped_at else "",
        is_owed=one.is_owed,
    )


def _state_of(one: Demand) -> tuple[str, Tone]:
    if one.dropped_at is not None:
        return _("Dropped"), "quiet"
    if one.finding:
        return str(one.get_finding_display()), FINDING_TONES[one.finding]
    return (_("Reported, not checked yet"), "accent") if one.reported_at else (_("Still owed"), "care")


def talk_rows(case: Case) -> tuple[TalkRow, ...]:
    """The talks of a case with their minutes and how far these are shared, oldest first (constant queries)."""
    found = case.talks.select_related("department", "minutes").prefetch_related("attendance")
    shared = of_case(case.number)
    return tuple(talk_row(talk, shared.get(talk.ordinal, ())) for talk in found)


def talk_row(talk: Talk, shared: Sequence[MinutesDelivery] = ()) -> TalkRow:
    """One talk for the page of its case; `shared` are the deliveries of its minutes."""
    minutes = getattr(talk, "minutes", None)
    is_set = talk.standing == TalkStanding.SET
    open_slots = is_set and talk.chosen_at is None and len(talk.slots) > 1
    return TalkRow(
        pk=talk.pk,
        ordinal=talk.ordinal,
        kind=str(talk.get_kind_display()),
        standing=str(talk.get_standing_display()),
        tone=STANDING_TONES[talk.standing],
        is_set=is_set,
        set_for=talk.set_for,
        chosen=talk.chosen_at is not None,
        slots=talk.proposed if open_slots else (),
        unit=talk.department,
        facts=_facts_of(talk),
        why_over=talk.absence_reason or talk.reason,
        minutes=minutes_row(talk, minutes, shared) if minutes is not None else None,
    )


def _facts_of(talk: Talk) -> tuple[SummaryRow, ...]:
    served = _("%(day)s, %(how)s") % {
        "day": day_words(talk.notice_served_on),
        "how": talk.get_notice_served_how_display(),
    }
    rows = (
        SummaryRow(_("Place of the talk"), talk.place),
        SummaryRow(_("What it is for"), talk.purpose),
        SummaryRow(_("What to bring"), talk.bring),
        SummaryRow(_("Officers"), officers_of(talk)),
        SummaryRow(_("Basis"), talk.basis),
        SummaryRow(_("Why without a prompting talk before"), talk.straight_reason),
        SummaryRow(_("Notice served"), served),
        SummaryRow(_("Proof of service"), talk.notice_proof),
    )
    return tuple(row for row in rows if row.value)


def officers_of(talk: Talk) -> str:
    """The names of the officers of a talk."""
    return _(", ").join(str(one["name"]) for one in talk.officers)


def minutes_row(talk: Talk, minutes: Minutes, shared: Sequence[MinutesDelivery] = ()) -> MinutesRow:
    """The minutes of a talk, with who came, and where they are on their way to the sharing platform."""
    held = _("%(begin)s to %(end)s") % {
        "begin": instant_words(minutes.started_at),
        "end": instant_words(minutes.ended_at),
    }
    receipt = ""
    if minutes.receipt_number and minutes.sent_on and not shared:
        receipt = _("%(number)s of %(day)s") % {
            "number": minutes.receipt_number,
            "day": day_words(minutes.sent_on),
        }
    rows = (
        SummaryRow(_("When"), held),
        SummaryRow(_("Chair"), minutes.chair_name),
        SummaryRow(_("Recorder"), minutes.recorder_name),
        SummaryRow(_("What was found"), minutes.facts),
        SummaryRow(_("What the company said"), minutes.statement),
        SummaryRow(_("What the company undertook"), minutes.commitment),
        SummaryRow(_("New limit"), _("%(count)s days from the talk") % {"count": minutes.limit_days}),
        SummaryRow(_("Signed by"), minutes.signed_by),
        SummaryRow(_("Not signed because"), minutes.refusal_reason),
        SummaryRow(_("Receipt of the sharing platform"), receipt),
        *(sharing_row(one) for one in shared),
        SummaryRow(_("How the receipt is known"), minutes.receipt_proof),
    )
    return MinutesRow(
        facts=tuple(row for row in rows if row.value),
        people=tuple(_person(person) for person in talk.attendance.all()),
        demands=tuple(_demanded(one) for one in minutes.demands),
        read_back_at=minutes.read_back_at,
        remark=minutes.remark,
        waits=minutes.read_back_at is None,
    )


def _person(person: Attendance) -> str:
    words = bracketed(person.name, person.get_role_display())
    paper = " ".join(part for part in (person.id_kind, person.id_masked) if part)
    absent = "" if person.present else _("did not come")
    return listed((words, paper, absent))


def _demanded(one: Mapping[str, str]) -> str:
    return _("%(what)s, by %(day)s") % {
        "what": one["text"],
        "day": day_words(date.fromisoformat(one["due_on"])),
    }
