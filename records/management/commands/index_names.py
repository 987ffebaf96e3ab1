"""index_names: compare what names are found by with the names, and mend it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from records.services.naming import index_all


class Command(BaseCommand):
    help = "Mends the index of names after rows were changed by hand or restored in part; nothing to do otherwise."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{index_all()} names were indexed anew.")
