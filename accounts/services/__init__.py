"""How people get powers and lose them: posts, mandates, activation codes; and what keeps their accounts theirs."""

from __future__ import annotations

from accounts.services.activation import activate, bind_owner, issue_activation, note_failed_sign_in
from accounts.services.identity import admit, unbind
from accounts.services.mandates import end_mandate, give_mandate
from accounts.services.offers import accept, decline, offer, take_back
from accounts.services.posts import end_post, give_post
from accounts.services.preferences import keep_preferences, preferences_of
from accounts.services.second_factor import note_account, reset_second_factor
from accounts.services.sessions import end_session, end_sessions

__all__ = [
    "accept",
    "activate",
    "admit",
    "bind_owner",
    "decline",
    "end_mandate",
    "end_post",
    "end_session",
    "end_sessions",
    "give_mandate",
    "give_post",
    "issue_activation",
    "keep_preferences",
    "note_account",
    "note_failed_sign_in",
    "offer",
    "preferences_of",
    "reset_second_factor",
    "take_back",
    "unbind",
]
