"""Addresses of the practice town; no other desk has them."""

from __future__ import annotations

from django.urls import path

from config.practice import views

urlpatterns = [
    path("", views.show, name="practice"),
    path("drive/", views.drive, name="drive_practice"),
    path("reset/", views.reset, name="reset_practice"),
]
