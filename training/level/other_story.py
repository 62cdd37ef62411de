"""Days of the horizon that may turn out in another way than the mean foretells."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from models.arrays import Floats
from training.level.contrasts import YEAR
from training.level.episodes import Episode
from training.series.queue import QueueSeries

REPEATED = 0.5  # probability that what one year alone showed comes again
LEAST = 1e-6  # of the mean: a plain story of fewer calls is told as of so many
NOTHING = 0.02  # of usual calls: a story of fewer is told as of so many


@dataclass(frozen=True, slots=True)
class OtherStory:
    """What the calls are if history is read the other way, and how likely that is.

    The plain story is that a stretch that one year alone showed does not come again, or that the
    level of the last days is a burst; the other that it comes again, or stays. The forecast mean
    averages both; ranges hold both.
    """

    probability: Floats  # (H,) that the other story holds; 0: there is none
    log_ratio: Floats  # (H,) log of the calls under the other story over the forecast mean

    @property
    def plain_ratio(self) -> Floats:
        """(H,) the calls under the plain story over the forecast mean."""
        other = self.probability * np.exp(self.log_ratio)
        return np.asarray(np.maximum(1.0 - other, LEAST) / (1.0 - self.probability))

    @property
    def apart(self) -> Floats:
        """(H,) log of the calls under the other story over those under the plain one."""
        return np.asarray(self.log_ratio - np.log(self.plain_ratio))

    @property
    def variance(self) -> Floats:
        """(H,) of the logarithm of calls, for not knowing which story holds."""
        return np.asarray(self.probability * (1.0 - self.probability) * self.apart**2)

    def drawn(self, uniform: Floats) -> Floats:
        """(draws, H) log ratios to the mean of ``uniform`` (draws,): a draw tells one story."""
        told = uniform[:, None] > 1.0 - self.probability
        return np.where(told, self.log_ratio, np.log(self.plain_ratio))

    def or_wider(self, other: "OtherStory") -> "OtherStory":
        """Day by day the one of the two that leaves more open."""
        own = self.variance >= other.variance
        return OtherStory(
            np.where(own, self.probability, other.probability),
            np.where(own, self.log_ratio, other.log_ratio),
        )


def other_story(series: QueueSeries, episodes: Iterable[Episode]) -> OtherStory:
    """Of the horizon of ``series``: episodes that no other year was beside come again, or not."""
    found = no_other_story(series.horizon_days)
    undecided = [x for x in episodes if not x.compared]
    for lead, day in enumerate(series.days[series.history_days :]):
        for back in range(YEAR, series.history_days + lead + 1, YEAR):
            factor = [x.factor for x in undecided if x.holds(day - timedelta(days=back))]
            if factor:
                again = max(factor[0], NOTHING)
                found.probability[lead] = REPEATED
                found.log_ratio[lead] = np.log(again / (1.0 - REPEATED + REPEATED * again))
    return found


def no_other_story(days: int) -> OtherStory:
    """For ``days`` of a horizon of which only one story is told."""
    return OtherStory(np.zeros(days), np.zeros(days))
