"""Simulates teams call by call with ``calls.c``, which needs a C compiler (``cc``)."""

import ctypes
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.ctypeslib import ndpointer

from models.arrays import Counts, Flags, Floats

SOURCE = Path(__file__).with_name("calls.c")
CORES = 2


@dataclass(frozen=True, slots=True)
class Team:
    """Q queues, their specialists and K kinds of flexible people; times in seconds."""

    load: Floats  # (Q,) erlangs
    aht: Floats  # (Q,)
    patience: Floats  # (Q,)
    specialists: Counts  # (Q,)
    flexible: Counts  # (K,)
    takes: Flags  # (K, Q); a call that finds several kinds idle goes to the first
    within: float

    @property
    def rate(self) -> Floats:
        """(Q,) calls a second."""
        return self.load / self.aht


@dataclass(frozen=True, slots=True)
class Simulated:
    """Calls by queue, (Q,) each."""

    offered: Counts
    in_time: Counts
    abandoned: Counts

    @property
    def service_level(self) -> Floats:
        """(Q,) of the offered."""
        return np.asarray(self.in_time / self.offered)

    @property
    def abandoned_share(self) -> Floats:
        """(Q,) of the offered."""
        return np.asarray(self.abandoned / self.offered)

    @property
    def team(self) -> float:
        """The level of all calls together."""
        return float(self.in_time.sum() / self.offered.sum())


def simulate_all(teams: Sequence[Team], calls: int, seed: int) -> list[Simulated]:
    """Each with a seed of its own, on two cores."""
    with ThreadPoolExecutor(CORES) as pool:
        seeds = (seed * 1_000_003 + number for number in range(len(teams)))
        return list(pool.map(lambda team, own: simulate(team, calls, own), teams, seeds))


def simulate(team: Team, calls: int, seed: int) -> Simulated:
    """``calls`` arrivals; the first twentieth is not counted."""
    counts = np.zeros((len(team.load), 3), np.int64)
    full = _library().simulate(
        len(team.load),
        len(team.flexible),
        team.rate,
        1.0 / team.aht,
        1.0 / team.patience,
        team.specialists,
        team.flexible,
        np.ascontiguousarray(team.takes, np.uint8),
        team.within,
        calls,
        seed,
        counts,
    )
    if full:
        raise RuntimeError(f"more callers wait than the simulation has places for: {team}")
    return Simulated(*counts.T)


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL:
    folder = tempfile.mkdtemp()
    built = Path(folder) / "calls.so"
    command = [
        "cc",
        "-O3",
        "-march=native",
        "-shared",
        "-fPIC",
        "-o",
        str(built),
        str(SOURCE),
        "-lm",
    ]
    subprocess.run(command, check=True)
    library = ctypes.CDLL(str(built))
    numbers, wholes = ndpointer(np.float64, flags="C"), ndpointer(np.int64, flags="C")
    library.simulate.argtypes = [
        ctypes.c_int,
        ctypes.c_int,
        *[numbers] * 3,
        *[wholes] * 2,
        ndpointer(np.uint8, flags="C"),
        ctypes.c_double,
        ctypes.c_int64,
        ctypes.c_uint64,
        wholes,
    ]
    return library
