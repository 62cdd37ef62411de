"""What callers get at any load and number of agents, looked up: a million answers in a blink.

A row is one number of agents at loads A = n exp(u / sqrt(n)), u evenly spaced: in these units
service levels of few and of many agents are alike, so that straight lines between the same few
places serve all (Halfin and Whitt, Operations Research 29, 1981, for the scaling). Times are
relative to the AHT; handling times and patience within a few per cent of each other share rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.arrays import Counts, Flags, Floats, Index
from models.queueing.erlang import service_level
from models.queueing.long_run import Limits, Served, served
from models.queues import Definition

AMONG, COUNTED, LOST, LONG_RUN, IN_INTERVAL = range(5)
_COLUMNS = 5
_FIRST, _LAST, _STEP = -4.0, 5.0, 0.2
_PLACES = np.arange(_FIRST, _LAST + _STEP / 2.0, _STEP)
_ALIKE = np.log(1.08)  # of handling times and patiences that share rows
_ENDLESS = 2e3  # AHT: the patience of those who never give up
_KEPT = 16_384  # rows of some 1 kB
_LARGE, _STEP_OF_LARGE, _STEPS = 100, 0.02, 150  # agents; above them by steps, up to 2,000

Levels: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Times:
    """What rows depend on besides agents and load, in seconds; without patience Erlang C."""

    aht: float
    patience: float | None
    within: float
    short: float  # of abandoned calls
    interval: float
    definition: Definition


@dataclass(frozen=True, slots=True)
class LevelTable:
    """Rows of some numbers of agents for each of several times, one after the other."""

    values: NDArray[np.float32]  # (times x rows x places, columns)
    rows: int
    row: Index  # of each number of agents from ``fewest`` on
    fewest: int

    def at(self, times: Index | int, agents: Counts | Floats, log_load: Floats) -> Levels:
        """(..., columns) per offered call, broadcast; parts of an agent count as in a large pool.

        Beyond the last place agents are busy all the time: what they answer stays the same.
        """
        n = np.maximum(agents, 1.0)
        root = np.sqrt(n)
        place = (root * (log_load - np.log(n)) - _FIRST) / _STEP
        left = np.clip(place, 0.0, len(_PLACES) - 1.001)
        whole = left.astype(np.int64)
        near = np.clip(np.rint(agents).astype(np.int64) - self.fewest, 0, len(self.row) - 1)
        start = (times * self.rows + self.row[near]) * len(_PLACES) + whole
        found = self.values.take(start, axis=0)
        found += (self.values.take(start + 1, axis=0) - found) * (left - whole)[..., None]
        beyond = (place > len(_PLACES) - 1) & (agents > 0)
        if beyond.any():
            _overloaded(found, beyond, (left - place) * _STEP / root)
        return found


def _overloaded(found: Levels, beyond: Flags, log_share: Floats) -> None:
    """``log_share`` (...) is the logarithm of the last place's load over the load."""
    share = np.exp(log_share[beyond])[:, None]
    some = found[beyond]
    some[:, [COUNTED, LONG_RUN, IN_INTERVAL]] *= share
    some[:, LOST] = 1.0 - (1.0 - some[:, LOST]) * share[:, 0]
    found[beyond] = some


def level_table(times: Sequence[Times], fewest: int, most: int) -> LevelTable:
    """For ``fewest`` to ``most`` agents; at the same places large pools are like larger ones."""
    agents = np.arange(fewest, most + 1)
    steps = np.round(np.log(np.maximum(agents, 1) / _LARGE) / _STEP_OF_LARGE)
    large = np.rint(_LARGE * np.exp(np.minimum(steps, _STEPS) * _STEP_OF_LARGE)).astype(np.int64)
    kinds, row = np.unique(np.where(agents > _LARGE, large, agents), return_inverse=True)
    values = [_row(n, x) for x in times for n in kinds.tolist()]
    none = np.empty((0, _COLUMNS), np.float32)
    return LevelTable(np.concatenate([none, *values]), len(kinds), row.reshape(-1), fewest)


def alike(seconds: Floats) -> Index:
    """(n,) the same number for handling times, or patiences, that may share rows."""
    return np.asarray(np.round(np.log(seconds) / _ALIKE), np.int64)


def stands_for(number: int) -> float:
    """The seconds that stand for all of a number."""
    return float(np.exp(number * _ALIKE))


@lru_cache(maxsize=_KEPT)
def _row(agents: int, times: Times) -> Levels:
    """(places, columns)."""
    if agents == 0:
        return np.repeat(_nobody(times)[None], len(_PLACES), axis=0)
    loads = agents * np.exp(_PLACES / np.sqrt(agents))
    endless = _ENDLESS if times.patience is None else times.patience / times.aht
    stable = loads < agents if times.patience is None else np.ones(len(loads), bool)
    row = np.zeros((len(loads), _COLUMNS), np.float32)
    row[:, AMONG] = 1.0
    limits = Limits(times.within / times.aht, times.short / times.aht, times.definition)
    row[stable] = _columns(served(agents, loads[stable], endless, limits), times).T
    if times.patience is None:
        row[:, COUNTED] = service_level(agents, loads, times.aht, times.within)
        row[:, LOST] = 0.0
    row.setflags(write=False)
    return row


def _columns(found: Served, times: Times) -> Floats:
    """(columns, K)."""
    remembered = np.where(found.relaxation > 0, found.relaxation, 1.0) * times.aht / times.interval
    felt = 1.0 - remembered * -np.expm1(-1.0 / remembered)
    here = found.alone + found.together * felt
    whole = found.alone + found.together
    return np.stack([found.among, found.counted, found.lost, whole, here])


def _nobody(times: Times) -> Levels:
    """(columns,) where nobody answers: everybody waits until patience ends."""
    early = 0.0 if times.patience is None else -float(np.expm1(-times.short / times.patience))
    row = np.zeros(_COLUMNS, np.float32)
    row[AMONG], row[LOST] = 1.0, 0.0 if times.patience is None else 1.0
    if times.definition == "abandoned_in_time_ok":
        row[COUNTED] = early
        row[[LONG_RUN, IN_INTERVAL]] = early * (1.0 - early)
    if times.definition == "excluding_short_abandons":
        row[AMONG] = 1.0 - early
    if times.definition == "answered":
        row[AMONG] = 0.0
    return row
