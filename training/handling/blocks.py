"""A queue's calls in blocks of days: what they took beside what a table of AHT says."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats
from training.handling.noise import Noise

DAYS = 14  # a block
YEARS = 6  # of history, at most
YEAR = 365.25  # days
_MISFIT = 3e-5  # variance of a block's mean that nothing explains


@dataclass(frozen=True, slots=True)
class Blocks:
    """(B,) each."""

    years: Floats  # since the last known day, up to 0
    log_ratio: Floats  # of what calls took, over what the table says
    variance: Floats


def blocks_of(aht: Floats, calls: Floats, expected: Floats, noise: Noise) -> Blocks:
    """Of (D, S) means over ``calls`` beside the ``expected`` ones, the last block ending last.

    The logarithm of a mean lies half its variance too low, on average.
    """
    known = (aht > 0) & (calls > 0)
    taken = np.where(known, calls, 0.0)
    count = taken.sum(axis=1)
    seconds = (taken * np.where(known, aht, 0.0)).sum(axis=1)
    usual = (taken * np.where(known, expected, 0.0)).sum(axis=1)
    since = np.arange(len(count) - 1, -1, -1)
    shown = (since < YEARS * YEAR) & (count > 0)
    parts = (seconds, usual, count, since * count, count**2)
    sums = np.stack([np.bincount(since[shown] // DAYS, x[shown]) for x in parts])
    worked, usual, count, age, squares = sums[:, sums[2] > 0]
    variance = noise.call / count + noise.day * squares / count**2
    log_ratio = np.log(worked / usual) + variance / 2.0
    return Blocks(-age / count / YEAR, log_ratio, variance + _MISFIT)
