"""The former release's numbers of a queue that has no new ones, moved to a new origin."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from data.plan import Plan
from data.plan.days.opening import open_slots
from data.releases import Release
from models.demand import QueueDemand
from training.handling.site_aht import every_factor
from training.job.learn import Failed
from training.job.record import TrainingError

DAY_MINUTES = 1440


def kept_demands(
    former: Release | None, plan: Plan, failed: Sequence[Failed], origin: date, horizon_days: int
) -> list[QueueDemand]:
    """The former numbers of the queues that failed; TrainingError where one has none."""
    return [_kept_demand(former, plan, x, origin, horizon_days) for x in failed]


def _kept_demand(
    former: Release | None, plan: Plan, failed: Failed, origin: date, horizon_days: int
) -> QueueDemand:
    demand = None if former is None else former.queues.get(failed.queue)
    slots = DAY_MINUTES // plan.interval_minutes
    if former is not None and former.head.origin > origin:
        raise TrainingError(
            f"queue {failed.queue}: {failed.reason}. Its former numbers begin after "
            f"{former.head.origin} and cannot be moved back to {origin}: nothing is published"
        )
    if former is None or demand is None or demand.shares.shape[1] != slots:
        raise TrainingError(
            f"queue {failed.queue}: {failed.reason}. It has no former numbers in the plan's "
            "intervals to keep, so nothing is published: give it history, say in [[assumed]] how "
            "many calls to plan for, or take it out of the plan"
        )
    return moved_to(former, demand, plan, origin, horizon_days)


def moved_to(
    former: Release, demand: QueueDemand, plan: Plan, origin: date, horizon_days: int
) -> QueueDemand:
    """A queue's former numbers for the days after ``origin``, in the plan's opening hours."""
    days = [origin + timedelta(days=1 + i) for i in range(horizon_days)]
    open_now = open_slots(plan, plan.queue(demand.queue), days)
    moved = realigned(demand, former.head.origin, origin, open_now)
    return replace(moved, site_aht=every_factor(plan.sites, moved.site_aht))


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
