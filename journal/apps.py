from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    name = "journal"

    def ready(self) -> None:
        from journal import guards  # noqa: PLC0415 - checks register when the apps are ready

        post_migrate.connect(guards.install_after_migrate, sender=self, dispatch_uid="journal-guards")
