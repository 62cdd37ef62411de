"""How sure the service level of an interval is, over the calls, AHT and agents to come."""

from dataclasses import replace

import numpy as np

from models.agents.staffing import level_and_lost
from models.arrays import Floats
from service.planning.staffing.pool_need import PoolNeed

PROBABILITIES = (0.1, 0.5, 0.9)
NAMES = ("service_level_p10", "service_level_p50", "service_level_p90")


def interval_levels(need: PoolNeed) -> Floats:
    """(3, n): the level falls as the load rises, so that its P10 is the level at the load's P90."""
    return np.stack([_level_at(need, 1.0 - p) for p in PROBABILITIES])


def _level_at(need: PoolNeed, probability: float) -> Floats:
    """(n,) at the load that intervals stay below with ``probability``."""
    load = replace(need.load, nodes=need.risk.at(probability))
    level, _ = level_and_lost(load, need.target, need.agents[need.open])
    return need.spread(np.where(load.calls > 0, level, np.nan), np.nan)
