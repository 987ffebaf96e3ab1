"""The desk in service: PostgreSQL, Redis, TLS in front; whatever is missing is refused by name at start."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.settings.base import *  # noqa: F403 - Django's settings are one namespace
from config.settings.base import PRACTICE

if PRACTICE:
    raise ImproperlyConfigured("DESK_PRACTICE is for the embedded desk alone: unset it here.")

SECRET_KEY = env.required("DESK_SECRET_KEY")
SECRET_KEY_FALLBACKS = env.names("DESK_SECRET_KEYS_BEFORE")
DEBUG = False
ALLOWED_HOSTS = env.names("DESK_HOSTS")
env.required("DESK_HOSTS")
env.required("DATABASE_URL")
DESK_ADDRESS = env.required("DESK_ADDRESS")
CELERY_BROKER_URL = env.required("REDIS_URL")
CSRF_TRUSTED_ORIGINS = [DESK_ADDRESS]
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CELERY_BROKER_URL}
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("DESK_TRUSTED_PROXIES", 1)  # the one that ends TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
