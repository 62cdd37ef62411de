"""What makes a mean handling time stray: single calls, and days that are not alike."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls

from models.arrays import Floats

_PRIOR_CALL, _PRIOR_ROWS = 1.0, 1.0  # exponential times, as if so many half-hours had said so
_ROUNDS = 4
_FLOOR = 1e-6


@dataclass(frozen=True, slots=True)
class Noise:
    """Variances over the squared mean."""

    call: float  # of one call's time
    slot: float  # of a slot's mean on one day, beyond its calls'
    day: float  # of a day's mean, beyond its calls' and slots'


UNSEEN = Noise(call=1.0, slot=0.0, day=0.0)  # exponential times, until something is seen


def handling_noise(aht: Floats, calls: Floats, expected: Floats) -> Noise:
    """From (D, S) means over ``calls`` beside the ``expected`` ones.

    Half-hours around their day's mean, and days around what is expected, stray by known shares of
    the three: least squares without negative ones, each row weighed by its expected size.
    """
    known = (aht > 0) & (calls > 0) & (expected > 0)
    count = np.where(known, calls, 0.0)
    strayed = np.where(known, aht / np.where(known, expected, 1.0), 1.0) - 1.0
    total = count.sum(axis=1)
    days = total > 0
    count, strayed, known, total = count[days], strayed[days], known[days], total[days, None]
    own = count / total
    of_day = (own * strayed).sum(axis=1, keepdims=True)
    alike = (own**2).sum(axis=1, keepdims=True)
    calls_share = np.where(known, 1.0 / np.where(known, count, 1.0) - 1.0 / total, 0.0)
    slot_share = np.where(known, 1.0 - 2.0 * own + alike, 0.0)
    within = known & (calls_share > _FLOOR)
    rows = np.concatenate(
        [
            np.stack([calls_share[within], slot_share[within], np.zeros(within.sum())], axis=1),
            np.concatenate([1.0 / total, alike, np.ones_like(total)], axis=1),
        ]
    )
    squares = np.concatenate([(strayed - of_day)[within] ** 2, of_day[:, 0] ** 2])
    return Noise(*_shares(rows, squares))


def _shares(rows: Floats, squares: Floats) -> list[float]:
    """(3,) whose sums over ``rows`` (R, 3) come near the ``squares`` (R,)."""
    found = np.array([_PRIOR_CALL, 0.0, 0.0])
    prior = np.array([[1.0, 0.0, 0.0]]) * np.sqrt(_PRIOR_ROWS)
    for _ in range(_ROUNDS):
        size = 1.0 / np.maximum(rows @ found, _FLOOR)
        own = 1.0 / max(found[0], _FLOOR)
        weighed = np.concatenate([rows * size[:, None], prior * own])
        wanted = np.concatenate([squares * size, prior[:, 0] * own * _PRIOR_CALL])
        found = nnls(weighed, wanted)[0]
    return [float(x) for x in found]
