"""The embedded desk: one process, one SQLite file, no server beside it."""

from __future__ import annotations

import secrets

from config import env
from config.messages import compile_messages
from config.settings.base import *  # noqa: F403 - Django's settings are one namespace
from config.settings.base import VAR_DIR

VAR_DIR.mkdir(parents=True, exist_ok=True)
_key_file = VAR_DIR / "secret-key"
if not _key_file.exists():
    _key_file.write_text(secrets.token_urlsafe(50), encoding="ascii")
    _key_file.chmod(0o600)
SECRET_KEY = _key_file.read_text(encoding="ascii")
DEBUG = False
EMBEDDED = True  # the desk command and the demo town are for this way of running alone
DESK_ADDRESS = env.text("DESK_ADDRESS", f"http://127.0.0.1:{env.number('PORT', 8000)}")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
STATIC_ROOT = VAR_DIR / "static"
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("SMTP_HOST")
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"

# before the first word is looked up: a catalogue that is missing then stays missing for the whole process
compile_messages()
