"""How far a queue's new numbers lie from the former ones for the same future days."""

from dataclasses import dataclass, replace

import numpy as np

from models.arrays import Floats
from models.demand import QueueDemand
from training.job.gate.day_spread import HALF_WIDTH, day_deviation, span_deviation

SPANS = ((1, 7), (8, 28), (29, 91), (92, 730))  # leads in days
LEAST_REACH = 0.05  # of the log: a span that moves less needs no explanation


@dataclass(frozen=True, slots=True)
class Moves:
    """Logs of new over former means; ``reach`` is how far a move needs no explanation."""

    days: Floats  # (n,) of the days both foretell; NaN where either is closed
    day_reach: Floats  # (n,) half-width of the former's 80 % range
    spans: dict[tuple[int, int], float]  # first and last lead -> move of their sum
    span_reach: dict[tuple[int, int], float]

    def unexplained(self, evidence: float) -> dict[tuple[int, int], float]:
        """Span -> its move, of those beyond what the ranges and the evidence allow."""
        return {
            span: move
            for span, move in self.spans.items()
            if not _within(move, evidence, self.span_reach[span])
        }


def moves(former: QueueDemand, days_later: int, new: QueueDemand) -> Moves:
    """The new numbers beside the former ones, whose origin is ``days_later`` days earlier."""
    count = max(min(len(former.day_mean) - days_later, len(new.day_mean)), 0)
    before = former.day_mean[days_later : days_later + count]
    after = new.day_mean[:count]
    both = (before > 0) & (after > 0)
    log = np.log(np.where(both, after, 1.0) / np.where(both, before, 1.0))
    spans, reach = {}, {}
    for first, last in SPANS:
        on = slice(first - 1, min(last, count))
        if both[on].any():
            spans[first, last] = float(
                np.log(after[on][both[on]].sum() / before[on][both[on]].sum())
            )
            deviation = span_deviation(former, slice(days_later + on.start, days_later + on.stop))
            reach[first, last] = max(LEAST_REACH, HALF_WIDTH * deviation)
    of_day = HALF_WIDTH * day_deviation(former)[days_later : days_later + count]
    return Moves(np.where(both, log, np.nan), of_day, spans, reach)


def limited(new: QueueDemand, found: Moves, evidence: float) -> QueueDemand:
    """No day farther from its former mean than the half-width of its range and the evidence."""
    low = min(evidence, 0.0) - found.day_reach
    high = max(evidence, 0.0) + found.day_reach
    kept = np.nan_to_num(np.clip(found.days, low, high) - found.days)
    factor = np.ones(len(new.day_mean))
    factor[: len(kept)] = np.exp(kept)
    return replace(new, day_mean=new.day_mean * factor, paths=new.paths * factor.astype(np.float32))


def _within(move: float, evidence: float, reach: float) -> bool:
    return min(evidence, 0.0) - reach <= move <= max(evidence, 0.0) + reach
