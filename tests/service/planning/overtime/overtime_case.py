"""The small case with people and contracts: weeks in which it has too few people, or too many."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from data.shifts import Goal
from service.planning.basis.current import Current
from service.planning.overtime.overtime_week import OvertimeWeek
from service.planning.overtime.people_there import PeopleThere, people_there
from service.planning.overtime.worked_out import overtime_week
from tests.service.cases import MONDAY, current_of
from tests.service.page.shifts_case import CONTRACTED

EVENINGS = 'earliest_start = "07:00"\nlatest_end = "22:00"'
LATE = CONTRACTED.replace('earliest_start = "07:00"\nlatest_end = "20:30"', EVENINGS)


def contracted(folder: Path, text: str = LATE) -> Current:
    """What answers are made from."""
    return current_of(folder, text)


def there(current: Current, pool: str, monday: date = MONDAY) -> PeopleThere:
    """A pool's people in a week."""
    [found] = [x for x in people_there(current, [monday]) if x.need.pool.name == pool]
    return found


def times(people: PeopleThere, factor: float) -> PeopleThere:
    """So many times as many."""
    return replace(people, hours=people.hours * factor)


def found(current: Current, people: PeopleThere, goal: Goal = "level") -> OvertimeWeek:
    """Their week, which must be there."""
    week = overtime_week(current.plan, people, goal)
    assert week is not None
    return week


def by_factor(current: Current, people: PeopleThere) -> Iterator[OvertimeWeek]:
    """With fewer and fewer people than keep the goal, from some more on."""
    for factor in (1.3, 1.1, 1.0, 0.95, 0.9, 0.8, 0.6):
        yield found(current, times(people, factor))
