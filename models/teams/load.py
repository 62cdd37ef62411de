"""A team's load and people by interval."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Flags, Floats
from models.numeric.ratios import ratio


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """Q queues in m intervals.

    Who calls is taken by an idle specialist of the queue, else by an idle flexible person. A
    specialist who gets free takes his queue's longest wait, a flexible person the longest wait of
    all. People who are kept for a queue are specialists of it. Parts of people are allowed.
    """

    load: Floats  # (m, Q) erlangs; 0: nobody calls
    aht: Floats  # (m, Q) seconds
    patience: Floats  # (m, Q) seconds
    specialists: Floats  # (m, Q) who take this queue only
    flexible: Floats  # (m,) who take every queue
    within: Floats | float  # (m, Q) or one for all, seconds

    @property
    def threshold(self) -> Floats:
        """(m, Q) seconds."""
        return np.broadcast_to(self.within, self.load.shape)

    @property
    def called(self) -> Flags:
        """(m, Q) whether anybody calls."""
        return self.load > 0

    @property
    def own(self) -> Floats:
        """(m, Q) specialists of the queues that anybody calls."""
        return np.where(self.called, self.specialists, 0.0)

    @property
    def some_load(self) -> Floats:
        """(m, Q) erlangs, 1 where nobody calls."""
        return np.where(self.called, self.load, 1.0)

    @property
    def rate(self) -> Floats:
        """(m, Q) calls a second."""
        return np.where(self.called, self.load / self.aht, 0.0)

    def mean(self, values: Floats) -> Floats:
        """(m, 1) by calls, of ``values`` (m, Q); 1 without calls."""
        rate = self.rate
        total = rate.sum(axis=1, keepdims=True)
        return ratio((rate * values).sum(axis=1, keepdims=True), total, 1.0)
