"""Rows of a file on their way into series: what memory need not hold is on disk.

A file may have more rows than memory; a series (a queue at a site) has at most some years of
intervals. Rows are added in the order of the file and read back series by series.
"""

import weakref
from collections import defaultdict
from tempfile import TemporaryFile

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.void]  # of ROW

ROW = np.dtype(
    [
        ("line", np.int64),
        ("name", np.int32),  # which of the file's names of queues: several may be one queue
        ("start", np.int64),  # UTC epoch seconds
        ("gap", np.int32),  # seconds until the clock shows the start again; 0: it does not
        ("minutes", np.int32),  # the interval's length; 0: not said
        ("call", np.int64),  # tells calls apart; 0: not said
        ("offered", np.int32),
        ("answered", np.int32),
        ("abandoned", np.int32),
        ("answered_in_time", np.int32),
        ("aht", np.float64),  # seconds, NaN where not said
        ("handle", np.float64),  # AHT x answered; NaN where not said
        ("wait", np.float64),
    ]
)
HELD = 50_000  # rows in memory before they go to disk


class Spool:
    """Rows by the number of their series."""

    def __init__(self) -> None:
        self._held: list[tuple[NDArray[np.int64], Rows]] = []
        self._waiting = 0
        self._segments: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self._file = TemporaryFile(buffering=0)  # noqa: SIM115 (lives as long as the spool)
        weakref.finalize(self, self._file.close)
        self.rows = 0

    def add(self, series: NDArray[np.int64], rows: Rows) -> None:
        """Keep rows (n,) of the series (n,)."""
        self._held.append((series, rows))
        self._waiting += rows.size
        self.rows += rows.size
        if self._waiting > HELD:
            self._spill()

    def series(self) -> list[int]:
        """The numbers of the series there are, ascending."""
        self._spill()
        return sorted(self._segments)

    def read(self, number: int) -> Rows:
        """The rows of a series in the order they were added."""
        self._spill()
        sizes = [x for _, x in self._segments[number]]
        rows = np.empty(sum(sizes), dtype=ROW)
        done = 0
        for at, size in self._segments[number]:
            self._fill(rows[done : done + size], at)
            done += size
        return rows

    def _fill(self, rows: Rows, at: int) -> None:
        self._file.seek(at)
        view = memoryview(rows.view(np.uint8).data)
        while view:
            view = view[self._file.readinto(view) or len(view) :]

    def _spill(self) -> None:
        """Write what is held, series by series."""
        if not self._held:
            return
        series = np.concatenate([x for x, _ in self._held])
        rows = np.concatenate([x for _, x in self._held])
        self._held.clear()
        self._waiting = 0
        order = np.argsort(series, kind="stable")
        numbers, counts = np.unique(series, return_counts=True)
        at = self._file.seek(0, 2)
        data = memoryview(rows.take(order).view(np.uint8).data)
        while data:
            data = data[self._file.write(data) or 0 :]
        for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
            self._segments[number].append((at, count))
            at += count * ROW.itemsize
