"""One day of pools that share people, call by call: who is answered in time.

An idle specialist of a queue takes its call, else an idle flexible person; a specialist who gets
free takes his queue's longest wait, a flexible person the longest of all. Whoever waits as long as
his patience gives up. ``team_calls.c`` plays it, which needs a C compiler (``cc``); with one queue
it is ``benchmarks.promises.calls``. Shares no code with the product.
"""

import ctypes
import subprocess
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.ctypeslib import ndpointer
from numpy.typing import NDArray

from benchmarks.promises.calls import Counts, Floats

SOURCE = Path(__file__).with_name("team_calls.c")
MOST_QUEUES = 8


@dataclass(frozen=True, slots=True)
class TeamCalls:
    """Of a day, in the order of their coming, in seconds from the start of its first interval."""

    queue: Counts
    arrival: Floats
    service: Floats
    patience: Floats


@dataclass(frozen=True, slots=True)
class TeamTimes:
    """Of Q queues in the intervals (I) of a day."""

    rates: Floats  # (I, Q) calls to come
    aht: Floats  # (I, Q) seconds
    patience: Floats  # (I, Q) seconds
    interval: float  # seconds
    within: float  # seconds


def team_in_time(
    calls: TeamCalls, own: Counts, flexible: Counts, interval: float, within: float
) -> NDArray[np.bool_]:
    """Of each call, with ``own`` (I, Q) specialists and ``flexible`` (I,) people at intervals."""
    people = np.ascontiguousarray(np.column_stack([own, flexible]), np.int64)
    intervals, kinds = people.shape
    if kinds > MOST_QUEUES + 1:
        raise ValueError(f"{kinds - 1} queues; at most {MOST_QUEUES} can be played")
    found = np.zeros(len(calls.queue), np.uint8)
    _library().play(
        kinds - 1,
        len(calls.queue),
        calls.queue,
        calls.arrival,
        calls.service,
        calls.patience,
        intervals,
        interval,
        people,
        within,
        found,
    )
    return found.astype(np.bool_)


def played_team(
    random: np.random.Generator, times: TeamTimes, own: Counts, flexible: Counts
) -> tuple[Counts, Counts]:
    """Calls offered and answered in time (I, Q) of one day, by when they came.

    Poisson calls at any time of the interval, exponential handling times and patience.
    """
    shape, queues = times.rates.shape, times.rates.shape[1]
    offered = random.poisson(times.rates)
    place = np.repeat(np.arange(offered.size), offered.ravel())  # interval by interval
    arrival = (place // queues + random.random(len(place))) * times.interval
    order = np.argsort(arrival)
    place = place[order]
    calls = TeamCalls(
        place % queues,
        arrival[order],
        random.standard_exponential(len(place)) * times.aht.ravel()[place],
        random.standard_exponential(len(place)) * times.patience.ravel()[place],
    )
    in_time = team_in_time(calls, own, flexible, times.interval, times.within)
    counted = np.bincount(place[in_time], minlength=offered.size).reshape(shape)
    return offered, counted.astype(np.int64)


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL:
    built = Path(tempfile.mkdtemp()) / "team_calls.so"
    command = ["cc", "-O2", "-shared", "-fPIC", "-o", str(built), str(SOURCE), "-lm"]
    subprocess.run(command, check=True)
    library = ctypes.CDLL(str(built))
    numbers, wholes = ndpointer(np.float64, flags="C"), ndpointer(np.int64, flags="C")
    library.play.argtypes = [
        ctypes.c_int,
        ctypes.c_int64,
        wholes,
        *[numbers] * 3,
        ctypes.c_int64,
        ctypes.c_double,
        wholes,
        ctypes.c_double,
        ndpointer(np.uint8, flags="C"),
    ]
    library.play.restype = None
    return library
