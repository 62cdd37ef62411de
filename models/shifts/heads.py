"""Numbers of people of each contract, cheapest first, as far as their shares allow."""

from collections.abc import Iterator

import numpy as np

from models.arrays import Counts, Floats
from models.shifts.week import Terms

_LISTED = 200_000  # at once
_WINDOWS = 8  # of the cost of a person
_NEARLY = 1e-6


def cheapest_first(terms: Terms, heads: Floats, cost: float) -> Iterator[Counts]:
    """Whole people, (n, C) at a time, that cost at least ``cost``, up to some people more.

    Of those that cost the same, the nearest to ``heads`` (C,) come first.
    """
    step = float(terms.cost.max()) or 1.0
    for window in range(_WINDOWS):
        least = cost - _NEARLY + window * step
        yield _between(terms, heads, least, least + step)


def all_listed(terms: Terms, cost: float) -> bool:
    """Whether nobody who costs at least ``cost`` is left out, up to a person more."""
    return bool(np.prod(_highest(terms, cost + float(terms.cost.max())) + 1.0) <= _LISTED)


def apportioned(parts: Floats, total: int) -> Counts:
    """(C,) ``total`` people as ``parts`` (C,) say, by largest remainders."""
    exact = parts * (total / parts.sum())
    whole = np.floor(exact + _NEARLY).astype(np.int64)
    order = np.argsort(whole - exact, kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return np.asarray(whole, np.int64)


def _between(terms: Terms, heads: Floats, least: float, most: float) -> Counts:
    """(n, C) that cost at least ``least`` and less than ``most``."""
    found = _listed(terms, heads, most)
    price = found @ terms.cost
    fits = terms.shared(found) & (price >= least) & (price < most)
    apart = np.abs(found - heads).sum(axis=1)
    order = np.lexsort((apart, np.round(price, 6)))
    return np.asarray(found[order][fits[order]], np.int64)


def _listed(terms: Terms, heads: Floats, most: float) -> Counts:
    """(n, C) all of them up to a cost, or those nearest to ``heads`` (C,) where they are many."""
    highest = _highest(terms, most)
    lowest = np.minimum(terms.heads_min, highest)
    reach = int(_LISTED ** (1.0 / len(heads)) / 2)
    if np.prod(highest + 1.0) > _LISTED:
        lowest = np.maximum(np.floor(heads).astype(np.int64) - reach, lowest)
        highest = np.minimum(np.ceil(heads).astype(np.int64) + reach, highest)
    ranges = [np.arange(x, y + 1) for x, y in zip(lowest.tolist(), highest.tolist(), strict=True)]
    return np.stack(np.meshgrid(*ranges, indexing="ij"), axis=-1).reshape(-1, len(heads))


def _highest(terms: Terms, most: float) -> Counts:
    """(C,) people of each contract alone; those who cost nothing are without end."""
    alone = np.floor(most / np.maximum(terms.cost, _NEARLY))
    return np.minimum(alone, terms.heads_max).astype(np.int64)
