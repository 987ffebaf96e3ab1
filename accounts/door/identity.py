"""Signing in at a department's own identity provider (OpenID Connect); configured by the environment alone."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from accounts.services import admit
from accounts.services.identity import Provider
from journal.now import now


class SignedIdentity(OpenIDConnectOAuth2Adapter):  # type: ignore[misc] # allauth ships no types
    """Believes the ID token alone, and only after its signature was checked; keeps none of its contents."""

    def get_access_token_data(
        self,
        request: HttpRequest,
        app: SocialApp,
        client: object,
        pkce_code_verifier: str | None = None,
    ) -> Any:  # noqa: ANN401 - allauth's own answer
        answer = super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)
        self.did_fetch_access_token = False  # else the signature would be taken on trust
        return answer

    def complete_login(
        self,
        request: HttpRequest,
        app: SocialApp,
        token: SocialToken,
        **facts: Any,
    ) -> SocialLogin:
        login = super().complete_login(request, app, token, **facts)
        login.claims = login.account.extra_data.get("id_token") or {}
        login.account.extra_data = {}
        return login


class DeskIdentities(DefaultSocialAccountAdapter):  # type: ignore[misc] # as above
    """Identities open officers' accounts; nobody gets an account by one."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:  # noqa: ARG002 - allauth's hook
        """Lead an identity to its officer. Raises the refusals of `admit`."""
        app = sociallogin.provider.app
        provider = Provider(app.provider_id, app.settings["department"], app.settings["claim"])
        bound = admit(provider=provider, subject=sociallogin.account.uid, claims=sociallogin.claims, at=now())
        sociallogin.account, sociallogin.user = bound, bound.user

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The providers of the environment; a row in the database names none."""
        apps = super().list_apps(request, provider=provider, client_id=client_id)
        return [app for app in apps if app.pk is None]

    def is_open_for_signup(self, *_asked: object) -> bool:
        return False


@require_POST
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send a person to their unit's sign-in; neither scope nor purpose can be asked for by the address."""
    try:
        provider = get_adapter().get_provider(request, provider_id)
        answer = provider.redirect(
            request, process=AuthProcess.LOGIN, next_url=get_next_redirect_url(request)
        )
    except SocialApp.DoesNotExist as missing:
        raise Http404 from missing
    except (RequestException, KeyError):
        return _unreachable(request)
    return _own(answer)


@require_GET
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take up the answer of a unit's sign-in."""
    try:
        view = OAuth2CallbackView.adapter_view(SignedIdentity(request, provider_id))
        return _own(view(request))
    except SocialApp.DoesNotExist as missing:
        raise Http404 from missing
    except (RequestException, KeyError):  # KeyError: an answer that lacks what the protocol asks for
        return _unreachable(request)


def _unreachable(request: HttpRequest) -> HttpResponse:
    return render(request, "socialaccount/authentication_error.html", status=HTTPStatus.BAD_GATEWAY)


def _own(answer: object) -> HttpResponse:
    if not isinstance(answer, HttpResponse):
        raise TypeError(answer)
    return answer
