"""What an answer's figures rest on, how sure its service level is, and what closing leaves over."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from models.arrays import Floats
from models.numeric.ratios import ratio
from service.planning.basis.span import Periods, Span
from service.planning.basis.table import Column
from service.planning.basis.weighted import weighted
from service.planning.staffing import interval_draws
from service.planning.staffing.day_paths import day_paths, together
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_sizing import risk_reached
from service.planning.staffing.workload import weakest

PROBABILITIES = (0.1, 0.5, 0.9)
NAMES = ("service_level_p10", "service_level_p50", "service_level_p90")


def assurance(group: Sequence[PoolNeed], span: Span, when: Periods) -> Mapping[str, Column]:
    """Columns for a group of pools that follow its figures."""
    if when.granularity == "interval":
        return _of_intervals(group)
    return _of_periods(group, span, when)


def _of_intervals(group: Sequence[PoolNeed]) -> dict[str, Column]:
    count, calls = len(group[0].offered), [x.offered for x in group]
    known = {x.patience_source for x in group if x.patience_source}
    patience = [np.nan if x.patience is None else x.patience.seconds for x in group]
    return {
        "modified_erlangs": np.sum([x.modified_erlangs for x in group], axis=0),
        "aht_source": [weakest(*(x.workload.source for x in group))] * count,
        "patience_seconds": weighted([np.broadcast_to(x, count) for x in patience], calls),
        "patience_source": [weakest(*known) if known else None] * count,
        **dict(zip(NAMES, _drawn_levels(group), strict=True)),
        "risk_reached": _risk_reached(group)[group[0].question.span.grid.day],
    }


def _drawn_levels(group: Sequence[PoolNeed]) -> Floats:
    """(3, n) of intervals; NaN where definitions differ."""
    if len({x.target.definition for x in group}) > 1:
        return np.full((len(NAMES), len(group[0].offered)), np.nan)
    drawn = interval_draws.together([interval_draws.interval_draws(x) for x in group])
    return drawn.quantiles(PROBABILITIES)


def _of_periods(group: Sequence[PoolNeed], span: Span, when: Periods) -> dict[str, Column]:
    count = len(when.labels)
    quantiles = np.full((3, count), np.nan)
    if when.granularity != "hour" and len({x.target.definition for x in group}) == 1:
        first = np.unique(span.at.day, return_index=True)[1]
        paths = together([day_paths(x, x.agents[x.open]) for x in group])
        quantiles = paths.summed(when.of_interval[first], count).quantiles(PROBABILITIES)
    overtime = np.sum([overtime_hours(x) for x in group], axis=0)
    return {
        **dict(zip(NAMES, quantiles, strict=True)),
        "overtime_hours": np.bincount(when.of_interval, overtime, minlength=count),
        "risk_reached": _of_days(_risk_reached(group), when, span),
    }


def _risk_reached(group: Sequence[PoolNeed]) -> Floats:
    """(D,) the probability that a day meets its target, of the least sure pool; mode risk only."""
    if group[0].question.method.mode != "risk":
        return np.full(len(group[0].question.span.days), np.nan)
    return np.asarray(np.fmin.reduce([risk_reached(x) for x in group]))


def _of_days(values: Floats, when: Periods, span: Span) -> Floats:
    """(periods,) means over the days that have one; NaN without."""
    known = ~np.isnan(values)[span.grid.day]
    count = len(when.labels)
    total = np.bincount(when.of_interval, np.where(known, values[span.grid.day], 0.0), count)
    return ratio(total, np.bincount(when.of_interval, known, count), np.nan)


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
