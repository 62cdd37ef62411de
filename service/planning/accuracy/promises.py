"""What a publication promises its pools, week by week: frozen once, after the release is made."""

from datetime import date

import numpy as np

from data.accuracy.publication import WEEKS, FrozenArray
from models.arrays import Floats
from models.queues import ServiceTarget
from service.planning.basis.current import Current
from service.planning.basis.horizon import whole_weeks
from service.planning.capacity.capacity_table import CapacityQuestion, PoolWeeks, capacity

LEVEL, READY, OFFERED = "service_level", "meets_target_probability", "offered_mean"
WEEK_COLUMNS = (LEVEL, READY, OFFERED)


def promises(current: Current, origin: date) -> FrozenArray:
    """Of the whole weeks after ``origin``: the level to expect, and how sure the target is.

    (pools, weeks, ``WEEK_COLUMNS``); NaN where a site's people are not known or nobody calls.
    NotReadyError as for capacity.
    """
    first, last = whole_weeks(current)
    answer = capacity(current, CapacityQuestion(first, last))
    ahead = [i for i, x in enumerate(answer.mondays) if x > origin]
    axes = {
        "series": [x.capacity.need.pool.name for x in answer.pools],
        "columns": list(WEEK_COLUMNS),
        "mondays": [answer.mondays[x].isoformat() for x in ahead],
        "targets": [_target(x.capacity.need.target) for x in answer.pools],
    }
    array = np.array([_columns(x)[ahead] for x in answer.pools], dtype=np.float32)
    return FrozenArray("pool", WEEKS, axes, array)


def _columns(weeks: PoolWeeks) -> Floats:
    """(weeks, columns)."""
    unknown = np.nan if not weeks.capacity.people.groups else 0.0
    level, chance = weeks.paths.service_level + unknown, weeks.probability + unknown
    return np.stack([level, chance, weeks.paths.calls.mean(axis=0)], axis=1)


def _target(target: ServiceTarget) -> dict[str, object]:
    return {
        "share": target.share,
        "definition": target.definition,
        "max_abandoned": target.max_abandoned,
    }
