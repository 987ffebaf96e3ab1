"""Addresses of the subject and of the window clerk who acts for one."""

from __future__ import annotations

from django.urls import URLPattern, path

from portal.filings import GROUP, OBJECTION, PREFIX, REPAIR
from portal.views import (
    case,
    choices,
    classes,
    commitment,
    company,
    complaints,
    confirming,
    copies,
    feeds,
    files,
    filing,
    group_parts,
    groups,
    inbox,
    mandates,
    objection_filing,
    objection_parts,
    parts,
    rectification_case,
    resuming,
    second,
    steps,
    window,
)

app_name = "portal"


def _beside_the_declaration(place: str, what: str) -> list[URLPattern]:
    """Second signature and the company's word: the same pages for an application, an objection and a group."""
    pages = (
        ("second/", second.show, "second"),
        ("second/back/", second.send_back, "second_back"),
        ("confirm/", confirming.show, "confirm"),
        ("confirm/ask/", confirming.ask, "ask_confirmation"),
        ("confirm/code/", confirming.enter, "enter_code"),
        ("confirm/scan/", confirming.scan, "scan_confirmation"),
        ("confirm/own/", confirming.confirm, "confirm_own"),
        ("confirm/sheet/", confirming.sheet, "scan_sheet"),
    )
    return [
        path(f"{place}/<str:number>/{way}", view, {"what": what}, name=PREFIX[what] + name)
        for way, view, name in pages
    ]


urlpatterns = [
    path("", company.show, name="company"),
    path("activate/", company.activate, name="activate"),
    path("mandates/", mandates.show, name="mandates"),
    path("mandates/two-persons/", second.choose, name="two_persons"),
    path("mandates/mine/", mandates.mine, name="my_mandates"),
    path("mandates/offers/<int:offer_id>/<str:answer>/", mandates.answer, name="answer_offer"),
    path("mandates/<int:mandate_id>/end/", mandates.end, name="end_mandate"),
    path("records/<int:pk>/class/", classes.ask, name="ask_class"),
    path("draft/", filing.draft, name="draft"),
    path("resume/", resuming.resume, name="resume"),
    path("filing/<str:number>/code/", resuming.issue, name="resume_code"),
    path("filing/<str:number>/", filing.tasks, name="filing"),
    path("filing/<str:number>/check/", filing.check, name="check"),
    path("filing/<str:number>/file/", filing.file, name="file"),
    path("filing/<str:number>/filed/", filing.filed, name="filed"),
    *_beside_the_declaration("filing", REPAIR),
    path("filing/<str:number>/receipt/", confirming.receipt, name="window_receipt"),
    path("filing/<str:number>/discard/", filing.discard, name="discard"),
    path("filing/<str:number>/documents/<int:pk>/remove/", parts.remove_document, name="remove_document"),
    path("filing/<str:number>/steps/<str:way>/", steps.show, name="step"),
    path("filing/<str:number>/<str:part>/", parts.part, name="part"),
    path("groups/choose/", groups.choose, name="group_choose"),
    path("groups/<str:number>/", groups.show, name="group"),
    path("groups/<str:number>/contact/", group_parts.contact, name="group_contact"),
    path("groups/<str:number>/commitment/", group_parts.commitment, name="group_commitment"),
    path("groups/<str:number>/papers/", group_parts.papers, name="group_papers"),
    path("groups/<str:number>/papers/<int:pk>/remove/", group_parts.remove_paper, name="remove_group_paper"),
    path("groups/<str:number>/records/<str:case>/", groups.record, name="group_record"),
    path("groups/<str:number>/records/<str:case>/leave/", groups.leave, name="leave_group"),
    path("groups/<str:number>/check/", groups.check, name="group_check"),
    *_beside_the_declaration("groups", GROUP),
    path("groups/<str:number>/file/", groups.file, name="file_group"),
    path("groups/<str:number>/result/", groups.result, name="group_result"),
    path("groups/<str:number>/close/", groups.close, name="close_group"),
    path("cases/<str:number>/", case.show, name="case"),
    path("cases/<str:number>/application.pdf", files.application_copy, name="application_copy"),
    path("cases/<str:number>/dates.ics", files.dates, name="case_dates"),
    path("cases/<str:number>/commitment/", commitment.renew, name="renew_commitment"),
    path("cases/<str:number>/talk/calendar-entry/", rectification_case.calendar_entry, name="talk_entry"),
    path("cases/<str:number>/copy/", copies.report, name="report_copy"),
    path("cases/<str:number>/<str:act>/", case.act, name="case_act"),
    path("objections/draft/", objection_filing.draft, name="object"),
    path("objections/<str:number>/", objection_filing.tasks, name="objection"),
    path("objections/<str:number>/check/", objection_filing.check, name="objection_check"),
    *_beside_the_declaration("objections", OBJECTION),
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
    path("inbox/<int:pk>/", inbox.follow, name="open_message"),
    path("inbox/<int:pk>/read/", inbox.read, name="read_message"),
    path("inbox/calendar/", feeds.show, name="feeds"),
    path("inbox/calendar/<int:pk>/revoke/", feeds.revoke, name="revoke_feed"),
    path("calendar/<str:token>.ics", feeds.calendar, name="feed"),
    path("inbox/choices/", choices.show, name="choices"),
    path("inbox/choices/number/", choices.ask_number, name="ask_number"),
    path("inbox/choices/number/confirm/", choices.confirm_number, name="confirm_number"),
    path("inbox/choices/number/remove/", choices.remove_number, name="remove_number"),
    path("window/", window.show, name="window"),
    path("window/leave/", window.leave, name="leave_window"),
    path("window/activation-code/", window.activation_code, name="window_code"),
]
