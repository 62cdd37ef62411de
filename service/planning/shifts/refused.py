"""Why no shifts of a pool's contracts keep a week's goal, in a planner's words."""

from datetime import timedelta

import numpy as np

from data.calendar.clock import clock_time
from service.planning.shifts.needed_week import NeededWeek
from service.planning.shifts.pool_week import PoolWeek


def why_not(needed: NeededWeek, problem: PoolWeek) -> str:
    """The first interval at which nobody may be at work; else the rules that leave too few."""
    names = ", ".join(x.name for x in problem.contracts)
    cover = problem.week.columns.cover.max(axis=0, initial=0.0)
    empty = np.flatnonzero((cover <= 0) & (needed.agents > 0))
    if len(empty):
        day = needed.monday + timedelta(days=int(needed.day[empty[0]]))
        minute = int(needed.minute[empty[0]])
        more = f" (and at {len(empty) - 1} more times)" if len(empty) > 1 else ""
        return (
            f"no shift of {names} can be at work at {clock_time(minute)} on {day}"
            f"{more}: change earliest_start, latest_end, day_hours or breaks of [[contracts]]"
        )
    return (
        f"however many people, shifts of {names} do not reach the goal: change share_min, "
        "share_max, weekend_share or days_a_week of [[contracts]]"
    )
