"""People who are nearly enough for a week, the hours beside their shifts, and all ways to take."""

from itertools import product

import numpy as np

from models.arrays import Counts, Floats
from models.shifts.given_people import best_shifts
from models.shifts.programme import programme
from models.shifts.week import ShiftWeek
from models.shifts.whole_hours import Hours
from tests.models.shifts.shift_weeks import cover_of, drawn_deals, level_of, week_of

MOST = 3_000  # ways


def small_week(random: np.random.Generator) -> ShiftWeek:
    """Of either goal, on one day or two."""
    day = np.repeat([1, 4], random.integers(2, 6, 2))[int(random.integers(0, 4)) :]
    deals = drawn_deals(random, int(random.integers(1, 3)))
    if random.random() < 0.5:
        return week_of(cover_of(random.integers(0, 5, len(day))), day.tolist(), *deals)
    erlangs = random.uniform(0, float(random.choice([1.0, 4.0])), len(day))
    return week_of(level_of(erlangs, float(random.uniform(0.5, 0.9))), day.tolist(), *deals)


def nearly_enough(random: np.random.Generator, week: ShiftWeek) -> Counts:
    """(K,) shifts of about as many people as keep the goal, some more or fewer."""
    cheapest = programme(week).cheapest()
    around = np.ones(len(week.terms.cost)) if cheapest is None else np.rint(cheapest.heads)
    heads = np.minimum(np.maximum(around + random.integers(-1, 2, len(around)), 0), 4)
    return best_shifts(week, heads.astype(np.int64))


def beside(week: ShiftWeek) -> Hours:
    """An interval before each shift, and one after it, where the day has them."""
    return _at(week, [(x[0] - 1, x[-1] + 1) for x in _worked(week)])


def inside(week: ShiftWeek) -> Hours:
    """The first interval of each shift, and its last, of those that have more than one."""
    return _at(week, [(x[0], x[-1]) if len(x) > 1 else () for x in _worked(week)])


def _worked(week: ShiftWeek) -> list[list[int]]:
    return [np.flatnonzero(x).tolist() for x in week.columns.cover]


def _at(week: ShiftWeek, places: list[tuple[int, ...]]) -> Hours:
    """An agent of each shift (K) at some places, those of its own day."""
    days, columns = week.worth.day, week.columns
    found = [
        (shift, place)
        for shift, some in enumerate(places)
        for place in some
        if 0 <= place < len(days) and days[place] == columns.day[shift]
    ]
    cover = np.zeros((len(found), len(days)))
    for row, (shift, place) in enumerate(found):
        cover[row, place] = columns.cover[shift].max()
    return Hours(np.array([x for x, _ in found], np.int64), cover)


def ways(hours: Hours, people: Counts) -> Counts | None:
    """(n, H) every choice of at most one hour a person; None: too many to count."""
    of_shift = []
    for shift in np.flatnonzero(people).tolist():
        mine = np.flatnonzero(hours.shift == shift)
        some = product(range(int(people[shift]) + 1), repeat=len(mine))
        of_shift.append([(mine, x) for x in some if sum(x) <= people[shift]])
    if np.prod([len(x) for x in of_shift]) > MOST:
        return None
    rows = []
    for chosen in product(*of_shift):
        row = np.zeros(len(hours.shift), np.int64)
        for mine, counts in chosen:
            row[mine] = counts
        rows.append(row)
    return np.array(rows).reshape(len(rows), len(hours.shift))


def reached(week: ShiftWeek, agents: Floats) -> Floats:
    """(n,) what agents (n, m) are worth."""
    return np.asarray(week.worth.within(slice(None), agents).sum(axis=1))
