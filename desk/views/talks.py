"""The calendar of talks: which are owed, which are set, which were held, by department."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.roles import Role
from cases.models import Case, Talk
from cases.models.talk import TalkStanding
from cases.policies import visible_to
from cases.refusals import refusal
from cases.states import CaseKind, RectificationState
from desk.access import CASE_ROLES, for_posts
from journal.now import day_of, today
from look.parts import Tab
from look.rectification import STANDING_TONES
from notifications.invitation import CONTENT_TYPE, file_name, invitation
from records.models import Department

PAGE = 50
SET, OWED, HELD = "set", "owed", "held"
OVER = (TalkStanding.HELD, TalkStanding.ABSENT, TalkStanding.POSTPONED, TalkStanding.CANCELLED)


@require_safe
@for_posts(*CASE_ROLES)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One tab: talks that are set, soonest first; cases that owe one; talks that are over, latest first.

    A supervisor begins with those that are owed.
    """
    first = OWED if actor.holds_anywhere(Role.SUPERVISOR) and not actor.holds_anywhere(Role.REVIEWER) else SET
    tab = request.GET.get("tab", "") or first
    if tab not in {SET, OWED, HELD}:
        raise Http404
    units = list(Department.objects.filter(pk__in=actor.departments(*CASE_ROLES)).order_by("name_zh"))
    asked = request.GET.get("unit", "")
    within = [unit.pk for unit in units if not asked or str(unit.pk) == asked]
    owed = _owed(actor, within)
    after = _after(request.GET.get("after", ""))
    rows, further = _owed_page(owed, after) if tab == OWED else _talk_page(tab, within, after)
    labels = ((SET, _("Set"), None), (OWED, _("To be announced"), owed.count()), (HELD, _("Over"), None))
    context = {
        "tabs": tuple(
            Tab(label, "?" + urlencode({"tab": name, "unit": asked}), active=name == tab, count=count)
            for name, label, count in labels
        ),
        "tab": tab,
        "units": units if len(units) > 1 else [],
        "unit": asked,
        "rows": rows,
        "next_cursor": further,
        "on": today(),
    }
    return render(request, "desk/talks.html", context)


def _after(typed: str) -> tuple[datetime, int] | None:
    """The place after which a page begins: an instant and a number."""
    if not typed:
        return None
    instant, _sign, number = typed.rpartition("_")
    try:
        return datetime.fromisoformat(instant), int(number)
    except ValueError as wrong:
        raise Http404 from wrong


def _owed(actor: Actor, within: Sequence[int]) -> QuerySet[Case]:
    """The cases in which a talk is due, on the desks of these departments."""
    return visible_to(actor).filter(
        kind=CaseKind.RECTIFICATION, state=RectificationState.TALK_DUE, handling_department__in=within
    )


def _owed_page(owed: QuerySet[Case], after: tuple[datetime, int] | None) -> tuple[list[dict[str, Any]], str]:
    found = owed.filter(next_due_at__isnull=False).order_by("next_due_at", "pk")
    if after is not None:
        found = found.filter(Q(next_due_at__gt=after[0]) | Q(next_due_at=after[0], pk__gt=after[1]))
    related = ("subject", "record", "handling_department")
    page = list(found.select_related(*related)[: PAGE + 1])
    shown = page[:PAGE]
    rows = [{"case": case, "due_on": _last_day(case.next_due_at)} for case in shown]
    last = shown[-1] if len(page) > PAGE else None
    return rows, _cursor(last.next_due_at, last.pk) if last is not None else ""


def _talk_page(
    tab: str, within: Sequence[int], after: tuple[datetime, int] | None
) -> tuple[list[dict[str, Any]], str]:
    talks = Talk.objects.filter(department__in=within)
    if tab == SET:
        talks = talks.filter(standing=TalkStanding.SET).order_by("set_for", "pk")
        later = Q(set_for__gt=after[0]) | Q(set_for=after[0], pk__gt=after[1]) if after else Q()
    else:
        talks = talks.filter(standing__in=OVER).order_by("-set_for", "-pk")
        later = Q(set_for__lt=after[0]) | Q(set_for=after[0], pk__lt=after[1]) if after else Q()
    related = ("case__subject", "case__record", "department")
    page = list(talks.filter(later).select_related(*related)[: PAGE + 1])
    shown = page[:PAGE]
    rows = [{"talk": talk, "case": talk.case, "tone": STANDING_TONES[talk.standing]} for talk in shown]
    last = shown[-1] if len(page) > PAGE else None
    return rows, _cursor(last.set_for, last.pk) if last is not None else ""


def _last_day(due_at: datetime | None) -> date | None:
    """The last day of a term that ends at an instant: midnight after it."""
    return None if due_at is None else day_of(due_at - timedelta(seconds=1))


def _cursor(at: datetime | None, pk: int) -> str:
    return f"{at.isoformat()}_{pk}" if at is not None else ""


@require_safe
@for_posts(*CASE_ROLES)
def entry(_request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """A talk as an entry for an officer's own calendar."""
    talk = (
        Talk.objects.select_related("case__subject", "case__record", "department")
        .filter(pk=pk, case__in=visible_to(actor))
        .first()
    )
    if talk is None:
        raise refusal("no-case")
    response = HttpResponse(invitation(talk), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{file_name(talk)}"'
    return response
