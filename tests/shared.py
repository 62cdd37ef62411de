"""Where real call histories lie, which are not the project's to hand on: beside it, or nowhere."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("RELAIS_SHARED") or "/nonexistent")
