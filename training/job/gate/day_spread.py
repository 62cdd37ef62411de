"""How far a release said that days and stretches of days may lie from their means."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.arrays import Floats
from models.demand import QueueDemand
from models.numeric.counts import count_quantiles, factor_nodes
from models.numeric.ratios import ratio

HALF_WIDTH = 1.2816  # deviations: of an 80 % range
_LEAST_CALLS = 0.5


def day_deviation(demand: QueueDemand) -> Floats:
    """(H,) deviation of a day's log calls, counting noise included; 0 where closed."""
    mean = np.maximum(demand.day_mean, _LEAST_CALLS)
    counting = demand.dispersion / mean + _slot_variance(demand)
    return np.where(demand.day_mean > 0, np.sqrt(_log_variance(demand.paths) + counting), 0.0)


def span_deviation(demand: QueueDemand, days: slice) -> float:
    """Deviation of the log calls of a stretch of days together."""
    calls = demand.paths[:, days].sum(axis=1, dtype=np.float64, keepdims=True)
    mean = max(float(calls.mean()), _LEAST_CALLS)
    return float(np.sqrt(_log_variance(calls)[0] + demand.dispersion / mean))


def day_quantiles(demand: QueueDemand, days: slice, probabilities: Floats) -> Floats:
    """(days, probabilities) quantiles of the calls a day, as answers give them."""
    mean = demand.day_mean[days]
    nodes = factor_nodes(ratio(demand.paths[:, days].astype(np.float64), mean, 1.0))
    dispersion = np.full(len(mean), demand.dispersion)
    variance = _slot_variance(demand)[days]
    return count_quantiles(mean, nodes, dispersion, variance, probabilities).astype(np.float64)


def _slot_variance(demand: QueueDemand) -> Floats:
    """(H,) what the slots' own variance makes of a day's, over its squared mean."""
    return np.asarray(demand.slot_variance * (demand.shares**2).sum(axis=1))


def _log_variance(calls: NDArray[Any]) -> Floats:
    """(n,) variance of the log of ``calls`` (draws, n)."""
    return np.asarray(np.log(np.maximum(calls, _LEAST_CALLS)).var(axis=0, dtype=np.float64))
