"""Addresses that no link or form of the standing town leads to, and why; each is tested in its own room."""

from __future__ import annotations

_MAIL = "comes by mail"
_HOUSE = "another house leads back here; tests/accounts/test_identity.py"
_FACTOR = "nobody of the town has a passkey; tests/accounts/test_door_pages.py, tests/browser/test_sign_in.py"
_AGAIN = "asked for before something is changed after a while; tests/accounts/test_door_pages.py"
_SENT = "follows a form that was sent"
_GROUP = "once nothing is missing in the group; tests/journeys/test_group_filing.py"
_CALENDAR = "a form after the effects were counted; tests/desk/test_calendars.py"
_VIEWS = "follows the removal of a view; tests/desk/test_saved_views.py"
_BULK = "follows the choosing of rows in a worklist; tests/desk"
_SECOND = "the very pages of an application, here of an objection or a group; tests/journeys"
_NUMBER = "a form while a number waits for its code; tests/notifications"
_FEED = "read by calendar programs, who have the secret address; tests/notifications"
_ROBOT = "asked for by programs"

REACHED_OTHERWISE = {
    "account_confirm_email": _MAIL,
    "account_reset_password_from_key": _MAIL,
    "account_email_verification_sent": _SENT,
    "account_reset_password_done": _SENT,
    "account_reset_password_from_key_done": _SENT,
    "account_inactive": "answers whoever was shut out",
    "account_set_password": "for accounts that came by their unit's own sign-in",
    "mfa_authenticate": "the second step of signing in; tests/browser/test_sign_in.py",
    "mfa_reauthenticate_webauthn": _AGAIN,
    "mfa_list_webauthn": _FACTOR,
    "mfa_download_recovery_codes": "a file, after the password is asked for again; tests/accounts",
    "mfa_edit_webauthn": _FACTOR,
    "mfa_remove_webauthn": _FACTOR,
    "end_session": "a form beside a second browser; tests/accounts/test_sessions.py",
    "socialaccount_login_cancelled": _HOUSE,
    "socialaccount_login_error": _HOUSE,
    "openid_connect_login": _HOUSE,
    "openid_connect_callback": _HOUSE,
    "desk:count_calendar": _CALENDAR,
    "desk:release_calendar": _CALENDAR,
    "desk:confirm_redress": "a form once every thing is made good; tests/objections/test_redress.py",
    "desk:unbind_identity": _HOUSE,
    "desk:window": "an address of before, leads to the portal's",
    "portal:ask_class": "the owner's records have their classes; tests/portal/test_ask_class.py",
    "portal:file": "once every task is done; tests/browser/test_days.py",
    "portal:filed": _SENT,
    "portal:objection_filed": _SENT,
    "portal:group_check": _GROUP,
    "portal:group_result": _GROUP,
    "portal:file_group": _GROUP,
    "register:robots": _ROBOT,
    "register:sitemap": _ROBOT,
    "desk:restore_view": _VIEWS,
    "desk:bulk_result": _BULK,
    "desk:bulk_run": _BULK,
    "portal:window_receipt": _SECOND,
    "portal:group_ask_confirmation": _SECOND,
    "portal:group_confirm": _SECOND,
    "portal:group_confirm_own": _SECOND,
    "portal:group_enter_code": _SECOND,
    "portal:group_scan_confirmation": _SECOND,
    "portal:group_scan_sheet": _SECOND,
    "portal:group_second": _SECOND,
    "portal:group_second_back": _SECOND,
    "portal:objection_ask_confirmation": _SECOND,
    "portal:objection_confirm": _SECOND,
    "portal:objection_confirm_own": _SECOND,
    "portal:objection_enter_code": _SECOND,
    "portal:objection_scan_confirmation": _SECOND,
    "portal:objection_scan_sheet": _SECOND,
    "portal:objection_second": _SECOND,
    "portal:objection_second_back": _SECOND,
    "portal:confirm_number": _NUMBER,
    "portal:feed": _FEED,
    "desk:recall": "no signature of the town waits to take effect; tests/desk",
    "desk:state_reasons": "a form on the record whose penalty fell; tests/register/test_statements.py",
    "portal:complaint_paper": "no complaint of the town has a paper; tests/complaints/test_pages.py",
    "portal:step": "no company of the town owes a step before filing; tests/portal",
}
