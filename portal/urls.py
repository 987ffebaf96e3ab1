"""Addresses of the subject and of the window clerk who acts for one."""

from __future__ import annotations

from django.urls import path

from portal.views import (
    case,
    classes,
    commitment,
    company,
    complaints,
    copies,
    files,
    filing,
    inbox,
    mandates,
    objection_filing,
    objection_parts,
    parts,
    rectification_case,
    window,
)

app_name = "portal"

urlpatterns = [
    path("", company.show, name="company"),
    path("activate/", company.activate, name="activate"),
    path("mandates/", mandates.show, name="mandates"),
    path("mandates/<int:mandate_id>/end/", mandates.end, name="end_mandate"),
    path("records/<int:pk>/class/", classes.ask, name="ask_class"),
    path("draft/", filing.draft, name="draft"),
    path("filing/<str:number>/", filing.tasks, name="filing"),
    path("filing/<str:number>/check/", filing.check, name="check"),
    path("filing/<str:number>/file/", filing.file, name="file"),
    path("filing/<str:number>/filed/", filing.filed, name="filed"),
    path("filing/<str:number>/discard/", filing.discard, name="discard"),
    path("filing/<str:number>/documents/<int:pk>/remove/", parts.remove_document, name="remove_document"),
    path("filing/<str:number>/<str:part>/", parts.part, name="part"),
    path("cases/<str:number>/", case.show, name="case"),
    path("cases/<str:number>/commitment/", commitment.renew, name="renew_commitment"),
    path("cases/<str:number>/talk/calendar-entry/", rectification_case.calendar_entry, name="talk_entry"),
    path("cases/<str:number>/copy/", copies.report, name="report_copy"),
    path("cases/<str:number>/<str:act>/", case.act, name="case_act"),
    path("objections/draft/", objection_filing.draft, name="object"),
    path("objections/<str:number>/", objection_filing.tasks, name="objection"),
    path("objections/<str:number>/check/", objection_filing.check, name="objection_check"),
    path("objections/<str:number>/file/", objection_filing.file, name="file_objection"),
    path("objections/<str:number>/filed/", objection_filing.filed, name="objection_filed"),
    path("objections/<str:number>/discard/", objection_filing.discard, name="discard_objection"),
    path("objections/<str:number>/fields/<str:field>/", objection_parts.field, name="objection_field"),
    path(
        "objections/<str:number>/fields/<str:field>/drop/",
        objection_parts.drop,
        name="drop_objection_field",
    ),
    path(
        "objections/<str:number>/documents/<int:pk>/remove/",
        objection_parts.remove_proof,
        name="remove_objection_document",
    ),
    path("objections/<str:number>/<str:part>/", objection_parts.part, name="objection_part"),
    path("complaints/", complaints.show_all, name="complaints"),
    path("complaints/new/", complaints.new, name="complain"),
    path("complaints/papers/<int:pk>/", complaints.paper, name="complaint_paper"),
    path("complaints/<str:number>/", complaints.show, name="complaint"),
    path("complaints/<str:number>/withdraw/", complaints.withdraw, name="withdraw_complaint"),
    path("letters/<str:number>/", files.letter, name="letter"),
    path("documents/<int:pk>/", files.document, name="document"),
    path("inbox/", inbox.show, name="inbox"),
    path("inbox/<int:pk>/read/", inbox.read, name="read_message"),
    path("window/", window.show, name="window"),
    path("window/leave/", window.leave, name="leave_window"),
    path("window/activation-code/", window.activation_code, name="window_code"),
]
