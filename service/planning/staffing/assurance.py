"""What an answer's figures rest on, how sure its service level is, and what closing leaves over."""

from collections.abc import Mapping, Sequence

import numpy as np

from service.planning.basis.span import Periods, Span
from service.planning.basis.table import Column
from service.planning.basis.weighted import weighted
from service.planning.staffing.closing import overtime_hours
from service.planning.staffing.day_paths import day_paths, together
from service.planning.staffing.outlook import NAMES, PROBABILITIES, interval_levels
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.workload import weakest


def assurance(group: Sequence[PoolNeed], span: Span, when: Periods) -> Mapping[str, Column]:
    """Columns for a group of pools that follow its figures."""
    if when.granularity == "interval":
        return _of_intervals(group)
    return _of_periods(group, span, when)


def _of_intervals(group: Sequence[PoolNeed]) -> dict[str, Column]:
    count, calls = len(group[0].offered), [x.offered for x in group]
    levels = np.stack([interval_levels(x) for x in group])  # (pools, 3, n)
    by_name = zip(NAMES, levels.swapaxes(0, 1), strict=True)
    known = {x.patience_source for x in group if x.patience_source}
    patience = [np.nan if x.patience is None else x.patience.seconds for x in group]
    return {
        "modified_erlangs": np.sum([x.modified_erlangs for x in group], axis=0),
        "aht_source": [weakest(*(x.workload.source for x in group))] * count,
        "patience_seconds": weighted([np.broadcast_to(x, count) for x in patience], calls),
        "patience_source": [weakest(*known) if known else None] * count,
        **{name: weighted(list(x), calls) for name, x in by_name},
    }


def _of_periods(group: Sequence[PoolNeed], span: Span, when: Periods) -> dict[str, Column]:
    count = len(when.labels)
    quantiles = np.full((3, count), np.nan)
    if when.granularity != "hour":
        first = np.unique(span.at.day, return_index=True)[1]
        paths = together([day_paths(x, x.agents[x.open]) for x in group])
        quantiles = paths.summed(when.of_interval[first], count).quantiles(PROBABILITIES)
    overtime = np.sum([overtime_hours(x) for x in group], axis=0)
    return {
        **dict(zip(NAMES, quantiles, strict=True)),
        "overtime_hours": np.bincount(when.of_interval, overtime, minlength=count),
    }
