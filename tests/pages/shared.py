"""What is made once in a run of the suite, whichever of its processes needs it first, and read by all of them."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.conftest import SHARED


def shared_folder() -> Path:
    """The run's own folder; outside a run of the suite, the scratch folder of this process."""
    folder = Path(os.environ.get(SHARED) or Path(settings.MEDIA_ROOT).parent)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """The file of that name, made by whoever comes first; the others wait. A making that fails leaves none behind."""
    path = shared_folder() / name
    with (shared_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            half = path.with_suffix(".half")
            half.unlink(missing_ok=True)
            make(half)
            half.rename(path)
    return path


@cache
def found_once(name: str, find: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever was found
    """What `find` answers, asked once in the run."""

    def keep(path: Path) -> None:
        path.write_bytes(pickle.dumps(find()))

    return pickle.loads(made_once(f"{name}.pickle", keep).read_bytes())  # noqa: S301 - written by this very run
