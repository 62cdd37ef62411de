"""The former release's numbers of a queue that could not be fitted, moved to a new origin."""

from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from models.demand import QueueDemand


def realigned(
    former: QueueDemand, former_origin: date, origin: date, open_slots: NDArray[np.bool_]
) -> QueueDemand:
    """The same days' numbers under the new origin, for the days of ``open_slots`` (H, S).

    Days beyond the former horizon, and open ones that were closed, take the nearest earlier week's;
    the AHT stands as on the last of the former ones.
    Closed slots are zero; the day's calls stay on those that are open.
    The new origin is never before the former one: the caller refuses that.
    """
    shift = (origin - former_origin).days
    is_open = np.asarray(open_slots.any(axis=1))
    days = np.array([_source(former, i + shift, bool(x)) for i, x in enumerate(is_open)])
    ahead = np.minimum(np.arange(len(is_open)) + max(shift, 0), len(former.day_mean) - 1)
    shares = np.where(open_slots, former.shares[days], 0.0)
    kept = shares.sum(axis=1)
    takes_calls = kept > 0
    return replace(
        former,
        day_mean=former.day_mean[days] * takes_calls,
        shares=shares / np.where(takes_calls, kept, 1.0)[:, None],
        paths=former.paths[:, days] * takes_calls.astype(np.float32),
        slot_variance=former.slot_variance[days],
        parts=former.parts[:, days],
        aht_course=former.course(ahead),
        aht_deviation=np.broadcast_to(former.aht_deviation, len(former.day_mean))[ahead],
    )


def _source(former: QueueDemand, wanted: int, is_open: bool) -> int:
    """The former day whose numbers day ``wanted`` takes."""
    beyond = max(wanted - len(former.day_mean) + 1, 0)
    day = wanted - 7 * -(-beyond // 7)
    while day >= 7 and is_open and former.day_mean[day] == 0:
        day -= 7
    return max(day, 0)
