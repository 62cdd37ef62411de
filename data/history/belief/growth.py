"""How a value grows with the calls offered: by its share, or not at all."""

import numpy as np

from models.arrays import Floats

GROUPS = 6
FEWEST_ROWS = 60
WIDEST = 2.0  # the busiest group must have at least so many times the calls of the quietest


def growth(size: Floats, value: Floats, against: Floats) -> float | None:
    """The slope of log(sum value / sum against) on log size over groups of rows of like size.

    1 is in proportion, 0 is not at all. None: too few rows, or too much alike to tell.
    """
    known = ~(np.isnan(size) | np.isnan(value) | np.isnan(against)) & (size > 0)
    if known.sum() < FEWEST_ROWS:
        return None
    order = np.argsort(size[known], kind="stable")
    parts = [np.array_split(x[known][order], GROUPS) for x in (size, value, against)]
    mean, top, below = (np.array([y.mean() for y in x]) for x in parts)
    told = (top > 0) & (below > 0)
    if told.sum() < GROUPS - 2 or mean[told].max() < WIDEST * mean[told].min():
        return None
    return float(np.polyfit(np.log(mean[told]), np.log(top[told] / below[told]), 1)[0])
