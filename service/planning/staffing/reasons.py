"""Why so many: scheduled agents, or hours, of a group of pools, in parts that sum exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace

import numpy as np

from models.agents.explained import Parts, explained
from models.arrays import Floats
from service.planning.basis.span import Periods
from service.planning.basis.table import DECIMALS, Column
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_sizing import need_of

_REMAINDER = "part_rounding"


def reasons(group: Sequence[PoolNeed], when: Periods, hours: np.float64) -> Mapping[str, Column]:
    """Columns of parts; they sum to ``scheduled_agents``, in periods to ``scheduled_hours``.

    ``hours`` is the length of an interval. ``single_skill_agents`` are those needed if the agents
    of a pool took the calls of one queue only: what they are more is what pooling saves.
    """
    whole = when.granularity == "interval"
    parts = [_of_pool(need, whole, hours) for need in group]
    summed = {name: np.sum([x[name] for x in parts], axis=0) for name in parts[0]}
    if not whole:
        count = len(when.labels)
        summed = {k: np.bincount(when.of_interval, x, count) for k, x in summed.items()}
    alone = summed.pop("single_skill")
    name = "single_skill_agents" if whole else "single_skill_hours"
    return {**_exact(summed), name: alone}


def _of_pool(need: PoolNeed, whole: bool, hours: np.float64) -> dict[str, Floats]:
    """(n,) agents, or hours, of each part."""
    parts = explained(need.load, need.target)
    found = {f"part_{x.name}": need.spread(getattr(parts, x.name), 0.0) for x in fields(Parts)}
    needed: Floats = np.sum(list(found.values()), axis=0)
    found["part_minimum"] = need.per_interval - needed
    found["part_measured_over"] = (need.agents - need.per_interval).astype(np.float64)
    found["single_skill"] = _alone(need)
    if whole:
        return found | {"part_shrinkage": (need.scheduled - need.agents).astype(np.float64)}
    shrinkage = need.scheduled_hours - need.agents * hours
    return {k: x * hours for k, x in found.items()} | {"part_shrinkage": shrinkage}


def _alone(need: PoolNeed) -> Floats:
    """(n,) agents if every queue had agents of its own."""
    singles = [need_of(replace(need.question, reached=(x,))) for x in need.question.reached]
    return np.asarray(np.sum([x.agents for x in singles], axis=0), np.float64)


def _exact(parts: dict[str, Floats]) -> dict[str, Floats]:
    """Rounded as they are shown; what rounding left over goes to the part of that name."""
    total = np.round(np.sum(list(parts.values()), axis=0), DECIMALS)
    shown = {k: np.round(x, DECIMALS) for k, x in parts.items()}
    others: Floats = np.sum([x for k, x in shown.items() if k != _REMAINDER], axis=0)
    return shown | {_REMAINDER: np.round(total - others, DECIMALS)}
