"""Where the real logs are, which are no part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from binary import REPOSITORY


def real_log(name: str) -> Path:
    """The real log with this name below `data`; without it the calling test is skipped, and says why."""
    shared = Path(os.environ.get("ODDWALK_SHARED", REPOSITORY.parent / "shared"))
    path = shared / "data" / name
    if not path.is_file():
        pytest.skip(f"no real log {path} (set ODDWALK_SHARED)")
    return path
