"""count_outcomes: count for the public figures whatever was decided before there were figures."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cases.figures.outcomes import count_missing


class Command(BaseCommand):
    help = "Counts decided cases that the public figures do not know yet; run once after the update that brings them."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{count_missing()} cases were counted.")
