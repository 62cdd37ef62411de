"""How far the calls of the last days lay from what had been published for them."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from models.arrays import Flags, Floats
from training.job.gate.past import LAST_DAYS
from training.series.queue import QueueSeries

HALF = 5  # open days: what two halves both show is a level, what one shows may be a burst
TRUSTED = 0.5  # weight from which on a planner says that a day is true
FEWEST_CALLS = 0.5
NEWS = 0.1  # of the log


@dataclass(frozen=True, slots=True)
class Surprise:
    """A queue's last LAST_DAYS days up to the origin, the last one last; (n,) each."""

    last: date
    calls: Floats  # NaN: closed or hardly observed
    said: Floats  # mean published, events laid over it; NaN: nothing, 0: closed
    stated: Floats  # weight a planner gave the day; NaN: none
    new: Flags  # days that the former release had not learned

    @property
    def log(self) -> Floats:
        """Log of the calls over what was said; NaN where either is missing."""
        known = ~np.isnan(self.calls) & (np.nan_to_num(self.said) > 0)
        safe = np.where(known, self.said, 1.0)
        ratio = np.log(np.maximum(np.nan_to_num(self.calls), FEWEST_CALLS) / np.maximum(safe, 0.5))
        return np.where(known, ratio, np.nan)

    @property
    def evidence(self) -> float:
        """Log change of the level that the days bear out: that which both last halves show.

        A week at twice its calls and a shift one week old are the same history, so one half alone
        is no evidence, unless the planner states that its days are true.
        """
        log = self.log
        usable = ~np.isnan(log) & ~(self.stated < TRUSTED)
        true = usable & self.new & (self.stated >= TRUSTED)
        halves = log[usable]
        latest, before = halves[-HALF:], halves[-2 * HALF : -HALF]
        shown = 0.0
        if len(before) == HALF:
            shown = _smaller(float(np.median(latest)), float(np.median(before)))
        told = float(np.median(log[true])) if true.any() else 0.0
        return told if abs(told) > abs(shown) else shown

    @property
    def is_news(self) -> bool:
        """Whether the new days together lie off what was said of them, or are missing."""
        new = self.log[self.new]
        seen = new[~np.isnan(new)]
        return not len(seen) or abs(float(np.median(seen))) > NEWS


def _smaller(one: float, other: float) -> float:
    return 0.0 if one * other <= 0 else min(one, other, key=abs)


def surprise(series: QueueSeries, said: Floats, lift: Floats, learned_until: date) -> Surprise:
    """The surprise of a series' last days; ``lift`` (LAST_DAYS,) is what events multiplied."""
    known = series.history_days
    last = series.days[known - 1]
    ages = np.arange(LAST_DAYS - 1, -1, -1)
    return Surprise(
        last=last,
        calls=_last(series.totals),
        said=said * lift,
        stated=_last(series.drivers.weight[:known]),
        new=np.asarray(ages < (last - learned_until).days),
    )


def _last(values: Floats) -> Floats:
    """The last LAST_DAYS of (D,), NaN before the first."""
    short = max(LAST_DAYS - len(values), 0)
    return np.concatenate([np.full(short, np.nan), values[-LAST_DAYS:]])
