"""Agents for a pool, interval by interval: Erlang C, the target's limits, the minimum."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models import erlang
from models.queues import ServiceTarget

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PoolLoad:
    """What reaches a pool in its n open intervals."""

    calls: Floats  # (n,) mean offered
    aht: Floats  # (n,) seconds; any value where calls are 0
    interval: float  # seconds

    @property
    def erlangs(self) -> Floats:
        """(n,) offered load: calls x AHT / interval."""
        return self.calls * np.where(self.calls > 0, self.aht, 0.0) / self.interval


@dataclass(frozen=True, slots=True)
class Staffing:
    """What a pool needs and what its callers then get, (n,) each.

    ``service_level`` and ``asa`` are NaN where nothing is offered.
    """

    agents: Counts
    service_level: Floats
    asa: Floats  # seconds
    occupancy: Floats


def staff(load: PoolLoad, target: ServiceTarget, min_agents: int) -> Staffing:
    """The smallest whole agents that meet ``target``, never under ``min_agents``."""
    erlangs = load.erlangs
    aht = np.where(load.aht > 0, load.aht, 1.0)
    agents = np.maximum(erlang.agents_c(erlangs, aht, target), min_agents)
    offered = erlangs > 0
    level = erlang.service_level(agents, erlangs, aht, target.answer_within)
    return Staffing(
        agents=agents,
        service_level=np.where(offered, level, np.nan),
        asa=np.where(offered, erlang.asa(agents, erlangs, aht), np.nan),
        occupancy=erlang.occupancy(agents, erlangs),
    )
