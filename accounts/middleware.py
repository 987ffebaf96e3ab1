"""The language a person has chosen goes with the person, not with the machine."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts.models import User

Next = Callable[[HttpRequest], HttpResponse]


class LanguageOfUser:
    """Shows a signed-in person the stored language; stores it when the language form was posted.

    Stands behind the authentication middleware.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and user.language in dict(settings.LANGUAGES):
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        response = self.get_response(request)
        chosen = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen is not None and isinstance(user, User) and user.language != chosen.value:
            User.objects.filter(pk=user.pk).update(language=chosen.value)
        return response
