"""Opens the embedded desk: everything it needs is made ready, then one process serves, works and beats."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from config import env, town
from config.embedded import HOST, refuse_taken, serve
from config.practice import clock
from journal.now import now


class Command(BaseCommand):
    help = "Open the embedded desk on 127.0.0.1: web server, worker and beat in one process."
    requires_system_checks = []  # migrate runs them, after the tables are there

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--port", type=int, default=env.number("PORT", 8000), help="8000 unless PORT says"
        )
        parser.add_argument("--empty", action="store_true", help="load no demo town into an empty database")

    def handle(self, *, port: int, empty: bool = False, **_options: Any) -> None:
        if not getattr(settings, "EMBEDDED", False):
            raise CommandError("The embedded desk runs with config.settings.local; see docs/deploy.md.")
        address = f"http://{HOST}:{port}"
        if not os.environ.get("DESK_ADDRESS"):
            settings.DESK_ADDRESS = address
        started = time.monotonic()
        with self._told_where_taken(port):
            refuse_taken(port)
        if settings.PRACTICE:
            clock.wind()
        self._prepare(with_town=not empty)
        # beside a password that is printed a second factor guards nothing; in a real office's file it does
        settings.SECOND_FACTOR_OF_OFFICERS = not town.is_here() or bool(env.number("DESK_SECOND_FACTOR", 0))
        if town.is_here() and not env.text("DESK_RECALL_MINUTES"):
            settings.RECALL_MINUTES = 1  # whoever looks around wants to see the end of it
        connection.close()  # threads have their own

        def ready() -> None:
            self._say(f"\nThe desk is open at {address}/  (ready in {time.monotonic() - started:.1f} s)")
            for line in town.sign_ins():
                self._say(line)
            if not settings.SECOND_FACTOR_OF_OFFICERS:
                self._say("  Officers need no second factor here; DESK_SECOND_FACTOR=1 asks them for one.")
            if settings.PRACTICE:
                self._say(f"This is the practice town; its clock is driven at {address}/practice/")
            self._say("Press Ctrl-C to close it.")

        with self._told_where_taken(port):
            serve(port=port, ready=ready)
        self._say("The desk is closed.")

    @contextmanager
    def _told_where_taken(self, port: int) -> Iterator[None]:
        try:
            yield
        except OSError as fault:
            raise CommandError(
                f"Port {port} cannot be had ({fault.strerror}); try: make desk PORT={port + 1}"
            ) from fault

    def _prepare(self, *, with_town: bool) -> None:
        self._say("Preparing the database and the static files …")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["viewflow/*"])
        if with_town and town.is_empty():
            self._say("The database is empty: building the demo town …")
            town.build(at=now(), tell=self._say)

    def _say(self, line: str) -> None:
        self.stderr.write(line)
        self.stderr.flush()
