"""One version's cost of what-ifs or scenarios: prints figures as JSON.

Run by ``benchmarks.what_ifs`` with the version's own tree first on the path: it asks over HTTP, so
that it knows nothing of how a version answers.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from service.app import create_app

WEEK = "/v1/staffing?from=2026-01-12&to=2026-01-18&site=morocco&language=fr"
WARM, ASKED = 10, 60
SPAN = {"from": "2025-10-06", "to": "2026-03-29"}
SCENARIOS = [
    {
        "name": f"{number}",
        "changes": [
            {"kind": "volume", **SPAN, "factor": round(0.8 + 0.008 * number, 3)},
            {"kind": "aht", **SPAN, "factor": round(0.85 + 0.006 * number, 3)},
        ],
    }
    for number in range(50)
]


def milliseconds(app: Flask, url: Callable[[int], str]) -> float:
    """Processor time of a request."""
    client = app.test_client()
    for number in range(WARM):
        assert client.get(url(number)).status_code == 200
    began = time.process_time()
    for number in range(WARM, WARM + ASKED):
        client.get(url(number))
    return (time.process_time() - began) / ASKED * 1e3


def what_if(number: int) -> str:
    if number % 2:
        return f"{WEEK}&aht_factor={1 + 0.003 * number:.3f}"
    return f"{WEEK}&share={0.7 + 0.002 * number:.3f}"


def of_what_ifs(app: Flask) -> dict[str, float]:
    app.add_url_rule("/two-bytes", view_func=lambda: "ok")
    return {
        "floor": milliseconds(app, lambda _: "/two-bytes"),
        "what_if": milliseconds(app, what_if),
    }


def of_scenarios(app: Flask) -> dict[str, float]:
    began = time.process_time()
    answer = app.test_client().post("/v1/scenarios", json={"scenarios": SCENARIOS})
    assert answer.status_code == 200, answer.text[:500]
    return {
        "scenarios": time.process_time() - began,
        "peak": _peak(),
    }


def _peak() -> float:
    """MB since this program began; ``getrusage`` would count the one that started it."""
    status = Path("/proc/self/status").read_text("utf-8")
    [line] = [x for x in status.splitlines() if x.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    kinds = {"what_if": of_what_ifs, "scenarios": of_scenarios}
    print(json.dumps(kinds[sys.argv[1]](create_app())))
