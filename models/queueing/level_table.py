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

from models.arrays import Counts, Floats, Index
from models.numeric.ratios import ratio
from models.queueing.erlang import service_level
from models.queueing.long_run import Limits, Served, served
from models.queueing.outcome import certain, outcome_a
from models.queues import Definition

AMONG, COUNTED, LOST, LONG_RUN, IN_INTERVAL = range(5)
_COLUMNS = 5
_FIRST, _LAST, _STEP = -5.0, 5.0, 0.2
_PLACES = np.arange(_FIRST, _LAST + _STEP / 2.0, _STEP)
_ALIKE = np.log(1.08)  # of handling times and patiences that share rows
_ENDLESS = 2e3  # AHT: the patience of those who never give up
_KEPT = 16_384  # rows of some 1 kB
_LARGE, _STEP_OF_LARGE, _STEPS = 100, 0.02, 150  # agents; above them by steps, up to 2,000

_OVERLOADS = 20  # beyond the last place
_LATE, _DEVIATIONS = 3.0, 3.0  # patiences, from where hardly anybody is answered; and of waits

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
    times: tuple[Times, ...]
    kinds: Counts  # (rows,) agents
    row: Index  # of each number of agents from ``fewest`` on
    fewest: int

    def at(self, times: Index | int, agents: Counts | Floats, log_load: Floats) -> Levels:
        """(..., columns) per offered call, broadcast; parts of an agent count as in a large pool.

        Beyond the last place agents are busy all the time: what they answer stays the same, but it
        comes later.
        """
        n = np.maximum(agents, 1.0)
        root = np.sqrt(n)
        place = (root * (log_load - np.log(n)) - _FIRST) / _STEP
        left = np.clip(place, 0.0, len(_PLACES) - 1.001)
        whole = left.astype(np.int64)
        near = np.clip(np.rint(agents).astype(np.int64) - self.fewest, 0, len(self.row) - 1)
        row = times * len(self.kinds) + self.row[near]
        start = row * len(_PLACES) + whole
        found = self.values.take(start, axis=0)
        found += (self.values.take(start + 1, axis=0) - found) * (left - whole)[..., None]
        beyond = (place > len(_PLACES) - 1) & (np.rint(agents) > 0)
        if beyond.any():
            row, n = (np.broadcast_to(x, place.shape)[beyond] for x in (row, n))
            share = np.exp((left - place)[beyond] * _STEP / np.sqrt(n))
            found[beyond] = self._overloaded(found[beyond], row, share)
        return found

    def _overloaded(self, last: Levels, row: Index, share: Floats) -> Levels:
        """(m, columns); ``last`` has the last place's, ``share`` (m,) is its load over theirs."""
        found = last.copy()
        for number in np.unique(row).tolist():
            time, kind = divmod(number, len(self.kinds))
            of = row == number
            found[of] = _beyond(last[of], share[of], int(self.kinds[kind]), self.times[time])
        return found


def _beyond(last: Levels, share: Floats, agents: int, times: Times) -> Levels:
    if times.patience is None:
        return last
    further, in_time, short = _overload(agents, times)
    answered = (1.0 - last[:, LOST]) * share
    early = np.interp(-np.log(share), further, short)
    counted = answered * np.interp(-np.log(share), further, in_time)
    found = last.copy()
    found[:, LOST] = 1.0 - answered
    if times.definition == "answered":
        found[:, AMONG] = answered
    if times.definition == "excluding_short_abandons":
        found[:, AMONG] = 1.0 - early
    if times.definition == "abandoned_in_time_ok":
        counted += early
    found[:, COUNTED] = np.minimum(counted, found[:, AMONG])
    less = ratio(counted, last[:, COUNTED].astype(np.float64), 0.0)
    found[:, [LONG_RUN, IN_INTERVAL]] *= less[:, None]
    return found


@lru_cache(maxsize=_KEPT)
def _overload(agents: int, times: Times) -> tuple[Floats, Floats, Floats]:
    """Of logarithms of load beyond the last place, until who is answered is answered too late.

    Shares of answered calls that are in time, and of offered ones given up early. The wait of who
    is answered is patience x log(load / agents), more or less (``spread``, in places).
    """
    assert times.patience is not None
    spread = np.sqrt(times.aht / times.patience)
    late = min(max(times.within, times.short) / times.patience, _LATE)
    most = max(_STEP, late * np.sqrt(agents) + _DEVIATIONS * spread - _LAST)
    further = np.linspace(0.0, most, _OVERLOADS) / np.sqrt(agents)
    n, aht, patience = (np.full(_OVERLOADS, x) for x in (agents, times.aht, times.patience))
    load = agents * np.exp(_LAST / np.sqrt(agents) + further)
    of = outcome_a(n, load, aht, patience, times.within, certain(_OVERLOADS), times.short)
    return further, ratio(of.answered_in_time, of.answered, 0.0), of.abandoned_in_time


def level_table(times: Sequence[Times], fewest: int, most: int) -> LevelTable:
    """For ``fewest`` to ``most`` agents; at the same places large pools are like larger ones."""
    agents = np.arange(fewest, most + 1)
    steps = np.round(np.log(np.maximum(agents, 1) / _LARGE) / _STEP_OF_LARGE)
    large = np.rint(_LARGE * np.exp(np.minimum(steps, _STEPS) * _STEP_OF_LARGE)).astype(np.int64)
    kinds, row = np.unique(np.where(agents > _LARGE, large, agents), return_inverse=True)
    values = [_row(n, x) for x in times for n in kinds.tolist()]
    none = np.empty((0, _COLUMNS), np.float32)
    return LevelTable(np.concatenate([none, *values]), tuple(times), kinds, row.reshape(-1), fewest)


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
