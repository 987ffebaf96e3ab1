"""The embedded desk: one process, one SQLite file, no server beside it."""

from __future__ import annotations

import secrets

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.messages import compile_messages
from config.settings.base import *  # noqa: F403 - Django's settings are one namespace
from config.settings.base import MIDDLEWARE, PRACTICE, VAR_DIR

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
# nothing that is practised leaves the machine
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("SMTP_HOST") and not PRACTICE
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
# without a gateway text messages are written to the log, so that they can be looked at
DESK_SMS_GATEWAY = env.text("DESK_SMS_GATEWAY", "notifications.channels.sms.Console")
if PRACTICE:
    if env.text("DATABASE_URL") or env.text("REDIS_URL"):
        raise ImproperlyConfigured("DESK_PRACTICE goes with neither DATABASE_URL nor REDIS_URL: unset them.")
    DESK_SMS_GATEWAY = "notifications.channels.sms.Console"
    MIDDLEWARE.insert(
        MIDDLEWARE.index("django.middleware.locale.LocaleMiddleware") + 1,
        "config.practice.middleware.ClosedTown",
    )

# before the first word is looked up: a catalogue that is missing then stays missing for the whole process
compile_messages()
