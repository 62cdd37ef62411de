"""How long callers of Erlang A wait, whether they are answered or give up.

The wait W of a caller is the smaller of the offered wait and the patience: P(W > t) counts who is
answered later than t and who gives up later. Edge values: without load nobody waits; without
agents everybody waits until patience ends.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.numeric.root import root
from models.queueing.offered_wait import NOBODY, offered_wait

Floats: TypeAlias = NDArray[np.float64]
Index: TypeAlias = NDArray[np.int64]

_ACCURACY = 1e-10  # of a share


def wait_quantile_a(
    agents: ArrayLike,
    erlangs: ArrayLike,
    aht: ArrayLike,
    patience: ArrayLike,
    share: ArrayLike,
) -> Floats:
    """The wait in seconds that ``share`` of all offered calls stay within, elementwise.

    0 where as many do not wait at all, to the accuracy of shares. P(W > t) is at most
    P(patience > t). Raises ValueError unless 0 <= share < 1.
    """
    n, load, handling, patient, within = _cases(agents, erlangs, aht, patience, share)
    if not ((within >= 0.0) & (within < 1.0)).all():
        raise ValueError("share must be at least 0 and below 1")
    found, rest = np.zeros(n.shape), 1.0 - within
    waits = waiting_longer(n, load, handling, patient, 0.0) > rest * (1.0 + _ACCURACY)
    n, load, handling, patient, rest = (x[waits] for x in (n, load, handling, patient, rest))

    def beyond(some: Index, wait: Floats) -> Floats:
        longer = waiting_longer(n[some], load[some], handling[some], patient[some], wait)
        return np.asarray(rest[some] - longer)

    found[waits] = root(beyond, np.zeros(n.shape), -patient * np.log(rest))
    return found


def waiting_longer(
    agents: ArrayLike, erlangs: ArrayLike, aht: ArrayLike, patience: ArrayLike, within: ArrayLike
) -> Floats:
    """The share of offered calls that wait longer than ``within`` seconds, elementwise."""
    n, load, handling, patient, limit = _cases(agents, erlangs, aht, patience, within)
    longer = np.where(load > 0.0, np.exp(-limit / patient), 0.0)
    busy = (load > 0.0) & (n >= NOBODY)
    unit = patient[busy]
    found = offered_wait(n[busy], load[busy], handling[busy] / unit, limit[busy] / unit)
    longer[busy] = found.answered_late + found.abandoned_late
    return longer


def mean_wait_a(
    agents: ArrayLike, erlangs: ArrayLike, aht: ArrayLike, patience: ArrayLike
) -> Floats:
    """The mean wait of all offered calls in seconds: patience x the share that gives up."""
    n, load, handling, patient = _cases(agents, erlangs, aht, patience)
    lost = np.where(load > 0.0, 1.0, 0.0)
    busy = (load > 0.0) & (n >= NOBODY)
    at_once = np.zeros(int(busy.sum()))
    found = offered_wait(n[busy], load[busy], handling[busy] / patient[busy], at_once)
    lost[busy] = found.abandoned_in_time + found.abandoned_late
    return np.asarray(patient * lost)


def _cases(*values: ArrayLike) -> Floats:
    """One row a value, broadcast to the shape of all."""
    return np.stack(np.broadcast_arrays(*(np.asarray(x, float) for x in values)))
