"""What the smallest agents of a million intervals cost, beside pyworkforce: ``staffing.md``.

    python3 -m venv PEERS && PEERS/bin/pip install -r benchmarks/peers_requirements.txt
    RELAIS_PEERS_PYTHON=PEERS/bin/python .venv/bin/python -m benchmarks.staffing

One run, processor time: 5 to 500 erlangs at random, AHT 360 s, 80 % in 20 s, by Erlang C and by
Erlang A with a patience of 180 s. pyworkforce (Python 3.12 or later) answers a sample of the same
intervals.
"""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from models.agents.staffing import PoolLoad, smallest_agents
from models.arrays import Counts, Floats
from models.queues import ServiceTarget

INTERVALS = 1_000_000
SEED = 1
RUNS = 3
AHT, PATIENCE, INTERVAL = 360.0, 180.0, 1800.0
TARGET = ServiceTarget(0.8, 20)
SAMPLES = {"C": 300, "A": 30}  # intervals that pyworkforce answers
OUT = Path(__file__).with_name("staffing.md")


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a model: Relais on all intervals, pyworkforce on its sample."""

    seconds: float  # of the processor
    peer_each: float  # seconds an interval
    same: int  # answers of the sample that agree
    more: int  # where pyworkforce takes more agents
    sample: int

    @property
    def times(self) -> float:
        return self.peer_each / (self.seconds / INTERVALS)


def pool(erlangs: Floats, model: str) -> PoolLoad:
    every = np.ones(len(erlangs))
    patience = PATIENCE * every if model == "A" else None
    return PoolLoad(erlangs * INTERVAL / AHT, AHT * every, INTERVAL, patience)


def timed(find: Callable[[], Counts]) -> tuple[float, Counts]:
    """The median of a few runs and what they found."""
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        found = find()
        times.append(time.process_time() - began)
    return sorted(times)[RUNS // 2], found


def peers(samples: dict[str, Floats]) -> dict[str, Any]:
    minutes = {"interval": INTERVAL / 60, "aht": AHT / 60, "share": TARGET.share}
    times: dict[str, dict[str, float]] = {"C": {}, "A": {"patience": PATIENCE / 60}}
    asked = {
        name: {
            **minutes,
            "erlangs": loads.tolist(),
            "times": {"asa": TARGET.answer_within / 60, **times[name]},
        }
        for name, loads in samples.items()
    }
    script = str(Path(__file__).with_name("staffing_peers.py"))
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(json.dumps(asked))
        file.flush()
        command = [os.environ["RELAIS_PEERS_PYTHON"], script, file.name]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def costs(erlangs: Floats) -> tuple[str, dict[str, Cost]]:
    """pyworkforce's version and, by model, what both cost."""
    chosen = {name: np.arange(count) * (INTERVALS // count) for name, count in SAMPLES.items()}
    theirs = peers({name: erlangs[cases] for name, cases in chosen.items()})
    found = {}
    for name, cases in chosen.items():
        load = pool(erlangs, name)
        seconds, agents = timed(partial(smallest_agents, load, TARGET))
        extra = np.array(theirs[name]["agents"]) - agents[cases]
        each = theirs[name]["seconds"] / len(cases)
        same, more = int((extra == 0).sum()), int((extra > 0).sum())
        found[name] = Cost(seconds, each, same, more, len(cases))
    return str(theirs["version"]), found


def main() -> None:
    erlangs = np.random.default_rng(SEED).uniform(5, 500, INTERVALS)
    with threadpool_limits(1):
        version, found = costs(erlangs)
    rows = "\n".join(
        f"| Erlang {name} | {x.seconds:.2f} | {1e6 * x.peer_each:,.0f} | "
        f"{x.times:,.0f} | {x.same} of {x.sample} | {x.more} |"
        for name, x in found.items()
    )
    OUT.write_text(
        "# What the smallest agents cost\n\n"
        "Made by `benchmarks/staffing.py` in one run, in processor time: a million intervals of 5 "
        f"to 500 erlangs, AHT {AHT:.0f} s, 80 % in 20 s; Erlang A with a patience of "
        f"{PATIENCE:.0f} s. pyworkforce {version} answers a sample of them.\n\n"
        "| | Relais, µs an interval | pyworkforce, µs an interval | times ours | same agents | "
        "pyworkforce takes more |\n|---|---|---|---|---|---|\n"
        f"{rows}\n"
    )


if __name__ == "__main__":
    main()
