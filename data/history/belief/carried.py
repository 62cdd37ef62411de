"""Calls that are offered in one interval and answered or given up in a later one.

Many switches count a call where each thing happens, so an interval may end more calls than it was
offered: one warning a file.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.history.belief.queue_rows import QueueRows
from data.history.finding import LINES_SHOWN, ImportFinding

KINDS = ("carried_over", "in_time_over_answered")


@dataclass(frozen=True, slots=True)
class CarriedCalls:
    """Rows of a queue that end more calls than they were offered, and by how many in all."""

    kind: str
    lines: NDArray[np.int64]
    calls: float


def carried_calls(rows: QueueRows) -> list[CarriedCalls]:
    """What of a queue's rows is carried over."""
    ended = np.nan_to_num(rows.answered) + np.nan_to_num(rows.abandoned)
    over = np.maximum(ended - np.nan_to_num(rows.offered), 0.0)
    early = np.nan_to_num(np.maximum(rows.in_time - rows.answered, 0.0))
    return [
        CarriedCalls(kind, rows.lines[calls > 0], float(calls.sum()))
        for kind, calls in zip(KINDS, (over, early), strict=True)
        if calls.any()
    ]


def carried_findings(file: str, carried: Iterable[CarriedCalls]) -> list[ImportFinding]:
    """One warning of each kind for a whole file."""
    found = list(carried)
    return [
        _warning(file, kind, [x for x in found if x.kind == kind])
        for kind in KINDS
        if any(x.kind == kind for x in found)
    ]


def _warning(file: str, kind: str, carried: list[CarriedCalls]) -> ImportFinding:
    lines = np.sort(np.concatenate([x.lines for x in carried]))
    calls = sum(x.calls for x in carried)
    what = (
        "answered and abandoned exceed offered"
        if kind == "carried_over"
        else "answered in time exceeds answered"
    )
    return ImportFinding(
        kind=kind,
        grave=False,
        file=file,
        queue="",
        site="",
        lines=tuple(lines[:LINES_SHOWN].tolist()),
        count=lines.size,
        looks_like=f"{what} in {lines.size} intervals, by {calls:.0f} calls in all: "
        "calls carried over between intervals",
        remedy="nothing to do where the switch counts a call when it is answered",
    )
