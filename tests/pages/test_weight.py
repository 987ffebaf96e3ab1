"""What a first visit costs on a slow line: the files that the browser keeps, hashed, compressed and kept for good."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]  # it ships no types

HEAVIEST = 60_000  # bytes, compressed: style and script together; 12 seconds at 40 kbit/s, once
HASHED = re.compile(r"/static/([\w/.-]+\.[0-9a-f]{12}\.(?:css|js|svg))")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("static")


@pytest.fixture
def in_service(collected: Path) -> Iterator[None]:
    """The static files as production serves them."""
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    with override_settings(STORAGES=storages, STATIC_ROOT=collected, WHITENOISE_AUTOREFRESH=False):
        if not any(collected.iterdir()):
            call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["viewflow/*"])
        yield


def kept_files() -> list[str]:
    """What the frame of every page loads."""
    request = RequestFactory().get("/")
    return HASHED.findall(render_to_string("base.html", request=request))


@pytest.mark.usefixtures("in_service")
def test_every_file_of_the_frame_has_its_digest_in_its_name_and_lies_there_compressed(
    collected: Path,
) -> None:
    names = kept_files()
    assert {name.rpartition(".")[2] for name in names} >= {"css", "js"}
    for name in names:
        if not name.endswith(".svg"):
            assert (collected / f"{name}.gz").exists(), name


@pytest.mark.usefixtures("in_service")
def test_style_and_script_together_are_light(collected: Path) -> None:
    weight = {name: len(gzip.compress((collected / name).read_bytes())) for name in kept_files()}
    assert sum(weight.values()) <= HEAVIEST, weight


@pytest.mark.usefixtures("in_service")
@pytest.mark.django_db  # the end of an answer looks after the connection, whatever was asked
def test_a_file_is_asked_for_once_and_kept_for_good(collected: Path) -> None:
    served = WhiteNoiseMiddleware(lambda _request: None)
    served.add_files(str(collected), prefix=settings.STATIC_URL)
    name = next(name for name in kept_files() if name.endswith(".css"))
    request = RequestFactory().get(f"{settings.STATIC_URL}{name}", headers={"accept-encoding": "gzip"})
    answer = served(request)
    assert answer["Content-Encoding"] == "gzip"
    assert "immutable" in answer["Cache-Control"]
    answer.close()
