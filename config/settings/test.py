"""The suite: on SQLite, or on the database and broker that DATABASE_URL and REDIS_URL name."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from config.messages import compile_messages
from config.settings.base import *  # noqa: F403 - Django's settings are one namespace
from config.settings.base import DATABASES as _DATABASES

SECRET_KEY = "tests-only-key-that-guards-nothing-0123456789"  # noqa: S105 - guards an invented database
DEBUG = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
_scratch = Path(tempfile.gettempdir()) / f"credit-repair-desk-tests-{os.getuid()}-{os.getpid()}"
MEDIA_ROOT = _scratch / "documents"
DATABASES = dict(_DATABASES)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a file, not memory: a live server's threads must see one database
    _scratch.mkdir(parents=True, exist_ok=True)
    _options = DATABASES["default"]["OPTIONS"]
    DATABASES["default"] = {
        **DATABASES["default"],
        "TEST": {"NAME": str(_scratch / "desk.sqlite3")},
        # a test's database need not outlive a loss of power: no commit waits for the disk
        "OPTIONS": {
            **_options,
            "init_command": _options["init_command"].replace("synchronous=FULL", "synchronous=OFF"),
        },
    }
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False
LAW_FRESH_SECONDS = float("inf")  # tests of released texts look when they released one
RECALL_MINUTES = 0  # an act is done when it is done; tests of the window open one
WAKE_WORKERS = False  # a test delivers by itself, at its own instant
CELERY_TASK_DEFAULT_QUEUE = f"tests-{os.getpid()}"  # test processes may share a broker

# before the first word is looked up: a catalogue that is missing then stays missing for the whole process
compile_messages()
