"""How long callers wait before they give up, from what they did."""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Patience:
    """Mean patience in seconds, with the interval that holds the true one with 95 %."""

    mean: float
    low: float
    high: float
    abandoned: float  # calls it was learned from


def learned_patience(wait_seconds: float, abandoned: float) -> Patience | None:
    """Total wait of all callers / calls abandoned; None where nobody gave up or waited.

    The maximum likelihood of exponential patience when answered callers' patience is only known to
    be longer (Mandelbaum and Zeltyn, "Service engineering in action: the Palm/Erlang-A queue",
    2007, section 7). Given the total wait, abandonments are Poisson: the interval is Garwood's.
    """
    if abandoned <= 0 or wait_seconds <= 0:
        return None
    tail = (1 - CONFIDENCE) / 2
    most = float(gammaincinv(abandoned + 1, 1 - tail))
    least = float(gammaincinv(abandoned, tail))
    return Patience(
        mean=wait_seconds / abandoned,
        low=wait_seconds / most,
        high=wait_seconds / least if least > 0 else float(np.inf),
        abandoned=abandoned,
    )
