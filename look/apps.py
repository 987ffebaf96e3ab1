"""The common look: component tags, their values and words."""

from __future__ import annotations

from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "look"
