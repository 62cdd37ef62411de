"""Numbers of people of each contract, cheapest first, as far as their shares allow."""

from collections.abc import Iterator

import numpy as np

from models.arrays import Counts, Floats
from models.shifts.week import Terms

_LISTED = 200_000  # at once
_NEARLY = 1e-6


def cheapest_first(terms: Terms, heads: Floats, cost: float) -> Iterator[Counts]:
    """Whole ``heads`` (C,) that cost at least ``cost``, without end.

    Of those that cost the same, the nearest to ``heads`` (C,) come first.
    """
    step, least = float(terms.cost.max()), cost - _NEARLY
    while True:
        yield from _between(terms, heads, least, least + step)
        least += step


def _between(terms: Terms, heads: Floats, least: float, most: float) -> Counts:
    """(n, C) that cost at least ``least`` and less than ``most``."""
    found = _listed(terms, heads, most)
    total = found.sum(axis=1)[:, None]
    fits = (found >= np.floor(terms.share_min * total + _NEARLY)).all(axis=1)
    fits &= (found <= np.ceil(terms.share_max * total - _NEARLY)).all(axis=1)
    price = found @ terms.cost
    fits &= (price >= least) & (price < most)
    apart = np.abs(found - heads).sum(axis=1)
    order = np.lexsort((apart, np.round(price, 6)))
    return np.asarray(found[order][fits[order]], np.int64)


def _listed(terms: Terms, heads: Floats, most: float) -> Counts:
    """(n, C) all of them up to a cost, or those nearest to ``heads`` (C,) where they are many."""
    highest = np.floor(most / terms.cost).astype(np.int64)
    lowest = np.zeros_like(highest)
    reach = int(_LISTED ** (1.0 / len(heads)) / 2)
    if np.prod(highest + 1.0) > _LISTED:
        lowest = np.maximum(np.floor(heads).astype(np.int64) - reach, 0)
        highest = np.minimum(np.ceil(heads).astype(np.int64) + reach, highest)
    ranges = [np.arange(x, y + 1) for x, y in zip(lowest.tolist(), highest.tolist(), strict=True)]
    return np.stack(np.meshgrid(*ranges, indexing="ij"), axis=-1).reshape(-1, len(heads))
