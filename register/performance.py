"""How long departments take: the public figures, period by period."""

from __future__ import annotations

from http import HTTPStatus
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.figures.hiding import FEWEST
from cases.figures.performance import known_periods, performance
from cases.figures.quarters import Period, period_of
from cases.states import CaseKind
from journal.now import today
from register.limits import limited


@require_safe
@limited
def show(request: HttpRequest) -> HttpResponse:
    """The figures of a period that is over, the latest quarter where none is named; 404 with a sentence for others."""
    offered = known_periods(today())
    asked = request.GET.get("period", "")
    chosen = period_of(asked) if asked else next((one for one in offered if one.quarter), None)
    unknown = bool(asked) and chosen not in offered
    rows = performance(chosen) if chosen is not None and not unknown else ()
    context = {
        "offered": [(one.key, words_of(one)) for one in offered],
        "chosen": chosen.key if chosen is not None and not unknown else "",
        "words": words_of(chosen) if chosen is not None and not unknown else "",
        "unknown": unknown,
        "kinds": [
            (CaseKind(kind).label, list(some)) for kind, some in groupby(rows, key=lambda row: row.kind)
        ],
        "fewest": FEWEST,
    }
    status = HTTPStatus.NOT_FOUND if unknown else HTTPStatus.OK
    return render(request, "register/performance.html", context, status=status)


def words_of(period: Period) -> str:
    """A period in the reader's language."""
    if not period.quarter:
        return _("Year %(year)s") % {"year": period.year}
    return _("Quarter %(quarter)s of %(year)s") % {"quarter": period.quarter, "year": period.year}
