"""What a queue costs to fit, back-test and forecast, beside peers: writes ``benchmarks/cost.md``.

    python3 -m venv PEERS && PEERS/bin/pip install -r benchmarks/peers_requirements.txt
    RELAIS_PEERS_PYTHON=PEERS/bin/python .venv/bin/python -m benchmarks.cost

One core, one run: the sample's busiest queue on its last two years of half-hours, 26 weeks ahead.
"""

import json
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sqlalchemy import func, select
from threadpoolctl import threadpool_limits

from benchmarks.sample.trained import HORIZON, trained
from data.database import connect
from data.database.schema import release_arrays
from service.planning.basis.current import Current
from training.fit import fit_queue
from training.series.wall_clock import WallClockHistory, read_wall_clock

QUEUE = "residential-billing-nl"
DAYS = 730
SEED = 1
RUNS = 3
OUT = Path(__file__).with_name("cost.md")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Cost:
    """Of Relais."""

    seconds: float  # one queue, one core
    artefact: int  # bytes, the largest queue
    training: float  # seconds, the sample's twelve queues on two processes


def series_of(folder: Path) -> WallClockHistory:
    """The queue's last two years, site by site summed, as a history without a plan."""
    history = pd.read_csv(folder / "history.csv", usecols=["interval_start", "queue", "offered"])
    own = history[history["queue"] == QUEUE]
    whole = own.groupby(["interval_start", "queue"], as_index=False)[["offered"]].sum()
    whole.to_csv(folder / "queue.csv", index=False)
    (found,) = read_wall_clock(folder / "queue.csv", "Europe/Brussels")
    return found


def peers_seconds(history: WallClockHistory, folder: Path) -> dict[str, float]:
    counts = np.nan_to_num(history.counts[-DAYS:]).ravel()
    first = pd.Timestamp(history.first) + pd.Timedelta(days=len(history.counts) - DAYS)
    starts = pd.date_range(first, periods=len(counts), freq="30min")
    pd.DataFrame({"ds": starts, "y": counts}).to_csv(folder / "peers.csv", index=False)
    one_core = ["taskset", "-c", "0", os.environ["RELAIS_PEERS_PYTHON"]]
    script = str(Path(__file__).with_name("cost_peers.py"))
    command = [*one_core, script, str(folder / "peers.csv"), str(HORIZON * 48)]
    environment = {**os.environ, **dict.fromkeys(THREADS, "1")}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def own_cost(history: WallClockHistory, current: Current, folder: Path) -> Cost:
    skipped = len(history.counts) - DAYS
    origin = (pd.Timestamp(history.first) + pd.Timedelta(days=len(history.counts) - 1)).date()
    first = (pd.Timestamp(history.first) + pd.Timedelta(days=skipped)).date()
    recent = WallClockHistory(history.queue, first, history.counts[skipped:], 30)
    holidays = current.plan.calendars["BE"]
    times = []
    with threadpool_limits(1):
        for _ in range(RUNS):
            began = time.monotonic()
            fit_queue(recent.series(origin, HORIZON, holidays))
            times.append(time.monotonic() - began)
    return Cost(sorted(times)[RUNS // 2], artefact_bytes(folder), training_seconds(current))


def artefact_bytes(folder: Path) -> int:
    """Of the queue that takes most in the database."""
    per_queue = select(func.sum(func.length(release_arrays.c.npy)).label("total"))
    sizes = per_queue.group_by(release_arrays.c.queue).subquery()
    with connect(f"sqlite:///{folder / 'relais.db'}").connect() as connection:
        return int(connection.execute(select(func.max(sizes.c.total))).scalar_one())


def training_seconds(current: Current) -> float:
    return float(current.release.head.manifest["seconds"])


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        current = trained(folder, SEED)
        history = series_of(folder)
        ours = own_cost(history, current, folder)
        peers = peers_seconds(history, folder)
    rows = "\n".join(f"| {k} | {x:.1f} | {x / ours.seconds:.1f} |" for k, x in peers.items())
    OUT.write_text(
        "# What a forecast costs\n\n"
        "Made by `benchmarks/cost.py` in one run on one core: two years of half-hours, 26 weeks "
        "ahead. Ours includes its back-test from inner origins; the peers' slot models only fit "
        "and predict.\n\n| | seconds a queue | times ours |\n|---|---|---|\n"
        f"| Relais, with inner back-test | {ours.seconds:.1f} | 1.0 |\n{rows}\n\n"
        f"The largest artefact of a queue is {ours.artefact / 1e6:.2f} MB; training the sample's "
        f"12 queues took {ours.training:.0f} s on two processes.\n"
    )


if __name__ == "__main__":
    main()
