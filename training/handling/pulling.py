"""Effects of groups, each pulled to none as far as its own evidence leaves room."""

import numpy as np

from models.arrays import Floats

FREEDOM = 3.0  # degrees, of how effects are spread: few differ much, and those keep what is theirs
_SMALLEST = 0.02  # spread of effects, in logarithms
_ROUNDS = 30


def pulled(effects: Floats, variance: Floats) -> Floats:
    """Logarithms (k,) with the errors' ``variance``; infinite where nothing is known: none.

    Their spread is learned from the effects themselves (DerSimonian and Laird, Controlled Clinical
    Trials 7, 1986, about zero); with it each is the nearest mode under a t law. What is within its
    own error is pulled hard, what is many errors away hardly at all.
    """
    known = np.isfinite(variance)
    found = np.zeros(len(effects))
    if not known.any():
        return found
    own, error = effects[known], variance[known]
    spread = _spread(own, error)
    kept = own
    for _ in range(_ROUNDS):
        kept = own / (1.0 + error * (FREEDOM + 1.0) / (FREEDOM * spread + kept**2))
    found[known] = kept
    return found


def _spread(effects: Floats, variance: Floats) -> float:
    """Variance of the effects beyond their errors'."""
    weight = 1.0 / variance
    varied = float(weight @ effects**2) - len(effects)
    return max(varied / float(weight.sum()), _SMALLEST**2)
