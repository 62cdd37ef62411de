"""Why a pool has too few people in a week, or enough, and from when, in a planner's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.people.staff import StaffGroup
from models.arrays import Floats
from service.planning.capacity.pool_capacity import PoolCapacity
from service.planning.capacity.pool_people import pool_people
from service.planning.capacity.readiness import FIRST_WEEKS, READY

_HALF_AN_HOUR = 0.5
SURPLUS = 0.15  # of the required hours: more than whole people and a careful plan leave over


@dataclass(frozen=True, slots=True)
class AskedWeeks:
    """The weeks of a question among those that can be planned, by their Mondays."""

    mondays: tuple[date, ...]
    last_planned: date


def reason(
    capacity: PoolCapacity, week: int, probability: Floats, weeks: AskedWeeks, met: bool
) -> str:
    """Of a pool's ``week``; ``probability`` (W,) is that of meeting the target.

    ``met`` tells whether the target is met on average.
    """
    if not capacity.people.groups:
        return f"the plan has no people at {capacity.need.pool.site}: add [[sites.staff]]"
    required, available = capacity.required_hours[week], capacity.available_hours[week]
    if np.isnan(probability[week]):
        return ""
    if probability[week] >= READY:
        return _enough(required, available, capacity.counted_hours[week])
    short = required - available
    if short < _HALF_AN_HOUR:
        said = "enough hours on average, too few for busy weeks and people who leave"
    elif met:
        said = f"{short:.0f} h less than every half-hour needs, enough for the week on average"
    else:
        said = f"short of {short:.0f} h"
        people = -pool_people(capacity).gap[week]
        said += "" if np.isnan(people) else f" ({people:.1f} FTE)"
    ready = ready_from(probability, week, weeks)
    return "; ".join([said, *_causes(capacity, week), *([ready] if ready else [])])


def _enough(required: float, available: float, counted: float) -> str:
    """Where hours are left over, or where fewer than every half-hour needs will do."""
    spare, helped = available - required, counted - available
    if spare > SURPLUS * required:
        return f"{spare:.0f} h more than needed"
    if spare > -_HALF_AN_HOUR:
        return ""
    said = f"{-spare:.0f} h less than every half-hour needs, enough for the week"
    if helped < _HALF_AN_HOUR:
        return said
    return f"{said}; people who serve several pools count for {helped:.0f} h more"


def ready_from(probability: Floats, week: int, weeks: AskedWeeks) -> str | None:
    """From which week on the pool is ready for four weeks with calls, or to the last one asked.

    None where it is in none of them and later weeks, that are not asked, may be better.
    """
    mondays = weeks.mondays
    calls = [i for i in range(week, len(mondays)) if not np.isnan(probability[i])]
    for place, start in enumerate(calls):
        if all(probability[i] >= READY for i in calls[place : place + FIRST_WEEKS]):
            return f"ready from {mondays[start]}"
    return f"not ready by {mondays[-1]}" if mondays[-1] >= weeks.last_planned else None


def _causes(capacity: PoolCapacity, week: int) -> Iterator[str]:
    """Who has left, who is not yet there."""
    people, pool = capacity.people, capacity.need.pool
    language = " and ".join(pool.languages)
    speaking = [i for i, x in enumerate(people.groups) if pool.served_by(x.languages)]
    if not speaking:
        yield f"nobody at {capacity.need.pool.site} speaks {language}"
    else:
        taking = sum(people.headcount[i, week] for i in speaking if people.on_phone[i, week])
        yield f"{taking:.0f} people who speak {language} take calls"
    helping = (capacity.available_hours - capacity.counted_hours)[week]
    if helping >= _HALF_AN_HOUR:
        yield f"who speaks several languages helps others out for {helping:.0f} h"
    for i in speaking:
        yield from _cause(people.groups[i], people.headcount[i], people.on_phone[i], week)


def _cause(
    group: StaffGroup,
    headcount: Floats,
    on_phone: NDArray[np.bool_],
    week: int,
) -> Iterator[str]:
    now = headcount[week]
    most = group.group.headcount if now else headcount[: week + 1].max()
    if now and not on_phone[week]:
        yield f"{group.label}: {now:.0f} people still in training"
    elif not now and not most and headcount.any():
        yield f"{group.label}: joins on {date.fromordinal(group.group.joins)}"
    elif most - now >= max(1.0, 0.1 * most):
        yield f"{group.label}: {now:.0f} of {most:.0f} people are still there"
