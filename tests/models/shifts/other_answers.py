"""What a week of shifts costs by other ways: a linear programme of its own, and all plans."""

import numpy as np
from scipy.optimize import linprog

from models.arrays import Counts, Flags, Floats
from models.shifts.week import DAYS, ShiftWeek
from tests.models.shifts.shift_weeks import NEARLY

MANY = 10_000  # people


def may_be_kept(week: ShiftWeek) -> bool:
    """Whether people in parts, whose shares fit exactly, can keep the goal.

    Of each interval's numbers of agents a mixture is chosen, whose mean the shifts give.
    """
    values, (heads, columns) = week.worth.values, (len(week.terms.cost), len(week.columns.day))
    intervals, numbers = values.shape
    mixed = np.kron(np.eye(intervals), np.arange(numbers))  # (m, m N)
    nothing = np.zeros((intervals, heads))
    agents = np.hstack([nothing, -week.columns.cover.T, mixed])
    people = limits(week)
    rows = np.vstack([np.hstack([people, np.zeros((len(people), intervals * numbers))]), agents])
    ones = np.kron(np.eye(intervals), np.ones(numbers))
    found = linprog(
        -np.concatenate([np.zeros(heads + columns), values.ravel()]),
        rows,
        np.zeros(len(rows)),
        np.hstack([np.zeros((intervals, heads + columns)), ones]),
        np.ones(intervals),
        bounds=[(0, MANY)] * heads + [(0, None)] * (rows.shape[1] - heads),
        method="highs",
    )
    return found.fun is not None and -found.fun >= -NEARLY


def limits(week: ShiftWeek) -> Floats:
    """(R, C + K) rows of which each is at most 0: days, weeks, hours and shares, by contract."""
    terms, columns, rows = week.terms, week.columns, []
    for contract in range(len(terms.cost)):
        one = np.eye(len(terms.cost))[contract]
        mine = (columns.contract == contract).astype(np.float64)
        for day in range(DAYS):
            on = mine * (columns.day == day)
            rows.append(np.concatenate([-one * terms.day_share[contract, day], on]))
        rows.append(np.concatenate([-one * terms.days[contract], mine]))
        rows.append(np.concatenate([-one * terms.hours[contract], mine * columns.hours]))
        rows.append(np.concatenate([terms.share_min[contract] - one, mine * 0]))
        rows.append(np.concatenate([one - terms.share_max[contract], mine * 0]))
    return np.array(rows)


def least_of_all(week: ShiftWeek, most_heads: int) -> float | None:
    """The cost of the cheapest of all plans, where more of a shift than the table has do nothing.

    None: no plan of at most ``most_heads`` people a contract keeps the goal.
    """
    most = week.worth.values.shape[1] - 1
    counts = every(most, len(week.columns.day))
    agents = counts @ week.columns.cover
    kept = counts[week.worth.within(slice(None), agents).sum(axis=1) >= -NEARLY]
    heads = every(most_heads, len(week.terms.cost))
    heads = heads[week.terms.shared(heads)]
    for some in heads[np.argsort(heads @ week.terms.cost, kind="stable")]:
        if can_work(week, some, kept).any():
            return float(week.terms.cost @ some)
    return None


def every(most: int, places: int) -> Counts:
    """(n, places) every row of numbers from 0 to ``most``."""
    return np.indices((most + 1,) * places).reshape(places, -1).T.astype(np.int64)


def can_work(week: ShiftWeek, heads: Counts, counts: Counts) -> Flags:
    """(n,) whether ``heads`` (C,) can work each of the shifts (n, K)."""
    people = limits(week)[:, : len(heads)] @ heads
    rows = limits(week)[:, len(heads) :]
    own = np.arange(len(rows)) % (DAYS + 4) < DAYS + 2  # shares are not theirs to keep
    return np.asarray((counts @ rows[own].T + people[own] <= NEARLY).all(axis=1))
