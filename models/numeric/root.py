"""Where a rising function crosses zero, in many cases at once."""

from collections.abc import Callable

import numpy as np

from models.arrays import Floats, Index

_TIGHT = 4e-15  # of the root: some roundings of a float
_MOST = 200  # steps; ten are usual, halving alone would need a hundred


def root(rises: Callable[[Index, Floats], Floats], low: Floats, high: Floats) -> Floats:
    """The root of each case between ``low`` and ``high``, (n,), to a float's rounding.

    ``rises`` tells of some cases, by index, the value at one number each: at most 0 at ``low`` and
    at least 0 at ``high``. By inverse quadratic interpolation where that is safe and halving where
    not (Chandrupatla, Advances in Engineering Software 28, 1997).
    """
    at = np.array([high, low, low], float)  # the latest, the other side's, the one before
    wide = np.flatnonzero(high > low)
    below, above = (rises(wide, x[wide]) if len(wide) else x[wide] for x in (low, high))
    values = np.zeros(at.shape)
    values[0, wide], values[1:, wide] = np.maximum(above, 0.0), np.minimum(below, 0.0)
    part = np.full(len(low), 0.5)
    for _ in range(_MOST):
        room = _TIGHT * np.abs(at[0])
        (some,) = ((np.abs(at[1] - at[0]) > room) & (values[:2] != 0.0).all(axis=0)).nonzero()
        if not len(some):
            break
        tried = at[0, some] + part[some] * (at[1, some] - at[0, some])
        value = rises(some, tried)
        crossed = (value > 0.0) != (values[0, some] > 0.0)
        for kept, new in ((at, tried), (values, value)):
            latest, other, _ = kept[:, some]
            kept[:, some] = new, np.where(crossed, latest, other), np.where(crossed, other, latest)
        part[some] = _next(at[:, some], values[:, some], room[some])
    best = np.abs(values[:2]).argmin(axis=0)
    return np.asarray(np.take_along_axis(at, best[None], axis=0)[0])


def _next(at: Floats, values: Floats, room: Floats) -> Floats:
    """How far to go from the latest point to the other side's, (m,); a little at least."""
    (a, b, c), (value_a, value_b, value_c) = at, values
    with np.errstate(divide="ignore", invalid="ignore"):
        place, height = (a - b) / (c - b), (value_a - value_b) / (value_c - value_b)
        safe = (height**2 < place) & ((1.0 - height) ** 2 < 1.0 - place)
        part = value_a / (value_b - value_a) * value_c / (value_b - value_c)
        part += (c - a) / (b - a) * value_a / (value_c - value_a) * value_b / (value_c - value_b)
        least = np.minimum(0.5, room / 2.0 / np.abs(b - a))
    return np.asarray(np.clip(np.where(safe, part, 0.5), least, 1.0 - least))
