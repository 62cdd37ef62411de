"""Agents who follow the curve of the need, as many as reach what some shifts reach."""

import numpy as np

from models.arrays import Floats, Index
from models.numeric.root import root
from models.shifts.week import Worth

_LOW, _HIGH = 0.05, 4.0  # of the need


def curve(worth: Worth, needed: Floats, least: int, agents: Floats) -> Floats:
    """(m,) the ``needed`` agents (m,) times one factor, never under ``least``, worth as ``agents``.

    So the slack of whole agents is in the curve as far as it is in the shifts, and only what
    shifts lose is left between the two.
    """
    goal = worth.total(agents)

    def scaled(factor: float) -> Floats:
        return np.asarray(np.maximum(factor * needed, np.minimum(least, needed)))

    def above(_: Index, factors: Floats) -> Floats:
        return np.array([worth.total(scaled(x)) - goal for x in factors.tolist()])

    return scaled(float(root(above, np.array([_LOW]), np.array([_HIGH]))[0]))
