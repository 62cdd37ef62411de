"""The sample case as files: its plan, scenarios, history and truth, and that it is synthetic."""

import csv
import shutil
from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from data.sample.axes import HOURS, QUEUES, TIMEZONE, Days
from data.sample.generator import Sample, simulate
from data.sample.occasions import PLAN_FILE
from models.arrays import Flags

SITE = "liege"  # took every call until the transition
HISTORY_COLUMNS = (
    "interval_start",
    "queue",
    "offered",
    "site",
    "answered",
    "abandoned",
    "answered_in_time",
    "aht_seconds",
    "wait_seconds",
)
TRUTH_COLUMNS = ("interval_start", "queue", "mean", "offered")
README = """\
SYNTHETIC DATA. Every call, person and date in this folder is invented (relais sample, seed {seed}).

plan.toml    the transition: queues, sites, staff, opening hours, routing
scenarios.toml  what its planners ask themselves
history.csv  what a call centre would have recorded, 2022-10-01 to 2025-09-30
truth.csv    history and 26 weeks after it: the true mean calls of every open half-hour and the
             calls that came. The mean holds everything that could be known (season, week,
             holidays, bills, planned events), and neither the random effect of a day nor the
             outage and the strike.
"""


def write_sample(out: Path, seed: int) -> None:
    """Write the sample case into ``out``, made where it is missing; same seed, same bytes.

    ``truth.csv`` gives the mean per queue and half-hour, in calls; closed half-hours have no row.
    """
    sample = simulate(seed)
    out.mkdir(parents=True, exist_ok=True)
    for name in ("plan.toml", "scenarios.toml"):
        shutil.copyfile(PLAN_FILE.with_name(name), out / name)
    (out / "README.txt").write_text(README.format(seed=seed), encoding="utf-8")
    starts = _starts(sample.calendar.days)
    _write(out / "history.csv", HISTORY_COLUMNS, _history(sample, starts))
    _write(out / "truth.csv", TRUTH_COLUMNS, _truth(sample, starts))


def _starts(days: Days) -> list[str]:
    """Every half-hour's local start with its offset, days after each other (D x S)."""
    zone = ZoneInfo(TIMEZONE)
    clocks = [time(int(hour), int(hour % 1 * 60), tzinfo=zone) for hour in HOURS]
    return [datetime.combine(x.item(), clock).isoformat() for x in days for clock in clocks]


def _history(sample: Sample, starts: list[str]) -> Iterable[tuple[object, ...]]:
    kept, fate = sample.recorded, sample.fate
    interval_start, queue = _names(kept, starts)
    aht = [None if np.isnan(x) else x for x in np.round(sample.aht[kept], 1).tolist()]
    return zip(
        interval_start,
        queue,
        sample.offered[: len(kept)][kept].tolist(),
        [SITE] * len(queue),
        fate.answered[kept].tolist(),
        fate.abandoned[kept].tolist(),
        fate.answered_in_time[kept].tolist(),
        aht,
        np.round(fate.wait_seconds[kept], 1).tolist(),
        strict=True,
    )


def _truth(sample: Sample, starts: list[str]) -> Iterable[tuple[object, ...]]:
    kept = sample.calendar.open
    mean = np.round(sample.mean[kept], 4).tolist()
    return zip(*_names(kept, starts), mean, sample.offered[kept].tolist(), strict=True)


def _names(kept: Flags, starts: list[str]) -> tuple[list[str], list[str]]:
    """The start and the queue of every kept cell of (D, S, Q), in time order."""
    day, slot, queue = np.nonzero(kept)
    intervals = (day * kept.shape[1] + slot).tolist()
    return [starts[i] for i in intervals], [QUEUES[i].id for i in queue.tolist()]


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
