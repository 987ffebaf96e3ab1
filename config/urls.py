"""Every address of the desk."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from config.doors import after_sign_in
from register import home

urlpatterns = [
    path("", home.show, name="home"),
    path("in/", after_sign_in, name="after_sign_in"),
    path("language/", include("django.conf.urls.i18n")),
    path("account/", include("accounts.door.urls")),
    path("my/", include("portal.urls")),
    path("desk/", include("desk.urls")),
    path("", include("register.urls")),
]

if settings.PRACTICE:
    urlpatterns.append(path("practice/", include("config.practice.urls")))
