"""Compiles the message catalogues without msgfmt."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from config.messages import compile_messages


class Command(BaseCommand):
    help = "Compile the message catalogues (no msgfmt is needed)."
    requires_system_checks = []

    def handle(self, **_options: Any) -> None:
        self.stderr.write(f"{compile_messages()} catalogues were compiled.")
