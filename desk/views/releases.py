"""The holder's page: what must be removed, and the answer that it was."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.roles import OFFICER_ROLES
from delisting import policies, services
from delisting.copies import open_reports
from delisting.minutes_reading import waiting_for
from delisting.models import OPEN_RELEASES, Release, ReleaseState
from delisting.selectors import TABS, is_near, releases_for
from desk.access import for_posts
from desk.forms.releases import ConfirmForm, NoteForm
from desk.release_rows import listed_release
from journal.now import now, today
from journal.refusals import Refusal
from look.cards import release_tone
from look.forms import take_up
from look.minutes import minutes_line
from look.parts import Tab

LABELS: Mapping[str, Promise] = {
    "open": gettext_lazy("To be removed"),
    "late": gettext_lazy("Late"),
    "done": gettext_lazy("Confirmed"),
}
EMPTY: Mapping[str, tuple[Promise, Promise]] = {
    "open": (
        gettext_lazy("Nothing has to be removed"),
        gettext_lazy("When publication of a record ends, the request to remove your copy appears here."),
    ),
    "late": (gettext_lazy("Nothing is late"), gettext_lazy("Requests whose term ran out appear here.")),
    "done": (gettext_lazy("Nothing was confirmed yet"), gettext_lazy("Confirmed removals stay here.")),
}


@require_safe
@for_posts(*OFFICER_ROLES)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The requests to the holders of the actor's units."""
    tab, after = request.GET.get("tab", "open"), request.GET.get("after", "")
    if tab not in TABS or (after and not after.isdecimal()):
        raise Http404
    page = releases_for(actor, tab, after)
    title, text = EMPTY[tab]
    context = {
        "tabs": tuple(
            Tab(str(label), f"?tab={name}", active=name == tab, count=page.counts.get(name))
            for name, label in LABELS.items()
        ),
        "label": LABELS[tab],
        "rows": tuple(listed_release(row) for row in page.rows),
        "next_cursor": page.next_cursor,
        "empty_title": title,
        "empty_text": text,
        "reports": open_reports(actor),
        "minutes": tuple(minutes_line(row) for row in waiting_for(actor)),
        "on": today(),
    }
    return render(request, "desk/releases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(*OFFICER_ROLES)
def answer(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One request: answer that the copy is gone, or confirm by hand with a proof."""
    release = policies.load(pk, actor)
    by_hand = "by_hand" in request.POST
    note = NoteForm(request.POST if request.method == "POST" and not by_hand else None)
    proof = ConfirmForm(request.POST if by_hand else None)
    if request.method != "POST":
        return _page(request, release, note, proof)
    form = proof if by_hand else note
    if not form.is_valid():
        return _page(request, release, note, proof, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if by_hand:
            services.confirm_by_hand(release_id=pk, actor=actor, at=now(), proof=proof.cleaned_data["proof"])
        else:
            services.acknowledge(release_id=pk, actor=actor, at=now(), note=note.cleaned_data["note"])
    except Refusal as refused:
        if refused.status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
            raise
        take_up(form, refused, {"no-proof": "proof", "proof-too-long": "proof" if by_hand else "note"})
        return _page(request, release, note, proof, refused.status)
    messages.success(request, _("The removal was recorded."))
    return redirect("desk:releases")


def _page(
    request: HttpRequest,
    release: Release,
    note: NoteForm,
    proof: ConfirmForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "release": release,
        "record": release.order.record,
        "state": ReleaseState(release.state).label,
        "tone": release_tone(release.state, stalled=release.stalled),
        "near": is_near(release),
        "may_answer": release.state == ReleaseState.SENT,
        "may_confirm": release.state in {str(state) for state in OPEN_RELEASES},
        "note": note,
        "proof": proof,
        "page_errors": status != HTTPStatus.OK,
        "on": today(),
    }
    return render(request, "desk/release.html", context, status=status)
