"""Storing history into SQLite, and undoing it: python -m benchmarks.history_import [ROWS]

Five queues of two sites, half-hours; the rows are made, not read. Each thing is timed by the clock
and by its processor time; beside it stands the most memory that the process ever held. The first
line is that of a process which has made the arrays of one series.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data.database import connect
from data.history.imports import undo
from data.history.reading.refusals import Refusal
from data.history.series_rows import SeriesRows
from data.history.store import import_history
from data.migrations import migrate

QUEUES = 5
SITES = 2
SEED = 20251001
ROWS = 1_000_000
MEGABYTE = 1024  # kilobytes, in which Linux counts


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file of as many rows as are asked, one series in memory at a time."""

    rows: int
    factor: int = 1  # of the calls
    name: str = "made.csv"
    sha256: str = "0" * 64
    profile: str = "standard"
    refused: tuple[Refusal, ...] = ()
    warnings: tuple[str, ...] = ()

    def series(self) -> Iterator[SeriesRows]:
        for number in range(QUEUES * SITES):
            yield made_series(number, self.rows, self.factor)


def made_series(number: int, rows: int, factor: int) -> SeriesRows:
    """Half-hours with every value."""
    draw, n = np.random.default_rng((SEED, number)), rows // (QUEUES * SITES)
    offered = draw.poisson(40, n) * factor
    abandoned = draw.binomial(offered, 0.05)
    return SeriesRows(
        queue=f"queue-{number // SITES}",
        site=f"site-{number % SITES}",
        lines=np.arange(n, dtype=np.int64),
        starts=np.arange(n, dtype=np.int64) * 1800,
        offered=offered,
        answered=offered - abandoned,
        abandoned=abandoned,
        answered_in_time=draw.binomial(offered - abandoned, 0.8),
        aht_seconds=np.round(draw.gamma(40, 10, n), 2),
        wait_seconds=np.round(draw.gamma(2, 200, n), 1),
    )


def grown() -> float:
    """Megabytes the process has ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def timed(name: str, work: Callable[[], object]) -> None:
    """Do it and say how long it took and what the process has grown to."""
    began, worked = time.perf_counter(), time.process_time()
    work()
    seconds, processor = time.perf_counter() - began, time.process_time() - worked
    print(f"{name:<24}{seconds:7.2f} s{processor:7.2f} s CPU{grown():6.0f} MB", flush=True)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "relais.db"
        engine = connect(f"sqlite:///{path}")
        migrate(engine)
        import_history(engine, [MadeFile(QUEUES * SITES * 10)], skip_bad_rows=False)
        print(f"{len(made_series(0, rows, 1)):,} rows of one series made{grown():19.0f} MB")
        timed("new rows", lambda: import_history(engine, [MadeFile(rows)], False))
        timed("the same again", lambda: import_history(engine, [MadeFile(rows)], False))
        timed("every row corrected", lambda: import_history(engine, [MadeFile(rows, 2)], False))
        timed("the correction undone", lambda: undo(engine, 4, "benchmark"))
        timed("the repetition undone", lambda: undo(engine, 3, "benchmark"))
        timed("the new rows undone", lambda: undo(engine, 2, "benchmark"))
        print(f"database {path.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
