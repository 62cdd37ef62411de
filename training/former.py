"""The former release's numbers of a queue that could not be fitted, moved to a new origin."""

from dataclasses import replace
from datetime import date

import numpy as np

from models.demand import QueueDemand


def realigned(
    former: QueueDemand, former_origin: date, origin: date, horizon_days: int
) -> QueueDemand:
    """The same days' numbers under the new origin; days beyond take the last week's weekdays.

    Nothing is invented for days before the former origin: training never goes back in time here.
    """
    shift = (origin - former_origin).days
    wanted = np.maximum(np.arange(horizon_days) + shift, 0)
    known = len(former.day_mean)
    weeks_back = np.maximum(np.ceil((wanted - (known - 1)) / 7), 0).astype(np.int64)
    days = np.clip(wanted - 7 * weeks_back, 0, known - 1)
    return replace(
        former,
        day_mean=former.day_mean[days],
        shares=former.shares[days],
        paths=former.paths[:, days],
    )
