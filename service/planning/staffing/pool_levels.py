"""What a pool's callers get at any load and number of agents, interval by interval."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats, Index
from models.queueing.level_table import (
    Levels,
    LevelTable,
    Times,
    alike,
    level_table,
    stands_for,
)
from service.planning.staffing.pool_need import PoolNeed

_MANY = 12  # agents, from where part of one more bends the levels too little to tell
_NO_LOAD = 1e-9  # erlangs
_KINDS = 1024  # more than there are numbers of patiences


@dataclass(frozen=True, slots=True)
class PoolLevels:
    """Of a pool's m open intervals."""

    table: LevelTable
    times: Index  # (m,) which of the table's
    log_load: Floats  # (m,) of the expected load, in erlangs

    def at(self, agents: Index | Floats, log_factor: Floats) -> Levels:
        """(..., m, columns) of agents (..., m) where the load is exp(``log_factor``) times.

        Columns as in ``models.queueing.level_table``.
        """
        return self.table.at(self.times, agents, self.log_load + log_factor)

    def of_parts(self, agents: Floats, log_factor: Floats) -> Levels:
        """As ``at``; parts of one of a few agents (m,) are there at some times only."""
        found = self.at(agents, log_factor)
        some = np.flatnonzero((agents < _MANY) & (agents % 1.0 > 0))
        if len(some):
            few = PoolLevels(self.table, self.times[some], self.log_load[some])
            part = (agents[some, None] % 1.0).astype(np.float32)
            below = np.floor(agents[some])
            fewer, more = (few.at(below + x, log_factor[..., some]) for x in (0.0, 1.0))
            found[..., some, :] = fewer + (more - fewer) * part
        return found


def pool_levels(need: PoolNeed, fewest: int, most: int) -> PoolLevels:
    """Looked up for ``fewest`` to ``most`` agents."""
    load, target = need.load, need.target
    aht = alike(np.where(load.aht > 0, load.aht, load.interval))
    patience = np.zeros_like(aht) if load.patience is None else alike(load.patience)
    kinds, times = np.unique(aht * _KINDS + patience + _KINDS // 2, return_inverse=True)
    usual = [
        Times(
            aht=stands_for(kind // _KINDS),
            patience=None if load.patience is None else stands_for(kind % _KINDS - _KINDS // 2),
            within=target.answer_within,
            short=target.answer_within if target.short_abandon is None else target.short_abandon,
            interval=load.interval,
            definition=target.definition,
        )
        for kind in kinds.tolist()
    ]
    log_load = np.log(np.maximum(load.staffed, _NO_LOAD))
    return PoolLevels(level_table(usual, fewest, most), times.reshape(-1), log_load)
