"""The worklist: what is on whose desk, least time left first; claim and give back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from accounts.roles import Role
from accounts.services.preferences import keep_preferences, preferences_of
from cases import policies
from cases.redress_due import redress_due
from delisting.minutes_reading import late_for
from delisting.selectors import late_releases
from desk.access import CASE_ROLES, back_to, for_posts
from desk.forms.worklists import WorklistForm, plain_address
from desk.reasons import FORMULAS, reasons_of
from desk.redress_rows import listed_redress, owed_words
from desk.release_rows import listed_release
from desk.rows import listed
from desk.views.saved_views import units_to_keep_for
from journal.now import now, today
from look.minutes import minutes_line
from look.parts import Tab
from workflows import desks
from workflows.bulk import ACTS
from workflows.models import SavedView
from workflows.saved_views import NAME_LIMIT, first_of, visible_to
from workflows.worklists.asked import TABS, TEAM, Asked
from workflows.worklists.counting import COUNTED
from workflows.worklists.finding import looker
from workflows.worklists.pages import Page, worklist
from workflows.worklists.pages import overdue as overdue_cases

EMPTY: Mapping[str, tuple[Promise, Promise]] = {
    "mine": (gettext_lazy("You have taken no work"), gettext_lazy("Take a case from your team's list.")),
    "team": (
        gettext_lazy("Nothing is on your team's desks"),
        gettext_lazy("Cases appear here as soon as an application is passed to your unit."),
    ),
    "waiting": (
        gettext_lazy("Nobody is being waited for"),
        gettext_lazy("Here are cases in which the company or the platform must act next."),
    ),
    "held": (gettext_lazy("No case is on hold"), gettext_lazy("All terms of a case on hold stand still.")),
    "back": (
        gettext_lazy("Nothing came back from hold"),
        gettext_lazy("Here are cases whose hold is to be looked at, or was ended in the last two weeks."),
    ),
    "due-today": (
        gettext_lazy("Nothing is due today"),
        gettext_lazy("Here are cases whose nearest term ends tonight."),
    ),
    "overdue": (gettext_lazy("Nothing is overdue"), gettext_lazy("Here are cases whose term has run out.")),
    "done": (gettext_lazy("No case is closed yet"), gettext_lazy("Closed cases stay here to be looked up.")),
}


@require_safe
@for_posts(*CASE_ROLES)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One tab of the worklist; at the bare address one's own work, or the team's where one has none."""
    views = list(visible_to(actor))
    first = first_of(actor) if not request.GET else None
    for view in views:
        if view.pk == first:
            return redirect(f"{reverse('desk:worklist')}?{view.address}")
    form = WorklistForm(request.GET, who=looker(actor, at=now()), on=today())
    if not form.is_valid():
        return _page(request, actor, form, Asked(), None, status=HTTPStatus.BAD_REQUEST)
    asked, after = form.asked, request.GET.get("after", "")
    beside = {str(view.pk): kept for view in views if (kept := form.asks(view.address))}
    page = worklist(actor, asked, at=now(), after=after, beside=beside)
    if not request.GET and not page.rows:
        asked = Asked(tab=TEAM)
        page = worklist(actor, asked, at=now(), beside=beside)
    return _page(request, actor, form, asked, page, views=views)


