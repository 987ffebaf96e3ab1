"""The embedded desk: web server, worker and beat as threads of one process, with no server beside it."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import closing
from types import FrameType

from celery import Celery
from celery.beat import Scheduler, Service
from celery.worker import WorkController
from celery.worker import state as worker_state
from waitress.server import create_server

from config.celery import app

logger = logging.getLogger(__name__)

HOST = "127.0.0.1"
WEB_THREADS = 6
WORKER_THREADS = 2
PATIENCE = 8.0  # seconds that a thread gets to end its work when the desk closes


class _Worker(threading.Thread):
    """Celery's worker on threads of this process (its command line wants to be the whole process)."""

    def __init__(self, celery: Celery) -> None:
        super().__init__(name="worker", daemon=True)
        self._controller = WorkController(
            app=celery,
            hostname="embedded@localhost",
            pool_cls="threads",
            concurrency=WORKER_THREADS,
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )

    def run(self) -> None:
        self._controller.start()

    def close(self) -> None:
        worker_state.should_stop = 0
        self.join(PATIENCE)


class _Beat(threading.Thread):
    """Celery's beat; it keeps no schedule file, for whatever is lost is found by the next look."""

    def __init__(self, celery: Celery) -> None:
        super().__init__(name="beat", daemon=True)
        self._service = Service(celery, max_interval=1, scheduler_cls=Scheduler, remote_control=False)

    def run(self) -> None:
        self._service.start()

    def close(self) -> None:
        self._service.stop()
        self.join(PATIENCE)


def refuse_taken(port: int) -> None:
    """Raise OSError where somebody has the port: told before the database is made ready, not half a minute later."""
    with closing(socket.socket()) as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
        held.bind((HOST, port))


def serve(*, port: int, ready: Callable[[], None]) -> None:
    """Answer on 127.0.0.1 until Ctrl-C or SIGTERM, then stop server, worker and beat in this order.

    `ready` is called when the port is held. Raises OSError when it is taken.
    """
    # only now: the application lists the static files when it is made, and they are collected just before
    from config.wsgi import application  # noqa: PLC0415 - as said above

    server = create_server(application, host=HOST, port=port, threads=WEB_THREADS, ident="")
    app.set_default()
    worker, beat = _Worker(app), _Beat(app)
    # SIGINT too: a desk started in the background of a script inherits it ignored
    before = {number: signal.signal(number, _interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        worker.start()
        beat.start()
        ready()
        server.run()  # comes back from Ctrl-C by itself
    except KeyboardInterrupt:
        logger.info("Interrupted before the server ran.")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        server.close()
        worker.close()  # before beat, whose next tick wakes it to look up
        beat.close()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
