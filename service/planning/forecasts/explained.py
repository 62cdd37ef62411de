"""Why a day's forecast is what it is: a level x the calendar's parts x the plan's events."""

import numpy as np

from models.arrays import Index
from models.demand import PARTS, Stream
from service.planning.basis.table import Column

EXPLAINED = ("level", *PARTS, "events")


def explained(stream: Stream, days: Index) -> dict[str, Column]:
    """Factors of ``offered_mean`` on each of ``days`` (n,), counted from the release's first.

    ``level`` is calls a day, the others are shares of it; 1 changes nothing. Their product is the
    mean; a closed day has level 0.
    """
    demand = stream.demand
    parts = demand.parts[:, days]
    level = demand.day_mean[days] / parts.prod(axis=0)
    events = np.broadcast_to(stream.lift, len(demand.day_mean))[days]
    return dict(zip(EXPLAINED, (level, *parts, events), strict=True))
