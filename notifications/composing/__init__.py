"""From what happened to what a letter says: one function a kind of letter, Chinese body, English summary."""

from __future__ import annotations