def _page(
    request: HttpRequest,
    actor: Actor,
    form: WorklistForm,
    asked: Asked,
    page: Page | None,
    *,
    views: Sequence[SavedView] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    rows = page.rows if page else ()
    address = plain_address(request.GET)
    why = reasons_of(rows, actor, sorting=asked.sorting, on=today())
    chips = tuple(form.chips(request.GET)) if form.is_valid() else ()
    title, text = EMPTY[asked.tab]
    if chips:
        title = gettext_lazy("No case matches these filters")
        text = gettext_lazy(
            "Take a filter away. Search by case number, credit code, or the beginning of the name."
        )
    context = {
        "tabs": tuple(
            Tab(
                str(label),
                _on_tab(request, name) if page else f"?{urlencode({'tab': name})}",
                active=name == asked.tab,
                count=page.counts[name] if page else None,
                more=page is not None and page.counts[name] >= COUNTED,
            )
            for name, label in TABS.items()
        ),
        "tab": asked.tab,
        "label": TABS[asked.tab],
        "form": form,
        "chips": chips,
        "clear_url": f"?{urlencode({'tab': asked.tab})}",
        "matches": page.matches if page else 0,
        "many": page is not None and page.matches >= COUNTED,
        "most": COUNTED - 1,
        "rows": tuple(listed(row, actor, why=why[row.case.pk]) for row in rows),
        "redress": owed_words(redress_due(actor, at=now())),
        "chosen": {row.case.number for row in rows} if "all" in request.GET else set(),
        "bulk_acts": ACTS.items(),
        "views": tuple(_view_tab(view, page, address) for view in views),
        "address": address,
        "units": units_to_keep_for(actor),
        "name_limit": NAME_LIMIT,
        "all_url": f"?{_with_all(request)}",
        "order": FORMULAS[asked.sorting],
        "next_cursor": page.next_cursor if page else "",
        "empty_title": title,
        "empty_text": text,
        "dense": preferences_of(request.user.pk).dense_lists if request.user.pk else False,
        "page_errors": status != HTTPStatus.OK,
        "on": today(),
    }
    return render(request, "desk/worklist.html", context, status=status)


def _on_tab(request: HttpRequest, tab: str) -> str:
    """The address of a tab under the filters that are set: what its count counts."""
    query = request.GET.copy()
    for name in ("after", "all"):
        query.pop(name, None)
    query["tab"] = tab
    return f"?{query.urlencode()}"


def _view_tab(view: SavedView, page: Page | None, address: str) -> Tab:
    count = page.named.get(str(view.pk)) if page else None
    more = count is not None and count >= COUNTED
    return Tab(view.name, f"?{view.address}", active=view.address == address, count=count, more=more)


def _with_all(request: HttpRequest) -> str:
    """The address of the same page with every row chosen, or none where all are."""
    query = request.GET.copy()
    if query.pop("all", None) is None:
        query["all"] = "1"
    return query.urlencode()


@require_POST
@for_posts(*CASE_ROLES)
def density(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Close or wide rows, kept for the person."""
    if actor.user_id is not None:
        keep_preferences(user_id=actor.user_id, dense_lists=request.POST.get("rows") == "close")
    return redirect(back_to(request))


@require_safe
@for_posts(Role.SUPERVISOR)
def overdue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What a supervisor must see to: cases whose term ran out, redress that is late, holders that keep silent."""
    page = overdue_cases(actor, at=now(), after=request.GET.get("after", ""))
    context = {
        "rows": tuple(listed(row, actor) for row in page.rows),
        "next_cursor": page.next_cursor,
        "count": page.counts["overdue"],
        "releases": tuple(listed_release(row) for row in late_releases(actor)),
        "minutes": tuple(minutes_line(row) for row in late_for(actor)),
        "redress": tuple(listed_redress(due) for due in redress_due(actor, at=now()) if due.late),
        "on": today(),
    }
    return render(request, "desk/overdue.html", context)


@require_POST
@for_posts(*CASE_ROLES)
def claim(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Take on the work of a case."""
    case = policies.load(number, actor)
    desks.claim(case_id=case.pk, actor=actor, at=now())
    messages.success(request, _("You have taken on %(number)s.") % {"number": case.number})
    return redirect("desk:case", number=case.number)


@require_POST
@for_posts(*CASE_ROLES)
def release(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Give the work back to the team."""
    case = policies.load(number, actor)
    desks.release(case_id=case.pk, actor=actor, at=now())
    messages.success(request, _("%(number)s was given back to the team.") % {"number": case.number})
    return redirect(back_to(request))
