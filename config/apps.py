"""The roof as an app: connects the rooms when all of them are ready."""

from __future__ import annotations

from django.apps import AppConfig


class SwitchboardConfig(AppConfig):
    name = "config"
    label = "switchboard"

    def ready(self) -> None:
        from config import wiring  # noqa: PLC0415 - handlers import models, which exist only now

        wiring.connect()
