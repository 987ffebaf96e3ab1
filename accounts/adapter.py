"""The door: what allauth asks of the house when somebody signs in."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from accounts.services import note_failed_sign_in
from journal.now import now


class DeskAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """allauth's own way, and every refused sign-in is journalled."""

    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        note_failed_sign_in(
            username=str(credentials.get("username", "")), address=self.get_client_ip(request), at=now()
        )
