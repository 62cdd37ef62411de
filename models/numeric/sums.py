"""Sums of arrays by numbered groups of their last axis."""

import numpy as np

from models.arrays import Floats, Index


def summed_by(values: Floats, group: Index, count: int) -> Floats:
    """(..., count) sums of ``values`` (..., n) by ``group`` (n,)."""
    rows = values.reshape(int(np.prod(values.shape[:-1])), len(group))
    return np.reshape([np.bincount(group, x, count) for x in rows], (*values.shape[:-1], count))
