"""Where the shared evidence lies: tests that use it are skipped where it is not there."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("RELAIS_SHARED") or "/nonexistent")

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="RELAIS_SHARED is not set: the shared evidence is not here"
)
