"""Public addresses."""

from __future__ import annotations

from django.urls import path

from register import views

app_name = "register"

urlpatterns = [
    path("register/", views.search, name="search"),
    path("register/<str:key>/", views.entry, name="entry"),
    path("bars/<str:key>/", views.bar, name="bar"),
    path("commitments/<str:key>/", views.commitment, name="commitment"),
    path("statements/", views.statements, name="statements"),
    path("statements/<str:key>/", views.statement, name="statement"),
    path("plan/", views.plan, name="plan"),
    path("letters/check/", views.letter_check, name="letter_check"),
    path("letters/check/<str:code>/", views.letter_check, name="letter_check"),
]
