"""Letters and places of removal as the components show them, the same on every face."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import RectificationOrder, Talk
from delisting.models import ReleaseState
from delisting.selectors import correction_ledger, ledger
from journal.days import plain_day_words, speaks_chinese
from journal.now import day_of
from look.parts import LedgerPlace, LetterCard, Tone
from notifications.letters import LetterKind
from notifications.models import Channel, Letter, Message
from notifications.selectors import letters_of_case

RELEASE_TONES: dict[str, Tone] = {
    ReleaseState.PENDING: "quiet",
    ReleaseState.SENT: "accent",
    ReleaseState.ACKED: "accent",
    ReleaseState.CONFIRMED: "good",
    ReleaseState.SUPERSEDED: "quiet",
}


def release_tone(state: str, *, stalled: bool) -> Tone:
    """How a removal request feels; a holder that keeps silent is late whatever the state says."""
    return "late" if stalled else RELEASE_TONES[state]


def letter_cards(case_id: int, *, to_subject: bool = False) -> tuple[LetterCard, ...]:
    """The letters of a case in the order of their issue; `to_subject` leaves those to units out.

    A letter is served on the day it reached the inbox of the account it is addressed to; an order to rectify and the
    notice of a talk on the day that an officer noted.
    """
    letters = letters_of_case(case_id, to_subject=to_subject)
    noted = _served_by_note(case_id, letters)
    return cards_of(letters, lambda number: reverse("portal:letter", args=[number]), noted=noted)


def _served_by_note(case_id: int, letters: Sequence[Letter]) -> dict[int, date | None]:
    """The days of service that an officer noted, by letter; None for a letter that waits for its service."""
    noted: dict[int, date | None] = {}
    kinds = {letter.kind for letter in letters}
    if LetterKind.RECTIFICATION_ORDER in kinds:
        served_on = RectificationOrder.objects.get(case=case_id).served_on
        noted |= {one.pk: served_on for one in letters if one.kind == LetterKind.RECTIFICATION_ORDER}
    if LetterKind.TALK_NOTICE in kinds:
        days = dict(Talk.objects.filter(case=case_id).values_list("announced_at", "notice_served_on"))
        noted |= {one.pk: days[one.issued_at] for one in letters if one.kind == LetterKind.TALK_NOTICE}
    return noted


def cards_of(
    letters: Sequence[Letter],
    link: Callable[[str], str],
    *,
    noted: Mapping[int, date | None] = MappingProxyType({}),
) -> tuple[LetterCard, ...]:
    """Letters as cards, in the order given; `link` leads to the PDF of a letter's number.

    `noted` are days of service that do not follow from the inbox, by letter.
    """
    reached = dict(
        Message.objects.filter(letter__in=[letter.pk for letter in letters], channel=Channel.INBOX)
        .values_list("letter")
        .annotate(Min("created_at"))
    )
    return tuple(
        LetterCard(
            title=str(LetterKind(letter.kind).label),
            issued_on=day_of(letter.issued_at),
            check_code=letter.check_code,
            pdf_url=link(letter.number),
            sent_at=reached.get(letter.pk),
            served_on=noted.get(letter.pk, day_of(reached[letter.pk]) if letter.pk in reached else None),
        )
        for letter in letters
    )


def ledger_places(
    record_id: int, *, faults: bool = False, corrected: bool = False
) -> tuple[LedgerPlace, ...] | None:
    """Where a record must be taken down, or corrected; None where no copy has to follow.

    `faults` shows what stood in the way of the last sending.
    """
    found = correction_ledger(record_id) if corrected else ledger(record_id)
    if found is None:
        return None
    return tuple(
        LedgerPlace(
            name=row.holder_zh if speaks_chinese() else row.holder_en,
            state=str(ReleaseState(row.state).label),
            tone=release_tone(row.state, stalled=row.stalled),
            confirmed_on=day_of(row.confirmed_at) if row.confirmed_at else None,
            due_on=row.due_on,
            again=row.stalled,
            note=" · ".join(
                filter(None, (late_words(row.late_since, stalled=row.stalled), row.fault * faults))
            ),
        )
        for row in found.rows
    )


def late_words(since: date | None, *, stalled: bool) -> str:
    """What stands beside a silent holder; its next date is that of the term under which it was told again."""
    if since is not None:
        return _("Late since %(day)s: the supervisor was told") % {"day": plain_day_words(since)}
    return _("Late: the supervisor was told") if stalled else ""
