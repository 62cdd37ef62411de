"""pyworkforce's smallest agents; run by ``benchmarks/staffing.py`` in the peers' own Python.

python staffing_peers.py CASES.json    prints a JSON object: version and, by model, seconds, agents
"""

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pyworkforce.queuing import ErlangA, ErlangC


def required(model: Any, loads: list[float], asked: dict[str, Any]) -> dict[str, object]:
    """Minutes throughout, as pyworkforce has them."""
    began, agents = time.process_time(), []
    for erlangs in loads:
        calls = erlangs * asked["interval"] / asked["aht"]
        queue = model(calls, interval=asked["interval"], aht=asked["aht"], **asked["times"])
        agents.append(queue.required_positions(asked["share"])["raw_positions"])
    return {"seconds": time.process_time() - began, "agents": agents}


def main() -> None:
    cases = json.loads(Path(sys.argv[1]).read_text())
    found: dict[str, object] = {"version": version("pyworkforce")}
    for name, model in (("C", ErlangC), ("A", ErlangA)):
        found[name] = required(model, cases[name]["erlangs"], cases[name])
    print(json.dumps(found))


if __name__ == "__main__":
    main()
