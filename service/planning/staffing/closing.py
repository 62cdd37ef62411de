"""What is left to do when a pool closes: calls under way and callers who wait are still served."""

import numpy as np
from numpy.typing import NDArray

from models.arrays import Floats
from service.planning.staffing.pool_need import PoolNeed


def overtime_hours(need: PoolNeed) -> Floats:
    """(n,) agent hours of work that is left at the end of each interval in which a pool closes.

    Calls under way are those carried; the callers who wait are by Little's law arrivals x mean
    wait, and those who do not give up are served. Every call left takes one AHT: times are taken as
    exponential, of which what is left is as long as the whole.
    """
    answered = np.where(need.patience is None, 1.0, 1.0 - np.nan_to_num(need.abandoned_share))
    waiting = need.offered / _seconds(need) * np.nan_to_num(need.asa, posinf=0.0) * answered
    left = np.minimum(need.modified_erlangs * answered, need.agents) + waiting
    return np.asarray(np.where(_closes(need), left * need.workload.aht / 3600.0, 0.0))


def _closes(need: PoolNeed) -> NDArray[np.bool_]:
    """(n,) whether the next interval is closed; the last slot of a day is never known to close."""
    span, following = need.question.span, np.append(need.open[1:], False)
    last_slot = span.at.slot == 1440 // span.grid.interval_minutes - 1
    return np.asarray(need.open & ~following & ~last_slot)


def _seconds(need: PoolNeed) -> float:
    return need.question.span.grid.interval_minutes * 60.0
