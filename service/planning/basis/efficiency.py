"""How many agent hours of the curve one of a pool's shifts gives, week by week, and who says so."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import numpy as np

from data.plan import Plan
from data.shifts import KeptShifts
from models.arrays import Floats
from models.queues import Pool

EfficiencySource = Literal["shifts", "planned", "assumed"]


def schedule_efficiency(
    plan: Plan, known: KeptShifts, pool: Pool, days: Sequence[date]
) -> tuple[Floats, EfficiencySource]:
    """(D,) on each day, and its source.

    A planner's own figure stands. Without one it is that of the pool's ``shifts`` in the week, of
    weeks without shifts that of the nearest week with some; where none are known it is assumed.
    """
    if plan.schedule_efficiency_source == "planned":
        return np.full(len(days), plan.schedule_efficiency), "planned"
    weeks = known.get(pool.name)
    if not weeks or not plan.contracts_of(pool):
        return np.full(len(days), plan.schedule_efficiency), "assumed"
    mondays = sorted(weeks)
    place = np.array([x.toordinal() for x in mondays])
    asked = np.array([(x - timedelta(days=x.weekday())).toordinal() for x in days])
    nearest = np.abs(asked[:, None] - place).argmin(axis=1)
    return np.array([weeks[mondays[x]].schedule_efficiency for x in nearest.tolist()]), "shifts"
