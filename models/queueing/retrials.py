"""Erlang A when callers who give up call again: Erlang X.

A share r of those who give up redials, and redials are as impatient as first attempts. The total
load A satisfies A = A0 + r A P(abandon | n, A) (the fixed point of extended Erlang B, with those
who give up in the place of the blocked: Koole, "Call Center Optimization", 2013). Callers redial
long enough after giving up that the total arrives as if by chance.

The load that gives up grows with the load, by at most as much, so that A - r A P(abandon) - A0
grows and has one root, between A0 and A0 / (1 - r). Without agents everybody gives up and the total
is A0 / (1 - r); without load it is 0.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.numeric.root import root
from models.queueing.outcome import Outcome, certain, outcome_a

Floats: TypeAlias = NDArray[np.float64]
Index: TypeAlias = NDArray[np.int64]


def total_load(
    agents: ArrayLike, erlangs: ArrayLike, aht: ArrayLike, patience: ArrayLike, retry: ArrayLike
) -> Floats:
    """First attempts and redials together in erlangs, (n,), of ``erlangs`` of first attempts.

    ``aht`` and ``patience`` are mean seconds, ``retry`` the share that redials.
    Raises ValueError unless 0 <= ``retry`` < 1: where all redial, the load grows without bound.
    """
    n, first, handling, patient, again = _cases(agents, erlangs, aht, patience, retry)
    if not ((again >= 0.0) & (again < 1.0)).all():
        raise ValueError("retry must be at least 0 and below 1")

    def beyond(cases: Index, load: Floats) -> Floats:
        limits = handling[cases], patient[cases]
        answered = outcome_a(n[cases], load, *limits, 0.0, certain(len(cases))).answered
        return load * (1.0 - again[cases] + again[cases] * answered) - first[cases]

    return root(beyond, first, first / (1.0 - again))


def outcome_x(
    agents: ArrayLike,
    erlangs: ArrayLike,
    aht: ArrayLike,
    patience: ArrayLike,
    within: float,
    retry: ArrayLike,
    short: float | None = None,
) -> tuple[Floats, Outcome]:
    """``total_load`` (n,), and what becomes of its attempts, redials included, as shares of them.

    ``within`` is the threshold of the service level in seconds, ``short`` that of short abandons if
    it is another.
    """
    total = total_load(agents, erlangs, aht, patience, retry)
    n, load, handling, patient = _cases(agents, total, aht, patience)
    return total, outcome_a(n, load, handling, patient, within, certain(len(n)), short)


def _cases(*values: ArrayLike) -> list[Floats]:
    """(n,) each."""
    return list(np.broadcast_arrays(*(np.atleast_1d(np.asarray(x, float)) for x in values)))
