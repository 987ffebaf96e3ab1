"""Which pages show a case of each kind to its subject; a repair's own stand in `portal.views.case`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from accounts.actors import Actor
from cases.models import Case
from cases.states import CaseKind
from portal.views import objection_case, rectification_case, revocation_case


@dataclass(frozen=True)
class KindViews:
    """`show(request, case, actor)` and `act(request, case, actor, act)`, asked for a case that is the actor's."""

    show: Callable[[HttpRequest, Case, Actor], HttpResponse]
    act: Callable[[HttpRequest, Case, Actor, str], HttpResponse]


VIEWS: Mapping[str, KindViews] = {
    CaseKind.REVOCATION: KindViews(revocation_case.show, revocation_case.act),
    CaseKind.OBJECTION: KindViews(objection_case.show, objection_case.act),
    CaseKind.RECTIFICATION: KindViews(rectification_case.show, rectification_case.act),
}
