"""Published and forty-digit Erlang values, each with its source."""

import json
import math
from typing import Any

from tests.shared import GOLDEN

_VALUES = json.loads((GOLDEN / "erlang_published.json").read_text())


def published(prefix: str) -> list[dict[str, Any]]:
    """The printed cases of the models whose name begins so; there are some."""
    found = [x for x in _VALUES["published"] if x["model"].startswith(prefix)]
    assert found, prefix
    return found


def forty_digits() -> list[dict[str, Any]]:
    """Erlang A cases evaluated with forty digits."""
    return list(_VALUES["high_precision"])


def as_printed(value: float, printed: float) -> bool:
    """Whether a value rounds to the printed digits."""
    digits = len(repr(printed).partition(".")[2].rstrip("0")) if "e" not in repr(printed) else 12
    return math.isclose(value, printed, rel_tol=1e-9, abs_tol=0.5000001 * 10.0**-digits)


def load_of(case: dict[str, float]) -> tuple[float, float]:
    """Erlangs and AHT in seconds, from whichever units a source prints."""
    if "erlangs" in case:
        return case["erlangs"], 1.0
    if "lambda_per_year" in case:
        return case["lambda_per_year"] / case["mu_per_year"], 1.0 / case["mu_per_year"]
    if "lambda_per_hour" in case:
        return case["lambda_per_hour"] / case["mu_per_hour"], 3600.0 / case["mu_per_hour"]
    if "lambda_per_min" in case:
        return case["lambda_per_min"] * case["aht_s"] / 60, case["aht_s"]
    return case["calls"] * case["aht_s"] / case["interval_s"], case["aht_s"]
