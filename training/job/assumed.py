"""Queues without history, planned from what the plan assumes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from data.plan import Assumed, Plan
from data.plan.days.opening import open_slots
from models.demand import QueueDemand
from training.job.former import realigned
from training.job.learn import Failed, Learned
from training.job.record import TrainingError

NINTH_DECILE = 1.2816  # of the standard normal


class NothingLikeItError(ValueError):
    """The queue that an assumption names has no forecast of its own."""


def assumed_of(plan: Plan, failed: Sequence[Failed]) -> dict[str, Assumed]:
    """Of the queues with too little history, those of which the plan assumes something."""
    short = {x.queue for x in failed if x.too_short}
    return {x.queue: x for x in plan.assumed if x.queue in short}


def assumed_demands(
    plan: Plan,
    assumed: Mapping[str, Assumed],
    known: Sequence[QueueDemand],
    origin: date,
    seed: int,
) -> list[QueueDemand]:
    """The demand of every assumed queue, like those ``known``; TrainingError without its like."""
    by_queue = {x.queue: x for x in known}
    try:
        return [assumed_demand(plan, x, by_queue, origin, seed) for x in assumed.values()]
    except NothingLikeItError as error:
        raise TrainingError(f"nothing is published: {error}; name another queue") from error


def assumed_demand(
    plan: Plan, one: Assumed, known: Mapping[str, QueueDemand], origin: date, seed: int
) -> QueueDemand:
    """The like queue's demand on the queue's own open hours, at the assumed calls a day.

    Every path is far off by a factor of its own, log-normal, so that the days stay as uncertain
    together as the assumption is. Raises NothingLikeItError without the like queue.
    """
    like = known.get(one.like)
    if like is None:
        raise NothingLikeItError(f"{one.like}, which it is assumed to be like, has no forecast")
    days = [origin + timedelta(days=1 + x) for x in range(len(like.day_mean))]
    shaped = realigned(like, origin, origin, open_slots(plan, plan.queue(one.queue), days))
    taken = shaped.day_mean[shaped.day_mean > 0]
    factor = one.calls_per_day / taken.mean() if len(taken) else 0.0
    random = np.random.default_rng([seed, *one.queue.encode()])
    drawn = random.standard_normal(like.draws) * np.log1p(one.width) / NINTH_DECILE
    off = np.exp(drawn)[:, None]
    paths = shaped.paths * (factor * off / off.mean())
    mean = paths.mean(axis=0)
    level = np.divide(shaped.day_mean * factor, mean, out=np.zeros_like(mean), where=mean > 0)
    return replace(
        shaped,
        queue=one.queue,
        day_mean=shaped.day_mean * factor,
        paths=(paths * level).astype(np.float32),
    )


def assumed_report(one: Assumed, failed: Sequence[Failed]) -> dict[str, object]:
    """What a release says of an assumed queue."""
    reason = next(x.reason for x in failed if x.queue == one.queue)
    note = (
        f"planned from an assumption, {one.calls_per_day:g} calls a day like {one.like}, and not "
        f"from its own history: {reason}"
    )
    return {
        "source": "assumed",
        "calls_per_day": one.calls_per_day,
        "like": one.like,
        "width": one.width,
        "notes": [note],
    }


def no_longer_used(plan: Plan, learned: Sequence[Learned]) -> dict[str, str]:
    """Queue -> that its own history stands in the place of its assumption now."""
    fitted = {x.fit.queue for x in learned}
    said = "it has history enough: its row of [[assumed]] is no longer used"
    return {x.queue: said for x in plan.assumed if x.queue in fitted}
