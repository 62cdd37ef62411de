"""Where tests find files: the project, what is golden in it, and real call histories beside it.

Real histories are not the project's to hand on: they lie beside it, or nowhere.
"""

import os
from pathlib import Path

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden"
TECHNION_PLAN = ROOT / "tests" / "technion_plan.toml"
SHARED = Path(os.environ.get("RELAIS_SHARED") or "/nonexistent")
