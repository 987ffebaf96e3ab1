"""Refusals: what the house says when an act is not possible. One sentence: what is wrong, what to do."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.functional import Promise


class Refusal(Exception):
    """An act that is refused, with a lazy sentence in the reader's language and the status of the page.

    `code` is stable for programs. Services raise it; faces show it; nothing was written when it is raised
    inside the act's transaction.
    """

    def __init__(
        self, code: str, sentence: str | Promise, *, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY
    ) -> None:
        self.code = code
        self.sentence = sentence
        self.status = status
        super().__init__(code)

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(Refusal):
    """The actor may not do this (403)."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code, sentence, status=HTTPStatus.FORBIDDEN)


class NotFound(Refusal):
    """Absent, or not for this actor: both look the same (404)."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code, sentence, status=HTTPStatus.NOT_FOUND)


class Crossed(Refusal):
    """Somebody or something else came first (409)."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code, sentence, status=HTTPStatus.CONFLICT)
