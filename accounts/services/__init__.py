"""How people get powers and lose them: posts in departments, mandates for subjects, activation codes."""

from __future__ import annotations

from accounts.services.activation import activate, bind_owner, issue_activation, note_failed_sign_in
from accounts.services.mandates import end_mandate, give_mandate
from accounts.services.posts import end_post, give_post

__all__ = [
    "activate",
    "bind_owner",
    "end_mandate",
    "end_post",
    "give_mandate",
    "give_post",
    "issue_activation",
    "note_failed_sign_in",
]
