"""申请分类认定: the company asks for the class of its record to be determined."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.services import classes
from journal.now import now
from portal.access import actor_for


@login_required
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for one record; the answer comes by letter."""
    asked = classes.ask(
        record_id=pk, reason=request.POST.get("reason", ""), actor=actor_for(request), at=now()
    )
    messages.success(request, _("The department was asked to determine the class."))
    return redirect(f"{reverse('portal:company')}?code={asked.record.subject.code}")
