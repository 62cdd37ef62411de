"""Calls beyond their specialists, and how flexible people divide over queues."""

import numpy as np
from scipy.special import gammainc

from models.arrays import Floats
from models.numeric.ratios import ratio


def overflow(load: Floats, specialists: Floats) -> tuple[Floats, Floats]:
    """Mean and variance, of the shape of ``load`` (erlangs), of calls that have no specialist.

    If as many people as calls were there, calls in hand would be Poisson, X, and (X - s)+ of them
    with flexible people. Parts of a specialist: between whole ones, by the Poisson tail
    P(X >= k) = P(k, A), the incomplete gamma function.
    """
    busy = load > 0
    a = np.where(busy, load, 1.0)
    below, at, above = (gammainc(np.maximum(specialists + k, 0.0), a) for k in (-1.0, 0.0, 1.0))
    mean = np.maximum(a * at - specialists * above, 0.0)
    square = a**2 * below + a * at * (1.0 - 2.0 * specialists) + specialists**2 * above
    return np.where(busy, mean, 0.0), np.where(busy, np.maximum(square - mean**2, 0.0), 0.0)


def evened(load: Floats, specialists: Floats, flexible: Floats) -> Floats:
    """(m, Q) how ``flexible`` (m,) divide so that the smallest people per erlang is largest.

    Water filling: in order of specialists per erlang, as many queues are filled up to a common
    level as the flexible people reach.
    """
    own = np.where(load > 0, specialists, 0.0)
    height = ratio(own, load, np.inf)  # (m, Q)
    order = height.argsort(axis=1)
    sorted_height, a, s = (np.take_along_axis(x, order, axis=1) for x in (height, load, own))
    level = ratio(flexible[:, None] + s.cumsum(axis=1), a.cumsum(axis=1), 0.0)
    following = np.concatenate([sorted_height[:, 1:], np.full((len(load), 1), np.inf)], axis=1)
    reached = (level <= following).argmax(axis=1)[:, None]
    common = np.take_along_axis(level, reached, axis=1)
    return np.where(load > 0, np.maximum(common * load - own, 0.0), 0.0)
