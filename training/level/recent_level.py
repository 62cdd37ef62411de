"""Where a queue's level stands now beside its regression, from the log ratios of the last days."""

import warnings

import numpy as np
from statsmodels.tools.sm_exceptions import ConvergenceWarning
from statsmodels.tsa.holtwinters import SimpleExpSmoothing

from models.arrays import Floats

SHORTEST_SMOOTHED = 20  # days
LEVEL_CLIP = 0.7  # a level correction beyond a doubling or halving is not believed


def recent_level(ratio: Floats, trust: Floats, half_life: float) -> float:
    """The mean log ratio of the latest days, weight halving every ``half_life`` open days."""
    usable = ~np.isnan(ratio)
    recent = ratio[usable][::-1]
    weights = 0.5 ** (np.arange(len(recent)) / half_life) * trust[usable][::-1]
    prior = 2.0  # days of "no shift"
    shift = float((weights * np.clip(recent, -2, 2)).sum() / (weights.sum() + prior))
    return float(np.clip(shift, -LEVEL_CLIP, LEVEL_CLIP))


def smoothed_level(ratio: Floats, trust: Floats) -> float:
    """The latest level of the log ratios by simple exponential smoothing, its speed learned."""
    usable = ~np.isnan(ratio) & (trust > 0.5)
    if usable.sum() < SHORTEST_SMOOTHED:
        return 0.0
    model = SimpleExpSmoothing(np.clip(ratio[usable], -2, 2), initialization_method="heuristic")
    with warnings.catch_warnings():  # a speed short of the likeliest still smooths
        warnings.simplefilter("ignore", ConvergenceWarning)
        level = float(model.fit().level[-1])
    return float(np.clip(level, -LEVEL_CLIP, LEVEL_CLIP))
