"""What simulated teams taught: a layer of hyperbolic tangents over standardised inputs."""

import numpy as np

from models.arrays import Floats
from models.teams.coefficients import CENTRE, HIDDEN, HIDDEN_START, OUT, OUT_START, SCALE

FURTHEST = 4.0  # standard deviations: beyond, an input says no more


def correction(inputs: Floats) -> Floats:
    """(2, m, Q) what is added to log odds of being answered in time and of giving up.

    ``inputs`` (m, Q, N) are those of ``Features``.
    """
    standard = np.clip((inputs - CENTRE) / SCALE, -FURTHEST, FURTHEST)
    return np.moveaxis(np.tanh(standard @ HIDDEN + HIDDEN_START) @ OUT + OUT_START, -1, 0)
