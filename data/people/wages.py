"""What people cost: paid hours, in training too, times the hourly cost of their contract."""

from collections.abc import Iterable

import numpy as np

from data.people.staff import StaffGroup
from models.arrays import Days
from models.people.headcount import Group, expected_headcount


def cost_of(group: Group, hourly_cost: float, days: Days) -> float:
    """Expected on ``days`` (D,), consecutive ordinals; a week's hours are seven days'."""
    people = float(expected_headcount(group, days).sum())
    return people * group.weekly_hours / 7.0 * hourly_cost


def total_cost(groups: Iterable[StaffGroup], days: Days) -> float:
    """Of all groups; NaN where an hourly cost is not told."""
    return sum(
        cost_of(x.group, np.nan if x.hourly_cost is None else x.hourly_cost, days) for x in groups
    )
