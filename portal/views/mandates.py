"""Who may act for a company: its owner offers and ends mandates, an agent accepts them and gives them back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services as accounts
from accounts.actors import Actor
from accounts.models import Mandate, MandateOffer, User
from accounts.policies import can_enter_mandate, can_give_mandate
from accounts.refusals import refusal
from accounts.services.offers import WAITS, offers_of, offers_to
from cases.models import TwoPersons
from journal.now import now, today
from look.names import name_of
from portal.access import actor_for, chosen_subject, user_of
from portal.forms.company import MandateForm
from portal.pages import attempt, page, status_of
from records.models import Subject
from records.selectors import records_of
from records.standing import in_force_on

RECORDS = 100
"""How many records can be chosen from, the newest first."""

ANSWERS: dict[str, tuple[Callable[..., object], Promise]] = {
    "accept": (accounts.accept, gettext_lazy("You have accepted the mandate.")),
    "decline": (accounts.decline, gettext_lazy("You have declined the mandate.")),
    "take-back": (accounts.take_back, gettext_lazy("The offer was taken back.")),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The mandates in force, those offered, and a form for a new one."""
    actor = actor_for(request)
    subject = _owned(actor, request.GET.get("code", ""))
    form = MandateForm(request.POST if request.method == "POST" else None, records=_choices(subject))
    if request.method == "POST" and form.is_valid():
        given = attempt(form, lambda: _give(form, subject, actor))
        if given is not None:
            at_once = isinstance(given, Mandate)
            told = (
                _("The mandate was given.")
                if at_once
                else _("The mandate was offered. It holds once it is accepted.")
            )
            messages.success(request, told)
            return redirect(request.get_full_path())
    context = {
        "subject": subject,
        "mandates": _standing().filter(subject=subject).select_related("user").order_by("kind", "pk"),
        "offers": offers_of(subject.pk, on=today()).prefetch_related("records"),
        "form": form,
        "own_id": actor.user_id,
        "owns": subject.pk in actor.owned_subjects,
        "two": TwoPersons.objects.filter(subject=subject).exists(),
        "at_once": can_enter_mandate(actor, subject.pk),
        "days": WAITS.days,
    }
    return page(request, "portal/mandates.html", context, actor=actor, status=status_of(form))


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What is offered to the person, and for whom it acts already."""
    actor = actor_for(request)
    user = user_of(request)
    context = {
        "offers": offers_to(user, on=today()),
        "mandates": _standing().filter(user=user).select_related("subject").order_by("pk"),
    }
    return page(request, "portal/my_mandates.html", context, actor=actor)


@login_required
@require_POST
def answer(request: HttpRequest, offer_id: int, answer: str) -> HttpResponse:
    """Accept or decline what is offered to oneself, or take back what the own company offered."""
    if answer not in ANSWERS:
        raise refusal("no-offer")
    act, done = ANSWERS[answer]
    act(offer_id=offer_id, actor=actor_for(request), at=now())
    messages.success(request, str(done))
    if answer == "take-back":
        offered = MandateOffer.objects.select_related("subject").get(pk=offer_id)
        return _to_mandates(offered.subject)
    return redirect("portal:my_mandates")


@login_required
@require_POST
def end(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """End a mandate today: every later act of the agent is refused. An agent may give its own back."""
    actor = actor_for(request)
    ended = accounts.end_mandate(mandate_id=mandate_id, actor=actor, at=now())
    messages.success(request, _("The mandate was ended."))
    if can_give_mandate(actor, ended.subject_id):
        return _to_mandates(ended.subject)
    return redirect("portal:my_mandates")


def _to_mandates(subject: Subject) -> HttpResponse:
    response = redirect("portal:mandates")
    response["Location"] += f"?code={subject.code}"
    return response


def _standing() -> QuerySet[Mandate]:
    return Mandate.objects.filter(in_force_on(today())).prefetch_related("records")


def _give(form: MandateForm, subject: Subject, actor: Actor) -> Mandate | MandateOffer:
    """At the window at once, the clerk having seen the papers; else as an offer."""
    asked = form.cleaned_data
    power = {
        "subject_id": subject.pk,
        "until": asked["until"],
        "scopes": asked["scopes"],
        "record_ids": asked.get("records", ()),
        "actor": actor,
        "at": now(),
    }
    if not can_enter_mandate(actor, subject.pk):
        offered: MandateOffer = accounts.offer(address=asked["address"], **power)
        return offered
    agent = User.objects.filter(username=asked["address"].strip(), is_active=True).first()
    if agent is None:
        raise refusal("no-agent")
    given: Mandate = accounts.give_mandate(user_id=agent.pk, **power)
    return given


def _choices(subject: Subject) -> list[tuple[int, str]]:
    return [
        (record.pk, f"{record.decision_number} · {name_of(record.department)}")
        for record in records_of(subject.pk)[:RECORDS]
    ]


def _owned(actor: Actor, code: str) -> Subject:
    subject = chosen_subject(actor, code)
    if subject is None or not can_give_mandate(actor, subject.pk):
        raise refusal("not-owner")
    return subject
