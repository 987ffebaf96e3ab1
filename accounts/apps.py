from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts.door import listening  # noqa: PLC0415 - reads models, which exist only now

        listening.connect()
