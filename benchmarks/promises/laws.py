"""What the product takes to be possible, against which outcomes are placed: its own draws."""

import numpy as np

from benchmarks.promises.calls import Floats
from models.queues import Pool
from service.planning.basis.current import Current
from service.planning.basis.span import span_of
from service.planning.staffing.interval_draws import interval_draws
from service.planning.staffing.pool_sizing import pool_need
from service.planning.staffing.staffing_table import StaffingQuestion


def of_half_hours(current: Current, pool: Pool, question: StaffingQuestion) -> Floats | None:
    """(draws, rows) levels of half-hours; days and weeks vary smoothly: their quantiles do."""
    if question.granularity != "interval":
        return None
    span = span_of(current, question.first, question.last)
    need = pool_need(current, pool, span, question.what_if, question.method)
    if need is None:
        return None
    drawn = interval_draws(need)
    known = np.where(drawn.among > 0, drawn.among, np.nan)
    return np.asarray(drawn.in_time / known)[:, need.open]
