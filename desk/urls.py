"""Addresses of officers and administrators."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from desk.views import (
    calendars,
    case,
    classes,
    departments,
    editions,
    journal,
    late_publication,
    measures,
    posts,
    records,
    redress,
    releases,
    second_factor,
    time,
    worklist,
)

app_name = "desk"

urlpatterns = [
    path("", worklist.show, name="worklist"),
    path("overdue/", worklist.overdue, name="overdue"),
    path("time/", time.show, name="time"),
    path("window/", RedirectView.as_view(pattern_name="portal:window"), name="window"),
    path("cases/<str:number>/", case.show, name="case"),
    path("cases/<str:number>/claim/", worklist.claim, name="claim"),
    path("cases/<str:number>/give-back/", worklist.release, name="release"),
    path("cases/<str:number>/redress/", redress.show, name="redress"),
    path("cases/<str:number>/redress/<int:pk>/", redress.done, name="redress_done"),
    path("cases/<str:number>/redress/confirm/", redress.confirm, name="confirm_redress"),
    path("cases/<str:number>/<str:act>/", case.act, name="act"),
    path("classes/", classes.show, name="classes"),
    path("documents/<int:pk>/", case.document, name="document"),
    path("releases/", releases.show, name="releases"),
    path("releases/<int:pk>/", releases.answer, name="answer_release"),
    path("late-publication/", late_publication.show, name="late_publication"),
    path("records/", records.find, name="records"),
    path("records/<int:pk>/", records.show, name="record"),
    path("records/<int:pk>/enter/<str:what>/", records.enter, name="enter_document"),
    path("records/<int:pk>/reasons/<int:document>/", records.state_reasons, name="state_reasons"),
    path("posts/", posts.show, name="posts"),
    path("posts/give/", posts.give, name="give_post"),
    path("posts/<int:pk>/end/", posts.end, name="end_post"),
    path("posts/people/<int:pk>/second-factor/", second_factor.reset, name="reset_second_factor"),
    path("posts/people/<int:pk>/identities/<int:identity>/", second_factor.unbound, name="unbind_identity"),
    path("departments/", departments.show, name="departments"),
    path("departments/<int:pk>/", departments.edit, name="department"),
    path("calendars/", calendars.show, name="calendars"),
    path("calendars/propose/", calendars.propose, name="propose_calendar"),
    path("calendars/close/", calendars.close, name="close_place"),
    path("calendars/proposals/<int:pk>/", calendars.proposal, name="calendar_proposal"),
    path("calendars/proposals/<int:pk>/release/", calendars.release, name="release_calendar"),
    path("calendars/proposals/<int:pk>/reject/", calendars.reject, name="reject_calendar"),
    path("calendars/proposals/<int:pk>/withdraw/", calendars.withdraw, name="withdraw_calendar"),
    path("calendars/proposals/<int:pk>/count/", calendars.count, name="count_calendar"),
    path("calendars/released/<int:pk>/", calendars.released, name="calendar_released"),
    path("calendars/<int:year>/", calendars.year, name="calendar_year"),
    path("calendars/<int:year>/<str:place>/", calendars.year, name="calendar_place"),
    path("measures/", measures.show, name="measures"),
    path("editions/", editions.show, name="editions"),
    path("editions/<path:key>/", editions.read, name="edition"),
    path("journal/", journal.show, name="journal"),
    path("journal/verify/", journal.verify, name="verify_journal"),
]
