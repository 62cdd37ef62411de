"""Figures of several pools as one: means weighted by their calls."""

from collections.abc import Sequence

import numpy as np

from models.arrays import Floats
from models.numeric.ratios import ratio


def weighted(values: Sequence[Floats], calls: Sequence[Floats]) -> Floats:
    """(n,) means of figures weighted by calls; NaN where nothing is offered."""
    weight: Floats = np.sum(calls, axis=0)
    parts = [np.where(c > 0, v, 0.0) * c for v, c in zip(values, calls, strict=True)]
    total: Floats = np.sum(parts, axis=0)
    return ratio(total, weight, np.nan)
