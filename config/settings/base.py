"""What every way of running the desk shares."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import env, identity

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# The practice town: the embedded desk in a folder of its own, with a clock that one can drive.
PRACTICE = bool(env.number("DESK_PRACTICE", 0))
VAR_DIR = Path(env.text("DESK_VAR", str(BASE_DIR / "var"))) / ("practice" if PRACTICE else "")

INSTALLED_APPS = [
    "journal",
    "rulebook",
    "clocks",
    "records",
    "accounts",
    "cases",
    "delisting",
    "workflows",
    "notifications",
    "look",
    "portal",
    "desk",
    "register",
    "config.apps.SwitchboardConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "viewflow",
    "viewflow.workflow",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LanguageOfUser",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.door.middleware.LastSeen",
    "accounts.door.middleware.SecondFactorOfOfficers",
    "look.middleware.OneCalendarAPage",
    "look.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.navigation",
                "config.navigation.practice",
            ],
        },
    },
]

DATABASES = {"default": env.database(VAR_DIR / "desk.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.UnlikeThePerson"},
    {"NAME": "accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.passwords.Uncommon"},
    {"NAME": "accounts.passwords.NotDigitsAlone"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "after_sign_in"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.door.adapter.DeskAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = True  # one address; a new one counts when the mail sent to it was answered
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # whoever finds a screen open changes neither address nor factors
MFA_ADAPTER = "accounts.door.factors.DeskFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is optional and proves nothing here
MFA_FORMS = {
    "add_webauthn": "accounts.door.factors.AddPasskeyForm",
    "edit_webauthn": "accounts.door.factors.RenamePasskeyForm",
}
SECOND_FACTOR_OF_OFFICERS = True  # only the demo town, whose password is printed, goes without
USERSESSIONS_ADAPTER = "accounts.door.adapter.DeskSessions"
SOCIALACCOUNT_ADAPTER = "accounts.door.identity.DeskIdentities"
SOCIALACCOUNT_PROVIDERS = identity.providers()

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "documents"

FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
        "form-action": [SELF, *identity.origins(SOCIALACCOUNT_PROVIDERS)],
    },
}
# How often one address may ask the public register in a minute, by name less often than by code; how many files of
# open data it may take in an hour; and how many proxies of ours stand before us.
REGISTER_ASKS_A_MINUTE = env.number("DESK_REGISTER_ASKS_A_MINUTE", 30)
REGISTER_NAMES_A_MINUTE = env.number("DESK_REGISTER_NAMES_A_MINUTE", 10)
OPEN_DATA_AN_HOUR = env.number("DESK_OPEN_DATA_AN_HOUR", 20)
# Under which terms the open data may be used: whoever runs the desk decides.
OPEN_DATA_LICENCE = env.text("DESK_OPEN_DATA_LICENCE", "CC BY 4.0")
OPEN_DATA_LICENCE_ADDRESS = env.text(
    "DESK_OPEN_DATA_LICENCE_ADDRESS", "https://creativecommons.org/licenses/by/4.0/"
)
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("DESK_TRUSTED_PROXIES", 0)

X_FRAME_OPTIONS = "SAMEORIGIN"  # an officer's case page shows evidence beside the checklist
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 60 * 60  # a session that nobody uses ends after a working day
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# The class of the gateway for text messages, as a dotted path; empty: none are offered.
DESK_SMS_GATEWAY = env.text("DESK_SMS_GATEWAY")

# The class that delivers minutes of talks to the sharing platform, as a dotted path; empty: its officers take them in.
DESK_MINUTES_GATEWAY = env.text("DESK_MINUTES_GATEWAY")

DEFAULT_FROM_EMAIL = env.text("DESK_MAIL_FROM", "Credit Repair Desk <desk@localhost>")
EMAIL_HOST = env.text("SMTP_HOST", "127.0.0.1")
EMAIL_PORT = env.number("SMTP_PORT", 25)
EMAIL_TIMEOUT = 10

# The address printed on letters (check codes) and in mail.
DESK_ADDRESS = env.text("DESK_ADDRESS", "http://127.0.0.1:8000")

# Minutes in which a countersignature can be recalled before it takes effect and its letter leaves; 0: at once.
LAW_FRESH_SECONDS = 1.0  # a legal text that was released counts in every process within this time
RECALL_MINUTES = env.number("DESK_RECALL_MINUTES", 5)

# From how many companies on an agent is listed for supervisors.
AGENT_COMPANIES = env.number("DESK_AGENT_COMPANIES", 50)

CELERY_BROKER_URL = env.text("REDIS_URL", "memory://localhost/")
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"polling_interval": 0.02} if CELERY_BROKER_URL.startswith("memory:") else {}
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
# Broker messages carry only "look": the outbox, the due terms. Whatever is lost is found by the next look.
# A message that nobody took before the next one comes is dropped: a sleeping worker wakes to no heap of them.
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": timedelta(seconds=seconds), "options": {"expires": seconds}}
    for name, task, seconds in (
        ("look-at-outbox", "journal.look_at_outbox", 1),
        ("signatures-take-effect", "workflows.take_effect", 10),
        ("sweep-terms", "clocks.sweep_terms", 60),
        ("recount-terms", "clocks.recount_terms", 3),
        ("replay-texts", "workflows.replay_texts", 3),
        ("send-messages", "notifications.send_messages", 5),
        ("move-releases", "delisting.move_releases", 30),
    )
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("DESK_LOG_LEVEL", "WARNING")},
}
# W019 asks for DENY: our own case page frames our own evidence, and nobody else may (frame-ancestors above)
SILENCED_SYSTEM_CHECKS = ["security.W019"]
