"""The supervisor's overview: slack, age, in and out, limits kept, reasons; every number opens its list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.roles import Role
from desk.access import for_posts
from desk.periods import PERIODS, asked_period
from desk.rows import last_day
from journal.days import short_day_words
from journal.now import now, today
from look.case_words import state_tone
from look.parts import Tone
from look.plots import Amount, PlotRow, Series
from records.models import Department
from rulebook.calendar_in_use import calendar_in_use
from workflows.overview import AGES, LIMITS, SLACK, WEEKS, Reason, Scope, cases_of, overview, week_of

WORDS: dict[str, tuple[Promise, Tone]] = {
    "overdue": (gettext_lazy("Overdue"), "late"),
    "today": (gettext_lazy("Ends today"), "care"),
    "two": (gettext_lazy("1 to 2 working days left"), "care"),
    "five": (gettext_lazy("3 to 5 working days left"), "accent"),
    "ten": (gettext_lazy("6 to 10 working days left"), "accent"),
    "later": (gettext_lazy("More than 10 working days left"), "accent"),
    "none": (gettext_lazy("No term runs"), "quiet"),
    "week-1": (gettext_lazy("Filed less than 1 week ago"), "accent"),
    "week-2": (gettext_lazy("1 to 2 weeks"), "accent"),
    "week-4": (gettext_lazy("2 to 4 weeks"), "accent"),
    "week-12": (gettext_lazy("4 to 12 weeks"), "care"),
    "older": (gettext_lazy("More than 12 weeks"), "late"),
    "limit-kept": (gettext_lazy("Legal limits kept"), "good"),
    "limit-missed": (gettext_lazy("A legal limit ran out"), "late"),
    "promise-kept": (gettext_lazy("Local promise kept"), "good"),
    "promise-missed": (gettext_lazy("Local promise missed"), "care"),
}
REASON_WORDS = {
    "asked": gettext_lazy("Missing items were asked for"),
    "refused": gettext_lazy("Repair refused"),
}


@require_safe
@for_posts(Role.SUPERVISOR)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The numbers of one unit, or of all that the supervisor watches."""
    units = _units(actor)
    unit = _asked_unit(request, units)
    scope = _scope(request, [unit] if unit else units)
    found = overview(actor, scope)

    def amount(group: str) -> Amount:
        return Amount(found.counts[group], _address(request, group))

    def rows(groups: Iterable[str]) -> list[PlotRow]:
        return [PlotRow(str(WORDS[group][0]), (amount(group),), WORDS[group][1]) for group in groups]

    period, weeks = asked_period(request), _week_rows(scope, amount)
    context = {
        "units": units if len(units) > 1 else [],
        "unit": unit,
        "period": request.GET.get("period", ""),
        "periods": [(name, label) for name, (label, _length) in PERIODS.items()],
        "label": period.label,
        "cases": (Series(_("Cases")),),
        "both": (Series(_("Filed"), "accent"), Series(_("Closed"), "good")),
        "open_cases": sum(found.counts[group] for group in SLACK),
        "closed_cases": sum(found.counts[group] for group in LIMITS),
        "moved_cases": sum(one.count for row in weeks for one in row.amounts),
        "slack": rows(SLACK),
        "ages": rows(AGES),
        "limits": rows(LIMITS),
        "weeks": weeks,
        "reasons": [*_reasons(request, "asked", found.asked), *_reasons(request, "refused", found.refused)],
        "talks_owed": found.talks_owed,
        "releases_stalled": found.releases_stalled,
    }
    return render(request, "desk/overview.html", context)


@require_safe
@for_posts(Role.SUPERVISOR)
def listed(request: HttpRequest, actor: Actor, group: str) -> HttpResponse:
    """The cases behind one number of the overview."""
    units = _units(actor)
    unit = _asked_unit(request, units)
    scope = _scope(request, [unit] if unit else units)
    clause = request.GET.get("clause", "")
    page = cases_of(scope, group, clause=clause, after=request.GET.get("after", ""))
    context = {
        "title": _group_words(scope, group),
        "clause": clause,
        "back": f"{reverse('desk:overview')}?{_kept(request)}",
        "rows": [(case, state_tone(case.state), last_day(case)) for case in page.cases],
        "next_cursor": page.next_cursor,
        "on": today(),
    }
    return render(request, "desk/overview_cases.html", context)


def _units(actor: Actor) -> list[Department]:
    """The supervisor's own units: whose cases one may open, one may count."""
    return list(
        Department.objects.filter(pk__in=actor.departments(Role.SUPERVISOR)).order_by("name_zh", "pk")
    )


def _scope(request: HttpRequest, units: Iterable[Department]) -> Scope:
    at = now()
    chosen = list(units)
    places = {unit.jurisdiction for unit in chosen}
    # units of several places count by the country's working days
    calendar = calendar_in_use(places.pop() if len(places) == 1 else "")
    return Scope(frozenset(unit.pk for unit in chosen), at, at - asked_period(request).length, calendar)


def _asked_unit(request: HttpRequest, units: Iterable[Department]) -> Department | None:
    asked = request.GET.get("unit", "")
    if not asked:
        return None
    found = next((unit for unit in units if str(unit.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def _kept(request: HttpRequest) -> str:
    return urlencode({name: request.GET[name] for name in ("unit", "period") if request.GET.get(name)})


def _address(request: HttpRequest, group: str) -> str:
    return f"{reverse('desk:overview_cases', args=(group,))}?{_kept(request)}"


def _week_rows(scope: Scope, amount: Callable[[str], Amount]) -> list[PlotRow]:
    return [
        PlotRow(
            _("Week of %(day)s") % {"day": short_day_words(week_of(scope, back))},
            (amount(f"in-{back}"), amount(f"out-{back}")),
        )
        for back in reversed(range(WEEKS))
    ]


def _reasons(request: HttpRequest, group: str, reasons: Iterable[Reason]) -> list[tuple[str, str, Amount]]:
    """Clause, what was done by it, and on how many cases."""
    address = _address(request, group)
    return [
        (
            reason.clause,
            str(REASON_WORDS[group]),
            Amount(reason.cases, f"{address}&{urlencode({'clause': reason.clause})}"),
        )
        for reason in reasons
    ]


def _group_words(scope: Scope, group: str) -> str:
    if group in WORDS:
        return str(WORDS[group][0])
    if group in REASON_WORDS:
        return str(REASON_WORDS[group])
    prefix, _sign, back = group.partition("-")
    day = short_day_words(week_of(scope, int(back)))
    sentence = _("Filed in the week of %(day)s") if prefix == "in" else _("Closed in the week of %(day)s")
    return sentence % {"day": day}
