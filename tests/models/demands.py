"""Small demands that tests share."""

import numpy as np

from models.demand import PARTS, IntervalMap, QueueDemand

SLOTS = 48


def flat_demand(queue: str, calls: float, days: int = 14, seed: int = 0) -> QueueDemand:
    """Every day alike: open 08:00 to 20:00, busier in the morning, AHT 300 s."""
    shares = np.zeros((days, SLOTS))
    shares[:, 16:40] = np.linspace(2, 1, 24) / np.linspace(2, 1, 24).sum()
    draws = np.exp(0.1 * np.random.default_rng(seed).standard_normal((400, days)))
    mean = np.full(days, calls)
    return QueueDemand(
        queue=queue,
        day_mean=mean,
        shares=shares,
        paths=(draws / draws.mean(axis=0) * mean).astype(np.float32),
        dispersion=1.5,
        slot_variance=np.full(days, 0.001),
        aht=np.full((7, SLOTS), 300.0),
        parts=np.ones((len(PARTS), days)),
        site_aht={},
    )


def whole_days(first: int, last: int) -> IntervalMap:
    """All intervals of days ``first`` to ``last``, without a clock change."""
    day = np.repeat(np.arange(first, last + 1), SLOTS)
    return IntervalMap(day, np.tile(np.arange(SLOTS), last - first + 1), np.ones(len(day), int))
