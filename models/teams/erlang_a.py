"""Erlang A of any number of people, parts of one included, at any shape.

By ``closed_form`` where its digits tell, which is everywhere but at extremes, and there by
``offered_wait``.
"""

import numpy as np

from models.arrays import Floats
from models.queueing.closed_form import missed_and_gone
from models.queueing.offered_wait import NOBODY, offered_wait


def in_time_and_gone(
    people: Floats, load: Floats, aht: Floats, patience: Floats, within: Floats
) -> Floats:
    """(2, ...) shares of the offered that are answered in time and that give up.

    All broadcast; load in erlangs, times in seconds. Without load nobody waits, without people
    nobody is answered.
    """
    cases = np.broadcast_arrays(people, load, aht, patience, within)
    n, erlangs, handling, unit, threshold = (x.ravel() for x in cases)
    found = np.zeros((2, n.size))
    found[0] = 1.0
    found[:, (erlangs > 0) & (n < NOBODY)] = [[0.0], [1.0]]
    busy = np.flatnonzero((erlangs > 0) & (n >= NOBODY))
    times = handling[busy] / unit[busy], threshold[busy] / unit[busy]
    found[:, busy] = missed_and_gone(n[busy], erlangs[busy], *times)
    found[0, busy] = 1.0 - found[0, busy]
    rest = busy[np.isnan(found[0, busy])]
    exact = offered_wait(
        n[rest], erlangs[rest], handling[rest] / unit[rest], threshold[rest] / unit[rest]
    )
    found[0, rest] = exact.answered_in_time
    found[1, rest] = exact.abandoned_in_time + exact.abandoned_late
    return found.reshape(2, *cases[0].shape)
