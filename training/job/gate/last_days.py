"""Today's way of forecasting beside what was published, on the same past days and leads."""

from dataclasses import dataclass

import numpy as np

from models.accuracy import pinball
from models.arrays import Flags, Floats
from models.demand import QueueDemand
from training.job.gate.day_spread import day_quantiles
from training.job.gate.surprise import TRUSTED, Surprise
from training.rehearsal import PROBABILITIES, Rehearsal

WORSE = 1.05  # times the published pinball loss
FEWEST_DAYS = 5


@dataclass(frozen=True, slots=True)
class LastDays:
    """Pinball losses of the days' totals, as shares of the calls."""

    days: int
    ours: float
    published: float
    certain: bool  # the difference is more than its own standard error

    @property
    def worse(self) -> bool:
        """Whether today's way would have done more than 5 % worse."""
        return self.certain and self.ours > WORSE * self.published


def last_days(
    again: Rehearsal, published: QueueDemand, seen: Surprise, lift: Floats
) -> LastDays | None:
    """None where fewer than FEWEST_DAYS days can be compared.

    ``published`` begins with the first day of ``again``; ``lift`` (n,) is what the plan's events
    multiply the days of ``seen`` by.
    """
    days = len(again.mean)
    actual, trusted = seen.calls[-days:], ~(seen.stated[-days:] < TRUSTED)
    on = ~np.isnan(actual) & trusted & (again.mean > 0) & (published.day_mean[:days] > 0)
    if on.sum() < FEWEST_DAYS or not actual[on].sum():
        return None
    said = day_quantiles(published, slice(0, days), PROBABILITIES) * lift[-days:, None]
    ours, theirs = _losses(actual, again.quantiles, on), _losses(actual, said, on)
    return LastDays(
        days=int(on.sum()),
        ours=pinball(actual[on], again.quantiles[on], PROBABILITIES),
        published=pinball(actual[on], said[on], PROBABILITIES),
        certain=_beyond_chance(ours - theirs),
    )


def _losses(actual: Floats, quantiles: Floats, on: Flags) -> Floats:
    """(m,) the pinball loss of each day."""
    error = actual[on, None] - quantiles[on]
    return np.asarray(np.maximum(PROBABILITIES * error, (PROBABILITIES - 1) * error).mean(axis=1))


def _beyond_chance(difference: Floats) -> bool:
    error = float(difference.std(ddof=1)) / np.sqrt(len(difference))
    return bool(difference.mean() > error)
