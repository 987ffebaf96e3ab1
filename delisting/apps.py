from __future__ import annotations

from django.apps import AppConfig


class DelistingConfig(AppConfig):
    name = "delisting"
